/**
 * Fits the decision of src/conversation/meant-as-report.ts and prints its weights. Deterministic.
 *
 *   node tests/bench/fit-report.ts CATALOGUE.jsonl[.gz] CODES.txt [QUESTIONS.jsonl…] [--wrong]
 *
 * Learns from messages that hold words of a report, each also without accents: reports of tests/bench/questions (readings,
 * routing), of tests/fakes (contrasts, intents); questions of the same files and of QUESTIONS. Those of the files' held-out halves
 * are only counted. Printed shares are cross-validated by text (ten folds);
 * --wrong prints what was misread there.
 */
import { readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readConfig } from "../../src/config.ts";
import { answerQuestion } from "../../src/conversation/ask.ts";
import { lookUp } from "../../src/conversation/gather.ts";
import { conversationPorts, loadOffice } from "../../src/conversation/index.ts";
import { reportFeatures } from "../../src/conversation/meant-as-report.ts";
import { FEEDBACK_RECORD } from "../../src/conversation/understand.ts";
import { fold } from "../../src/text/index.ts";
import { TUNED_PAIRS } from "../fakes/contrasts/pairs.ts";
import { TUNED } from "../fakes/intents/wordings.ts";
import { fitWeights, probability } from "./newton.ts";

const [catalogueFile = "", catalogueCodes = "", ...questionFiles] = process.argv
  .slice(2)
  .filter((word) => word !== "--wrong");
const FOLDS = 10;
const RIDGE = 0.004;
/** A report taken for a question is answered with papers; a question taken for a report is asked where it is: about as bad. */
const LIMITS = [0.4, 0.5, 0.6];

interface Message {
  readonly text: string;
  readonly isReport: boolean;
}
interface Example {
  readonly text: string;
  readonly features: Readonly<Record<string, number>>;
  readonly label: 0 | 1;
  readonly fold: number;
}

const QUESTIONS = join(import.meta.dirname, "questions");
const linesOf = (file: string) =>
  readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"));

/** First turns only: what a later one means hangs on what was said before. */
const questionsIn = (file: string): Message[] =>
  linesOf(file).flatMap((line) => {
    const { turns, origin } = JSON.parse(line);
    const [{ text, expect }] = turns;
    const isFit = origin !== "llm" && ["answered", "clarify"].includes(expect.outcome);
    return isFit ? [{ text, isReport: false }] : [];
  });
const REPORTS = new Set(["report", "late", "praise"]);
const readingsIn = (file: string): Message[] =>
  linesOf(file).flatMap((line) => {
    const [label = "", text = ""] = line.split("\t");
    return label === "question" || REPORTS.has(label) ? [{ text, isReport: REPORTS.has(label) }] : [];
  });
const routedIn = (file: string): Message[] =>
  linesOf(file).flatMap((line) => {
    const [type = "", , text = ""] = line.split("|");
    return type in TYPES ? [{ text, isReport: true }] : [];
  });
const TYPES: Readonly<Record<string, true>> = Object.fromEntries(
  [...Object.values(FEEDBACK_RECORD), ...Object.keys(FEEDBACK_RECORD)].map((type) => [type, true]),
);

const learnt: Message[] = [
  ...readingsIn(join(QUESTIONS, "readings-fit.txt")),
  ...routedIn(join(QUESTIONS, "routing-fit.txt")),
  ...["fit.jsonl", "dialogues-fit.jsonl"].flatMap((name) => questionsIn(join(QUESTIONS, name))),
  ...questionFiles.flatMap(questionsIn),
  ...TUNED_PAIRS.filter(({ kind }) => kind === "report").flatMap(({ calm, pressing }) => [
    { text: calm, isReport: false },
    { text: pressing, isReport: true },
  ]),
  ...TUNED.filter(({ right: [first = ""] }) => first in FEEDBACK_RECORD || first === "answered").map(
    ({ text, right }) => ({ text, isReport: right[0] !== "answered" }),
  ),
];
const counted = readingsIn(join(QUESTIONS, "readings-held-out.txt"));

const paths = {
  ...readConfig(process.env),
  cacheDirectory: join(tmpdir(), "lang-nghe-catalogue"),
  catalogueFile,
  catalogueCodes,
};
const ports = conversationPorts(await loadOffice(paths, () => Date.UTC(2026, 7, 1)));

async function examplesOf(messages: readonly Message[]): Promise<Example[]> {
  const examples: Example[] = [];
  for (const [i, { text: written, isReport }] of messages.entries())
    for (const text of [written, fold(written)]) {
      const from = { channel: "zalo", id: "fit", account: "fit" } as const;
      const message = { providerId: "fit", from, sentAt: 0, text, attachments: [] };
      const state = { greeted: true, topics: [], lastFacets: [] };
      const { whole, parts } = await lookUp(message, state, ports);
      if (!whole.understood.sightings.some(({ intent }) => intent in FEEDBACK_RECORD)) continue;
      const result = answerQuestion({ state, message, whole, parts, found: { mine: [] } as never }, ports);
      examples.push({ text, features: reportFeatures(whole, result), label: isReport ? 1 : 0, fold: i % FOLDS });
    }
  return examples;
}

const examples = await examplesOf(learnt);
const names = Object.keys(examples[0]?.features ?? {});
const valuesOf = ({ features }: Example) => names.map((name) => features[name] as number);
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
    const questions = share(of(0), (p) => p < limit);
    process.stdout.write(`  ${title}, limit ${limit}: reports kept ${reports}, questions kept ${questions}\n`);
  }
}

const weights = train(examples);
const rounded = Object.fromEntries(names.map((name, j) => [name, Math.round((weights[j] as number) * 100) / 100]));
process.stdout.write(`${JSON.stringify(rounded)}\n`);
const held = Array.from({ length: FOLDS }, (_, nth) => {
  const rest = train(examples.filter((one) => one.fold !== nth));
  return examples.filter((one) => one.fold === nth).map((one) => ({ ...one, p: probability(valuesOf(one), rest) }));
}).flat();
print("cross-validated", held);
const others = (await examplesOf(counted)).map((one) => ({ ...one, p: probability(valuesOf(one), weights) }));
print("held out", others);
if (process.argv.includes("--wrong"))
  for (const { text, label, p } of held.filter((one) => one.p >= 0.5 !== (one.label === 1)))
    process.stdout.write(`${label === 1 ? "report" : "question"} ${p.toFixed(2)} ${text}\n`);
