/**
 * Fits knowledge/emergency-model.json and prints what it recognises. Deterministic; under a minute.
 *
 *   node tests/bench/fit-emergencies.ts [TEXTS.jsonl…]
 *
 * Learns from tests/fakes/emergencies (train, negatives), from every alias and every starter procedure's name. TEXTS are
 * everyday messages ({"text"} or {"turns":[{"text","expect"}]}): the threshold is the lowest at which the model takes at
 * most one in a hundred of them, and of the negatives kept out of the fold it is tried on, for an emergency.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { entriesOf } from "../../src/catalogue/entries.ts";
import { loadKnowledge } from "../../src/catalogue/index.ts";
import { loadStarterProcedures } from "../../src/catalogue/load.ts";
import {
  decodeModel,
  type EmergencyModel,
  type EmergencyModelFile,
  featuresOf,
  recognise,
} from "../../src/conversation/emergency.ts";
import { createUnderstanding, loadIntents } from "../../src/conversation/index.ts";
import { isEmergency } from "../../src/conversation/understand.ts";
import { fold } from "../../src/text/index.ts";
import { HELD_OUT, type Labelled, NEGATIVES, TRAINING } from "../fakes/emergencies/texts.ts";
import { fitClass, packed } from "./logistic.ts";

const TARGET = "knowledge/emergency-model.json";
const MOST_FALSE = 0.01;
const LOWEST = 0.35;
const FITTING = { epochs: 100, rate: 4, decay: 0.03, favour: 4 };

const knowledge = loadKnowledge("knowledge");
const entries = entriesOf(loadStarterProcedures("knowledge"), knowledge.aliases, knowledge.outside);
const calm: Labelled[] = entries
  .flatMap(({ name, aliases }) => [name, ...aliases])
  .map((text) => ({ label: "none", text }));
const labels = [...new Set(TRAINING.map(({ label }) => label))];

function fitted(texts: readonly Labelled[], threshold: number): EmergencyModelFile {
  const examples = texts.map(({ label, text }) => ({ label, features: featuresOf(text) }));
  const classes = labels.map((intent) => {
    const { bias, weights } = fitClass(examples, intent, FITTING);
    return { intent, threshold, bias: Number(bias.toPrecision(6)), ...packed(weights) };
  });
  return { classes };
}
const believing = (model: EmergencyModel, threshold: number) => model.map((one) => ({ ...one, threshold }));

const everyday = process.argv.slice(2).flatMap((file) =>
  readFileSync(file, "utf8")
    .split("\n")
    .filter(Boolean)
    .flatMap((line) => {
      const row = JSON.parse(line);
      const turns: { text: string; expect?: { outcome?: string } }[] = row.turns ?? [row];
      return turns.filter(({ expect }) => expect?.outcome !== "emergency").map(({ text }) => text);
    }),
);

const share = <T>(list: readonly T[], holds: (one: T) => boolean) =>
  list.filter(holds).length / Math.max(1, list.length);
const file = fitted([...TRAINING, ...NEGATIVES, ...calm], 0);
const model = decodeModel(file);
const grid = Array.from({ length: 60 }, (_, i) => Number((LOWEST + i * 0.01).toFixed(2)));
const threshold =
  grid.find((t) => share(everyday, (text) => recognise(believing(model, t), text) !== undefined) <= MOST_FALSE) ?? 0.95;
writeFileSync(TARGET, `${JSON.stringify({ classes: file.classes.map((one) => ({ ...one, threshold })) }, null, 1)}\n`);

const chosen = believing(model, threshold);
const cues = createUnderstanding(loadIntents("knowledge"), knowledge.lexicon.standardise);
const together = createUnderstanding(loadIntents("knowledge"), knowledge.lexicon.standardise, chosen);
const sighted = (understand: typeof cues) => (text: string) =>
  understand(text).sightings.find(({ intent }) => isEmergency(intent))?.intent;
const byModel = (text: string) => recognise(chosen, text);
const ways: [string, (text: string) => string | undefined][] = [
  ["cues", sighted(cues)],
  ["model", byModel],
  ["both", sighted(together)],
];
const line = (cells: readonly (string | number)[]) => process.stdout.write(`| ${cells.join(" | ")} |\n`);
const percent = (value: number) => `${(value * 100).toFixed(1)} %`;
process.stdout.write(
  `threshold ${threshold}; ${TRAINING.length} + ${NEGATIVES.length} + ${calm.length} texts learnt\n`,
);
line(["held out", ...ways.flatMap(([name]) => [name, `${name}, folded`, `${name}, class right`])]);
for (const label of [...labels, "any"]) {
  const texts = HELD_OUT.filter((one) => one.label !== "none" && (label === "any" || one.label === label));
  const cells = ways.flatMap(([, find]) => [
    share(texts, ({ text }) => find(text) !== undefined),
    share(texts, ({ text }) => find(fold(text)) !== undefined),
    share(texts, (one) => find(one.text) === one.label),
  ]);
  line([label, ...cells.map(percent)]);
}
const peaceful: [string, string[]][] = [
  ["everyday", everyday],
  ["negatives learnt", NEGATIVES.map(({ text }) => text)],
  ["negatives held out", HELD_OUT.filter(({ label }) => label === "none").map(({ text }) => text)],
];
for (const [name, texts] of peaceful) {
  line([
    `false alarms: ${name} (${texts.length})`,
    ...ways.flatMap(([, find]) => [
      percent(share(texts, (text) => find(text) !== undefined)),
      percent(share(texts, (text) => find(fold(text)) !== undefined)),
      "",
    ]),
  ]);
}
