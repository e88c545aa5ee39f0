import { chooseMatch, LIMITS, tellingWords } from "../../src/answers/index.ts";
import { optionsOf } from "../../src/answers/options.ts";
import type { Meant, Option } from "../../src/answers/reading.ts";
import { lookUp } from "../../src/conversation/gather.ts";
import type { conversationPorts } from "../../src/conversation/index.ts";
import type { Part } from "../../src/conversation/model.ts";
import { labelsOf } from "../../src/conversation/question-turns.ts";
import { referenceIn } from "../../src/conversation/reference.ts";
import type { ConversationState } from "../../src/conversation/state.ts";
import { fold } from "../../src/text/index.ts";
import { askedOfAnything, type Turned } from "./lean-fitting.ts";

interface Expected {
  readonly outcome: string;
  readonly codes?: readonly string[];
}
export interface Case {
  /** As its file's, 1 where none is given: what is put together to be hard counts for less than what an office is asked. */
  readonly worth: number;
  readonly origin: string;
  /** Cases of one fold are learnt from, or asked, together. */
  readonly fold: number;
  readonly turns: readonly { readonly text: string; readonly expect: Expected }[];
}
export interface Example {
  readonly options: readonly Option[];
  readonly right: readonly boolean[];
  readonly weight: number;
  readonly fold: number;
  readonly kind: Kind;
  readonly outcome: string;
}

const MADE_UP = 0.25;
const FRESH: ConversationState = { greeted: true, topics: [], lastFacets: [] };
/** What names nothing, or only points, is settled before anything is weighed. */
const isSettled = ({ question }: Part, state: ConversationState): boolean =>
  tellingWords(question) === 0 || referenceIn(question.query.all, question.facets, state) !== undefined;

/** So that those who must be asked back, and those we have nothing for, count as much as the many who are answered. */
const WEIGHT_OF: Readonly<Record<string, number>> = { answered: 1, clarify: 1, refused: 1.2 };

export type Kind = "by itself" | "left out" | "later" | "after asking" | "made up";

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

export interface Office {
  readonly ports: ReturnType<typeof conversationPorts>;
  /** Log-odds of a text by a model that never saw its fold. */
  readonly leaningOf: (turned: Turned) => number;
}

/** Every turn of the cases as an office weighs it, after what the turns before should have led to; each also without accents. */
export async function examplesAt(
  { ports, leaningOf }: Office,
  cases: readonly Case[],
  folds: number,
): Promise<Example[]> {
  const { catalogue } = ports;
  const examples: Example[] = [];
  const isHeld = (code: string): boolean => catalogue.procedure(code) !== undefined;
  const dialogues = cases.filter(({ turns }) => turns.length > 1);
  const topicsSeen = dialogues
    .flatMap(({ turns }) => turns.flatMap(({ expect }) => expect.codes?.[0] ?? []))
    .filter(isHeld);
  let seed = 7;

  /** Looks a message up as the conversation does. */
  async function read(text: string, state: ConversationState, { fold }: Pick<Case, "fold">): Promise<Part> {
    const from = { channel: "zalo", id: "fit", account: "fit" } as const;
    const message = { providerId: "fit", from, sentAt: 0, text, attachments: [] };
    const { whole } = await lookUp(message, state, ports);
    return { ...whole, understood: { ...whole.understood, leaning: leaningOf({ text, fold }) } };
  }

  async function add(
    text: string,
    state: ConversationState,
    expected: Expected,
    of: Pick<Case, "fold" | "worth">,
    kind = kindOf(state),
  ) {
    const part = await read(text, state, of);
    const weight = (WEIGHT_OF[expected.outcome] ?? 0) * worthOf(kind, expected) * of.worth;
    if (weight === 0 || isSettled(part, state)) return;
    const options = optionsOf(part, catalogue, state);
    const right = options.map(({ meant }) => isRight(meant, expected));
    if (right.includes(true)) examples.push({ options, right, weight, fold: of.fold, kind, outcome: expected.outcome });
  }

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

  async function addDialogue(of: Case, written: (text: string) => string): Promise<void> {
    let state = FRESH;
    for (const { text, expect } of of.turns) {
      await add(written(text), state, expect, of);
      const [topic] = state.topics;
      const stays = topic !== undefined && expect.outcome === "answered" && expect.codes?.includes(topic);
      for (const other of stays ? [anyTopic(), anyTopic()] : []) {
        const staying = { outcome: "answered", codes: [other] };
        await add(written(text), { ...FRESH, topics: [other] }, staying, of, "made up");
      }
      state = after(state, await read(written(text), state, of), expect);
    }
  }

  async function addQuestion(of: Case, written: (text: string) => string): Promise<void> {
    const [turn] = of.turns;
    if (!turn) return;
    const codes = turn.expect.codes ?? [];
    const isLeftOut = codes.length > 0 && !codes.some(isHeld);
    const expected = isLeftOut ? { outcome: "refused" } : turn.expect;
    await add(written(turn.text), FRESH, expected, of, isLeftOut ? "left out" : "by itself");
    const other = anyTopic();
    if (!codes.includes(other)) await add(written(turn.text), { ...FRESH, topics: [other] }, expected, of, "made up");
  }

  const ways = [(text: string) => text, fold];
  for (const one of cases)
    for (const written of ways) await (one.turns.length > 1 ? addDialogue(one, written) : addQuestion(one, written));
  for (const one of askedOfAnything(folds))
    for (const written of ways) {
      const topic = anyTopic();
      const expected = { outcome: "answered", codes: [topic] };
      await add(written(one.text), { ...FRESH, topics: [topic] }, expected, { ...one, worth: 1 }, "made up");
    }
  return examples;
}
