import { chooseMatch, type Match } from "../answers/index.ts";
import type { Catalogue, Hit, Question } from "../catalogue/index.ts";
import type { Part } from "./model.ts";
import type { ConversationState } from "./state.ts";

/** How many words of the question name something by themselves. */
export const tellingWords = (question: Question) => question.query.weights.filter((weight) => weight === 1).length;

/** The one meant after "which of these?": mostly one offered, unless the words surely name something else. */
export function closestOffer(codes: readonly string[], part: Part): string | undefined {
  const [alone] = part.hits;
  if (alone && !codes.includes(alone.id) && isSurelyNamed(alone))
    return alone.kind === "procedure" ? alone.id : undefined;
  const [best, ...others] = part.hitsInContext.filter((hit) => hit.kind === "procedure");
  if (!best) return undefined;
  if (codes.includes(best.id)) {
    const second = others.find((hit) => codes.includes(hit.id));
    return second && best.score - second.score < 0.03 ? undefined : best.id;
  }
  const offered = others.find((hit) => codes.includes(hit.id));
  return offered && best.score - offered.score < 0.25 ? offered.id : best.id;
}

/** Below this a stray word has found something by chance. */
const FAINT = 1.2;

/** The record is called by a name it goes by. */
export const isSurelyNamed = ({ score, features }: Hit) =>
  features.exact === 1 || (score > 1.5 && (features.alias > 0.45 || features.named > 0.8));

/** A question by itself, or one that leans on the procedure being talked about. */
export function inContext(
  state: ConversationState,
  part: Part,
  catalogue: Pick<Catalogue, "procedure">,
): { match: Match; hits: readonly Hit[] } {
  const known = (code: string) => catalogue.procedure(code) !== undefined;
  const alone = chooseMatch(part.question, part.hits, known);
  const [topic] = state.topics;
  if (topic === undefined) return { match: alone, hits: part.hits };
  const telling = tellingWords(part.question);
  const about = { match: { kind: "one", code: topic } as const, hits: part.hits };
  if (telling === 0 && part.question.facets.length > 0) return about;
  if (standsAlone(alone, part.hits, state.topics)) return { match: alone, hits: part.hits };
  const [best, second] = part.hitsInContext.filter((hit) => coversWords(hit, part));
  if (best && best.kind === "procedure" && best.features.asked > 0.7 && best.score - (second?.score ?? 0) > 0.08) {
    return { match: { kind: "one", code: best.id }, hits: part.hitsInContext };
  }
  const together = chooseMatch(part.question, part.hitsInContext, known);
  if (together.kind === "one" && best?.id === together.code) return { match: together, hits: part.hitsInContext };
  if (telling <= 1 && part.question.facets.length > 0 && (part.hits[0]?.score ?? 0) < FAINT) return about;
  return { match: alone, hits: part.hits };
}

/** What was said before must not outweigh what is said now: the hit has to account for the new words as well. */
function coversWords(hit: Hit, part: Part): boolean {
  return (part.hits.find(({ id }) => id === hit.id)?.features.asked ?? 0) >= 0.4;
}

/** Sure enough not to need what was said before, or a return to something spoken of. */
function standsAlone(alone: Match, hits: readonly Hit[], topics: readonly string[]): boolean {
  const score = hits[0]?.score ?? 0;
  if (alone.kind === "outside") return score > 1.2;
  return (
    alone.kind === "one" &&
    (score > 1.6 || hits[0]?.features.exact === 1 || (topics.includes(alone.code) && score > 0.9))
  );
}
