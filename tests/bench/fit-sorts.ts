/**
 * Fits knowledge/sort-model.json (what sort of message is it?) and the decision of src/conversation/meant-as-report.ts, whose weights
 * it prints. Deterministic; some minutes.
 *
 *   node tests/bench/fit-sorts.ts CATALOGUE.jsonl[.gz] CODES.txt [QUESTIONS.jsonl…] [--wrong]
 *
 * Learns from messages of tests/bench/questions (readings, routing, questions), tests/fakes (contrasts, emergencies, intents) and QUESTIONS,
 * each as written and without accents. The decision learns from what a model fitted without the message says of it, and printed
 * figures are cross-validated so; readings-held-out.txt is only counted. --wrong prints what was misread in cross-validation.
 */
import { writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readConfig } from "../../src/config.ts";
import { answerQuestion } from "../../src/conversation/ask.ts";
import { lookUp } from "../../src/conversation/gather.ts";
import { conversationPorts, loadOffice } from "../../src/conversation/index.ts";
import { reportFeatures } from "../../src/conversation/meant-as-report.ts";
import { likeliest, SORTS, type Sort, type SortShares } from "../../src/conversation/sorts.ts";
import { decodeClasses } from "../../src/conversation/text-classes.ts";
import { readerOf, textsLearnt } from "./emergency-fitting.ts";
import { fitWeights, probability } from "./newton.ts";
import {
  FOLDS,
  fittedSorts,
  type Message,
  messagesLearnt,
  namesAsked,
  readingsIn,
  sharesIn,
  type TypedMessage,
  typedMessages,
} from "./sort-fitting.ts";

const isVerbose = process.argv.includes("--wrong");
const [catalogueFile = "", catalogueCodes = "", ...questionFiles] = process.argv
  .slice(2)
  .filter((word) => word !== "--wrong");
const TARGET = "knowledge/sort-model.json";
const RIDGE = 0.001;
const LIMITS = [0.4, 0.5, 0.6, 0.7];
const REPORTS: ReadonlySet<Sort> = new Set<Sort>(["report", "propose", "late", "praise", "denounce"]);

const learnt = messagesLearnt(questionFiles);
const counted = readingsIn("readings-held-out.txt");

const read = readerOf("knowledge");
const typed = (messages: readonly Message[]) => typedMessages(messages, read);

interface Read extends TypedMessage {
  readonly shares: SortShares;
}
function confusion(title: string, read: readonly Read[]): void {
  process.stdout.write(`${title}\n`);
  for (const sort of ["question" as Sort, ...SORTS]) {
    const mine = read.filter((one) => one.sort === sort);
    const taken = Map.groupBy(mine, ({ shares }) => likeliest(shares));
    const row = [...taken].map(([other, list]) => [other, list.length] as const).sort((a, b) => b[1] - a[1]);
    const right = (taken.get(sort)?.length ?? 0) / Math.max(1, mine.length);
    const told = row.map(([other, count]) => `${other} ${count}`).join(", ");
    process.stdout.write(`  ${sort}: ${right.toFixed(3)} of ${mine.length} (${told})\n`);
  }
}

const texts = typed(learnt);
const names = namesAsked(textsLearnt(read).names);
const stacked: Read[] = Array.from({ length: FOLDS }, (_, nth) => {
  const classes = decodeClasses(
    TARGET,
    fittedSorts(
      texts.filter((one) => one.fold !== nth),
      names,
    ),
  );
  return texts.filter((one) => one.fold === nth).map((one) => ({ ...one, shares: sharesIn(classes, one) }));
}).flat();
const classes = fittedSorts(texts, names);
writeFileSync(TARGET, `${JSON.stringify({ classes }, null, 1)}\n`);
const decoded = decodeClasses(TARGET, classes);
const heldOut: Read[] = typed(counted).map((one) => ({ ...one, shares: sharesIn(decoded, one) }));
confusion("sorts, cross-validated", stacked);
confusion("sorts, held out", heldOut);

