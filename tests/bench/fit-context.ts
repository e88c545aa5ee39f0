/**
 * Fits the two decisions of src/conversation/staying.ts and prints their weights. Deterministic.
 *
 *   node tests/bench/fit-context.ts CATALOGUE.jsonl[.gz] CODES.txt QUESTIONS.jsonl…
 *
 * "staying": is a message about the procedure talked about? From the later turns of dialogues, each also without accents; and,
 * at a smaller weight, the same turns after another procedure, and one-turn questions after any (which never stay).
 * "neighbour": is the procedure meant that the words find together with what was talked about? From those that do not stay
 * and name nothing surely. Printed shares are cross-validated by dialogue (ten folds).
 */
import { readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chooseMatch } from "../../src/answers/index.ts";
import { readConfig } from "../../src/config.ts";
import { standsByItself, tellingWords } from "../../src/conversation/context.ts";
import { lookUp } from "../../src/conversation/gather.ts";
import { conversationPorts, loadOffice } from "../../src/conversation/index.ts";
import { neighbourFeatures, stayingFeatures, weighedTogether } from "../../src/conversation/staying.ts";
import { fold } from "../../src/text/index.ts";
import { fitWeights, probability } from "./newton.ts";

const [catalogueFile = "", catalogueCodes = "", ...questionFiles] = process.argv.slice(2);
const FOLDS = 10;
const MADE_UP = 0.25;

interface Example {
  readonly features: Readonly<Record<string, number>>;
  readonly label: 0 | 1;
  readonly weight: number;
  readonly fold: number;
}

interface Case {
  readonly id: string;
  readonly origin: string;
  readonly turns: readonly { readonly text: string; readonly expect: Expected }[];
}
interface Expected {
  readonly outcome: string;
  readonly codes?: readonly string[];
}

const paths = {
  ...readConfig(process.env),
  cacheDirectory: join(tmpdir(), "lang-nghe-catalogue"),
  catalogueFile,
  catalogueCodes,
};
const ports = conversationPorts(await loadOffice(paths, () => 0));
const cases = questionFiles
  .flatMap((file) => readFileSync(file, "utf8").split("\n"))
  .filter(Boolean)
  .map((line) => JSON.parse(line) as Case)
  .filter(({ origin }) => origin !== "llm");

const staying: Example[] = [];
const neighbour: Example[] = [];

interface Asked {
  readonly text: string;
  readonly topics: readonly [string, ...string[]];
  readonly expected: Expected;
  readonly stays: boolean;
  readonly weight: number;
  readonly fold: number;
}

async function add(asked: Asked): Promise<void> {
  for (const text of [asked.text, fold(asked.text)]) await addOne(text, asked);
}

async function addOne(text: string, { topics, expected, stays, weight, fold: at }: Asked): Promise<void> {
  const state = { greeted: true, topics, lastFacets: [] };
  const from = { channel: "zalo", id: "fit", account: "fit" } as const;
  const { whole } = await lookUp({ providerId: "fit", from, sentAt: 0, text, attachments: [] }, state, ports);
  // Settled without weighing.
  if (tellingWords(whole.question) === 0 && whole.question.facets.length > 0) return;
  staying.push({ features: stayingFeatures(topics, whole), label: stays ? 1 : 0, weight, fold: at });
  const alone = chooseMatch(whole.question, whole.hits, ports.catalogue);
  if (stays || standsByItself(alone, whole, topics)) return;
  const code = weighedTogether(topics, whole).find(({ kind }) => kind === "procedure")?.id;
  if (code === undefined) return;
  const label = expected.outcome === "answered" && (expected.codes ?? []).includes(code) ? 1 : 0;
  neighbour.push({ features: neighbourFeatures(code, topics, whole, alone), label, weight, fold: at });
}

const isHeld = (code: string | undefined): code is string =>
  code !== undefined && ports.catalogue.procedure(code) !== undefined;
const dialogues = cases.filter(({ turns }) => turns.length > 1);
const answers = dialogues.flatMap(({ turns }) => turns.flatMap(({ expect }) => expect.codes?.[0] ?? []));
const topicsSeen = [...new Set(answers)].filter(isHeld);
let seed = 7;
function anyTopic(): [string] {
  seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
  return [topicsSeen[(seed >>> 8) % topicsSeen.length] as string];
}

for (const [i, { turns }] of dialogues.entries()) {
  let topics: string[] = [];
  for (const { text, expect: expected } of turns) {
    const code = expected.codes?.[0];
    const [topic, ...earlier] = topics;
    const isFit = expected.outcome === "refused" || (expected.outcome === "answered" && isHeld(code));
    if (topic !== undefined && isFit) {
      const stays = expected.outcome === "answered" && (expected.codes ?? []).includes(topic);
      await add({ text, topics: [topic, ...earlier], expected, stays, weight: 1, fold: i % FOLDS });
      for (const elsewhere of stays ? [anyTopic(), anyTopic()] : [])
        await add({ text, topics: elsewhere, expected, stays, weight: MADE_UP, fold: i % FOLDS });
    }
    if (expected.outcome === "answered" && isHeld(code)) topics = [code, ...topics.filter((one) => one !== code)];
  }
}
for (const [i, { turns }] of cases.filter((one) => one.turns.length === 1).entries()) {
  const [{ text, expect: expected }] = turns as [Case["turns"][number]];
  const topics = anyTopic();
  if (expected.outcome !== "refused" && !(expected.codes ?? []).some(isHeld)) continue;
  if (!(expected.codes ?? []).includes(topics[0]))
    await add({ text, topics, expected, stays: false, weight: MADE_UP, fold: i % FOLDS });
}

const RIDGE = 0.004;
const valuesOf = ({ features }: Example, names: readonly string[]) => names.map((name) => features[name] as number);
const train = (examples: readonly Example[], names: readonly string[]) =>
  fitWeights(
    examples.map((example) => ({ ...example, features: valuesOf(example, names) })),
    RIDGE,
  );

function report(title: string, examples: readonly Example[], limits: readonly number[]): void {
  const names = Object.keys(examples[0]?.features ?? {});
  const rounded = train(examples, names).map((weight) => Math.round(weight * 100) / 100);
  console.log(title, JSON.stringify(Object.fromEntries(names.map((name, j) => [name, rounded[j]]))));
  const real = examples.filter(({ weight }) => weight === 1);
  const made = examples.filter(({ weight }) => weight < 1);
  for (const [kind, some] of [
    ["dialogues", real],
    ["made up", made],
  ] as const) {
    const scored = Array.from({ length: FOLDS }, (_, held) => {
      const weights = train(
        examples.filter((one) => one.fold !== held),
        names,
      );
      return some
        .filter((one) => one.fold === held)
        .map((one) => ({ label: one.label, p: probability(valuesOf(one, names), weights) }));
    }).flat();
    for (const limit of limits) {
      const yes = scored.filter(({ label }) => label === 1);
      const no = scored.filter(({ label }) => label === 0);
      const kept = (right: number, of: number) => `${(right / of).toFixed(3)} of ${of}`;
      console.log(
        `  ${kind}, limit ${limit}: yes kept ${kept(yes.filter(({ p }) => p >= limit).length, yes.length)}, no kept ${kept(no.filter(({ p }) => p < limit).length, no.length)}`,
      );
    }
  }
}

report("staying", staying, [0.4, 0.5, 0.6]);
report("neighbour", neighbour, [0.35, 0.4, 0.45, 0.5]);
