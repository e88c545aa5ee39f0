import { fold, isAccented, lower, words } from "../text/index.ts";
import { mayBeFamily } from "./name-answered.ts";
import { NO_NAMES, NO_NAMES_PLAIN } from "./no-names.ts";

export interface NameFound {
  readonly name: string;
  /** What stands around it. */
  readonly rest: string;
}

const WHO =
  "(?:em|e|tôi|toi|mình|minh|tui|cháu|chau|con|bác|bac|cô|co|chú|chu|anh|chị|chi|ông|ong|bà|ba|vợ|vo|chồng|chong|mẹ|me|má|bố|cha|bo)";
/** "tên tôi là", "họ tên:", and "tôi là" at the beginning of what is said. */
const LED = new RegExp(
  `(?<!\\p{L})(?:(?:họ và tên|ho va ten|họ tên|ho ten|tên|ten)(?!\\s+(?:đường|duong|tuổi|tuoi|gì|gi|xã|thôn)(?!\\p{L}))(?:\\s+(?:${WHO}\\s+(?:tôi|toi|em|tui)|tôi|toi|tui|em|e|mình|cháu|chau)(?=\\s)|\\s+${WHO}(?=\\s+(?:là|la)\\s))?(?:\\s+(?:là|la))?\\s*:?\\s+)|(?:^|[,.;!]\\s*|\\s)(?:dạ\\s+|da\\s+|thưa\\s+)?(?:tôi|toi|tui|em|mình|minh|cháu|chau|con|bác|bac)\\s+(?:là|la)\\s+`,
  "giu",
);

/** Where a name ends: where they live, how to reach them, whom they speak to. */
const BEHIND =
  "thôn|xóm|ấp|khóm|buôn|khu phố|địa chỉ|ở|tại|nhà|sống|trú|điện thoại|sđt|đt|sinh|đây|nhé|nha|nghe|ạ|quê|không có|thon|xom|khom|khu pho|dia chi|o|dien thoai|sdt|dt|nha|nhe|sinh nam|que|(?:số|so)(?=\\s*(?:;|$))";
/** Behind "tên là" any other word of a sentence ends it too. */
const BEHIND_LED = `${BEHIND}|số|so|gọi|goi|giúp|giùm|giup|gium|của|cua|là|la|thì|với|còn|con so|con ten|con la|tôi|toi|tui|em là|em la|cháu là|không|khong|ko|xã|xa|phường|tuổi|tuoi|a`;
const ends = (words: string) => new RegExp(`(?<!\\p{L}|(?:thi|thị|van|văn)\\s)(?:${words})(?!\\p{L})`, "iu");
const ENDS = ends(BEHIND);
const ENDS_LED = new RegExp(`${ends(BEHIND_LED).source}|\\d`, "iu");
/** A place said before the name: "thôn 2 Bình". */
const PLACE_FIRST =
  /^(?:(?:địa chỉ|dia chi|nhà|nha)\s+)?(?:(?:ở|o|tại|tai)\s+)?(?:thôn|thon|xóm|xom|ấp|ap|tổ|to|khu|khu phố|khu pho|bản|ban|đội|doi)\s+\d+[a-z]?\s+(?=\p{L})/iu;
const LEADS =
  /^(?:(?:dạ|da|vâng|vang|thưa|thua|à|ừ|ok|rồi|roi|vậy|thì|ghi|gọi|goi|cứ|cu|tên|ten|họ tên|ho ten|người gửi|nguoi gui|tôi|toi|tui|(?:em|e|mình|minh|cháu|chau|con|bác|bac|cô|chú|chu|anh|chị|chi|ông|bà|đây|day)\s+(?:là|la)|là|la)(?!\p{L})[\s,:]*)+/iu;

/** The name behind the words that announce one; of several the last, who writes for somebody else says so first. */
export function nameLedIn(text: string): NameFound | undefined {
  const found = [...text.matchAll(LED)].flatMap(({ 0: lead, index }) => nameAt(text, index, index + lead.length) ?? []);
  return found.at(-1);
}

