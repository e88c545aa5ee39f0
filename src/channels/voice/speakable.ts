import { digitsInWords, numberInWords } from "../../text/index.ts";

/**
 * A wording as a Vietnamese voice reads it well: dates, times and amounts in words, ticket codes letter by letter, no slash,
 * no web address, no bracket. Facts stay what they were; only their writing changes.
 */
export function speakable(text: string): string {
  const read = READINGS.reduce((so_far, [writing, reading]) => so_far.replace(writing, reading as never), text);
  return read
    .replace(/[“”"«»*_]/g, "")
    .replace(/\s*\n\s*/g, ". ")
    .replace(/\s*[()[\]]\s*/g, ", ")
    .replace(/[–—]| - /g, ", ")
    .replace(/;/g, ",")
    .replace(/…|\.{3,}/g, ".")
    .replace(/\s+/g, " ")
    .replace(/\s+([,.:?!])/g, "$1")
    .replace(/[,:]+(?=[.?!])/g, "")
    .replace(/([,.:?!])(?:\s*[,.:])+/g, "$1")
    .replace(/^[\s,.:]+|[\s,:]+$/g, "");
}

/** The letters of ticket codes, as `parseCode` hears them again. */
const LETTERS: Readonly<Record<string, string>> = {
  P: "pê",
  A: "a",
  F: "ép",
  H: "hát",
  K: "ca",
  M: "em mờ",
  R: "e rờ",
  U: "u",
  X: "ích xì",
  Y: "i dài",
};

const spelt = (symbols: string): string =>
  [...symbols].map((symbol) => LETTERS[symbol] ?? digitsInWords(symbol)).join(" ");

const clock = (hour: string, minute: string): string =>
  Number(minute) === 0 ? `${Number(hour)} giờ` : `${Number(hour)} giờ ${Number(minute)}`;

/** Abbreviations of the administration; a voice would spell them. */
const IN_FULL: Readonly<Record<string, string>> = {
  UBND: "Ủy ban nhân dân",
  HĐND: "Hội đồng nhân dân",
  CCCD: "căn cước công dân",
  CMND: "chứng minh nhân dân",
  BHXH: "bảo hiểm xã hội",
  BHYT: "bảo hiểm y tế",
  GPLX: "giấy phép lái xe",
  TTHC: "thủ tục hành chính",
  VNĐ: "đồng",
  VND: "đồng",
  NĐ: "Nghị định",
  QĐ: "Quyết định",
};

type Reading = readonly [RegExp, string | ((whole: string, ...parts: string[]) => string)];

/** In this order: what is longer and surer first. */
const READINGS: readonly Reading[] = [
  [/\(?https?:\/\/[^\s)]+\)?/gi, ""],
  [/(?:tại |trên |xem )?(?<![\p{L}\d@])(?:[a-z0-9-]+\.)+(?:vn|com|net|org)(?:\/\S*)?/giu, "trên mạng"],
  [/\s*\((?:mã|Mã) [\d.]+\)/g, ""],
  [/^\s*(\d)\. (.+)$/gm, (_, key, choice) => `Bấm phím ${numberInWords(Number(key))}: ${choice}.`],
  [/^\s*[-•+] /gm, ""],
  [/\bPA-([A-Z0-9]{4})-([A-Z0-9]{4})\b/g, (_, one, two) => `pê a, ${spelt(one as string)}, ${spelt(two as string)}`],
  [
    /\b(?:NĐ |Nghị định )?(?:số )?(\d{1,4})\/(\d{4})\/[A-ZĐ][A-ZĐ0-9-]*/g,
    (whole, number, year) => `${/^N/.test(whole) ? "Nghị định " : ""}số ${number} năm ${year}`,
  ],
  [
    /\b([01]?\d|2[0-3])(?::|[hg])([0-5]\d)\s*[-–]\s*([01]?\d|2[0-3])(?::|[hg])([0-5]\d)\b/g,
    (_, h1, m1, h2, m2) => `${clock(h1 as string, m1 as string)} đến ${clock(h2 as string, m2 as string)}`,
  ],
  [/\b([01]?\d|2[0-3])(?::|h|g)([0-5]\d)\b/g, (_, hour, minute) => clock(hour as string, minute as string)],
  [/\b([01]?\d|2[0-3])h\b/g, (_, hour) => clock(hour as string, "0")],
  [
    /(ngày )?\b(0?[1-9]|[12]\d|3[01])\/(0?[1-9]|1[0-2])\/(\d{4})\b/gi,
    (_, __, day, month, year) => `ngày ${Number(day)} tháng ${Number(month)} năm ${year}`,
  ],
  [
    /\bngày (0?[1-9]|[12]\d|3[01])\/(0?[1-9]|1[0-2])\b/gi,
    (_, day, month) => `ngày ${Number(day)} tháng ${Number(month)}`,
  ],
  [/\b(0?[1-9]|1[0-2])\/((?:19|20)\d{2})\b/g, (_, month, year) => `tháng ${Number(month)} năm ${year}`],
  [/(?<=\d)\s*[–—]\s*(?=\d)|(?<=\bthứ [2-7])-(?=[2-7]\b)|(?<=giờ(?: \d{1,2})?)\s*[-–—]\s*(?=\d)/g, " đến "],
  [/(?<![\d.,])\d{1,3}(?:\.\d{3})+(?![\d.]*\d)/g, (amount) => numberInWords(Number(amount.replaceAll(".", "")))],
  [/(?<![\d.,])(?:\+84|0)\d{8,10}(?!\d)/g, (number) => digitsInWords(number.replace(/^\+84/, "0"))],
  [/(?<![\d.,/])1[89]00[\d ]{4,6}\b/g, (number) => `${digitsInWords(number)} `],
  [/(?<=(?:gọi|ngay|số|hoặc) )11[1-5](?!\d)/gi, digitsInWords],
  // Of a form's name ("CT01") the nought is part.
  [/(?<![\p{L}\d.,]|\p{Lu} )0(?=[1-9](?!\d))/gu, ""],
  [/(đồng|VNĐ|VND|đ)\/(?:1 )?(?=\p{L})/gu, "$1 mỗi "],
  [/(?<=\d|nghìn|triệu|trăm|mươi|mười) ?đ(?!\p{L})/gu, " đồng"],
  [/(?<!\p{L})(anh|ông|cô)\/(chị|bà|chú)(?!\p{L})/giu, "$1 $2"],
  [/(?<!\p{L})và\/hoặc(?!\p{L})/giu, "hoặc"],
  [/(\d)\/(?=\d)/g, "$1 xuyệt "],
  [/(?<=[\p{L}\d])\s*\/\s*(?=[\p{L}\d])/gu, " hoặc "],
  [/\//g, " "],
  [/%/g, " phần trăm"],
  [/\bm[²2]\b|(?<=\d ?)m²/g, "mét vuông"],
  [/(?<![\p{L}\d])[A-ZĐ]{2,4}(?![\p{L}\d])/gu, (word) => IN_FULL[word] ?? word],
];
