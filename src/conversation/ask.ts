import { chooseMatch, LIMITS, type Match, type Talk, tellingWords } from "../answers/index.ts";
import type { Hit, Question } from "../catalogue/index.ts";
import { fold, words } from "../text/index.ts";

import { bracketed, fitting } from "./brackets.ts";
import { inContext, isOneName, isSurelyNamed } from "./context.ts";
import { choiceNumber } from "./flow/accept.ts";
import { numberedIn } from "./gather.ts";
import { surelyLeans } from "./leans.ts";
import type { Part, Turn, TurnInput } from "./model.ts";
import { practicalAside } from "./practical.ts";
import { answered, askAgain, askBack, outside, type QuestionPorts, refused } from "./question-turns.ts";
import type { ConversationState } from "./state.ts";

/** What came of taking the message as a question. `strong`: it surely is one; `sure`: and we know about what. */
export type QuestionResult =
  | { readonly kind: "none" }
  | { readonly kind: "turn"; readonly turn: Turn; readonly strong: boolean; readonly sure: boolean };

/** Answers from the catalogue, asks back, or says why not. */
export function answerQuestion(input: TurnInput, ports: QuestionPorts): QuestionResult {
  const { state, whole } = input;
  const more = showMore(input, ports);
  if (more) return more;
  const offered = state.offered && stillOffered(state.offered, input);
  const chosen = offered && chosenOffer(offered, input, ports);
  if (chosen) return chosen;
  const nameless = saysNothing(whole.question) ? withoutName(offered, input, ports) : undefined;
  if (nameless) return nameless;
  const several = severalMatters(input, ports);
  if (several) return several;
  const talk: Talk = { topics: state.topics, ...(offered ? { offered } : {}) };
  const { match, hits } = inContext(talk, whole, ports.catalogue);
  const told = match.kind === "none" ? tellingSentence(input, ports) : undefined;
  return settle(told?.match ?? match, told?.hits ?? hits, whole.question, input, ports);
}

/** "ai đi nộp cũng được hả" is asked of what was spoken of, or of what is not chosen yet. */
function withoutName(offered: Offer | undefined, input: TurnInput, ports: QuestionPorts): QuestionResult | undefined {
  const { whole, state } = input;
  if (whole.practical.length > 0 && offered)
    return { kind: "turn", turn: askAgain(offered, input, ports), strong: true, sure: false };
  return whole.practical.length > 0 && state.topics.length > 0 ? undefined : vague(input, ports);
}

/** Who they are and how they fare may drown the question: the one sentence that surely names something is taken. */
function tellingSentence(input: TurnInput, ports: QuestionPorts): { match: Match; hits: readonly Hit[] } | undefined {
  if (input.parts.length < 2) return undefined;
  const [best] = input.parts
    .filter(({ hits: [top] }) => top !== undefined && isSurelyNamed(top))
    .map((part) => ({ match: chooseMatch(part, ports.catalogue), hits: part.hits }))
    .filter(({ match }) => match.kind === "one")
    .sort((a, b) => (b.hits[0]?.score ?? 0) - (a.hits[0]?.score ?? 0));
  return best;
}

/** On the re-ranker's scale: the record accounts for most of what was said. */
const SURE = 1.1;

function settle(
  match: Match,
  hits: readonly Hit[],
  question: Question,
  input: TurnInput,
  ports: QuestionPorts,
): QuestionResult {
  const candidates = candidatesOf(hits);
  const best = hits[0]?.score ?? 0;
  const asks = question.facets.length > 0;
  switch (match.kind) {
    case "one":
      return answerOne(match.code, hits, question, input, ports);
    case "unsure":
      return {
        kind: "turn",
        turn: askBack(input, match, question, candidates, ports),
        strong: best >= SURE || asks,
        sure: false,
      };
    case "outside":
      return {
        kind: "turn",
        turn: outside(input, match.id, question, candidates, ports),
        strong: best >= 0.9 || asks,
        sure: best >= SURE,
      };
    case "none":
      return { kind: "turn", turn: refused(input, question, candidates, ports), strong: asks, sure: false };
    default:
      return match satisfies never;
  }
}

function answerOne(
  meant: string,
  hits: readonly Hit[],
  question: Question,
  input: TurnInput,
  ports: QuestionPorts,
): QuestionResult {
  const { offered } = input.state;
  const code = question.codes.includes(meant) ? meant : agedAs(meant, input, ports);
  const procedure = ports.catalogue.procedure(code);
  if (!procedure) return { kind: "none" };
  const isChosen = offered?.codes.includes(code) === true;
  // "mẹ ở nhà khai giùm được không" of what was not chosen yet names no other matter.
  if (offered && !isChosen && surelyLeans(input.whole.understood.leaning))
    return { kind: "turn", turn: askAgain(offered, input, ports), strong: true, sure: false };
  const facets = facetsOf(question, code, offered);
  const aside = offered ? undefined : practicalAside(procedure, facets, input, ports);
  return {
    kind: "turn",
    turn: answered(input, [procedure], aside?.facets ?? facets, candidatesOf(hits), ports, 0, aside?.said),
    strong: true,
    sure: (hits[0]?.score ?? 0) >= SURE || isChosen,
  };
}

function agedAs(code: string, { message }: TurnInput, { catalogue }: QuestionPorts): string {
  const families = catalogue.familiesOf(code).flatMap((id) => {
    const family = catalogue.family(id);
    return family ? [family.choices] : [];
  });
  return bracketed(code, families, message.text);
}

