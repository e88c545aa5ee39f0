import type { Reply, Wording } from "../messages/index.ts";
import type { RecordType } from "../tickets/index.ts";
import type { Saved } from "./flow/advance.ts";
import { type PartsChange, partsAnswer } from "./flow/parts-answer.ts";
import type { ConversationState } from "./state.ts";

/** One part of a message about several matters, as it is shown: told to be handled, answered already, or guided elsewhere by law. */
export type ToldPart =
  | { readonly kind: "report"; readonly recordType: RecordType; readonly text: string; readonly right?: true }
  | { readonly kind: "answered"; readonly text: string }
  /** A question to be asked back about, once the reports are written down. */
  | { readonly kind: "later"; readonly text: string; readonly asking: Asking }
  /** A ticket sent before, to be looked up once the reports are written down. */
  | { readonly kind: "sent"; readonly text: string }
  /** Its words are not repeated (Luật Tố cáo Đ8.3). */
  | { readonly kind: "guided"; readonly recordType: RecordType };
/** "Which of these?", and what was offered with it. */
export interface Asking {
  readonly reply: Reply;
  readonly offered: NonNullable<ConversationState["offered"]>;
}
type Report = Extract<ToldPart, { kind: "report" }>;

const isReport = (part: ToldPart): part is Report => part.kind === "report";

/** What a flow keeps of the parts: those of the list while it is confirmed, then the reports still to be written down. */
export const keptParts = (parts: readonly ToldPart[]): Saved => ({ parts: JSON.stringify(parts) });
export const partsIn = (saved: Saved): readonly ToldPart[] =>
  saved["parts"] ? (JSON.parse(saved["parts"]) as ToldPart[]) : [];

/** The list is confirmed, and what is kept of it are reports that wait for the one under way. */
const isSettled = (saved: Saved): boolean => saved["parts_settled"] !== undefined;
export const hasMore = (saved: Saved): boolean => isSettled(saved) && partsIn(saved).length > 0;
export const isToBeShown = (saved: Saved): boolean => !isSettled(saved) && partsIn(saved).length > 1;

/** Everything said of one report and not of the next; who sends them is said once. */
export const OF_ONE_REPORT: readonly string[] = [
  ...[
    "content",
    "place",
    "place_unit",
    "place_because",
    "place_former",
    "place_asked",
    "place_name",
    "place_choices",
    "place_answer",
    "place_open",
    "place_again",
    "place_unlisted",
  ],
  ...["place_shown", "route_name", "confirm", "content_new", "coordinates", "parts_answer"],
];

/** The next report to write down, and what then waits; undefined when there is none. */
export function nextReport(parts: readonly ToldPart[]): Saved | undefined {
  const [first, ...rest] = parts.filter(isReport);
  const asking = askingAmong(parts);
  return (
    first && {
      ...{ content: first.text, record_type: first.recordType, parts_settled: "1" },
      ...keptParts(rest),
      ...(asking && { asking: JSON.stringify(asking) }),
    }
  );
}

const askingAmong = (parts: readonly ToldPart[]): Asking | undefined =>
  parts.find((part) => part.kind === "later")?.asking;

/** What is still to be asked back, where `text` was the last word of the flow. */
export function askingIn(saved: Saved, text: string): Asking | undefined {
  if (saved["asking"]) return JSON.parse(saved["asking"]) as Asking;
  return askingAmong(settleParts({ ...saved, parts_answer: text }, (before) => before).parts);
}

/** What an answer makes of the list. `agreed`: every report in it is right. `typeOf`: what kind of record changed words are. */
export function settleParts(
  saved: Saved,
  typeOf: (before: RecordType) => RecordType,
): { readonly parts: readonly ToldPart[]; readonly agreed: boolean } {
  const before = partsIn(saved);
  const changes = partsAnswer(saved["parts_answer"] ?? "", before.length) ?? [];
  const changed = before.flatMap((part, at) => changedBy(part, at + 1, changes, typeOf) ?? []);
  const isAll = changes.some(({ kind }) => kind === "all_right");
  return { parts: changed, agreed: isAll || changed.filter(isReport).every(({ right }) => right) };
}

function changedBy(
  part: ToldPart,
  nth: number,
  changes: readonly PartsChange[],
  typeOf: (before: RecordType) => RecordType,
): ToldPart | undefined {
  let now: ToldPart | undefined = part;
  for (const change of changes) now = now && changedOnce(now, nth, change, typeOf);
  return now;
}

function changedOnce(
  part: ToldPart,
  nth: number,
  change: PartsChange,
  typeOf: (before: RecordType) => RecordType,
): ToldPart | undefined {
  switch (change.kind) {
    case "all_right":
      return part;
    case "right":
      return change.nth === nth && isReport(part) ? { ...part, right: true } : part;
    case "without":
      return change.nths.includes(nth) ? undefined : part;
    case "only":
      return change.nths.includes(nth) ? part : undefined;
    case "instead":
      return change.nth === nth ? reworded(part, change.text, typeOf) : part;
    default:
      return change satisfies never;
  }
}

/** What was answered and guided is said again in words of its own; only a report is put right in the list. */
const reworded = (part: ToldPart, text: string, typeOf: (before: RecordType) => RecordType): ToldPart =>
  isReport(part) ? { kind: "report", recordType: typeOf(part.recordType), text } : part;

/** The question an answer puts in place of one answered before; undefined when it puts none. */
export function askedInstead(saved: Saved, text: string): { readonly text: string; readonly saved: Saved } | undefined {
  const parts = partsIn(saved);
  const changes = partsAnswer(text, parts.length) ?? [];
  for (const change of changes) {
    const part = change.kind === "instead" ? parts[change.nth - 1] : undefined;
    if (change.kind !== "instead" || part?.kind !== "answered") continue;
    const put = parts.with(change.nth - 1, { kind: "answered", text: change.text });
    return { text: change.text, saved: { ...saved, ...keptParts(put) } };
  }
  return undefined;
}

const SHOWN = 160;
const SHOWN_BY_SMS = 40;

/** The list as it is shown, in full and for SMS. */
export function shownParts(saved: Saved, wording: Wording): { readonly full: string; readonly short: string } {
  const parts = partsIn(saved);
  const line = (most: number) => (part: ToldPart, at: number) => shownPart(part, at + 1, most, wording);
  return { full: parts.map(line(SHOWN)).join("\n"), short: parts.map(line(SHOWN_BY_SMS)).join("; ") };
}

function shownPart(part: ToldPart, nth: number, most: number, wording: Wording): string {
  const so = String(nth);
  switch (part.kind) {
    case "report":
      return wording.text("y.phan_anh", {
        so,
        loai: wording.text(`loai.${part.recordType}`),
        noi_dung: cut(part.text, most),
      });
    case "answered":
      return wording.text("y.da_tra_loi", { so, noi_dung: cut(part.text, most) });
    case "later":
      return wording.text("y.hoi_lai_sau", { so, noi_dung: cut(part.text, most) });
    case "sent":
      return wording.text("y.tra_cuu_sau", { so, noi_dung: cut(part.text, most) });
    case "guided":
      return wording.text("y.da_huong_dan", { so, loai: wording.text(`loai.${part.recordType}`) });
    default:
      return part satisfies never;
  }
}

const cut = (text: string, most: number) => (text.length > most ? `${text.slice(0, most - 1)}…` : text);
