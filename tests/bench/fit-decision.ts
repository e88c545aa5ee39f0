/**
 * Fits knowledge/leaning-model.json, and the two tables of src/answers/weights.ts, which it prints. Deterministic.
 *
 *   node tests/bench/fit-decision.ts CATALOGUE.jsonl[.gz] CODES.txt QUESTIONS.jsonl[=WEIGHT]…
 *
 * "By itself": from questions and the first turns of dialogues. "In a talk": from the later turns, after what the turns before
 * them should have led to, and, at a smaller weight, turns that stay with the matter after another procedure and questions after
 * any. Each also without accents. The printed shares are cross-validated by conversation (five folds).
 */
import { readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chooseMatch, LIMITS, tellingWords } from "../../src/answers/index.ts";
import { type Meant, type Option, optionsOf } from "../../src/answers/options.ts";
import { readConfig } from "../../src/config.ts";
import { lookUp } from "../../src/conversation/gather.ts";
import { conversationPorts, loadOffice } from "../../src/conversation/index.ts";
import type { Part } from "../../src/conversation/model.ts";
import { labelsOf } from "../../src/conversation/question-turns.ts";
import { referenceIn } from "../../src/conversation/reference.ts";
import type { ConversationState } from "../../src/conversation/state.ts";
import { fold } from "../../src/text/index.ts";
import { fitLeaning } from "./lean-fitting.ts";
import { type Choice, fitChoices, shares } from "./newton.ts";

const [catalogueFile = "", catalogueCodes = "", ...questionFiles] = process.argv.slice(2);
const FOLDS = 5;
const MADE_UP = 0.25;
const RIDGE = 0.0005;

interface Expected {
  readonly outcome: string;
  readonly codes?: readonly string[];
}
interface Case {
  /** As its file's, 1 where none is given: what is put together to be hard counts for less than what an office is asked. */
  readonly worth: number;
  readonly origin: string;
  readonly turns: readonly { readonly text: string; readonly expect: Expected }[];
}
interface Example {
  readonly options: readonly Option[];
  readonly right: readonly boolean[];
  readonly weight: number;
  readonly fold: number;
  readonly kind: Kind;
  readonly outcome: string;
}

const paths = {
  ...readConfig(process.env),
  cacheDirectory: join(tmpdir(), "lang-nghe-catalogue"),
  catalogueFile,
  catalogueCodes,
};
const ports = conversationPorts(await loadOffice(paths, () => 0));
const { catalogue } = ports;
const isHeld = (code: string): boolean => catalogue.procedure(code) !== undefined;
const cases = questionFiles
  .flatMap((given) => {
    const [file = "", worth = "1"] = given.split("=");
    const lines = readFileSync(file, "utf8").split("\n").filter(Boolean);
    return lines.map((line): Case => ({ ...JSON.parse(line), worth: Number(worth) }));
  })
  .filter(({ origin }) => origin !== "llm");

const { leaningOf, examples: turned, file } = fitLeaning(cases, FOLDS);
writeFileSync("knowledge/leaning-model.json", `${JSON.stringify(file, null, 1)}\n`);
for (const leans of [true, false]) {
  const some = turned.filter((one) => one.leans === leans && one.weight === 1);
  const right = some.filter((one) => leaningOf(one) > 0 === leans).length;
  console.log(`  leaning ${leans}, by its words alone: ${(right / some.length).toFixed(3)} of ${some.length}`);
}

const FRESH: ConversationState = { greeted: true, topics: [], lastFacets: [] };
const examples: Example[] = [];

/** Looks a message up as the conversation does. */
async function read(text: string, state: ConversationState, at: number): Promise<Part> {
  const from = { channel: "zalo", id: "fit", account: "fit" } as const;
  const message = { providerId: "fit", from, sentAt: 0, text, attachments: [] };
  const { whole } = await lookUp(message, state, ports);
  return { ...whole, understood: { ...whole.understood, leaning: leaningOf({ text, fold: at % FOLDS }) } };
}

/** What names nothing, or only points, is settled before anything is weighed. */
const isSettled = ({ question }: Part, state: ConversationState): boolean =>
  tellingWords(question) === 0 || referenceIn(question.query.all, question.facets, state) !== undefined;

/** So that those who must be asked back, and those we have nothing for, count as much as the many who are answered. */
const WEIGHT_OF: Readonly<Record<string, number>> = { answered: 1, clarify: 1, refused: 1.2 };

type Kind = "by itself" | "left out" | "later" | "after asking" | "made up";

async function add(text: string, state: ConversationState, expected: Expected, at: number, kind = kindOf(state)) {
  const part = await read(text, state, at);
  const weight = (WEIGHT_OF[expected.outcome] ?? 0) * worthOf(kind, expected) * (cases[at]?.worth ?? 1);
  if (weight === 0 || isSettled(part, state)) return;
  const options = optionsOf(part, catalogue, state);
  const right = options.map(({ meant }) => isRight(meant, expected));
  if (right.includes(true))
    examples.push({ options, right, weight, fold: at % FOLDS, kind, outcome: expected.outcome });
}

/** No dialogue has a vague question in its middle: those put there count for more. */
function worthOf(kind: Kind, { outcome }: Expected): number {
  if (kind === "made up" && outcome === "clarify") return 2 * MADE_UP;
  return kind === "made up" || kind === "left out" ? MADE_UP : 1;
}

function kindOf({ offered, topics }: ConversationState): Kind {
  if (offered) return "after asking";
  return topics.length > 0 ? "later" : "by itself";
}