/** The ten best of the search, for the record. */
function candidatesOf(hits: readonly Hit[]): string[] {
  return hits
    .filter(({ kind }) => kind !== "family")
    .slice(0, 10)
    .map(({ id }) => id);
}

/** No part of a record is asked for and no word names anything: "dạ", "2", "ok em". */
function saysNothing(question: Question): boolean {
  const named = question.query.words.filter((word, i) => question.query.weights[i] === 1 && !/^\d+$/.test(word));
  return question.facets.length === 0 && question.codes.length === 0 && named.length === 0;
}

/** "đăng ký cho con": words of every second procedure. A few are offered, and anything else the words may mean comes first. */
function vague(input: TurnInput, ports: QuestionPorts): QuestionResult {
  const { question, hits } = input.whole;
  const codes = hits.filter((hit) => hit.kind === "procedure" && hit.features.asked > 0.9).map((hit) => hit.id);
  if (question.query.words.length < 2 || codes.length < 2) return { kind: "none" };
  const turn = askBack(input, { codes: codes.slice(0, LIMITS.choices) }, question, codes.slice(0, 10), ports);
  return { kind: "turn", turn, strong: false, sure: false };
}

const MORE = new Set(["xem tiep", "doc tiep", "tiep", "xem them", "xem het", "con nua", "doc het"]);

function showMore(input: TurnInput, ports: QuestionPorts): QuestionResult | undefined {
  const [code] = input.state.topics;
  if (!code || !MORE.has(fold(words(input.message.text).join(" ")))) return undefined;
  const procedure = ports.catalogue.procedure(code);
  if (!procedure) return undefined;
  return {
    kind: "turn",
    turn: answered(input, [procedure], input.state.lastFacets, [code], ports, (input.state.page ?? 0) + 1),
    strong: true,
    sure: true,
  };
}

/** "à không, ý tôi là …", "nhầm, tôi hỏi …": whatever was offered, something else is meant. */
const CORRECTION =
  /^(da |a |ah |o |uh )*(khong|nham|lon)( roi| phai)?( a)?,? (y|toi|em|minh|con|chau|tui) |\by (toi|em|minh|con|chau|tui|la) (la )?/;

/** What was offered and fits the ages and years told; undefined when they say that something else is meant. */
const stillOffered = (offered: Offer, { message }: TurnInput): Offer | undefined =>
  CORRECTION.test(fold(words(message.text).join(" "))) ? undefined : fitting(offered, message.text);
type Offer = NonNullable<ConversationState["offered"]>;

/** The choice made by its number, or the only one left. */
function chosenOffer(offered: Offer, input: TurnInput, ports: QuestionPorts): QuestionResult | undefined {
  const all = input.state.offered?.codes ?? [];
  const number = choiceNumber(input.message.text, all.length);
  const code = number === undefined ? onlyOf(offered.codes) : all[number];
  const procedure = code === undefined ? undefined : ports.catalogue.procedure(code);
  if (!procedure) return undefined;
  const facets = facetsOf(input.whole.question, procedure.code, offered);
  return { kind: "turn", turn: answered(input, [procedure], facets, offered.codes, ports), strong: true, sure: true };
}

const onlyOf = ([only, ...others]: readonly string[]) => (others.length === 0 ? only : undefined);

/** Who answers a question back without asking for a part means the part asked for before it. */
const facetsOf = ({ facets }: Question, code: string, offered: Offer | undefined) =>
  facets.length === 0 && offered?.codes.includes(code) ? offered.facets : facets;

/** "phí mỗi loại": about all that was just spoken of. */
const EACH = /\b(moi loai|tung loai|ca hai|ca 2|hai loai|hai cai|moi cai|tung cai|ca ba)\b/;

/** Several procedures in one message: each part must stand on its own; or "each of them", about what was just spoken of. */
function severalMatters(input: TurnInput, ports: QuestionPorts): QuestionResult | undefined {
  const { listed, topics } = input.state;
  const apart = namedApart(input, ports);
  const isOfEach = apart.length === 0 && EACH.test(fold(words(input.message.text).join(" ")));
  // A longer list was offered to choose from.
  const spokenOf = listed && listed.length <= 3 ? listed : topics.slice(0, 2);
  const codes = isOfEach ? spokenOf : apart;
  const [first, ...others] = [...new Set(codes)].flatMap((code) => ports.catalogue.procedure(code) ?? []);
  if (!first || others.length === 0) return undefined;
  const candidates = candidatesOf(input.whole.hits);
  const turn = answered(input, [first, ...others], input.whole.question.facets, candidates, ports);
  return { kind: "turn", turn, strong: true, sure: true };
}

/** "Vợ chồng em cưới 10 năm chưa có con." names a matter and asks nothing of it. */
const isStory = ({ text, understood: { seeks, wants }, question }: Part): boolean =>
  /[.!…]$/u.test(text) && !seeks && !wants && question.facets.length === 0;

function namedApart(input: TurnInput, ports: QuestionPorts): readonly string[] {
  if (input.parts.length < 2 || isOneName(input.whole)) return [];
  const codes: string[] = [];
  const isNumbered = numberedIn(input.whole.text).length > 0;
  for (const part of input.parts.filter((one) => isNumbered || !isStory(one))) {
    const [top] = part.hits;
    if (!top || (!isNumbered && !isSurelyNamed(top)) || tellingWords(part.question) < 2) return [];
    const match = chooseMatch(part, ports.catalogue);
    if (match.kind !== "one") return [];
    codes.push(match.code);
  }
  return codes;
}
