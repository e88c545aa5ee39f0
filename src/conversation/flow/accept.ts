import { fold, isAccented, lower, words } from "../../text/index.ts";
import { isAfraid, staysUnnamed } from "../refusal.ts";
import { senderTold, senderWords } from "../sender.ts";
import { partsAnswer } from "./parts-answer.ts";
import type { Accept } from "./schema.ts";

export interface AcceptWorld {
  /** How many parts a list of them shows. */
  readonly parts?: number;
  /** Wordings of an option: its label and other ways to say it. */
  optionWords(option: string): readonly string[];
  ticketCode(text: string): string | undefined;
}

/** Reads an answer to a question; undefined when it is none. */
export function acceptAnswer(accept: Accept, text: string, world: AcceptWorld): string | undefined {
  switch (accept.kind) {
    case "text":
      return text.length >= accept.min ? text.slice(0, accept.max) : undefined;
    case "choice":
      return chosenOption(accept, text, world);
    case "place":
      return placeIn(text);
    case "place-choice":
      return within(text, 1, 300);
    case "parts":
      return partsAnswer(text, world.parts ?? 0) && text;
    case "contact":
      return contactIn(text);
    case "digits":
      return within(text.replace(/\D/g, ""), accept.length, accept.length);
    case "ticket-code":
      return world.ticketCode(text);
    default:
      return accept satisfies never;
  }
}

const within = (text: string, least: number, most: number) =>
  text.length >= least && text.length <= most ? text : undefined;

/** Courtesy and a yes are no place. */
function placeIn(text: string): string | undefined {
  const said = fold(text).trim();
  if (saysUnknown(text)) return "không rõ";
  return THANKS.test(said) || YES.test(said) || WISHES.test(said) || isAfraid(text) ? undefined : within(text, 2, 300);
}

/** Who sends a report: the name and the number alone, whatever else is told; or that they stay unnamed. */
function contactIn(text: string): string | undefined {
  if (staysUnnamed(text)) return within(text, 1, LONGEST_CONTACT) ?? text.slice(0, LONGEST_CONTACT);
  const said = fold(text).trim();
  if (YES.test(said) || DOES_NOT_KNOW.test(said) || THANKS.test(said)) return undefined;
  const told = senderTold(text);
  if (told.isWrongNumber || (told.phone === null && ASKS_BACK.test(said))) return undefined;
  return senderWords(told);
}
const LONGEST_CONTACT = 90;

/** Who only says yes has not said who they are. */
const YES =
  /^(da |vang |ok |u |uh |uhm |dung roi )*(gui|goi|gui di|gui luon|ok|uk|uhm|dc|oke|dong y|dung roi|duoc|co|vang|da|u|uh)( (a|nhe|nha|di))*$/;
const DOES_NOT_KNOW = /^(da |em |toi |minh )*(khong|ko|chua) (ro|biet|nho)( (ro|a))*$/;
/** What is to be done with a report is no place: "rút phiếu", "gửi phản ánh cho tôi". */
const WISHES =
  /^(da |u |uh |ok )*((gui|rut|huy|xoa|xem|tra cuu)( lai)? (phan anh|phieu|don|bao cao|giup|gium|dum|ho|cho)|dung gui|khoi gui)( |$)/;
/** Thanks, and who is thanked. */
const THANKS = /^(da |ok )*cam on( .{1,20})?$/;

const UNKNOWN_PLACE =
  /^(da |em |toi |tui |minh |con |chau )*(khong|ko|k|hong|chua) (ro|biet|nho|nho ro|biet ro|ranh|thuoc)( (ten|cho|noi|dia chi|duong|la|thuoc|o|thon|xom|xa|phuong)( (cho|noi|do|ay|nay|kia|goi|thuoc|ten|o|la|thon|xom|xa|phuong|duong|gi|nao|dau|day))*)?( a| nua)?$|^(bo qua|an danh|khong (muon|can) (neu|noi|cho biet)( ten)?)$/;

/** "không rõ" for an answer about a place. */
export const saysUnknown = (text: string): boolean => UNKNOWN_PLACE.test(fold(text).trim());

/** Asked back: taken for a name it would stand in the record as one. */
const ASKS_BACK =
  /\?|^(tai sao|vi sao|sao (phai|lai|can|the|vay)|de lam gi|lam gi|co can|co phai|co bat buoc|ai (can|biet|hoi)|ten gi|so nao|la sao|ha gi)( |$)|^(sao|ha)$/;

