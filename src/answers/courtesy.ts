import type { Field } from "../catalogue/index.ts";
import { isCourteous, isLead, isOffer, NAME, TOPIC } from "./courtesy-grammar.ts";

/** A composed answer and what is needed to take it apart again. */
export interface PlainAnswer {
  /** The full form: paragraphs of "heading: value" or a heading with a list, the last of them the source. */
  readonly text: string;
  /** The procedure's name. */
  readonly name: string;
  readonly headings: Readonly<Record<Field, string>>;
  /** The sentences by which a part is withheld. */
  readonly refusals: readonly string[];
}

/** Lower case, one kind of space, lines kept: what two wordings are compared in. */
export function even(text: string): string {
  return text
    .normalize("NFC")
    .toLowerCase()
    .split("\n")
    .map((line) => line.replace(/\s+/g, " ").trim())
    .filter(Boolean)
    .join("\n");
}

/** A text to be found as it stands. */
export const literal = (text: string) => text.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");

const standing = (phrase: string) => new RegExp(`(?<![\\p{L}\\p{N}])${literal(phrase)}(?![\\p{L}\\p{M}\\p{N}])`, "gu");

export const hasWords = (text: string, phrase: string): boolean => text.includes(phrase) && standing(phrase).test(text);

/** What each part is called besides its heading. */
const TOPICS: Readonly<Record<Field, readonly string[]>> = {
  agency: ["cơ quan", "cơ quan có thẩm quyền"],
  place: ["nơi nộp", "nộp ở", "nộp tại"],
  papers: ["giấy tờ"],
  time_limit: ["thời hạn", "thời gian"],
  fee: ["lệ phí", "phí"],
  steps: ["các bước"],
  conditions: ["điều kiện"],
  forms: ["mẫu đơn", "tờ khai"],
  legal_basis: ["căn cứ"],
  channels: ["cách nộp"],
  result: ["kết quả"],
};

type Topics = ReadonlyMap<Field, readonly string[]>;

export function topicsOf({ headings }: PlainAnswer): Topics {
  return new Map((Object.keys(TOPICS) as Field[]).map((field) => [field, [even(headings[field]), ...TOPICS[field]]]));
}

const ADDRESS = /https?:|www\.|[\p{L}\p{N}-]+\.(?:vn|com|net|org|info|io|gov)(?![\p{L}])/iu;
const PROMISE =
  /chắc chắn|đảm bảo|bảo đảm|cam kết|hứa|yên tâm|nhất định|sẽ (?:được|giải quyết|cấp|xử lý|trả|nhận)|chúng tôi sẽ|tôi sẽ/u;
const PLAIN_SIGNS = /^[\p{L}\s.,:;!?()/"“”'–•-]*$/u;
/** Signs that are mark-up anywhere but at the head of a line. */
const LIST_MARK = /^[*+](?= |$)/gmu;

export type OwnWordsFault = "url" | "number" | "promise" | "format" | "own_words";

/** Words the model added, as they stand between two values, at the head or at the end. */
export interface OwnWords {
  readonly text: string;
  /** A value follows on the same line. */
  readonly leads: boolean;
}

/** What is wrong with the words the model added. */
export function ownWordsFault(own: readonly OwnWords[], plain: PlainAnswer): OwnWordsFault | undefined {
  if (own.some(({ text }) => /\p{Co}/u.test(text))) return "format";
  const words = own.map((one) => ({ ...one, text: one.text.replaceAll(standing(even(plain.name)), NAME) }));
  const text = words.map((one) => one.text.replaceAll(NAME, " ").replace(LIST_MARK, "")).join("\n");
  if (ADDRESS.test(text)) return "url";
  if (/\p{N}/u.test(text)) return "number";
  if (PROMISE.test(text)) return "promise";
  if (!PLAIN_SIGNS.test(text)) return "format";
  return words.every((one) => isHarmless(one, plain)) ? undefined : "own_words";
}

const SENTENCE = /([^.:;!?\n]*)([.:;!?\n]|$)/gu;

/** Between the items of a list stands nothing else. */
const LIST_MARKS = /^[\s.,;–•*+-]*$/u;

function isHarmless({ text, leads }: OwnWords, plain: PlainAnswer): boolean {
  if (LIST_MARKS.test(text)) return true;
  const [bare, named] = withSigns(text.replaceAll(/["“”]/gu, ""), plain).map(sentencesOf);
  const last = (bare ?? []).findLastIndex(({ words }) => words !== "");
  return (bare ?? []).every((sentence, i) =>
    // A word of the name may be a word of courtesy as well ("thủ tục", "thông tin"): either reading will do.
    [sentence, named?.[i] ?? sentence].some(({ words, end }) =>
      leads && i === last ? isLead(words) : isFine(words, end),
    ),
  );
}

const sentencesOf = (text: string) =>
  [...text.matchAll(SENTENCE)].map(([, words = "", end = ""]) => ({
    words: words
      .trim()
      .replace(BULLET, "")
      .replace(/^[, ]+/u, ""),
    end,
  }));

function isFine(words: string, end: string): boolean {
  if (end === "?") return isOffer(words) && isCourteous(words);
  return isCourteous(words) || (end === ":" && isLead(words));
}

const BULLET = /^[-–•*+](?: |$)/u;

/** The text with signs for words for parts, and the same with signs also for runs of at least two words of the name. */
function withSigns(text: string, plain: PlainAnswer): [string, string] {
  const named = even(plain.name).match(WORD) ?? [];
  const topics = [...topicsOf(plain).values()].flat().sort((a, b) => b.length - a.length);
  const part = new RegExp(`(?<![\\p{L}\\p{N}])(?:${topics.map(literal).join("|")})(?![\\p{L}\\p{N}])`, "gu");
  const parted = text.replace(part, TOPIC);
  return [parted, parted.replace(RUN, (run) => withNameIn(run, named))];
}

const WORD = /[\p{L}\p{N}]+/gu;
const RUN = /[\p{L}\p{N}]+(?: [\p{L}\p{N}]+)+/gu;
const TAKES_AWAY = new Set(["không", "chưa", "miễn", "giảm", "trừ", "hết", "khỏi"]);
const LEAST = 2;

/** The longest stretches of the words that stand so in the name, from the left. */
function withNameIn(run: string, name: readonly string[]): string {
  const words = run.split(" ");
  const shown: string[] = [];
  for (let at = 0; at < words.length; ) {
    const length = stretch(words.slice(at), name);
    shown.push(length >= LEAST ? NAME : (words[at] ?? ""));
    at += length >= LEAST ? length : 1;
  }
  return shown.join(" ");
}

function stretch(words: readonly string[], name: readonly string[]): number {
  const lengths = name.map((_, from) => {
    let length = 0;
    while (length < words.length && words[length] === name[from + length] && !TAKES_AWAY.has(words[length] ?? ""))
      length += 1;
    return length;
  });
  return Math.max(0, ...lengths);
}
