import { fold, words } from "./fold.ts";

const DIGITS = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"];
const SCALES = ["", "nghìn", "triệu", "tỷ"];

/** Each digit by its name: telephone numbers, emergency numbers, codes. Anything but digits is left out. */
export function digitsInWords(digits: string): string {
  return [...digits].flatMap((digit) => DIGITS[Number.parseInt(digit, 10)] ?? []).join(" ");
}

const HEARD: ReadonlyMap<string, string> = new Map([
  ...DIGITS.map((name, digit) => [fold(name), String(digit)] as const),
  ["hong", "0"],
  ["tu", "4"],
  ["lam", "5"],
]);

/** The digits that a folded word says or is made of; undefined for any other. */
export const digitsHeard = (word: string): string | undefined => (/^\d+$/.test(word) ? word : HEARD.get(word));

/** The digits of a text, typed or said one by one ("không ba 5 bảy"), and how many other words stand beside them. */
export function digitsSpoken(text: string): { readonly digits: string; readonly others: number } {
  const heard = words(fold(text)).map(digitsHeard);
  return { digits: heard.join(""), others: heard.filter((digits) => digits === undefined).length };
}

/** A whole number as Vietnamese reads it: 150000 → "một trăm năm mươi nghìn". From 0 to 999 999 999 999; others digit by digit. */
export function numberInWords(value: number): string {
  if (!Number.isSafeInteger(value) || value < 0 || value >= 1e12) return digitsInWords(String(value));
  if (value === 0) return DIGITS[0] as string;
  const groups: number[] = [];
  for (let rest = value; rest > 0; rest = Math.floor(rest / 1000)) groups.push(rest % 1000);
  return groups
    .map((group, scale) => ({ group, scale, isFirst: scale === groups.length - 1 }))
    .reverse()
    .filter(({ group }) => group > 0)
    .map(({ group, scale, isFirst }) => `${hundreds(group, isFirst)} ${SCALES[scale]}`.trim())
    .join(" ");
}

/** Three digits; in the middle of a number the missing hundred is said ("không trăm linh năm"). */
function hundreds(group: number, isFirst: boolean): string {
  const [hundred, rest] = [Math.floor(group / 100), group % 100];
  const head = hundred > 0 || !isFirst ? `${DIGITS[hundred]} trăm` : "";
  return [head, tens(rest, head !== "")].filter(Boolean).join(" ");
}

function tens(rest: number, afterHundred: boolean): string {
  const [ten, unit] = [Math.floor(rest / 10), rest % 10];
  if (rest === 0) return "";
  if (ten === 0) return `${afterHundred ? "linh " : ""}${DIGITS[unit]}`;
  const head = ten === 1 ? "mười" : `${DIGITS[ten]} mươi`;
  return unit === 0 ? head : `${head} ${unitAfterTen(unit, ten)}`;
}

function unitAfterTen(unit: number, ten: number): string {
  if (unit === 5) return "lăm";
  return unit === 1 && ten > 1 ? "mốt" : (DIGITS[unit] as string);
}
