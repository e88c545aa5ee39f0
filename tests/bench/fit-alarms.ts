/**
 * Fits the decision of src/conversation/alarm.ts (is this a call for help?), whose weights it prints. Deterministic; some minutes.
 *
 *   node tests/bench/fit-alarms.ts [--wrong]
 *
 * Learns from what models of emergencies and of sorts that never saw a text say of it: every text emergencies are learnt from, as
 * written, without accents, and joined with a calm one. Printed figures are cross-validated. --wrong prints what was misread.
 * Goes after fit-emergencies.ts and fit-sorts.ts; nothing put aside is read.
 */

import { loadKnowledge } from "../../src/catalogue/index.ts";
import { alarmFeatures, intentOf, type Signs } from "../../src/conversation/alarm.ts";
import { decodeModel, weighed } from "../../src/conversation/emergency.ts";
import { createUnderstanding, loadIntents } from "../../src/conversation/index.ts";
import { decodeClasses, type TextClasses } from "../../src/conversation/text-classes.ts";
import {
  EMERGENCIES,
  fitted,
  foldOf,
  joined,
  readerOf,
  share,
  type Typed,
  textsLearnt,
  typed,
} from "./emergency-fitting.ts";
import { fitWeights, probability } from "./newton.ts";
import { FOLDS, fittedSorts, messagesLearnt, namesAsked, sharesIn, typedMessages } from "./sort-fitting.ts";

const RIDGE = 0.001;
const LIMITS = [0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6];
/** Nobody writes half of his messages as two in one. */
const JOINED_WEIGHT = 0.3;

const reader = readerOf("knowledge");
const learnt = textsLearnt(reader);
const messages = typedMessages(messagesLearnt([]), reader);
const asked = namesAsked(learnt.names);
const mannerOf = createUnderstanding(loadIntents("knowledge"), loadKnowledge("knowledge").lexicon.standardise);

type Group = "hard" | "everyday" | "joined";
interface Example {
  readonly one: Typed;
  readonly group: Group;
  readonly features: readonly number[];
  readonly label: 0 | 1;
  readonly weight: number;
  readonly fold: number;
  readonly intent: string;
}
let names: readonly string[] = [];

function exampleOf(one: Typed, group: Group, nth: number, emergencies: TextClasses, sorts: TextClasses): Example {
  const { seeks, presses } = mannerOf(one.text);
  const clauses = one.clauses.map((features) => ({
    danger: weighed(emergencies, features),
    emergency: sharesIn(sorts, { features }).emergency,
  }));
  const signs: Signs = {
    ...{ text: one.text, cue: one.cue, clauses, seeks, presses },
    whole: weighed(emergencies, one.features),
    sort: sharesIn(sorts, one),
  };
  const features = alarmFeatures(signs);
  names = Object.keys(features);
  return {
    ...{ one, group, fold: nth, intent: intentOf(signs) },
    features: Object.values(features),
    label: one.label === "none" ? 0 : 1,
    weight: group === "joined" ? JOINED_WEIGHT : 1,
  };
}

function putAside(nth: number): Example[] {
  const others = (list: readonly Typed[]) => list.filter((one) => foldOf(one) !== nth);
  const mine = (list: readonly Typed[]) => list.filter((one) => foldOf(one) === nth);
  const rest = { ...learnt, texts: others(learnt.texts), everyday: others(learnt.everyday) };
  const { classes } = decodeModel(fitted(rest, EMERGENCIES), {});
  const sorts = decodeClasses(
    "sorts",
    fittedSorts(
      messages.filter((one) => foldOf(one) !== nth),
      asked,
    ),
  );
  const texts = mine(learnt.texts);
  const pairs = typed(joined(texts.filter(({ accented }) => accented)), reader);
  const groups: [Group, readonly Typed[]][] = [
    ["hard", texts],
    ["everyday", mine(learnt.everyday)],
    ["joined", pairs],
  ];
  return groups.flatMap(([group, list]) => list.map((one) => exampleOf(one, group, nth, classes, sorts)));
}

const examples = Array.from({ length: FOLDS }, (_, nth) => putAside(nth)).flat();
const weights = fitWeights(examples, RIDGE);
const rounded = names.map((name, j) => [name, Math.round((weights[j] as number) * 100) / 100]);
process.stdout.write(`alarm ${JSON.stringify(Object.fromEntries(rounded))}\n`);

const told = Array.from({ length: FOLDS }, (_, nth) => {
  const rest = fitWeights(
    examples.filter((one) => one.fold !== nth),
    RIDGE,
  );
  return examples.filter((one) => one.fold === nth).map((one) => ({ ...one, p: probability(one.features, rest) }));
}).flat();
const percent = (value: number) => `${(value * 100).toFixed(1)} %`;
process.stdout.write(
  "| typed | limit | calls seen | right number | hard calm lines | everyday | joined: calls | joined: calm |\n",
);
process.stdout.write("|---|---|---|---|---|---|---|---|\n");
for (const accented of [true, false])
  for (const limit of LIMITS) {
    const of = (group: Group, label: 0 | 1) =>
      told.filter((one) => one.group === group && one.label === label && one.one.accented === accented);
    const seen = (group: Group, label: 0 | 1) => percent(share(of(group, label), ({ p }) => p >= limit));
    const right = share(of("hard", 1), ({ p, intent, one }) => p >= limit && intent === one.label);
    const cells = [
      seen("hard", 1),
      percent(right),
      seen("hard", 0),
      seen("everyday", 0),
      seen("joined", 1),
      seen("joined", 0),
    ];
    process.stdout.write(`| ${[accented ? "accents" : "none", limit, ...cells].join(" | ")} |\n`);
  }
if (process.argv.includes("--wrong"))
  for (const { one, p, label, group } of told.filter((each) => each.p >= 0.55 !== (each.label === 1)))
    if (one.accented && group !== "joined")
      process.stdout.write(`${label === 1 ? one.label : group} ${p.toFixed(2)} ${one.text}\n`);
