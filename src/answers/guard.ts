import type { Field } from "../catalogue/index.ts";

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

export type Rejection =
  | "empty"
  | "too_long"
  | "format"
  | "url"
  | "promise"
  | "missing_source"
  | "missing_refusal"
  | "missing_value"
  | "misplaced"
  | "number"
  | "own_words";

export type Verdict =
  | { readonly kind: "accepted"; readonly text: string }
  | { readonly kind: "rejected"; readonly because: Rejection };

const LONGEST = 1.5;

/**
 * Whether a model's wording of a plain answer may go out. Facts may stand in it only as the plain answer's own lines, whole
 * and unchanged, each under its own heading and none left out; around them only courtesies, headings and the
 * procedure's name. So no number, date, amount, law, paper or authority can be new, changed, or moved to another question.
 */
export function judge(phrased: string, plain: PlainAnswer): Verdict {
  const text = phrased.normalize("NFC").trim();
  const because = lookOver(text, plain) ?? lookInto(text, plain);
  return because ? { kind: "rejected", because } : { kind: "accepted", text };
}

function lookOver(text: string, plain: PlainAnswer): Rejection | undefined {
  if (text === "") return "empty";
  if (text.length > plain.text.length * LONGEST) return "too_long";
  return undefined;
}

function lookInto(text: string, plain: PlainAnswer): Rejection | undefined {
  const lines = linesOf(plain);
  const pieces = cut(even(text), lines, plain);
  const missing = lines.find(
    (line) => pieces.filter((piece) => piece.line === line).length < Math.max(1, line.fields.length),
  );
  const own = pieces.filter((piece) => piece.line === undefined).map((piece) => piece.text);
  return (
    ownWordsFault(own, plain) ??
    (missing && MISSING[missing.kind]) ??
    (isMisplaced(pieces, plain) ? "misplaced" : undefined)
  );
}

const MISSING = {
  source: "missing_source",
  refusal: "missing_refusal",
  value: "missing_value",
} as const satisfies Record<Line["kind"], Rejection>;

/** One line of the plain answer that must come through unchanged, as often as it stands there. */
interface Line {
  readonly text: string;
  readonly kind: "value" | "refusal" | "source";
  /** The parts it answers, one for each time it stands in the plain answer; none for a note or the source. */
  readonly fields: readonly Field[];
}

/** Lower case, one kind of space, lines kept: what two wordings are compared in. */
function even(text: string): string {
  return text
    .normalize("NFC")
    .toLowerCase()
    .split("\n")
    .map((line) => line.replace(/\s+/g, " ").trim())
    .filter(Boolean)
    .join("\n");
}

function linesOf(plain: PlainAnswer): Line[] {
  const paragraphs = plain.text
    .split(/\n{2,}/)
    .map(even)
    .filter(Boolean);
  const lines = paragraphs.flatMap((paragraph, i): Line[] => {
    if (i === paragraphs.length - 1 && i > 0)
      return paragraph.split("\n").map((text) => ({ text, kind: "source", fields: [] }));
    return valuesOf(paragraph, plain);
  });
  const byText = Map.groupBy(lines, ({ text }) => text);
  return [...byText.values()].flatMap(([first, ...same]) =>
    first ? [{ ...first, fields: [first, ...same].flatMap(({ fields }) => fields) }] : [],
  );
}

function valuesOf(paragraph: string, { headings, refusals }: PlainAnswer): Line[] {
  const [field, heading] = Object.entries(headings).find(([, title]) => paragraph.startsWith(`${even(title)}:`)) ?? [];
  const body = heading === undefined ? paragraph : paragraph.slice(even(heading).length + 1);
  const isWithheld = refusals.some((refusal) => body.includes(even(refusal)));
  return body
    .split("\n")
    .map((line) => line.replace(/^[-•*]\s*/, "").trim())
    .filter(Boolean)
    .map((text) => ({ text, kind: isWithheld ? "refusal" : "value", fields: field ? [field as Field] : [] }));
}

/** A piece of the model's text: one of the plain answer's lines, or words of its own. */
interface Piece {
  readonly text: string;
  readonly line?: Line;
}

/** Cuts the text at the plain lines in it, the longest first, so that a line inside another is not taken for itself. */
function cut(text: string, lines: readonly Line[], plain: PlainAnswer): Piece[] {
  const longestFirst = [...lines].sort((a, b) => b.text.length - a.text.length);
  return longestFirst.reduce<Piece[]>(
    (pieces, line) =>
      pieces.flatMap((piece) => (piece.line ? [piece] : split(piece.text, patternOf(line, plain), line))),
    [{ text }],
  );
}

/** Values like "Không" are words of the language too: they count only as a whole line or right after their heading. */
const isCommon = (value: string) => value.length <= 15 && !/\p{N}/u.test(value);

function patternOf(line: Line, { headings }: PlainAnswer): RegExp {
  const value = escape(line.text);
  if (!isCommon(line.text)) return new RegExp(`(?<![\\p{L}\\p{N}])${value}(?![\\p{L}\\p{N}])`, "gu");
  const heading = line.fields.map((field) => `|(?<=${escape(even(headings[field]))}: )`).join("");
  return new RegExp(`(?:(?<=^[-•*+ ]*)${heading})${value}(?=[.;,]?$)`, "gmu");
}

