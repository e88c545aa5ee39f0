/**
 * Fits the decision of src/answers/known.ts and prints its weights. Deterministic.
 *
 *   node tests/bench/fit-known.ts CATALOGUE.jsonl[.gz] CODES.txt QUESTIONS.jsonl…
 *
 * Is the first hit about what was asked at all? Positive: development questions, and aliases asked of an index without them.
 * Negative: development questions whose procedures the catalogue lacks, and aliases asked of a catalogue without their
 * procedure. Printed accuracies on development questions are cross-validated (ten folds).
 */
import { readFileSync } from "node:fs";
import { knownFeatures } from "../../src/answers/known.ts";
import { buildIndex } from "../../src/catalogue/embedded/build.ts";
import { find } from "../../src/catalogue/embedded/find.ts";
import type { Hit, Question } from "../../src/catalogue/index.ts";
import { readQuestion } from "../../src/catalogue/question.ts";
import { fold } from "../../src/text/index.ts";
import { openNarrowed } from "./narrowed.ts";
import { fitWeights, probability } from "./newton.ts";

const [catalogueFile = "", codesFile = "", ...questionFiles] = process.argv.slice(2);
const FOLDS = 10;

interface Example {
  readonly features: readonly number[];
  readonly label: 0 | 1;
  readonly weight: number;
  readonly fold: number;
  readonly isQuestion: boolean;
}

const { knowledge, codes, whole } = await openNarrowed(catalogueFile, codesFile);
const procedureHits = (hits: readonly Hit[]) => hits.filter((hit) => hit.kind === "procedure");

const known: Example[] = [];
const heldHits = (hits: readonly Hit[]) => hits.filter(({ kind }) => kind !== "outside");
function addKnown(
  question: Question,
  hits: readonly Hit[],
  label: 0 | 1,
  weight: number,
  at: number,
  isQuestion: boolean,
): void {
  const held = heldHits(hits);
  if (held.length > 0)
    known.push({ features: Object.values(knownFeatures(question, held)), label, weight, fold: at, isQuestion });
}

for (let held = 0; held < 5; held++) {
  const index = buildIndex(
    whole.map((entry) => ({ ...entry, aliases: entry.aliases.filter((_, i) => i % 5 !== held) })),
    knowledge.variants,
    knowledge.lexicon,
  );
  for (const entry of whole) {
    const alias = entry.aliases.find((_, i) => i % 5 === held);
    if (!alias || entry.kind !== "procedure") continue;
    const question = readQuestion(held % 2 ? fold(alias) : alias, knowledge.lexicon);
    const hits = find(index, knowledge.variants, question.query, 15).filter(({ kind }) => kind !== "outside");
    if (procedureHits(hits)[0]?.id === entry.id) addKnown(question, hits, 1, 0.06, held, false);
    addKnown(
      question,
      hits.filter((hit) => hit.id !== entry.id),
      0,
      0.06,
      held,
      false,
    );
  }
}
const index = buildIndex(whole, knowledge.variants, knowledge.lexicon);
interface Row {
  readonly origin: string;
  readonly turns: readonly {
    readonly text: string;
    readonly expect: { readonly outcome: string; readonly codes?: readonly string[] };
  }[];
}
const rows = questionFiles
  .flatMap((file) => readFileSync(file, "utf8").split("\n"))
  .filter(Boolean)
  .map((line) => JSON.parse(line) as Row);
function addRow({ origin, turns: [turn] }: Row, at: number): void {
  if (!turn || origin === "llm") return;
  const { outcome, codes: expected = [] } = turn.expect;
  if (expected.length === 0 && outcome !== "refused") return;
  const label = expected.some((code) => codes.has(code)) ? 1 : 0;
  for (const text of [turn.text, fold(turn.text)]) {
    const question = readQuestion(text, knowledge.lexicon);
    const hits = find(index, knowledge.variants, question.query, 60);
    if (hits[0]?.kind !== "outside") addKnown(question, hits, label, 1, at, true);
  }
}

rows.forEach((row, i) => {
  addRow(row, i % FOLDS);
});

const RIDGE = 0.0013;
const train = (examples: readonly Example[]) => fitWeights(examples, RIDGE);

function report(
  title: string,
  examples: readonly Example[],
  names: readonly string[],
  limits: readonly number[],
): void {
  const fitted = train(examples);
  console.log(
    title,
    JSON.stringify(Object.fromEntries(names.map((name, i) => [name, Math.round((fitted[i] ?? 0) * 100) / 100]))),
  );
  const scored: { p: number; label: number }[] = [];
  for (let held = 0; held < FOLDS; held++) {
    const weights = train(examples.filter((one) => !one.isQuestion || one.fold !== held));
    for (const one of examples)
      if (one.isQuestion && one.fold === held) scored.push({ p: probability(one.features, weights), label: one.label });
  }
  for (const limit of limits) {
    const yes = scored.filter(({ label }) => label === 1);
    const no = scored.filter(({ label }) => label === 0);
    console.log(
      `  limit ${limit}: yes kept ${(yes.filter(({ p }) => p > limit).length / yes.length).toFixed(3)} of ${yes.length}, no kept ${(no.filter(({ p }) => p <= limit).length / no.length).toFixed(3)} of ${no.length}`,
    );
  }
}

const sample = readQuestion("đăng ký khai sinh", knowledge.lexicon);
const sampleHits = procedureHits(find(index, knowledge.variants, sample.query, 5));
report("known", known, Object.keys(knownFeatures(sample, sampleHits)), [0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6]);
