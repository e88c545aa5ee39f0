import { chooseMatch, LIMITS, type Match, type Talk } from "../answers/index.ts";
import type { Hit, Question } from "../catalogue/index.ts";
import { fold, words } from "../text/index.ts";

import { bracketed, fitting } from "./brackets.ts";
import { tellsChoice } from "./choice-told.ts";
import { inContext, isSurelyNamed } from "./context.ts";
import { choiceNumber } from "./flow/accept.ts";
import { surelyLeans } from "./leans.ts";
import type { Turn, TurnInput } from "./model.ts";
import { practicalAside } from "./practical.ts";
import { answered, askAgain, askBack, candidatesOf, outside, type QuestionPorts, refused } from "./question-turns.ts";
import { severalMatters } from "./several.ts";
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
  if (several) return { kind: "turn", turn: several, strong: true, sure: true };
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
  const isMore = offered !== undefined && !isChosen && surelyLeans(input.whole.understood.leaning);
  // What was asked back is no matter of chance.
  const isGuessed = offered !== undefined && isChosen && meant === code && !tellsChoice(code, offered, input.whole);
  if (offered && (isMore || isGuessed))
    return { kind: "turn", turn: askAgain(offered, input, ports), strong: true, sure: false };
  const facets = facetsOf(question, code, offered);
  const aside = practicalAside(procedure, facets, input, ports);
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
