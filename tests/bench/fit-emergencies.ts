/**
 * Fits knowledge/emergency-model.json and prints what it recognises. Deterministic; about a minute.
 *
 *   node tests/bench/fit-emergencies.ts [--held-out] [TEXTS.jsonl…]
 *
 * Learns from tests/fakes/emergencies (train, negatives, known, mixed), from every alias and every starter procedure's name. The
 * thresholds are chosen by cross-validation over the texts learnt from: those that see most calls while taking at most five in
 * a hundred calm texts for one. --held-out also prints what is seen of the texts put aside: whoever tunes on that needs new
 * ones. TEXTS are everyday messages ({"text"} or {"turns":[{"text","expect"}]}): only false alarms among them are counted.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { loadKnowledge } from "../../src/catalogue/index.ts";
import { decodeModel } from "../../src/conversation/emergency.ts";
import {
  createUnderstanding,
  isEmergency,
  loadEmergencyWords,
  loadIntents,
  loadModels,
} from "../../src/conversation/index.ts";
import { fold } from "../../src/text/index.ts";
import { HELD_OUT, type Labelled } from "../fakes/emergencies/texts.ts";
import {
  bestThresholds,
  crossValidated,
  EMERGENCIES,
  fitted,
  isSeen,
  isSighted,
  joined,
  KNOWN_TEXTS,
  readerOf,
  share,
  type Thresholds,
  type Tried,
  type Typed,
  textsLearnt,
  tried,
  typed,
} from "./emergency-fitting.ts";

const TARGET = "knowledge/emergency-model.json";
const MOST_FALSE = 0.05;

const reader = readerOf("knowledge");
const asTyped = (texts: readonly Labelled[]) => typed(texts, reader);
const learnt = textsLearnt(reader);
const intents = EMERGENCIES;

const print = (cells: readonly (string | number)[]) => process.stdout.write(`| ${cells.join(" | ")} |\n`);
const percent = (value: number) => `${(value * 100).toFixed(1)} %`;

/** A row for each class: seen of those typed with accents and without, and with the right number. */
function table(name: string, list: readonly Tried[], thresholds: Thresholds): void {
  print([name, "texts", "cues", "seen", "seen, folded", "right number"]);
  print(["---", "---", "---", "---", "---", "---"]);
  for (const label of [...intents, "calls", "none"]) {
    const mine = list.filter(({ one }) => (label === "calls" ? one.label !== "none" : one.label === label));
    const [typedSo, folded] = [true, false].map((accented) => mine.filter(({ one }) => one.accented === accented));
    const seen = (one: Tried) => isSeen(one, thresholds);
    print([
      label,
      typedSo?.length ?? 0,
      percent(share(typedSo ?? [], ({ one }) => isSighted(one.cue))),
      percent(share(typedSo ?? [], seen)),
      percent(share(folded ?? [], seen)),
      percent(share(typedSo ?? [], (one) => seen(one) && one.intent === one.one.label)),
    ]);
  }
}

const { single, pairs, everyday: calm } = crossValidated(learnt, intents, reader);
const thresholds = bestThresholds(single, MOST_FALSE);
const file = { ...fitted(learnt, intents), ...thresholds };
writeFileSync(TARGET, `${JSON.stringify(file, null, 1)}\n`);
process.stdout.write(
  `${learnt.texts.length / 2} texts and ${learnt.names.length / 2} names learnt; ${JSON.stringify(thresholds)}\n`,
);
table("cross-validated", single, thresholds);
table("joined with a calm one", pairs, thresholds);
table("everyday", calm, thresholds);
for (const most of [0.01, 0.02, 0.03, 0.04, 0.05]) {
  const pair = bestThresholds(single, most);
  const seen = share(
    single.filter(({ one }) => one.label !== "none"),
    (one) => isSeen(one, pair),
  );
  print([`at ${percent(most)} false`, JSON.stringify(pair), percent(seen)]);
}

const model = decodeModel(file, loadEmergencyWords("knowledge"));
const isAlarm = (one: Typed) => isSeen(tried(model.classes, one), thresholds);
const wrong = asTyped(KNOWN_TEXTS).filter((one) => isAlarm(one) !== (one.label !== "none"));
for (const { label, text } of wrong) process.stdout.write(`known, but told wrong: ${label} ${text}\n`);

if (process.argv.includes("--held-out")) {
  const judge = (texts: readonly Labelled[]) => asTyped(texts).map((one) => tried(model.classes, one));
  table("held out", judge(HELD_OUT), thresholds);
  table("held out, joined", judge(joined(HELD_OUT)), thresholds);
  const understand = createUnderstanding(loadIntents("knowledge"), loadKnowledge("knowledge").lexicon.standardise, {
    emergencies: model,
    sorts: loadModels("knowledge").sorts,
  });
  const isCalled = (text: string) => understand(text).sightings.some(({ intent }) => isEmergency(intent));
  for (const [how, typing] of [
    ["as typed", String],
    ["without accents", fold],
  ] as const) {
    const seen = (isCall: boolean) =>
      percent(
        share(
          HELD_OUT.filter(({ label }) => (label !== "none") === isCall),
          ({ text }) => isCalled(typing(text)),
        ),
      );
    print(["held out, with the second reading", how, `calls ${seen(true)}`, `calm ${seen(false)}`]);
  }
}

const everyday = process.argv
  .slice(2)
  .filter((name) => !name.startsWith("--"))
  .flatMap((name) => readFileSync(name, "utf8").split("\n").filter(Boolean))
  .flatMap((line) => {
    const row = JSON.parse(line);
    const turns: { text: string; expect?: { outcome?: string } }[] = row.turns ?? [row];
    return turns.filter(({ expect }) => expect?.outcome !== "emergency").map(({ text }) => ({ label: "none", text }));
  });
if (everyday.length > 0) {
  const alarms = asTyped(everyday).filter(isAlarm);
  process.stdout.write(`false alarms among ${everyday.length} everyday messages, typed and folded: ${alarms.length}\n`);
  for (const { text, cue } of alarms) process.stdout.write(`  ${cue ?? "model"}: ${text}\n`);
}
