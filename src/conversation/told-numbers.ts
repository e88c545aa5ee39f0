import { digitsHeard, fold } from "../text/index.ts";
import { dossierNumberIn } from "./dossier/number.ts";

/** The numbers somebody told of themselves, and what else they said. */
export interface ToldNumbers {
  /** Digits as they are dialled here, or with +84 as written. */
  readonly phone: string | null;
  /** A number stands there that no telephone has: a digit too few or too many, or that of an identity card. */
  readonly isWrong: boolean;
  /** The text without any number and without what each is called; a break in its place. */
  readonly rest: string;
}

const OWNER =
  "(?:em|e|tôi|toi|mình|minh|tui|cháu|chau|con|bác|bac|cô|co|chú|chu|anh|chị|chi|ông|ong|bà|ba|má|ma|mẹ|me)";
/** What a number is called, and whose it is; without accents "so" is that only right before one. */
const CALLED = `(?:(?:còn|con|và|va|có|co)\\s+)?(?:số điện thoại|so dien thoai|số đt|so dt|điện thoại|dien thoai|sđt|sdt|đt|dt|số máy|so may|số|so)(?:\\s+(?:mới|moi|liên hệ|lien he|liên lạc|lien lac))?(?:\\s+(?:của\\s+|cua\\s+)?${OWNER}(?!\\p{L}))?(?:\\s+(?:là|la|thì|thi))?\\s*:?\\s*`;
const IDENTITY =
  "(?:số\\s+|so\\s+)?(?:cccd|cmnd|cmt|căn cước(?: công dân)?|can cuoc(?: cong dan)?|định danh|dinh danh|chứng minh(?: nhân dân)?|chung minh(?: nhan dan)?)(?:\\s+(?:số|so|là|la))*\\s*:?\\s*";
const BREAK = " ; ";

/** Of mobile telephones ten digits, of some fixed ones eleven. */
const PHONE = /(?<![\p{L}\d.])(?:(?:\+84|84)(?:[\s.-]?\d){9}|02(?:[\s.-]?\d){9}|0(?:[\s.-]?\d){9})(?!\d|[.-]\d)/u;
const CALLED_PHONE = new RegExp(`(?:(?<!\\p{L})${CALLED})?${PHONE.source}`, "iu");
/** Twelve digits, or however many stand after the name of such a card. */
const CARD = new RegExp(
  `(?<!\\p{L})${IDENTITY}\\d(?:[\\s.-]?\\d){8,11}(?!\\d)|(?<![\\p{L}\\d])\\d{12}(?!\\d)|(?<![\\p{L}\\d])\\d{3}[ .]\\d{3}[ .]\\d{3}[ .]\\d{3}(?!\\d)`,
  "giu",
);
/** Meant for a telephone and none. */
const ALMOST = new RegExp(`(?:(?<!\\p{L})${CALLED})?(?<!\\d)\\+?\\d(?:[\\s.-]?\\d){5,13}(?!\\d)`, "iu");

/** "Sáu không có điện thoại" */
const NONE =
  /(?<!\p{L})(?:(?:thì|thi|nhưng|nhung|mà|ma)\s+)?(?:không|khong|ko|chưa|chua|hông|hong)\s+(?:(?:có|co|dùng|dung|xài|xai|nhớ|nho)\s+)?(?:số điện thoại|so dien thoai|điện thoại|dien thoai|số|so|sđt|sdt|đt|dt|máy|may)(?!\p{L})/giu;

/** An identity card's number stands in no record as a telephone, and in no text as itself: its last three digits tell it apart. */
export const withoutCards = (text: string): string =>
  dossierNumberIn(text) ? text : text.replace(CARD, (card) => card.replace(/\d(?=(?:\D*\d){3})/g, "•"));

export function toldNumbers(text: string): ToldNumbers {
  const written = digitsWritten(text);
  const bare = written.replace(CARD, BREAK);
  const phone = PHONE.exec(bare)?.[0];
  const rest = phone ? bare.replace(CALLED_PHONE, BREAK) : bare;
  const isAlmost = !phone && ALMOST.test(rest);
  return {
    phone: phone ? phone.replace(/[\s.-]/g, "") : null,
    isWrong: !phone && (bare !== written || isAlmost),
    rest: (isAlmost ? rest.replace(ALMOST, BREAK) : rest).replace(NONE, BREAK),
  };
}

/** Ten digits read out make a telephone number, of which the first is none ("không chín hai …"). */
const READ_OUT = 10;
const LEAST_READ = 8;

/** "không chín một hai ba ba ba bốn bốn bốn" in figures; a name right before it may be a digit itself ("bà Ba không chín …"). */
export function digitsWritten(text: string): string {
  const spans = [...text.matchAll(/[\p{L}\d]+/gu)].map(({ 0: word, index }) => ({
    digits: digitOf(word),
    from: index,
    to: index + word.length,
  }));
  for (let from = 0; from < spans.length; from++) {
    const number = numberFrom(spans, from);
    if (number) return `${text.slice(0, spans[from]?.from)}${number.digits}${digitsWritten(text.slice(number.to))}`;
  }
  return text;
}

interface Spoken {
  readonly digits: string;
  readonly from: number;
  readonly to: number;
}

/** One digit said, or figures typed between such; empty for any other word. */
const digitOf = (word: string): string => digitsHeard(fold(word)) ?? "";

function numberFrom(spans: readonly Spoken[], from: number): { digits: string; to: number } | undefined {
  if (spans[from]?.digits !== "0") return undefined;
  let digits = "";
  let to = 0;
  for (const span of spans.slice(from)) {
    if (span.digits === "" || digits.length + span.digits.length > READ_OUT) break;
    digits += span.digits;
    to = span.to;
  }
  return digits.length >= LEAST_READ ? { digits, to } : undefined;
}
