import { fold, isAccented, type Lexicon } from "../text/index.ts";
import { FIELDS, type Field } from "./procedure.ts";
import type { Query } from "./search.ts";

/** A citizen's question taken apart: what to look for, and which parts of the record are asked for. */
export interface Question {
  readonly query: Query;
  readonly facets: readonly Field[];
  /** Procedure codes written out ("1.004222"). */
  readonly codes: readonly string[];
  /** All of it in standard words between spaces, folded where it was typed without accents. */
  readonly said: string;
}

/** What a pronoun or particle weighs beside a word that names something. */
const LIGHT_WEIGHT = 0.2;

const CODE = /(?<![\d.])\d{1,2}\.\d{6}(?!\d)/g;

export function readQuestion(said: string, lexicon: Lexicon): Question {
  const text = said
    .replace(TAKEN_BACK, "")
    .replace(FROM_WHERE, "")
    .replace(REGISTERED, "")
    .replace(NOT_THAT, "$<right> chứ không phải $<wrong>");
  const typed = lexicon.standardise(text);
  const accented = isAccented(text);
  const standard = accented ? typed : lexicon.accentuate(typed);
  const { kept, denied } = splitContrast(standard);
  const { facets, rest } = lexicon.facets(kept);
  const meaning = lexicon.withoutFillers(rest);
  return {
    query: {
      words: meaning,
      weights: meaning.map((word) => (lexicon.isLight(word) ? LIGHT_WEIGHT : 1)),
      implied: lexicon.implied(kept).flatMap((phrase) => phrase.split(" ")),
      denied: lexicon.withoutFillers(denied),
      // Without the facet phrases: "mất mấy ngày" must not read as "bị mất".
      all: rest,
    },
    facets: FIELDS.filter((field) => facets.includes(field)),
    codes: text.match(CODE) ?? [],
    said: accented ? padded(typed) : fold(padded(typed)),
  };
}

const padded = (words: readonly string[]): string => ` ${words.join(" ")} `;

/** "à không phải, tôi nhầm, …" takes back what was said before; what follows it is meant, not ruled out. */
const TAKEN_BACK =
  /^\s*(?:(?:à|a|ạ|dạ|da|ủa|ua|ơ|ờ|chết|chet)\s+)*(?:không|khong|ko|hổng|hong)\s+(?:phải|phai)(?:\s+(?:đâu|dau|ạ|a))*\s*[,.;]\s*/iu;

/** "không phải mất, bị gãy thôi": what stands before the pause is ruled out, and what stands behind it is meant. */
const NOT_THAT =
  /^\s*(?:(?:à|a|ạ|dạ|da|ủa|ua|ơ|ờ)\s+)*(?:không|khong|ko|hổng|hong|hông)\s+(?:phải|phai)\s+(?:là\s+|la\s+)?(?<wrong>[^\s,.;?]+(?:\s+[^\s,.;?]+){0,3})\s*,\s*(?:(?:mà|ma|chỉ|chi|là|la)\s+)*(?<right>[^?]+)$/iu;

/** "tôi ở ấp 3, ba tôi mới mất …": in which hamlet somebody lives names no matter, and four words after it may. */
const FROM_WHERE =
  /^\s*(?:(?:dạ|da|thưa|thua|kính|kinh|chào|chao|cán|bộ|can|bo)\s+)*(?:tôi|toi|tui|em|con|cháu|chau|mình|minh|bác|bac|nhà|nha)\s+(?:tôi\s+|toi\s+|em\s+)?(?:ở|o)\s+(?:ấp|ap|thôn|thon|xóm|xom|tổ|to|làng|lang)(?:\s+[\p{L}\d]+){1,3}\s*[,.;]\s*(?=\S+(?:\s+\S+){3})/iu;

/** "tôi thường trú ở xã Hòa Trạch, làm khai sinh …": where somebody is registered is not what they want done. */
const REGISTERED =
  /^\s*(?:(?:dạ|da|thưa|thua)\s+)*(?:tôi|toi|tui|em|con|cháu|chau|mình|minh)\s+(?:đang\s+|dang\s+|có\s+|co\s+)?(?:thường trú|thuong tru|tạm trú|tam tru|hộ khẩu|ho khau)\s+(?:ở|o|tại|tai)(?:\s+[\p{L}\d]+){1,5}\s*,\s*(?=\S+(?:\s+\S+){2})/iu;

/** Light words that come in opposites: "trong nước" is not "nước ngoài". */
const OPPOSITES = new Set(["trong", "ngoài", "trên", "dưới", "trước", "sau"]);

/** The words that name something, folded, in order: what two questions that mean the same have in common at least. */
export const tellingOf = ({ query }: Question): string =>
  fold(query.words.filter((word, i) => query.weights[i] === 1 || OPPOSITES.has(word)).join(" "));

/** Ways to rule something out: "khóa thôi, đừng nhầm với mở khóa". What follows, up to a pause, is not wanted. */
const CONTRAST = [
  "chứ không phải là",
  "chứ không phải",
  "chứ hổng phải",
  "không phải là",
  "không phải",
  "hổng phải",
  "đừng nhầm với",
  "đừng nhầm qua",
  "không nhầm với",
  "khác với",
  "chứ không",
  "đừng lộn với",
  "đừng nhầm",
].map((phrase) => fold(phrase).split(" "));
const CONTRAST_FROM = Map.groupBy(CONTRAST, ([first]) => first);

/** After a denial the wanted thing may still follow: "không phải cấp mới, mà cấp đổi". */
const TURN_BACK = new Set([
  "ma",
  "nhung",
  "y",
  "chi",
  "toi",
  "em",
  "minh",
  "ho",
  "nop",
  "phi",
  "mat",
  "can",
  "bao",
  "le",
  "thi",
  "muon",
  "xin",
  "gio",
  "hoi",
  "nen",
]);
const LONGEST_DENIAL = 9;

function splitContrast(standard: readonly string[]): { kept: string[]; denied: string[] } {
  const folded = standard.map(fold);
  for (let at = 0; at < folded.length; at++) {
    const phrase = CONTRAST_FROM.get(folded[at])?.find((words) => words.every((word, i) => folded[at + i] === word));
    if (!phrase || isPlainQuestion(folded, at + phrase.length)) continue;
    const start = at + phrase.length;
    let end = start;
    while (end < folded.length && end - start < LONGEST_DENIAL && !(end > start && TURN_BACK.has(folded[end] ?? "")))
      end += 1;
    const rest = splitContrast(standard.slice(end));
    return {
      kept: [...standard.slice(0, at), ...rest.kept],
      denied: [...standard.slice(start, end), ...rest.denied],
    };
  }
  return { kept: [...standard], denied: [] };
}

/** "có phải xin phép không" and a denial with nothing after it rule nothing out. */
function isPlainQuestion(folded: readonly string[], after: number): boolean {
  return after >= folded.length;
}
