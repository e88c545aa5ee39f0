import type { Procedure } from "../catalogue/index.ts";
import type { Wording } from "../messages/index.ts";
import type { StatedPart } from "./facts.ts";
import { arranged, type Line, papersOf } from "./lines.ts";
import type { Passage } from "./passages.ts";
import { LONG, type ScreenSize, SHORT, SHORT_ALONE, SPOKEN, screenOf } from "./screen.ts";

/** The record's own sentences on a practical question. */
export interface Aside {
  /** Empty: the record says nothing of it, which is said. */
  readonly passages: readonly Passage[];
  /** No part is asked for, and the overview was shown before: it stands alone. */
  readonly isAlone: boolean;
  /** Said where there is none, instead of the usual words. */
  readonly unsaid?: string | undefined;
}

/** How a procedure's parts are told. */
export interface Telling {
  readonly procedure: Procedure;
  /** Which screenful of long lists is wanted, from 0. */
  readonly page: number;
  readonly wording: Wording;
  /** The part after which it is said who may be asked; once in an answer is enough. */
  readonly lastSilent: ShownPart | undefined;
  readonly size: ScreenSize;
}

/** Each form of the parts, behind the record's sentences on what was asked besides; that there is no more of them, where none is left. */
export function formsOf(parts: readonly ShownPart[], telling: Telling, aside: Aside | undefined) {
  // What is said in a few words comes first: an SMS may be cut at the end.
  const brief = [...parts.filter((part) => !isList(part)), ...parts.filter(isList)];
  const said = aside && asideForms(aside, telling);
  const orEnd = (first: string | undefined, forms: readonly string[]) => {
    const all = [first ?? "", ...forms].filter(Boolean);
    return all.length > 0 ? all : [telling.wording.text("tra_loi.het")];
  };
  return {
    long: orEnd(
      said?.text,
      parts.map((part) => longForm(part, telling)),
    ),
    short: orEnd(
      said?.short,
      brief.map((part) => shortForm(part, telling)),
    ),
    spoken: orEnd(
      said?.spoken,
      parts.map((part) => spokenForm(part, telling)),
    ),
  };
}

/** The record's sentences on a practical question, or that it has none and who knows. */
function asideForms({ passages, isAlone, unsaid }: Aside, { procedure, wording }: Telling) {
  const title = wording.text("phan.dieu_hoi");
  const lines = passages.map(({ text }): Line => ({ text, isHeading: false }));
  const inForm = (size: ScreenSize) => `${title}: ${ended(textsOf(screenOf(lines, 0, size)).join("; "))}`;
  const others = isAlone ? wording.text("tra_loi.phan_khac") : "";
  if (passages.length === 0) {
    const noi = placeToAsk(procedure) ?? wording.text("im_lang.noi_hoi");
    const none = unsaid
      ? joined(" ", [unsaid, wording.text("im_lang.hoi", { noi })])
      : wording.text("tra_loi.khong_ghi_rieng", { noi });
    return { text: joined("\n\n", [none, others]), short: none, spoken: none };
  }
  return {
    text: joined("\n\n", [[`${title}:`, ...lines.map(({ text }) => `- ${text}`)].join("\n"), others]),
    short: inForm(isAlone ? SHORT_ALONE : SHORT),
    spoken: inForm(SPOKEN),
  };
}
const textsOf = ({ lines }: { readonly lines: readonly Line[] }) => lines.map(({ text }) => text);

/** A part as every form of the answer shows it: its lines, and by their heads where there is little room. */
export type ShownPart = Extract<StatedPart, { kind: "withheld" }> | (StatedLines & Shown);
type StatedLines = Extract<StatedPart, { kind: "stated" }>;

interface Shown {
  readonly lines: readonly Line[];
  readonly heads: readonly Line[];
}

export function shown(part: StatedPart): ShownPart {
  if (part.kind === "withheld") return part;
  const published = part.receipts.map(({ text }) => text);
  if (part.field === "papers") return { ...part, ...papersOf(published) };
  const lines = arranged(part.field, published);
  const things = lines.filter(({ isHeading }) => !isHeading);
  // Headings say nothing alone.
  return { ...part, lines, heads: things.length > 0 ? things : lines };
}

