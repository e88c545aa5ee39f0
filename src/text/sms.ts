/** SMS text: parts, and Vietnamese without marks. Sizes are those of GSM 03.38 / 3GPP TS 23.038. */

const GSM_BASIC = new Set(
  "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà",
);
/** These take two places: an escape and a character. */
const GSM_EXTENDED = new Set("\f^{}\\[~]|€");

const SIZES = { gsm7: { alone: 160, part: 153 }, ucs2: { alone: 70, part: 67 } } as const;

export interface SmsSize {
  readonly encoding: "gsm7" | "ucs2";
  /** Septets (gsm7) or UTF-16 units (ucs2). */
  readonly units: number;
  /** Parts the operator bills. 0 for an empty text. */
  readonly segments: number;
}

/** How an SMS is encoded and how many parts it takes; a character of two places is never cut in half. */
export function smsSize(text: string): SmsSize {
  const characters = [...text];
  const encoding = characters.every((c) => GSM_BASIC.has(c) || GSM_EXTENDED.has(c)) ? "gsm7" : "ucs2";
  const widths = characters.map((c) => (encoding === "gsm7" ? (GSM_EXTENDED.has(c) ? 2 : 1) : c.length));
  const units = widths.reduce((sum, width) => sum + width, 0);
  const { alone, part } = SIZES[encoding];
  return { encoding, units, segments: units <= alone ? Math.min(1, units) : partsFor(widths, part) };
}

function partsFor(widths: readonly number[], capacity: number): number {
  let parts = 1;
  let used = 0;
  for (const width of widths) {
    if (used + width > capacity) {
      parts += 1;
      used = 0;
    }
    used += width;
  }
  return parts;
}

/** Signs outside GSM-7 that have a plain counterpart; one of them alone would make every part 67 characters short. */
const PLAIN: Readonly<Record<string, string>> = {
  đ: "d",
  Đ: "D",
  "“": '"',
  "”": '"',
  "„": '"',
  "«": '"',
  "»": '"',
  "‘": "'",
  "’": "'",
  "`": "'",
  "–": "-",
  "—": "-",
  "−": "-",
  "•": "-",
  "·": "-",
  "●": "-",
  "→": "->",
  "…": "...",
  "₫": "d",
  Ð: "D",
  ƣ: "u",
  "×": "x",
  "²": "2",
  "³": "3",
  "≤": "<=",
  "≥": ">=",
  "\t": " ",
};
const SPACES = /\p{Zs}/gu;
/** Bullets of a word processor's own fonts, and marks nobody sees. */
const UNSEEN = /\p{Co}|[\u00ad\u200b-\u200f]/gu;

/** Vietnamese as people type it on old telephones: no marks, plain punctuation, no emoji. Other scripts are left as they are. */
export function unaccentForSms(text: string): string {
  return text
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .normalize("NFC")
    .replace(/[^\n\x20-\x7e]/gu, (sign) => PLAIN[sign] ?? sign)
    .replace(/`/g, "'")
    .replace(SPACES, " ")
    .replace(/\p{Extended_Pictographic}|\p{Regional_Indicator}/gu, "")
    .replace(UNSEEN, "")
    .split("\n")
    .map((line) => line.trimEnd())
    .join("\n");
}

/**
 * A text that takes at most `limit` parts. What does not fit is cut at the last sentence, line or word that does, and
 * `ending` says so; never silently.
 */
export function fitSms(text: string, limit: number, ending: string): string {
  if (smsSize(text).segments <= limit) return text;
  const characters = [...text];
  const fits = (count: number) => smsSize(head(characters, count) + ending).segments <= limit;
  // A shorter text never takes more: leaving out the last accent can only bring in the shorter alphabet.
  const room = largest(characters.length, fits);
  return pause(characters.slice(0, room).join("")) + ending;
}

function head(characters: readonly string[], count: number): string {
  return characters.slice(0, count).join("").trimEnd();
}

/** The greatest number in 0…max for which `fits` holds; `fits` holds for everything below one it holds for. */
function largest(max: number, fits: (count: number) => boolean): number {
  let low = 0;
  let high = max;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (fits(middle)) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The part of `window` up to its last sentence or line end, if that keeps more than half; else up to the last word that is no number: its unit is cut off. */
function pause(window: string): string {
  const sentence = window.match(/^[\s\S]*(?:[.!?;](?=\s)|[^\n](?=\n))/)?.[0] ?? "";
  if (sentence.length > window.length / 2) return sentence.trimEnd();
  const word = window.match(/^[\s\S]*(?=\s)/)?.[0] ?? "";
  const whole = (word === "" ? window : word).trimEnd();
  return whole.replace(/(?<=\S)\s+\S*\d[.,]?$/, "");
}