const escape = (text: string) => text.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");

function split(text: string, pattern: RegExp, line: Line): Piece[] {
  const around = text.split(pattern);
  return around.flatMap((part, i): Piece[] =>
    i === 0 ? [{ text: part }] : [{ text: line.text, line }, { text: part }],
  );
}

/** What each part is called besides its heading. */
const TOPICS: Readonly<Record<Field, readonly string[]>> = {
  agency: ["cơ quan"],
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

function topicsOf({ headings }: PlainAnswer): Topics {
  return new Map((Object.keys(TOPICS) as Field[]).map((field) => [field, [even(headings[field]), ...TOPICS[field]]]));
}

/** True when a value does not stand under words for its own part, and only for it. */
function isMisplaced(pieces: readonly Piece[], plain: PlainAnswer): boolean {
  const topics = topicsOf(plain);
  let under: Field | undefined;
  let several = false;
  for (const { text, line } of pieces) {
    if (line === undefined) {
      const own = text.replaceAll(even(plain.name), " ");
      const named = [...topics]
        .filter(([, words]) => words.some((word) => hasWords(own, word)))
        .map(([field]) => field);
      if (named.length > 0) under = named[0];
      if (named.length > 0) several = named.length > 1;
    } else if (line.fields.length > 0 && (several || !under || !line.fields.includes(under))) return true;
  }
  return false;
}

function hasWords(text: string, phrase: string): boolean {
  return new RegExp(`(?<![\\p{L}\\p{N}])${escape(phrase)}(?![\\p{L}\\p{N}])`, "u").test(text);
}

const URL = /https?:|www\.|[\p{L}\p{N}-]+\.(?:vn|com|net|org|info|io|gov)(?![\p{L}])/iu;
const PROMISE =
  /chắc chắn|đảm bảo|bảo đảm|cam kết|hứa|yên tâm|nhất định|sẽ (?:được|giải quyết|cấp|xử lý|trả|nhận)|chúng tôi sẽ|tôi sẽ/u;
const PLAIN_SIGNS = /^[\p{L}\p{M}\p{N}\s.,:;!?()/"“”'…–•-]*$/u;

/** What is wrong with the words the model added. */
function ownWordsFault(own: readonly string[], plain: PlainAnswer): Rejection | undefined {
  const text = own.join("\n");
  if (URL.test(text)) return "url";
  if (/\p{N}/u.test(text)) return "number";
  if (PROMISE.test(text)) return "promise";
  if (!PLAIN_SIGNS.test(text)) return "format";
  return own.every((part) => isCourteous(part, plain)) ? undefined : "own_words";
}

/**
 * Words that carry no fact in any order. Not here on purpose: "có", "được", "vâng" (they answer yes), "không", "chưa", "miễn",
 * "chỉ", "trừ" (they take away), number words, and every noun that names a paper, a place or an authority.
 */
const COURTESIES = new Set(
  `dạ thưa ạ ơi nhé nha xin kính chào mời cảm ơn chúc anh chị quý bạn tôi mình em vui lòng giúp hỗ trợ gửi đây sau dưới trên như
  là về việc các những phần thông tin nội dung chi tiết cụ thể theo để với của cho và thì này kia biết nắm rõ xem hỏi nhắn lại
  nếu cần khi làm thủ tục hồ sơ chuẩn bị gồm bao trả lời câu lưu ý nguồn tham khảo tiện dõi hiểu lo`.split(/\s+/),
);

/** Words that are a courtesy only together: "phí thêm" would be a new fee. */
const COURTEOUS_PHRASES = ["hỏi thêm", "biết thêm", "xem thêm"];

/** Only courtesies, words for parts, and runs of at least two words as they stand in the procedure's name. */
function isCourteous(text: string, plain: PlainAnswer): boolean {
  const named = even(plain.name).match(WORD)?.join(" ") ?? "";
  const phrases = [even(plain.name), ...COURTEOUS_PHRASES, ...[...topicsOf(plain).values()].flat()].sort(
    (a, b) => b.length - a.length,
  );
  const rest = phrases.reduce(
    (left, phrase) => left.replace(new RegExp(`(?<![\\p{L}\\p{N}])${escape(phrase)}(?![\\p{L}\\p{N}])`, "gu"), " . "),
    text,
  );
  return runsOf(rest).every(
    (run) => run.length > 1 && !run.some((word) => TAKES_AWAY.has(word)) && ` ${named} `.includes(` ${run.join(" ")} `),
  );
}

const WORD = /[\p{L}\p{M}\p{N}]+/gu;
const TAKES_AWAY = new Set(["không", "chưa", "miễn", "trừ", "hết", "khỏi"]);

/** Neighbouring words that are no courtesies. */
function runsOf(text: string): string[][] {
  const runs: string[][] = [[]];
  for (const [token] of text.matchAll(/[\p{L}\p{M}\p{N}]+|[^\s]/gu)) {
    if (/[\p{L}\p{N}]/u.test(token) && !COURTESIES.has(token)) runs.at(-1)?.push(token);
    else runs.push([]);
  }
  return runs.filter((run) => run.length > 0);
}