/** What dismissing an alarm below a share would cost calls, and spare the others. */
for (const least of [0.01, 0.02, 0.05, 0.1, 0.2])
  for (const [title, read] of [
    ["cross-validated", stacked],
    ["held out", heldOut],
  ] as const) {
    const share = (some: readonly Read[]) =>
      (some.filter(({ shares }) => shares.emergency >= least).length / Math.max(1, some.length)).toFixed(3);
    const calls = read.filter(({ sort }) => sort === "emergency");
    const others = read.filter(({ sort }) => sort !== "emergency");
    process.stdout.write(`  ${title}, emergency ${least} or more: calls ${share(calls)}, others ${share(others)}\n`);
  }

const paths = {
  ...readConfig(process.env),
  cacheDirectory: join(tmpdir(), "lang-nghe-catalogue"),
  catalogueFile,
  catalogueCodes,
};
const ports = conversationPorts(await loadOffice(paths, () => Date.UTC(2026, 7, 1)));

interface Example {
  readonly text: string;
  readonly features: Readonly<Record<string, number>>;
  readonly label: 0 | 1;
  readonly fold: number;
}
async function exampleOf({ text, sort, shares, fold: at }: Read): Promise<Example> {
  const from = { channel: "zalo", id: "fit", account: "fit" } as const;
  const message = { providerId: "fit", from, sentAt: 0, text, attachments: [] };
  const state = { greeted: true, topics: [], lastFacets: [] };
  const { whole: found, ...cut } = await lookUp(message, state, ports);
  const whole = { ...found, understood: { ...found.understood, sort: shares } };
  const result = answerQuestion({ state, message, whole, ...cut, found: { mine: [] } as never }, ports);
  return { text, features: reportFeatures(whole, result), label: REPORTS.has(sort) ? 1 : 0, fold: at };
}
async function examplesOf(read: readonly Read[]): Promise<Example[]> {
  const examples: Example[] = [];
  for (const one of read) examples.push(await exampleOf(one));
  return examples;
}

/** Calls for help are answered before this decision. */
const isDecided = ({ sort }: Read) => sort !== "emergency";
const examples = await examplesOf(stacked.filter(isDecided));
const featureNames = Object.keys(examples[0]?.features ?? {});
const valuesOf = ({ features }: Example) => featureNames.map((name) => features[name] as number);
const train = (some: readonly Example[]) =>
  fitWeights(
    some.map((one) => ({ ...one, features: valuesOf(one), weight: 1 })),
    RIDGE,
  );

interface Told extends Example {
  readonly p: number;
}
function print(title: string, told: readonly Told[]): void {
  const of = (label: 0 | 1) => told.filter((one) => one.label === label);
  for (const limit of LIMITS) {
    const share = (some: readonly Told[], isRight: (p: number) => boolean) =>
      `${(some.filter(({ p }) => isRight(p)).length / Math.max(1, some.length)).toFixed(3)} of ${some.length}`;
    const reports = share(of(1), (p) => p >= limit);
    const others = share(of(0), (p) => p < limit);
    process.stdout.write(`  ${title}, limit ${limit}: reports kept ${reports}, others kept ${others}\n`);
  }
}

const weights = train(examples);
const rounded = Object.fromEntries(
  featureNames.map((name, j) => [name, Math.round((weights[j] as number) * 100) / 100]),
);
process.stdout.write(`report ${JSON.stringify(rounded)}\n`);
const held = Array.from({ length: FOLDS }, (_, nth) => {
  const rest = train(examples.filter((one) => one.fold !== nth));
  return examples.filter((one) => one.fold === nth).map((one) => ({ ...one, p: probability(valuesOf(one), rest) }));
}).flat();
print("cross-validated", held);
const others = (await examplesOf(heldOut.filter(isDecided))).map((one) => ({
  ...one,
  p: probability(valuesOf(one), weights),
}));
print("held out", others);
if (isVerbose)
  for (const { text, label, p } of held.filter((one) => one.p >= 0.5 !== (one.label === 1)))
    process.stdout.write(`${label === 1 ? "report" : "other"} ${p.toFixed(2)} ${text}\n`);
