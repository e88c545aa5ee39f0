import { tellingIn } from "../answers/index.ts";
import type { Hit } from "../catalogue/index.ts";
import { fold, words } from "../text/index.ts";
import type { Part } from "./model.ts";
import type { ConversationState } from "./state.ts";

/**
 * Something of what was said speaks for this choice among those offered: the words alone find it, its label has one of them, or they name a
 * variant of it ("bị lụt ướt hết"). "Bao nhiêu người mới đủ", "ba bị liệt" speak for none, and whoever says so has not chosen.
 */
export function tellsChoice(
  code: string,
  { codes, labels }: Offer,
  { text, question, hits, hitsInContext }: Pick<Part, "text" | "question" | "hits" | "hitsInContext">,
): boolean {
  if (hits.some(({ id }) => id === code)) return true;
  // "có mất phí không" is asked of the likeliest.
  if (question.facets.length > 0 && tellingIn(question).length <= 1) return true;
  const label = new Set(words(fold(labels[codes.indexOf(code)] ?? "")));
  const told = [...tellingIn(question).map(fold), ...words(fold(text)).filter((word) => CHANGES.has(word))];
  return told.some((word) => label.has(word)) || variantsOf(code, hitsInContext) > 0;
}
type Offer = NonNullable<ConversationState["offered"]>;

/** Words every list of light ones holds, and labels are told apart by. */
const CHANGES = new Set(["mat", "moi", "cu", "doi", "chua"]);

const variantsOf = (code: string, hits: readonly Hit[]) => hits.find(({ id }) => id === code)?.features.variants ?? 0;