function nameAt(text: string, from: number, start: number): NameFound | undefined {
  const [behind = ""] = text.slice(start).split(/[;,.!?\n–]|\s-\s/u);
  const name = headOf(behind, ENDS_LED);
  if (!isNameLike(name, true)) return undefined;
  return { name, rest: `${text.slice(0, from)} ; ${text.slice(start + behind.indexOf(name) + name.length)}` };
}

/** The name a message begins with; `besideNumber`: what stands beside somebody's telephone number is mostly a name. */
export function nameFirstIn(text: string, besideNumber: boolean): NameFound | undefined {
  let from = 0;
  for (const part of text.split(/(?<=[;,.!\n–])/u)) {
    const bare = part.replace(/[;,.!\n–]+$/u, "");
    const head = headOf(bare.trim().replace(PLACE_FIRST, "").replace(LEADS, ""), ENDS);
    if (isNameLike(head, besideNumber)) {
      const at = text.indexOf(head, from);
      return { name: head, rest: `${text.slice(0, at)} ; ${text.slice(at + head.length)}` };
    }
    if (head !== "" && !besideNumber) return undefined;
    from += part.length;
  }
  return undefined;
}

/** Up to where a name ends. */
function headOf(text: string, ending: RegExp): string {
  const found = ending.exec(text);
  return (found ? text.slice(0, found.index) : text).trim().replace(/\s+/gu, " ");
}

/** A name is this many words at most. */
const LONGEST = 5;
const MIDDLE = new Set(["thi", "van"]);
const CALLED = new Set("chu bac ong ba anh chi co di cau thim mo thay o mu me bo em chau ut".split(" "));
const LARGE = /^\p{Lu}[\p{Ll}']*$/u;

/** It may be somebody's name; `announced`: by "tên là", or by the number beside it. */
export function isNameLike(text: string, announced = false): boolean {
  const written = text.match(/[\p{L}']+/gu) ?? [];
  const said = words(text);
  const isLarge = written.length >= 2 && text !== text.toUpperCase() && written.every((word) => LARGE.test(word));
  const most = isLarge ? LONGEST + 1 : LONGEST;
  if (said.length === 0 || said.length > most || /\d|\?/.test(text) || TIME.test(fold(text)) || OFFICE.test(fold(text)))
    return false;
  const foreign = strangers(text, isLarge);
  if (isFull(said, isLarge)) return foreign <= 1;
  if (foreign > 0) return isLarge && foreign === 1 && mayBeFamily(text);
  if (isLarge || announced || said.length <= 2) return true;
  return mayBeFamily(text) || CALLED.has(fold(said[0] ?? ""));
}

/** "nguyễn thị …", "ho van …": nothing else begins so. */
const isFull = (said: readonly string[], isLarge: boolean): boolean =>
  said.length >= 3 && (isLarge || mayBeFamily(said[0] ?? "")) && MIDDLE.has(fold(said[1] ?? ""));

/** How many of its words stand in no name; "Hồ" written large is a family's. */
function strangers(text: string, isLarge: boolean): number {
  const read = isAccented(text)
    ? (word: string) => NO_NAMES.has(lower(word))
    : (word: string) => NO_NAMES_PLAIN.has(fold(word));
  return words(text).filter((word, at) => read(word) && !(at === 0 && isLarge && mayBeFamily(word))).length;
}

/** "thang truoc", "hom nay", "tuan roi": each word of it may be a name, and together they say when. */
const TIME =
  /^(?:(?:tu|hoi|dau|cuoi|giua|vao|luc|may|ca|khoang) )*(?:hom|ngay|tuan|thang|nam|bua|toi|sang|chieu|trua|dem|gio|lau|moi|lat)(?: (?:nay|qua|truoc|sau|roi|ngoai|toi|kia|mai|mot|hom|no|te|hai|ba|tu|sau|bay|gio|nua))+$/u;
/** Of two words that may each be a name. */
const OFFICE = /^(?:van phong|trung tam|mot cua|cong an|quoc gia|tinh|huyen|cong dich vu|buu dien|truong thon)(?: |$)/;