function chosenOption(
  { options: listed, also = [] }: Extract<Accept, { kind: "choice" }>,
  text: string,
  world: AcceptWorld,
): string | undefined {
  const number = choiceNumber(text, listed.length);
  if (number !== undefined) return listed[number];
  const options = [...listed, ...also];
  // "đừng" is no "đúng": marks that were typed count.
  const read = isAccented(text) ? lower : fold;
  const said = read(words(text).join(" "));
  const exact = options.find((option) => world.optionWords(option).some((way) => read(way) === said));
  if (exact) return exact;
  // Its words with a particle or two around them ("ok gửi đi ạ"); of two that fit, the one more was said of.
  const fits = options
    .map((option) => ({ option, fit: fitOf(said, world.optionWords(option).map(read)) }))
    .sort((a, b) => b.fit - a.fit);
  const [best, second] = fits;
  return said.length <= 40 && best && best.fit > 0 && best.fit !== second?.fit ? best.option : undefined;
}

const PARTICLES = new Set(
  "a nhe nha nhe nghe luon di em anh chi giup gium dum thi cu toi tui minh con roi ngay do day cam on voi bac chu co chau nho le nhanh len lien gap ad shop ban cai ho".split(
    " ",
  ),
);

/**
 * The length of the longest way to say an option that stands in what was said, or differs from it by particles alone; 0 for
 * none. One word alone stands in too much: "số phải là …" agrees to nothing.
 */
function fitOf(said: string, ways: readonly string[]): number {
  const fitting = ways.filter(
    (way) => (way.includes(" ") && isSaid(way, said)) || (core(said) !== "" && core(way) === core(said)),
  );
  return Math.max(0, ...fitting.map((way) => way.length));
}

/** "khoan gửi đi", "đừng gửi đi" say the contrary, "đúng, gửi đi" does not; typed without marks "dung" may be either, and agrees to nothing. */
const CONTRARY = new Set("không ko k hông chưa đừng dừng chờ khoan khong hong chua dung".split(" "));

function isSaid(way: string, said: string): boolean {
  const at = ` ${said} `.indexOf(` ${way} `);
  return at >= 0 && !CONTRARY.has(said.slice(0, at).trim().split(" ").at(-1) ?? "");
}

/** "ok gửi đi ạ" → "gửi"; a yes by itself stays one, and particles alone say nothing. */
const core = (said: string) =>
  said
    .split(" ")
    .filter((word) => !PARTICLES.has(fold(word)))
    .join(" ")
    .replace(/^(?:(?:da|dạ|vang|vâng|u|ừ|uh|ok|oke) )+/, "");

const ORDINALS: readonly (readonly string[])[] = [
  ["dau", "dau tien", "thu nhat", "mot", "nhat"],
  ["hai", "thu hai", "nhi", "thu nhi"],
  ["ba", "thu ba"],
  ["bon", "tu", "thu tu", "cuoi", "cuoi cung"],
];
const AROUND =
  /^(?:(?:da|vang|ok|a|thi|la|(?:(?:em|toi|tui|minh|con|chau) )?(?:chon|lay|hoi)|cho(?: em| toi| tui| minh| con| chau)?(?= (?:cai|so|y|muc|viec|thu) )|so|cai|y|muc|viec|chuyen|loai|truong hop|thu|cau) )*|(?: (?:a|nha|nhe|nghe|di|do|ay|em|ban|luon|thoi))*$/g;

/** "2", "số 2", "cái thứ hai" → 1; counted from 0, and only as far as `count`. */
export function choiceNumber(text: string, count: number): number | undefined {
  const said = fold(words(text).join(" ")).trim();
  const core = said.replace(AROUND, "").trim();
  if (/^\d{1,2}$/.test(core)) {
    const index = Number(core) - 1;
    return index >= 0 && index < count ? index : undefined;
  }
  const index = ORDINALS.findIndex(
    (ways) => ways.includes(core) || ways.includes(said.replace(/^(?:da |cai |so |muc |y )+/, "")),
  );
  if (index < 0) return undefined;
  return core.startsWith("cuoi") ? count - 1 : index < count ? index : undefined;
}
