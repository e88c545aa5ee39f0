import { areKin, chooseMatch, type Match, type Talk, tellingIn, tellingWords } from "../answers/index.ts";
import type { Catalogue, Hit } from "../catalogue/index.ts";
import { fold, words } from "../text/index.ts";
import type { Part } from "./model.ts";
import { returnsToEarlier } from "./reference.ts";

/** The record is called by a name it goes by. */
export const isSurelyNamed = ({ score, features }: Hit) =>
  features.exact === 1 || (score > 1.5 && (features.alias > 0.45 || features.named > 0.8));

/** Official names hold commas and "và": whoever writes one out means one procedure. */
export const isOneName = ({ hits: [top] }: Part): boolean =>
  top !== undefined && (top.features.exact === 1 || (top.features.named > 0.9 && top.features.asked > 0.9));

export interface InContext {
  readonly match: Match;
  /** Best first; what is meant stands before the rest. */
  readonly hits: readonly Hit[];
}

/** A question by itself, or one that leans on the procedure being talked about or answers a question back. */
export function inContext(
  talk: Talk,
  part: Part,
  catalogue: Pick<Catalogue, "procedure" | "head" | "family" | "familiesOf">,
): InContext {
  const { question, hits } = part;
  const [topic] = talk.topics;
  const back = returnsToEarlier(part.text) ? hits.find(({ id }) => talk.topics.includes(id))?.id : undefined;
  const isOfTopic = namesNothing(part) && question.codes.length === 0;
  const settled = back ?? (isOfTopic ? topic : undefined);
  const match: Match = settled === undefined ? chooseMatch(part, catalogue, talk) : { kind: "one", code: settled };
  const foreign = topic !== undefined && match.kind === "unsure" ? abroad(topic, part, catalogue) : undefined;
  if (foreign) return { match: { kind: "one", code: foreign }, hits: withFirst(foreign, part) };
  if (match.kind !== "one") return { match, hits };
  const code = match.code === topic ? (abroad(topic, part, catalogue) ?? topic) : match.code;
  return { match: { ...match, code }, hits: withFirst(code, part) };
}

/** It asks for parts of a matter, or what may be asked of any ("lỡ bị từ chối thì sao"), and names none. */
function namesNothing({ question, practical }: Part): boolean {
  if (tellingWords(question) === 0) return question.facets.length > 0 || practical.length > 0;
  // "bị mất giấy phép đó thì sao" may be another procedure: what happened is weighed.
  if (question.query.implied.length > 0) return false;
  return practical.some(({ besides }) => {
    // What was asked stands as it was typed; its telling words have their accents back.
    const rest = new Set(words(fold(besides(question.said))));
    return !tellingIn(question).some((word) => rest.has(fold(word)));
  });
}

const ABROAD = "nước ngoài";

/**
 * "vợ em là người Hàn thì khác gì không": who of those concerned is a foreigner makes another procedure of it, with other papers (Luật Hộ
 * tịch Ch. III), so the sibling that says so is meant.
 */
function abroad(
  topic: string,
  { question, hitsInContext }: Part,
  catalogue: Pick<Catalogue, "head" | "familiesOf">,
): string | undefined {
  const { head } = catalogue;
  if (!question.query.implied.join(" ").includes(ABROAD) || isAbroad(head(topic))) return undefined;
  const field = head(topic)?.field;
  return hitsInContext
    .slice(0, NEAR_TOPIC)
    .map(({ id }) => id)
    .find((id) => isAbroad(head(id)) && head(id)?.field === field && areKin(id, topic, catalogue));
}
/** Of the search together with the matter spoken of: further down the names have little in common. */
const NEAR_TOPIC = 4;
const isAbroad = (head: ReturnType<Catalogue["head"]>) => head?.name.toLowerCase().includes(ABROAD) === true;

function withFirst(code: string, { hits, hitsInContext }: Part): readonly Hit[] {
  const isMeant = ({ id }: Hit) => id === code;
  const meant = hits.find(isMeant) ?? hitsInContext.find(isMeant);
  return meant ? [meant, ...hits.filter((hit) => !isMeant(hit))] : hits;
}
