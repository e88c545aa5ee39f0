import type { Field } from "../catalogue/index.ts";
import { even, hasWords, type OwnWords, ownWordsFault, type PlainAnswer, topicsOf } from "./courtesy.ts";

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
  if (text.length > plain.text.length * LONGEST + plain.name.length) return "too_long";
  return undefined;
}

function lookInto(text: string, plain: PlainAnswer): Rejection | undefined {
  const stated = linesOf(plain);
  const pieces = cut(even(text), stated);
  const found = Map.groupBy(pieces, (piece) => piece.line?.text);
  const missing = stated.find((line) => (found.get(line.text)?.length ?? 0) < timesOf(line, stated));
  return (
    ownWordsFault(ownWordsOf(pieces), plain) ??
    (missing && MISSING[missing.kind]) ??
    (pieces.some((_, at) => isTiedUp(pieces, at)) ? "own_words" : undefined) ??
    (isMisplaced(pieces, stated, plain) ? "misplaced" : undefined)
  );
}

const MISSING = {
  source: "missing_source",
  refusal: "missing_refusal",
  value: "missing_value",
} as const satisfies Record<Line["kind"], Rejection>;

/** One line of the plain answer that must come through unchanged. The same text may stand in it several times. */
interface Line {
  readonly text: string;
  readonly kind: "value" | "refusal" | "source";
  /** The part it answers; absent for a note or the source. */
  readonly field?: Field;
}

const timesOf = ({ text }: Line, lines: readonly Line[]) => lines.filter((line) => line.text === text).length;

/** In their order. */
function linesOf(plain: PlainAnswer): Line[] {
  const paragraphs = plain.text
    .split(/\n{2,}/)
    .map(even)
    .filter(Boolean);
  return paragraphs.flatMap((paragraph, i): Line[] => {
    if (i === paragraphs.length - 1 && i > 0)
      return paragraph.split("\n").map((text) => ({ text: unstopped(text), kind: "source" }));
    return valuesOf(paragraph, plain);
  });
}

function valuesOf(paragraph: string, { headings, refusals }: PlainAnswer): Line[] {
  const [field, heading] = Object.entries(headings).find(([, title]) => paragraph.startsWith(`${even(title)}:`)) ?? [];
  const body = heading === undefined ? paragraph : paragraph.slice(even(heading).length + 1);
  const isWithheld = refusals.some((refusal) => body.includes(even(refusal)));
  return body
    .split("\n")
    .map((line) => unstopped(line.replace(/^[-•*]\s*/, "").trim()))
    .filter(Boolean)
    .map((text) => ({ text, kind: isWithheld ? "refusal" : "value", ...(field ? { field: field as Field } : {}) }));
}

/** Whether a line ends with a stop or not is a matter of taste. */
const unstopped = (line: string) => line.replace(/(?<![.;,])[.;,]$/u, "");

/** A piece of the model's text: one of the plain answer's lines, or words of its own. These take turns, own words first. */
interface Piece {
  readonly text: string;
  readonly line?: Line;
}

/** Cuts the text at the plain lines in it, the longest first, so that a line inside another is not taken for itself. */
function cut(text: string, lines: readonly Line[]): Piece[] {
  const longestFirst = [...new Map(lines.map((line) => [line.text, line])).values()].sort(
    (a, b) => b.text.length - a.text.length,
  );
  return longestFirst.reduce<Piece[]>(
    (pieces, line) => pieces.flatMap((piece) => (piece.line ? [piece] : split(piece.text, line))),
    [{ text }],
  );
}

/** Values like "Không" are words of the language too: they count only as a whole line or behind what introduces them. */
const isCommon = (value: string) => value.length <= 15 && !/\p{N}/u.test(value);

function split(text: string, line: Line): Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (let at = text.indexOf(line.text); at >= 0; at = text.indexOf(line.text, at + 1)) {
    if (at < from || !standsAlone(text.slice(0, at), text.slice(at + line.text.length), isCommon(line.text))) continue;
    pieces.push({ text: text.slice(from, at) }, { text: line.text, line });
    from = at + line.text.length;
  }
  return [...pieces, { text: text.slice(from) }];
}

