import type { Field, Procedure, Receipt } from "../catalogue/index.ts";
import type { Reply, Wording } from "../messages/index.ts";
import { type Answer, REASON_OF_SILENCE, type RefusalReason } from "./answer.ts";
import { type FactContext, fieldsFor, OVERVIEW, partOf, receiptOf, type StatedPart } from "./facts.ts";

/** Words the asked parts of the found procedures: short for SMS, speakable for the phone, structured elsewhere. */
export function compose(
  procedures: readonly [Procedure, ...Procedure[]],
  facets: readonly Field[],
  wording: Wording,
  context: FactContext,
): Answer {
  const told = procedures.map((procedure) => tell(procedure, facets, wording, context));
  const [first, ...others] = procedures.map((procedure) => procedure.code);
  const receipts = told.flatMap((one) => one.receipts);
  const reason = told.map((one) => one.reason).find((found) => found !== undefined);
  return {
    outcome: "answered",
    codes: [first as string, ...others],
    facets: facets.length > 0 ? facets : OVERVIEW,
    receipts: receipts as [Receipt, ...Receipt[]],
    ...(reason && facets.length > 0 ? { reason } : {}),
    replies: told.map((one) => one.reply),
  };
}

interface Told {
  readonly reply: Reply;
  readonly receipts: readonly Receipt[];
  readonly reason?: RefusalReason;
}

function tell(procedure: Procedure, facets: readonly Field[], wording: Wording, context: FactContext): Told {
  const asked = facets.length > 0 ? facets : OVERVIEW;
  const fields = [...new Set(asked.flatMap((field) => fieldsFor(procedure, field)))];
  const parts = fields.map((field) => partOf(procedure, field, context));
  const silent = parts.find((part) => part.kind === "withheld");
  const source = sourceOf(procedure, wording);
  const locals = localSources(procedure, parts, context.page, wording);
  const isOverview = facets.length === 0 && context.page === 0;
  const notes = isOverview ? procedure.notes.map((note) => wording.text("tra_loi.luu_y", { luu_y: note })) : [];
  const long = parts.map((part) => longForm(part, context.page, wording)).filter(Boolean);
  // What is said in a few words comes first: an SMS may be cut at the end.
  const brief = [...parts.filter((part) => !isList(part)), ...parts.filter(isList)];
  const short = brief.map((part) => shortForm(part, context.page, wording)).filter(Boolean);
  const spoken = parts.map((part) => spokenForm(part, wording));
  const end = wording.text("tra_loi.het");
  return {
    reply: {
      key: "tra_loi",
      text: joined("\n\n", [
        wording.text("tra_loi.dau", { ten: procedure.name, ma: procedure.code }),
        ...(long.length > 0 ? long : [end]),
        ...notes,
        ...locals.map(({ text }) => text),
        source.text,
      ]),
      short: joined(" ", [`${shortName(procedure.name)}.`, ...(short.length > 0 ? short : [end]), source.short]),
      spoken: joined(" ", [wording.text("tra_loi.dau_noi", { ten: shortName(procedure.name) }), ...spoken]),
    },
    receipts: [
      receiptOf(procedure, "name", procedure.name),
      ...parts.flatMap((part) => (part.kind === "stated" ? part.receipts : [])),
      ...locals.map(({ receipt }) => receipt),
      ...source.receipts,
    ],
    ...(silent?.kind === "withheld" ? { reason: REASON_OF_SILENCE[silent.reason] } : {}),
  };
}

const isList = (part: StatedPart) => part.kind === "stated" && part.receipts.length > 1 && part.field !== "channels";
const joined = (by: string, pieces: readonly string[]) => pieces.filter(Boolean).join(by);

interface Screen {
  readonly lines: readonly string[];
  /** Lines after these. */
  readonly left: number;
}

/** The lines of one screenful, each list cut where `most` lines or `characters` are reached. */
function screenOf(lines: readonly string[], page: number, most: number, characters: number): Screen {
  let at = 0;
  for (let before = 0; before < page; before++) at += fitting(lines.slice(at), most, characters);
  const count = fitting(lines.slice(at), most, characters);
  return { lines: lines.slice(at, at + count), left: lines.length - at - count };
}

/** How many of the first lines fit; one always does. */
function fitting(lines: readonly string[], most: number, characters: number): number {
  let used = 0;
  const over = lines.slice(0, most).findIndex((line, i) => {
    used += line.length;
    return i > 0 && used > characters;
  });
  return over < 0 ? Math.min(most, lines.length) : over;
}

const LONG = { lines: 8, characters: 1100 } as const;
const SHORT = { lines: 4, characters: 170 } as const;

function longForm(part: StatedPart, page: number, wording: Wording): string {
  const title = wording.text(`phan.${part.field}`);
  if (part.kind === "withheld") return page > 0 ? "" : `${title}: ${silence(part, wording)}`;
  const screen = screenOf(linesOf(part), page, LONG.lines, LONG.characters);
  if (screen.lines.length === 0) return "";
  const more = screen.left > 0 ? wording.text("tra_loi.con_nua", { so: String(screen.left) }) : "";
  if (part.receipts.length === 1) return `${title}: ${screen.lines[0]}`;
  return joined("\n", [`${title}:`, ...screen.lines.map((line) => `- ${withoutBullet(line)}`), more]);
}