const isRight = (meant: Meant, { outcome, codes = [] }: Expected): boolean =>
  meant.kind === "procedure"
    ? outcome === "answered" && codes.includes(meant.code)
    : outcome === (meant.kind === "ask" ? "clarify" : "refused");

const dialogues = cases.filter(({ turns }) => turns.length > 1);
const topicsSeen = dialogues
  .flatMap(({ turns }) => turns.flatMap(({ expect }) => expect.codes?.[0] ?? []))
  .filter(isHeld);
let seed = 7;
function anyTopic(): string {
  seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
  return topicsSeen[(seed >>> 8) % topicsSeen.length] as string;
}

/** What a turn leaves behind when it is answered as it should be. */
function after(state: ConversationState, part: Part, { outcome, codes = [] }: Expected): ConversationState {
  const held = codes.filter(isHeld);
  const { offered: _, ...kept } = state;
  if (outcome === "answered" && held.length > 0) {
    const named = held.slice(0, 2);
    const topics = [...named.slice(0, 1), ...state.topics, ...named.slice(1)];
    return { ...kept, topics: [...new Set(topics)] };
  }
  if (outcome !== "clarify" || held.length === 0) return state;
  const match = chooseMatch(part, catalogue);
  const isOffered = match.kind === "unsure" && match.codes.some((code) => held.includes(code));
  const offer = isOffered ? match : { codes: held.slice(0, LIMITS.choices), family: commonFamily(held) };
  const family = offer.family === undefined ? undefined : catalogue.family(offer.family);
  const labels = labelsOf(offer.codes, family, catalogue);
  return { ...state, offered: { codes: offer.codes, labels, text: part.text, facets: part.question.facets } };
}

const commonFamily = ([first = "", ...others]: readonly string[]): string | undefined =>
  catalogue.familiesOf(first).find((id) => others.every((code) => catalogue.familiesOf(code).includes(id)));

async function addDialogue({ turns }: Case, at: number, written: (text: string) => string): Promise<void> {
  let state = FRESH;
  for (const { text, expect } of turns) {
    await add(written(text), state, expect, at);
    const [topic] = state.topics;
    const stays = topic !== undefined && expect.outcome === "answered" && expect.codes?.includes(topic);
    for (const other of stays ? [anyTopic(), anyTopic()] : []) {
      const staying = { outcome: "answered", codes: [other] };
      await add(written(text), { ...FRESH, topics: [other] }, staying, at, "made up");
    }
    state = after(state, await read(written(text), state, at), expect);
  }
}

async function addQuestion({ turns: [turn] }: Case, at: number, written: (text: string) => string): Promise<void> {
  if (!turn) return;
  const codes = turn.expect.codes ?? [];
  const isLeftOut = codes.length > 0 && !codes.some(isHeld);
  const expected = isLeftOut ? { outcome: "refused" } : turn.expect;
  await add(written(turn.text), FRESH, expected, at, isLeftOut ? "left out" : "by itself");
  const other = anyTopic();
  if (!codes.includes(other)) await add(written(turn.text), { ...FRESH, topics: [other] }, expected, at, "made up");
}

for (const [at, one] of cases.entries())
  for (const written of [(text: string) => text, fold])
    await (one.turns.length > 1 ? addDialogue(one, at, written) : addQuestion(one, at, written));

/** Prints the weights, and what share of each kind is decided right. */
function report(title: string, some: readonly Example[]): void {
  const names = [...new Set(some.flatMap(({ options }) => options.flatMap(({ features }) => Object.keys(features))))];
  const choices = some.map((example) => choiceOf(example, names));
  const weights = fitChoices(choices, names.length, RIDGE).map((weight) => Math.round(weight * 100) / 100);
  console.log(title, JSON.stringify(Object.fromEntries(names.map((name, i) => [name, weights[i]]))));
  const tally = new Map<string, { right: number; of: number }>();
  for (let held = 0; held < FOLDS; held++) {
    const isHeldOut = (i: number) => some[i]?.fold === held;
    const learnt = fitChoices(
      choices.filter((_, i) => !isHeldOut(i)),
      names.length,
      RIDGE,
    );
    for (const [i, example] of some.entries()) if (isHeldOut(i)) count(tally, example, choices[i] as Choice, learnt);
  }
  for (const [kind, { right, of }] of tally) console.log(`  ${kind}: ${(right / of).toFixed(3)} of ${of}`);
}

function choiceOf({ options, right, weight }: Example, names: readonly string[]): Choice {
  const places = new Map(names.map((name, place) => [name, place]));
  const valued = ({ features }: Option) =>
    Object.entries(features).map(([name, value]) => [places.get(name) as number, value] as const);
  return { options: options.map((option) => valued(option).filter(([, value]) => value !== 0)), right, weight };
}

function count(
  tally: Map<string, { right: number; of: number }>,
  { kind, outcome, right }: Example,
  choice: Choice,
  weights: readonly number[],
): void {
  const share = shares(choice, weights);
  const isBestRight = right[share.indexOf(Math.max(...share))] === true;
  const before = tally.get(`${kind}, ${outcome}`) ?? { right: 0, of: 0 };
  tally.set(`${kind}, ${outcome}`, { right: before.right + (isBestRight ? 1 : 0), of: before.of + 1 });
}

const isByItself = (kind: Kind) => kind === "by itself" || kind === "left out";

report(
  "BY_ITSELF",
  examples.filter(({ kind }) => isByItself(kind)),
);
report(
  "IN_TALK",
  examples.filter(({ kind }) => !isByItself(kind)),
);
process.exit(0);