const ENDS_IN_WORD = /[\p{L}\p{M}\p{N}]$/u;
const BEGINS_WITH_WORD = /^[\p{L}\p{M}\p{N}]/u;
const INTRODUCED = /^[-–•*+ ]*$|(?::|(?<!\p{L})(?:là|gồm)) $/u;
const ENDS_LINE = /^(?: ạ)?[.;,]?(?:\n|$)/u;

function standsAlone(before: string, behind: string, common: boolean): boolean {
  return common
    ? INTRODUCED.test(lastLineOf(before)) && ENDS_LINE.test(behind)
    : !ENDS_IN_WORD.test(before.slice(-2)) && !BEGINS_WITH_WORD.test(behind);
}

function ownWordsOf(pieces: readonly Piece[]): OwnWords[] {
  return pieces.flatMap(({ text, line }, i) =>
    line ? [] : [{ text, leads: i < pieces.length - 1 && lastLineOf(text).trim() !== "" }],
  );
}

const lastLineOf = (text: string) => text.slice(text.lastIndexOf("\n") + 1);

/** What may stand on a value's own line: before it a list mark or words that introduce it, behind it a stop. */
const INTRODUCTION = /^(?:[-–•*+] |.*(?::|(?<!\p{L})(?:là|gồm)) ?)?$/u;
const STOP = /^(?: (?:ạ|nhé|nha))?([.;,!]?)(?=[\n ]|$)/u;

/** True for own words that lean on a value and may bend it: "dưới 5 ngày", "8.000 đồng/giấy tờ", "Tờ khai nếu cần". */
function isTiedUp(pieces: readonly Piece[], at: number): boolean {
  const { text, line } = pieces[at] as Piece;
  if (line) return false;
  const [isFirst, isLast] = [at === 0, at === pieces.length - 1];
  const stop = isFirst ? undefined : STOP.exec(text);
  if (stop === null) return true;
  const rest = stop ? text.slice(stop[0].length) : text;
  if (!isFirst && !isLast && !text.includes("\n")) return !joins(stop?.[1] ?? "", rest.trim());
  const [behind = ""] = rest.split("\n");
  const isLeftAlone = isFirst || behind.trim() === "" || /[.!;]/.test(stop?.[1] ?? "");
  return !isLeftAlone || !(isLast || INTRODUCTION.test(lastLineOf(rest)));
}

/** Two values on one line: a semicolon between them, or a stop and words that introduce the second. */
const joins = (stop: string, lead: string) => (lead === "" ? stop === ";" : stop !== "" && INTRODUCTION.test(lead));

/** True when the values of any part are not exactly its own, in their order, under words for this part alone. */
function isMisplaced(pieces: readonly Piece[], stated: readonly Line[], plain: PlainAnswer): boolean {
  let under: readonly Field[] = [];
  const told: string[] = [];
  for (const { text, line } of pieces) {
    const named = line ? [] : partsNamed(text, plain);
    if (named.length > 0) under = named;
    if (line) told.push(placed(line.text, isOfSomePart(line.text, stated) ? under.join("+") : undefined));
  }
  const meant = stated.map(({ text, field }) => placed(text, field));
  return partsOf(meant).some((part) => inPart(part, meant).join("\n") !== inPart(part, told).join("\n"));
}

const isOfSomePart = (text: string, stated: readonly Line[]) =>
  stated.some((line) => line.text === text && line.field !== undefined);
const placed = (text: string, part = "") => `${part}|${text}`;
const partsOf = (lines: readonly string[]) => [...new Set(lines.map((line) => line.slice(0, line.indexOf("|"))))];
const inPart = (part: string, lines: readonly string[]) => lines.filter((line) => line.startsWith(`${part}|`));

function partsNamed(text: string, plain: PlainAnswer): Field[] {
  const own = text.replaceAll(even(plain.name), " ");
  return [...topicsOf(plain)].filter(([, words]) => words.some((word) => hasWords(own, word))).map(([field]) => field);
}