/** A list item may bring its own dash; two would look careless. */
const withoutBullet = (line: string) => line.replace(/^[-+*•]\s*/, "");
const linesOf = (part: StatedPart & { kind: "stated" }) => part.receipts.map(({ text }) => text);

/** What everybody needs first, what some cases need after it; headings say nothing alone. */
function plainFirst(lines: readonly string[]): string[] {
  const items = lines.filter((line) => !line.endsWith(":")).map(withoutBullet);
  const isCase = (line: string) => /^(trường hợp|nếu|đối với|riêng)/i.test(line);
  const ordered = [...items.filter((line) => !isCase(line)), ...items.filter(isCase)];
  return ordered.length > 0 ? ordered : lines.map(withoutBullet);
}

function shortForm(part: StatedPart, page: number, wording: Wording): string {
  const title = wording.text(`phan.${part.field}`);
  if (part.kind === "withheld") return page > 0 ? "" : `${title}: ${wording.text(`im_lang_ngan.${part.reason}`)}.`;
  const { lines, left } = screenOf(plainFirst(linesOf(part)), page, SHORT.lines, SHORT.characters);
  if (lines.length === 0) return "";
  const more = left > 0 ? ` ${wording.text("tra_loi.con_nua_ngan", { so: String(left) })}` : "";
  return `${title}: ${ended(lines.join("; "))}${more}`;
}

function spokenForm(part: StatedPart, wording: Wording): string {
  const title = wording.text(`phan.${part.field}`);
  if (part.kind === "withheld") return `${title}: ${silence(part, wording)}`;
  const { lines } = screenOf(plainFirst(linesOf(part)), 0, SHORT.lines, 2 * SHORT.characters);
  return `${title}: ${ended(lines.join("; "))}`;
}

const ended = (text: string) => (/[.!?…]$/.test(text) ? text : `${text}.`);

function silence(part: StatedPart & { kind: "withheld" }, wording: Wording): string {
  return [wording.text(`im_lang.${part.reason}`), part.note].filter(Boolean).join(" ");
}

function sourceOf(
  procedure: Procedure,
  wording: Wording,
): { text: string; short: string; receipts: readonly Receipt[] } {
  const decision = procedure.decision;
  const values = {
    quyet_dinh: decision ? wording.text("tra_loi.quyet_dinh", { so: decision }) : "",
    ngay: procedure.checkedOn,
    lien_ket: procedure.url ?? "",
    ma: procedure.code,
  };
  return {
    text: wording.text("tra_loi.nguon", values),
    short: wording.text("tra_loi.nguon_ngan", values),
    receipts: decision ? [receiptOf(procedure, "decision", decision)] : [],
  };
}

/** Whose decision stands behind a part that differs here from the national record. */
function localSources(
  procedure: Procedure,
  parts: readonly StatedPart[],
  page: number,
  wording: Wording,
): { text: string; receipt: Receipt }[] {
  if (page > 0) return [];
  return parts.flatMap((part) => {
    if (part.kind !== "stated") return [];
    return (part.local ?? []).map(({ decision, source, checkedOn }) => ({
      text: wording.text("tra_loi.rieng", {
        phan: wording.text(`phan.${part.field}`),
        so: decision,
        nguon: source,
        ngay: checkedOn,
      }),
      receipt: { text: decision, code: procedure.code, version: decision, field: part.field },
    }));
  });
}

/** Official names run on after the first few words; on the phone the head is enough. */
export function shortName(name: string): string {
  const plain = name.replace(/^\s*thủ tục\s+/i, "");
  const head = plain.split(/[;(]/)[0]?.trim() ?? plain;
  const cut = head.length > 110 ? `${head.slice(0, 107).replace(/\s+\S*$/, "")}…` : head;
  return cut.charAt(0).toUpperCase() + cut.slice(1);
}

/** Labels to choose between: two that would read the same are told apart by where their names differ. */
export function choiceLabels(names: readonly string[]): string[] {
  const short = names.map(shortName);
  return short.map((label, i) => {
    if (short.filter((other) => other === label).length === 1) return label;
    const alike = names.filter((_, j) => short[j] === label);
    const from = sharedStart(alike);
    const rest = (names[i] ?? "").slice(from).replace(/^[\s,;.(]+/, "");
    return `${label.slice(0, 50).replace(/\s+\S*$/, "")}…: ${rest.slice(0, 90) || label}`;
  });
}

/** How many leading characters the names share, back to a word's start. */
function sharedStart(names: readonly string[]): number {
  const [first = "", ...others] = names;
  let length = 0;
  while (length < first.length && others.every((other) => other[length] === first[length])) length += 1;
  return first.slice(0, length).lastIndexOf(" ") + 1;
}
