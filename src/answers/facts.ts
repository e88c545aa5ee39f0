import type { Fact, Field, LocalSource, Procedure, Receipt, WithheldReason } from "../catalogue/index.ts";

/** One asked part of one procedure: its published lines with receipts, or the reason for silence. */
export type StatedPart =
  | {
      readonly field: Field | "level";
      readonly kind: "stated";
      readonly receipts: readonly [Receipt, ...Receipt[]];
      /** Decisions of the province or the commune that some of the lines stand in. */
      readonly local?: readonly LocalSource[];
    }
  | { readonly field: Field; readonly kind: "withheld"; readonly reason: WithheldReason; readonly note?: string };

/** The parts shown when a citizen names a procedure and asks for nothing in particular. */
export const OVERVIEW: readonly Field[] = ["place", "papers", "time_limit", "fee", "channels"];

export interface FactContext {
  /** ISO date. */
  readonly today: string;
  /** Which screenful of long lists is wanted, from 0. */
  readonly page: number;
}

export function partOf(procedure: Procedure, field: Field | "level", context: FactContext): StatedPart {
  const isLevel = field === "level" || (field === "agency" && isSilent(procedure.facts.agency));
  const level = isLevel ? levelOf(procedure) : undefined;
  return level ?? factOf(procedure, field === "level" ? "agency" : field, context);
}

function factOf(procedure: Procedure, field: Field, context: FactContext): StatedPart {
  const fact = procedure.facts[field];
  const forms = field === "forms" && isSilent(fact) ? formsAmongPapers(procedure) : undefined;
  if (forms) return forms;
  if (fact.until !== undefined && fact.until < context.today) return { field, kind: "withheld", reason: "expired" };
  if (fact.state === "withheld") {
    return { field, kind: "withheld", reason: fact.reason, ...(fact.note ? { note: fact.note } : {}) };
  }
  if (isPastReview(procedure, field, fact, context.today)) return { field, kind: "withheld", reason: "expired" };
  const [first, ...rest] = fact.lines.map((text, i) =>
    lineReceipt(procedure, sourceOf(procedure, field, text), text, fact.local?.[i]),
  );
  if (!first) return { field, kind: "withheld", reason: "not_published" };
  const decided = (fact.local ?? []).filter((source) => source !== null);
  const local = [...new Map(decided.map((source) => [source.decision, source])).values()];
  return { field, kind: "stated", receipts: [first, ...rest], ...(local.length > 0 ? { local } : {}) };
}

/** Where no forms are published the papers often name them ("Tờ khai đăng ký khai tử theo mẫu"). */
function formsAmongPapers(procedure: Procedure): StatedPart | undefined {
  const { papers } = procedure.facts;
  const lines = papers.state === "stated" ? papers.lines.filter((line) => NAMES_FORM.test(line)) : [];
  const [first, ...rest] = lines.map((text) => receiptOf(procedure, "papers", text));
  return first && { field: "forms", kind: "stated", receipts: [first, ...rest] };
}
const NAMES_FORM =
  /^[\s\d.)*+–-]*(?:[a-zđ]\) )?(?:tờ khai|mẫu|phiếu|bản khai|giấy khai|đơn khai|(?:đơn|giấy|văn bản) (?:đề nghị|xin|yêu cầu|đăng ký))/iu;

/** A form's name may stand whole behind a paper only. */
function sourceOf({ facts: { papers } }: Procedure, field: Field, text: string): Field {
  const isBehindPaper =
    field === "forms" && papers.state === "stated" && papers.lines.some((line) => line.includes(text));
  return isBehindPaper ? "papers" : field;
}

const isSilent = (fact: Fact): boolean => fact.state === "withheld" && fact.reason === "not_published";

function levelOf(procedure: Procedure): StatedPart | undefined {
  const { levelText } = procedure;
  return levelText === undefined
    ? undefined
    : { field: "level", kind: "stated", receipts: [receiptOf(procedure, "level", levelText)] };
}

function lineReceipt(procedure: Procedure, field: Field, text: string, local: LocalSource | null | undefined): Receipt {
  const receipt = receiptOf(procedure, field, text);
  return local ? { ...receipt, version: local.decision } : receipt;
}

export function receiptOf(procedure: Procedure, field: string, text: string): Receipt {
  return { text, code: procedure.code, version: procedure.version, field };
}

/** Fee and time past their review date are no longer stated as certain; a local decision has a review date of its own. */
function isPastReview(procedure: Procedure, field: Field, fact: Fact & { state: "stated" }, today: string): boolean {
  const { reviewBy } = fact.local?.[0] ?? procedure;
  return (field === "fee" || field === "time_limit") && reviewBy !== undefined && reviewBy < today;
}

/**
 * "Where" is the place and the authority, else the level. A record of the commune that names only bodies outside it (certification: "Tổ chức hành
 * nghề công chứng, Cơ quan đại diện") would send people away: its level is said too.
 */
export function fieldsFor(procedure: Procedure, field: Field): readonly (Field | "level")[] {
  if (field !== "place") return [field];
  const published = (["place", "agency"] as const).filter((name) => procedure.facts[name].state === "stated");
  if (published.length === 0) return ["agency"];
  return isAtCommune(procedure) && !published.some((name) => namesCommune(procedure.facts[name]))
    ? ["level", ...published]
    : published;
}

const isAtCommune = ({ levels, levelText }: Procedure) => levels.includes("xã") && levelText !== undefined;
const OF_COMMUNE =
  /(?:cấp|nhân dân|ubnd|công an|quân sự|thuế|trạm y tế|trung tâm)\s.{0,20}(?:xã|phường)|một cửa|phục vụ hành chính/iu;
const namesCommune = (fact: Fact): boolean =>
  fact.state === "stated" && fact.lines.some((line) => OF_COMMUNE.test(line.replaceAll(/xã hội/giu, "")));
