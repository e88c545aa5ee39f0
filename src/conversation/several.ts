import { chooseMatch, type Match, tellingWords } from "../answers/index.ts";
import { isCode, type Procedure } from "../catalogue/index.ts";
import { fold, words } from "../text/index.ts";
import { isOneName, isSurelyNamed } from "./context.ts";
import { numberedIn, saysBesides } from "./gather.ts";
import type { Part, Trace, Turn, TurnInput } from "./model.ts";
import { answered, askBack, candidatesOf, outside, type QuestionPorts } from "./question-turns.ts";

/** "phí mỗi loại": about all that was just spoken of, or named one after the other. */
const EACH = /\b(moi loai|tung loai|ca hai|ca 2|hai loai|hai cai|moi cai|tung cai|ca ba)\b/;

/**
 * Several procedures in one message, each part of which stands on its own: those known are answered, to what other offices handle
 * directions are given, and of one that must be asked back it is asked last. Or "each of them", about what was just spoken of.
 */
export function severalMatters(input: TurnInput, ports: QuestionPorts): Turn | undefined {
  const { listed, topics } = input.state;
  const isOfEach = EACH.test(fold(words(input.message.text).join(" ")));
  const named = namedApart(input, isOfEach, ports);
  // A longer list was offered to choose from.
  const spokenOf = listed && listed.length <= 3 ? listed : topics.slice(0, 2);
  const isOfSpoken = isOfEach && named.length === 0;
  const codes = isOfSpoken ? spokenOf : named.flatMap(({ match }) => (match.kind === "one" ? [match.code] : []));
  const [first, ...others] = [...new Set(codes)].flatMap((code) => ports.catalogue.procedure(code) ?? []);
  const rest = named.filter(({ match }) => match.kind !== "one");
  if (!first) return allElsewhere(rest, input, ports);
  if (others.length + rest.length === 0) return undefined;
  const each = isOfSpoken ? [] : askedEach(named);
  const turn = each.length > 1 ? answeredEach(each, input, ports) : answeredAlike([first, ...others], input, ports);
  return rest.reduce((done, one) => withMore(done, one, input, ports), turn);
}

const answeredAlike = (procedures: readonly [Procedure, ...Procedure[]], input: TurnInput, ports: QuestionPorts) =>
  answered(input, procedures, input.whole.question.facets, candidatesOf(input.whole.hits), ports);

/** "độc thân cần gì, còn tách hộ thì mấy ngày": of each what was asked of it; empty where one part asks for all ("khai sinh và khai tử cần gì"). */
function askedEach(named: readonly Named[]): readonly (readonly [code: string, part: Part])[] {
  const ones = named.flatMap(({ match, part }) => (match.kind === "one" ? [[match.code, part] as const] : []));
  const isApart = new Set(ones.map(([code]) => code)).size === ones.length;
  return isApart && ones.every(([, { question }]) => question.facets.length > 0) ? ones : [];
}

function answeredEach(
  each: readonly (readonly [code: string, part: Part])[],
  input: TurnInput,
  ports: QuestionPorts,
): Turn {
  const codes = each.map(([code]) => code);
  const turns = each.flatMap(([code, { question }]) => {
    const procedure = ports.catalogue.procedure(code);
    return procedure ? [answered(input, [procedure], question.facets, candidatesOf(input.whole.hits), ports)] : [];
  });
  const [first, ...others] = turns as [Turn, ...Turn[]];
  const topics = [...codes, ...input.state.topics.filter((code) => !codes.includes(code))].slice(0, 6);
  return {
    ...first,
    state: { ...first.state, topics, lastFacets: input.whole.question.facets },
    replies: turns.flatMap(({ replies }) => replies),
    trace: others.reduce((trace, one) => bothTraces(trace, one.trace), first.trace),
  };
}

const bothTraces = (one: Trace, other: Trace): Trace => ({
  ...one,
  codes: [...(one.codes ?? []), ...(other.codes ?? [])],
  facets: [...new Set([...(one.facets ?? []), ...(other.facets ?? [])])],
  ...(one.receipts && { receipts: [...one.receipts, ...(other.receipts ?? [])] as typeof one.receipts }),
});

/** "làm bằng lái xe và xin visa": directions for each, where other offices handle all of it. */
function allElsewhere(named: readonly Named[], input: TurnInput, ports: QuestionPorts): Turn | undefined {
  const [first, ...others] = named.filter(
    ({ match }, at) => match.kind === "outside" && named.findIndex((one) => isSame(one.match, match)) === at,
  );
  if (first?.match.kind !== "outside" || others.length === 0 || others.length + 1 < named.length) return undefined;
  const asked = { ...input, whole: first.part };
  const turn = outside(asked, first.match.id, input.whole.question, candidatesOf(input.whole.hits), ports);
  return others.reduce((done, one) => withMore(done, one, input, ports), turn);
}

const isSame = (one: Match, other: Match) => one.kind === "outside" && other.kind === "outside" && one.id === other.id;

/** A part that is about one thing by itself. */
interface Named {
  readonly part: Part;
  readonly match: Match;
}