const isList = (part: StatedPart) => part.kind === "stated" && part.receipts.length > 1 && part.field !== "channels";
export const joined = (by: string, pieces: readonly string[]) => pieces.filter(Boolean).join(by);

function longForm(part: ShownPart, telling: Telling): string {
  const { page, wording } = telling;
  const title = wording.text(`phan.${part.field}`);
  if (part.kind === "withheld") return page > 0 ? "" : `${title}: ${silence(part, telling)}`;
  const { lines } = part;
  const screen = screenOf(lines, page, LONG);
  if (screen.lines.length === 0) return "";
  const more = screen.left > 0 ? wording.text("tra_loi.con_nua", { so: String(screen.left) }) : "";
  if (lines.length === 1) return `${title}: ${screen.lines[0]?.text}`;
  return joined("\n", [
    `${title}:`,
    ...screen.lines.map((line) => (line.isHeading ? line.text : `- ${line.text}`)),
    more,
  ]);
}

function shortForm(part: ShownPart, telling: Telling): string {
  const { page, wording, size } = telling;
  const title = wording.text(`phan.${part.field}`);
  if (part.kind === "withheld") return page > 0 ? "" : `${title}: ${shortSilence(part, telling)}`;
  const { lines, left } = screenOf(part.heads, page, size);
  if (lines.length === 0) return "";
  const more = left > 0 ? ` ${wording.text("tra_loi.con_nua_ngan", { so: String(left) })}` : "";
  return `${title}: ${ended(lines.map(({ text }) => text).join("; "))}${more}`;
}

/** What is heard is not read again: as on a small screen, only twice as much. */
function spokenForm(part: ShownPart, telling: Telling): string {
  const { page, wording } = telling;
  const title = wording.text(`phan.${part.field}`);
  if (part.kind === "withheld") return page > 0 ? "" : `${title}: ${silence(part, telling)}`;
  const { lines, left } = screenOf(part.heads, page, SPOKEN);
  if (lines.length === 0) return "";
  const more = left > 0 ? ` ${wording.text("tra_loi.con_nua_noi", { so: String(left) })}` : "";
  return `${title}: ${ended(lines.map(({ text }) => text).join("; "))}${more}`;
}

export const ended = (text: string) => (/[.!?…]$/.test(text) ? text : `${text}.`);

/** Why it is not said, what the editor noted, and who knows. */
function silence(part: ShownPart & { kind: "withheld" }, { procedure, wording, lastSilent }: Telling): string {
  const noi = placeToAsk(procedure) ?? wording.text("im_lang.noi_hoi");
  const key = part.field === "time_limit" ? "im_lang.hoi_ngay" : "im_lang.hoi";
  const ask = part === lastSilent ? wording.text(key, { noi }) : "";
  return joined(" ", [wording.text(`im_lang.${part.reason}`), part.note ?? "", ask]);
}

function shortSilence(part: ShownPart & { kind: "withheld" }, { procedure, wording, lastSilent }: Telling): string {
  const noi = placeToAsk(procedure) ?? wording.text("im_lang_ngan.noi_hoi");
  const ask = part === lastSilent ? wording.text("im_lang_ngan.hoi", { noi }) : "";
  return `${joined(", ", [wording.text(`im_lang_ngan.${part.reason}`), ask])}.`;
}

/** Bodies with a door of their own; what a committee decides is asked at its one-stop. */
const OWN_DOOR =
  /^(?:công an|phòng|cục|chi cục|ban chỉ huy quân sự|bảo hiểm xã hội|cơ quan|thuế|đồn|sở|tòa án)(?!\p{L})[^,;:/]{0,70}$/iu;

/** The one body the record itself says takes the matter, when it is not the one-stop. */
function placeToAsk({ facts }: Procedure): string | undefined {
  const said = [facts.place, facts.agency].flatMap((fact) => (fact.state === "stated" ? fact.lines : []));
  const bodies = said.map((line) => line.replace(/[.;]$/, ""));
  return bodies.every((body) => OWN_DOOR.test(body)) ? bodies[0] : undefined;
}
