import type { Field } from "../catalogue/index.ts";
import { even, hasWords, literal, ownWordsFault, type PlainAnswer, topicsOf } from "./courtesy.ts";

export type { PlainAnswer } from "./courtesy.ts";

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
  const missing = lines.find((line) => pieces.filter((piece) => piece.line === line).length !== line.times);
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
  /** How often it stands in the plain answer. */
  readonly times: number;
  /** The parts it answers; none for a note or the source. */
  readonly fields: readonly Field[];
}

function linesOf(plain: PlainAnswer): Line[] {
  const paragraphs = plain.text
    .split(/\n{2,}/)
    .map(even)
    .filter(Boolean);
  const lines = paragraphs.flatMap((paragraph, i): Line[] => {
    if (i === paragraphs.length - 1 && i > 0)
      return paragraph.split("\n").map((text) => ({ text, kind: "source", times: 1, fields: [] }));
    return valuesOf(paragraph, plain);
  });
  const byText = Map.groupBy(lines, ({ text }) => text);
  return [...byText.values()].flatMap((same) => {
    const [first] = same;
    return first ? [{ ...first, times: same.length, fields: same.flatMap(({ fields }) => fields) }] : [];
  });
}

function valuesOf(paragraph: string, { headings, refusals }: PlainAnswer): Line[] {
  const [field, heading] = Object.entries(headings).find(([, title]) => paragraph.startsWith(`${even(title)}:`)) ?? [];
  const body = heading === undefined ? paragraph : paragraph.slice(even(heading).length + 1);
  const isWithheld = refusals.some((refusal) => body.includes(even(refusal)));
  return body
    .split("\n")
    .map((line) => line.replace(/^[-•*]\s*/, "").trim())
    .filter(Boolean)
    .map((text) => ({ text, kind: isWithheld ? "refusal" : "value", times: 1, fields: field ? [field as Field] : [] }));
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
  const value = literal(line.text);
  if (!isCommon(line.text)) return new RegExp(`(?<![\\p{L}\\p{N}])${value}(?![\\p{L}\\p{N}])`, "gu");
  const heading = line.fields.map((field) => `|(?<=${literal(even(headings[field]))}: )`).join("");
  return new RegExp(`(?:(?<=^[-•*+ ]*)${heading})${value}(?=[.;,]?$)`, "gmu");
}

function split(text: string, pattern: RegExp, line: Line): Piece[] {
  const around = text.split(pattern);
  return around.flatMap((part, i): Piece[] =>
    i === 0 ? [{ text: part }] : [{ text: line.text, line }, { text: part }],
  );
}

/** True when a value does not stand under words for its own part, and only for it. */
function isMisplaced(pieces: readonly Piece[], plain: PlainAnswer): boolean {
  let under: readonly Field[] = [];
  return pieces.some(({ text, line }) => {
    if (line) return line.fields.length > 0 && !(under.length === 1 && line.fields.includes(under[0] as Field));
    const named = partsNamed(text, plain);
    if (named.length > 0) under = named;
    return false;
  });
}

function partsNamed(text: string, plain: PlainAnswer): Field[] {
  const own = text.replaceAll(even(plain.name), " ");
  return [...topicsOf(plain)].filter(([, words]) => words.some((word) => hasWords(own, word))).map(([field]) => field);
}