/** What is said of one more part; what is asked back of it stays open. */
function withMore(turn: Turn, { part, match }: Named, input: TurnInput, ports: QuestionPorts): Turn {
  const asked = { ...input, state: turn.state, message: { ...input.message, text: part.text }, whole: part };
  const more = (): Turn | undefined => {
    if (match.kind === "outside") return outside(asked, match.id, part.question, [], ports);
    return match.kind === "unsure" ? askBack(asked, match, part.question, [], ports) : undefined;
  };
  const { state, replies } = more() ?? { state: turn.state, replies: [] };
  return { ...turn, state, replies: [...turn.replies, ...replies] };
}

function namedApart(input: TurnInput, isOfEach: boolean, ports: QuestionPorts): readonly Named[] {
  if (input.parts.length < 2 || (isOneName(input.whole) && !isNamedInOne(input))) return [];
  const named: Named[] = [];
  const isBesides = saysBesides(input.whole.text);
  const isNumbered = numberedIn(input.whole.text).length > 0;
  const isFirst = input.state.offered === undefined && input.state.topics.length === 0;
  for (const part of input.parts.filter((one) => isNumbered || !isStory(one))) {
    const match = matchOf(part, { isNumbered, isOfEach, isFirst, isBesides }, ports);
    if (!match) return [];
    named.push({ part, match });
  }
  // One question back at a time.
  return named.filter(({ match }) => match.kind === "unsure").length > 1 ? [] : named;
}

/** How the parts stand in the message. */
interface Saying {
  readonly isNumbered: boolean;
  readonly isOfEach: boolean;
  /** Nothing was talked about before. */
  readonly isFirst: boolean;
  /** "…, còn … thì": what stands behind it is a question of its own. */
  readonly isBesides: boolean;
}

/** The name that the message holds is that of one part of it, and not what its parts are together. */
const isNamedInOne = ({ whole, parts }: TurnInput): boolean =>
  parts.some(({ hits: [top] }) => top?.id === whole.hits[0]?.id && (top?.features.named ?? 0) > NAMED_WHOLE);
const NAMED_WHOLE = 0.9;

/** What a part is surely about; undefined where its words might as well be more of another part. */
function matchOf(part: Part, saying: Saying, ports: QuestionPorts): Match | undefined {
  const [top] = part.hits;
  if (top && isSentElsewhere(part)) return { kind: "outside", id: top.id };
  if (!top || tellingWords(part.question) < 2) return undefined;
  const match = chooseMatch(part, ports.catalogue);
  const isSure = saying.isNumbered || isSurelyNamed(top) || isDoneAndKnown(part);
  switch (match.kind) {
    case "one":
    case "outside":
      return isSure ? match : undefined;
    case "unsure":
      return unsureAbout(match, part, saying);
    case "none":
      return undefined;
    default:
      return match satisfies never;
  }
}

function unsureAbout(match: Match & { kind: "unsure" }, part: Part, saying: Saying): Match | undefined {
  // "khai sinh, kết hôn phí mỗi loại": of a list the usual one is meant.
  if (saying.isOfEach) return { kind: "one", code: match.codes[0] };
  return match.family && (isAskedItself(part, saying) || isDoneAndKnown(part)) ? match : undefined;
}

/** "ly hôn", "xin số nhà" beside something else: other offices handle it, and nothing held is called nearly so. */
function isSentElsewhere({ hits: [top, ...others] }: Part): boolean {
  if (top?.kind !== "outside" || isCode(top.id) || !isSurelyNamed(top)) return false;
  return top.score - (others.find(({ kind }) => kind !== "outside")?.score ?? 0) > FAR_AHEAD;
}
/** On the re-ranker's scale. */
const FAR_AHEAD = 0.6;

/** "hủy mã số thuế luôn": something to be done, all of whose words one record holds; "với cccd" is what it is done with. */
function isDoneAndKnown({ question, hits: [top], text }: Part): boolean {
  const { asked = 0 } = top?.features ?? {};
  return question.codes.length === 0 && asked > KNOWN && (top?.score ?? 0) > SCORE && TO_DO.test(fold(text));
}
const KNOWN = 0.9;
const SCORE = 1.7;
const TO_DO =
  /(?<!\p{L})(?:lam|xin|dang ky|chung thuc|nhap|khai|doi|cap|mo|tach|huy|dong|lap|nop|tra|rut|sua|mua|ban|gia han|cham dut|chuyen|xoa)(?!\p{L})/u;

/** "sao y bằng với cccd ở xã được không": only what is numbered or turned to, or asks for a part but where, is a matter of its own. */
const isAskedItself = ({ question, practical, text }: Part, { isNumbered, isFirst, isBesides }: Saying): boolean =>
  isNumbered ||
  (isFirst && isBesides && practical.length === 0 && isAboutDoing(text)) ||
  (isFirst && question.facets.some((facet) => facet !== "place"));

const isAboutDoing = (text: string): boolean => TO_DO.test(words(fold(text)).slice(0, LEADS_UP).join(" "));
const LEADS_UP = 4;

/** "Vợ chồng em cưới 10 năm chưa có con." names a matter and asks nothing of it. */
const isStory = ({ text, understood: { seeks, wants }, question }: Part): boolean =>
  /[.!…]$/u.test(text) && !seeks && !wants && question.facets.length === 0;
