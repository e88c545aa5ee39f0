/**
 * Fits the re-ranker's weights (src/catalogue/rank.ts) and prints them. Deterministic.
 *
 *   node tests/bench/fit-rank.ts CATALOGUE.jsonl[.gz] CODES.txt QUESTIONS.jsonl…
 *
 * Training questions: every alias, asked of an index that does not have it (five folds), and the labelled development
 * questions. The printed accuracy on development questions is cross-validated: each is ranked by weights fitted without it.
 */
import { readFileSync } from "node:fs";
import { buildIndex } from "../../src/catalogue/embedded/build.ts";
import { find } from "../../src/catalogue/embedded/find.ts";
import { readQuestion } from "../../src/catalogue/question.ts";
import { RANK_WEIGHTS } from "../../src/catalogue/rank.ts";
import type { Features } from "../../src/catalogue/search.ts";
import { fold } from "../../src/text/index.ts";
import { openNarrowed } from "./narrowed.ts";

const [catalogueFile = "", codesFile = "", ...questionFiles] = process.argv.slice(2);
const NAMES = Object.keys(RANK_WEIGHTS) as (keyof Features)[];
const FOLDS = 5;

interface Example {
  readonly candidates: readonly (readonly number[])[];
  readonly right: readonly number[];
  readonly weight: number;
  readonly fold: number;
  readonly isQuestion: boolean;
}

const { knowledge, whole } = await openNarrowed(catalogueFile, codesFile);

function example(
  index: ReturnType<typeof buildIndex>,
  text: string,
  right: readonly string[],
  weight: number,
  fold: number,
  isQuestion: boolean,
): Example | undefined {
  const { query } = readQuestion(text, knowledge.lexicon);
  const hits = find(index, knowledge.variants, query, 30);
  const places = hits.flatMap((hit, i) => (right.includes(hit.id) ? [i] : []));
  if (places.length === 0) return undefined;
  return {
    candidates: hits.map((hit) => NAMES.map((name) => hit.features[name])),
    right: places,
    weight,
    fold,
    isQuestion,
  };
}

const examples: Example[] = [];
for (let fold_ = 0; fold_ < FOLDS; fold_++) {
  const held = whole.map((entry) => ({ ...entry, aliases: entry.aliases.filter((_, i) => i % FOLDS !== fold_) }));
  const index = buildIndex(held, knowledge.variants, knowledge.lexicon);
  for (const entry of whole) {
    entry.aliases.forEach((alias, i) => {
      if (i % FOLDS !== fold_) return;
      const text = i % 2 === 0 ? alias : fold(alias);
      const made = example(index, text, [entry.id], 0.15, fold_, false);
      if (made) examples.push(made);
    });
  }
}
const full = buildIndex(whole, knowledge.variants, knowledge.lexicon);
const questions = questionFiles
  .flatMap((file) => readFileSync(file, "utf8").split("\n"))
  .filter(Boolean)
  .map(
    (line) =>
      JSON.parse(line) as { origin: string; turns: { text: string; expect: { outcome: string; codes: string[] } }[] },
  );
questions.forEach(({ origin, turns: [turn] }, i) => {
  if (turn?.expect.outcome !== "answered" || origin === "llm") return;
  for (const text of [turn.text, fold(turn.text)]) {
    const made = example(full, text, turn.expect.codes, 1, i % FOLDS, true);
    if (made) examples.push(made);
  }
});

function train(training: readonly Example[]): number[] {
  const weights = NAMES.map((name) => RANK_WEIGHTS[name]);
  const sharpness = 8;
  for (let round = 0; round < 250; round++) {
    const gradient = NAMES.map(() => 0);
    let total = 0;
    for (const { candidates, right, weight } of training) {
      const scores = candidates.map(
        (features) => sharpness * features.reduce((sum, f, i) => sum + f * (weights[i] ?? 0), 0),
      );
      const most = Math.max(...scores);
      const odds = scores.map((score) => Math.exp(score - most));
      const all = odds.reduce((a, b) => a + b, 0);
      const good = right.reduce((sum, place) => sum + (odds[place] ?? 0), 0);
      total += weight;
      candidates.forEach((features, c) => {
        const p = (odds[c] ?? 0) / all;
        const target = right.includes(c) ? (odds[c] ?? 0) / good : 0;
        features.forEach((f, i) => {
          gradient[i] = (gradient[i] ?? 0) + weight * (target - p) * f;
        });
      });
    }
    const rate = 0.5;
    gradient.forEach((g, i) => {
      weights[i] = (weights[i] ?? 0) + (rate * g) / total - 0.0005 * (weights[i] ?? 0);
    });
  }
  return weights;
}

function firstRight(tested: readonly Example[], weights: readonly number[]): number {
  const right = tested.filter(({ candidates, right: places }) => {
    const scores = candidates.map((features) => features.reduce((sum, f, i) => sum + f * (weights[i] ?? 0), 0));
    return places.includes(scores.indexOf(Math.max(...scores)));
  });
  return right.length;
}

const current = NAMES.map((name) => RANK_WEIGHTS[name]);
const asked = examples.filter(({ isQuestion }) => isQuestion);
let crossValidated = 0;
for (let fold_ = 0; fold_ < FOLDS; fold_++) {
  const weights = train(examples.filter((one) => one.fold !== fold_ || !one.isQuestion));
  crossValidated += firstRight(
    asked.filter((one) => one.fold === fold_),
    weights,
  );
}
const fitted = train(examples);
console.log(
  JSON.stringify(
    Object.fromEntries(NAMES.map((name, i) => [name, Math.round((fitted[i] ?? 0) * 1000) / 1000])),
    null,
    2,
  ),
);
console.log({
  questions: asked.length,
  current: firstRight(asked, current) / asked.length,
  fitted: firstRight(asked, fitted) / asked.length,
  crossValidated: crossValidated / asked.length,
  aliases: examples.length - asked.length,
  aliasesCurrent:
    firstRight(
      examples.filter((e) => !e.isQuestion),
      current,
    ) /
    (examples.length - asked.length),
  aliasesFitted:
    firstRight(
      examples.filter((e) => !e.isQuestion),
      fitted,
    ) /
    (examples.length - asked.length),
});
