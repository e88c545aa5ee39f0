/**
 * Fits knowledge/leaning-model.json and src/answers/decision-model.json. Deterministic.
 *
 *   node tests/bench/fit-decision.ts CATALOGUE.jsonl[.gz] CODES.txt QUESTIONS.jsonl[=WEIGHT]…
 *
 * "By itself": from questions and the first turns of dialogues. "In a talk": from the later turns, after what the turns before
 * them should have led to, and, at a smaller weight, turns that stay with the matter after another procedure, and questions and what
 * may be asked of anything (knowledge/practicalities.yaml) after any. Each also without accents. The printed shares are cross-validated by conversation (five folds).
 */
import { readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Decision, weigher } from "../../src/answers/decision.ts";
import type { Option } from "../../src/answers/reading.ts";
import { readConfig } from "../../src/config.ts";
import { conversationPorts, loadOffice } from "../../src/conversation/index.ts";
import { type Case, type Example, examplesAt, type Kind } from "./decision-examples.ts";
import { fitLeaning } from "./lean-fitting.ts";
import { fitNetwork } from "./network.ts";
import { type Choice, fitChoices } from "./newton.ts";

const [catalogueFile = "", catalogueCodes = "", ...questionFiles] = process.argv.slice(2);
const FOLDS = 5;
const RIDGE = 0.0005;

const place = { cacheDirectory: join(tmpdir(), "lang-nghe-catalogue"), catalogueFile, catalogueCodes };
const ports = conversationPorts(await loadOffice({ ...readConfig(process.env), ...place }, () => 0));
const cases = questionFiles
  .flatMap((given) => {
    const [file = "", worth = "1"] = given.split("=");
    const lines = readFileSync(file, "utf8").split("\n").filter(Boolean);
    return lines.map((line): Omit<Case, "fold"> => ({ ...JSON.parse(line), worth: Number(worth) }));
  })
  .filter(({ origin }) => origin !== "llm")
  .map((one, nth): Case => ({ ...one, fold: nth % FOLDS }));

const { leaningOf, examples: turned, file } = fitLeaning(cases, FOLDS);
writeFileSync("knowledge/leaning-model.json", `${JSON.stringify(file, null, 1)}\n`);
for (const leans of [true, false]) {
  const some = turned.filter((one) => one.leans === leans && one.weight === 1);
  const right = some.filter((one) => leaningOf(one) > 0 === leans).length;
  console.log(`  leaning ${leans}, by its words alone: ${(right / some.length).toFixed(3)} of ${some.length}`);
}

const examples = await examplesAt({ ports, leaningOf }, cases, FOLDS);

type Fit = (choices: readonly Choice[], features: readonly string[]) => Decision;

/** A weighed sum of the features. */
const summed: Fit = (choices, features) => {
  const weights = fitChoices(choices, features.length, RIDGE);
  return { features, direct: weights.map((weight) => Math.round(weight * 100) / 100), units: [] };
};

const SHAPE = { units: 24, epochs: 25, leftOut: 0.2, decay: 0.001 };
const networked: Fit = (choices, features) => fitNetwork(choices, features, SHAPE);

/** What all examples make; prints what share of each kind is decided right. */
function fitted(fitting: Fit, some: readonly Example[], isHeard: (feature: string) => boolean): Decision {
  const all = new Set(some.flatMap(({ options }) => options.flatMap(({ features }) => Object.keys(features))));
  const names = [...all].filter(isHeard);
  const choices = some.map((example) => choiceOf(example, names));
  const tally = new Map<string, { right: number; of: number }>();
  for (let held = 0; held < FOLDS; held++) {
    const learnt = weigher(
      fitting(
        choices.filter((_, i) => some[i]?.fold !== held),
        names,
      ),
    );
    for (const example of some) if (example.fold === held) count(tally, example, learnt);
  }
  for (const [kind, { right, of }] of tally) console.log(`  ${kind}: ${(right / of).toFixed(3)} of ${of}`);
  return fitting(choices, names);
}

function choiceOf({ options, right, weight }: Example, names: readonly string[]): Choice {
  const places = new Map(names.map((name, place) => [name, place]));
  const valued = ({ features }: Option) =>
    Object.entries(features).flatMap(([name, value]) => {
      const place = places.get(name);
      return place === undefined || value === 0 ? [] : [[place, value] as const];
    });
  return { options: options.map(valued), right, weight };
}

function count(
  tally: Map<string, { right: number; of: number }>,
  { kind, outcome, right, options }: Example,
  weigh: (features: Option["features"]) => number,
): void {
  const sums = options.map(({ features }) => weigh(features));
  const isBestRight = right[sums.indexOf(Math.max(...sums))] === true;
  const before = tally.get(`${kind}, ${outcome}`) ?? { right: 0, of: 0 };
  tally.set(`${kind}, ${outcome}`, { right: before.right + (isBestRight ? 1 : 0), of: before.of + 1 });
}

const isByItself = (kind: Kind) => kind === "by itself" || kind === "left out";

/** Of the message itself, and of what search says beside its score, a sum hears little that is new, and plain questions were asked back. */
const IN_TALK_ONLY = [
  /^(?:procedure|outside)|^together(?:Pairs|Named|Missed|Variants)$/,
  /^(?:missed|missedAnywhere|anywhere|accents|called|denied|bm25|place)$/,
  /(?:Words|OutsideLead|Offered|Turns|YesNo|HeldAccents|HeldCalled)$/,
  /^ask(?:Practical|How|Lead|LeadOfThird|Pairs|Missed|Called|Second.*|Kinned|Alike)$/,
  /^elsewhere(?:Long|Facet|Event|Family)$/,
];
const byItself = fitted(
  summed,
  examples.filter(({ kind }) => isByItself(kind)),
  (feature) => !IN_TALK_ONLY.some((pattern) => pattern.test(feature)),
);
const inTalk = fitted(
  networked,
  examples.filter(({ kind }) => !isByItself(kind)),
  () => true,
);
writeFileSync("src/answers/decision-model.json", `${JSON.stringify({ byItself, inTalk }, null, 1)}\n`);
process.exit(0);
