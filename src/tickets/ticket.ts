import type { Address, ChannelName } from "../messages/index.ts";
import { type Role, TICKET_MOVES, type TicketStatus } from "./moves.ts";

/**
 * What kind of record a person's words become; the law treats each differently. `khieu_nai` and `to_cao` are never
 * handled as feedback: their records only hold the guidance given, and are restricted.
 * Source: NĐ 20/2008/NĐ-CP Đ1, Đ3, Đ5; Luật Khiếu nại 2011; Luật Tố cáo 2018 Đ22.
 */
export const RECORD_TYPES = [
  "pakn_hanh_vi",
  "pakn_quy_dinh",
  "kien_nghi",
  "ho_so_tre",
  "hien_truong",
  "hoi_dap",
  "khen_gop_y",
  "khieu_nai",
  "to_cao",
] as const;
export type RecordType = (typeof RECORD_TYPES)[number];

/** The eight contents of NĐ 20/2008/NĐ-CP Đ5, in the order of the article. */
export const CONTENT_CODES = [
  "hv",
  "qd.thuc_te",
  "qd.dong_bo",
  "qd.hop_phap",
  "qd.dieu_uoc",
  "qd.khac",
  "kn.phuong_an",
  "kn.sang_kien",
] as const;
export type ContentCode = (typeof CONTENT_CODES)[number];

/** True when the content code belongs to the record type: behaviour, regulation or recommendation. */
export function fits(recordType: RecordType, code: ContentCode): boolean {
  const family = { pakn_hanh_vi: "hv", pakn_quy_dinh: "qd", kien_nghi: "kn", ho_so_tre: "hv" } as const;
  const wanted: string | undefined = family[recordType as keyof typeof family];
  return wanted !== undefined && code.split(".")[0] === wanted;
}

/** Complaints and denunciations are seen by the inspector alone (Luật Tố cáo 2018 Đ8.3). */
export function isRestrictedType(recordType: RecordType): boolean {
  return recordType === "khieu_nai" || recordType === "to_cao";
}

/** About somebody, or for the inspector: kept apart, so that merging opens it to nobody. */
export function isProtected({ restricted, denied }: Pick<Ticket, "restricted" | "denied">): boolean {
  return restricted || denied.departments.length > 0 || denied.officers.length > 0;
}

/**
 * Who reported how somebody behaved, or a matter somebody is barred from, is told to nobody besides those who sort tickets for all units
 * (Luật Tiếp công dân 2013 Đ8): not to the unit that looks into it, not to another agency, and in no file.
 */
export const hidesReporter = (ticket: Pick<Ticket, "recordType" | "restricted" | "denied">): boolean =>
  ticket.recordType === "pakn_hanh_vi" || isProtected(ticket);

/** Who acts. An officer or a head acts for one department; a citizen's `id` is the word "citizen", never a number. */
export interface Actor {
  readonly role: Role;
  readonly id: string;
  readonly department?: string;
  /** Units they have left, each with the instant, epoch ms: what came in before is about them too. */
  readonly formerly?: readonly FormerUnit[];
}

export interface FormerUnit {
  readonly department: string;
  readonly until: number;
}

/** Whoever asked. NĐ 20/2008 Đ7 wants name, address and a contact; what was not given is null. */
export interface Reporter {
  /** The channel the answer goes back to; null for an anonymous case opened again with its secret. */
  readonly address: Address | null;
  readonly name: string | null;
  readonly phone: string | null;
  readonly postalAddress: string | null;
}

/** Units and officers who may neither see nor touch the ticket: those it is about. */
export interface DenyList {
  readonly departments: readonly string[];
  readonly officers: readonly string[];
}

/** A stretch of waiting for the citizen, epoch ms; `to` is null while it lasts. */
export interface Pause {
  readonly from: number;
  readonly to: number | null;
}

/** The one extension of a deadline: who granted it, when (epoch ms) and why. The law it rests on stands in its rule. */
export interface Extension {
  readonly at: number;
  /** An officer's id. */
  readonly by: string;
  readonly reason: string;
}

/** One tracked ticket. Instants are epoch milliseconds. */
export interface Ticket {
  readonly id: string;
  /** As printed, "PA-7K3M-92XF". */
  readonly code: string;
  readonly recordType: RecordType;
  readonly contentCode: ContentCode | null;
  readonly status: TicketStatus;
  /** Statuses to come back to after waiting or merging, innermost last. */
  readonly heldFrom: readonly TicketStatus[];
  /** The one accountable unit; null while the ticket waits for triage. */
  readonly department: string | null;
  readonly coHandlers: readonly string[];
  readonly assignee: string | null;
  /** When the unit was given it, epoch ms; null while no unit has it. From then on a unit has one working day to refuse. */
  readonly assignedAt: number | null;
  /** The agency outside the system this is for: suggested while received, real once transferred. */
  readonly transferTo: string | null;
  /** Why this unit, shown to officers. */
  readonly because: string;
  /** When the clock began: receipt, or the objection or reopening after it. */
  readonly clockStartedAt: number;
  readonly dueAt: number;
  readonly dueBasis: string;
  /** The arithmetic of the due date, one line a step, as shown to a person. */
  readonly dueSteps: readonly string[];
  readonly pauses: readonly Pause[];
  /** Working days granted by a reasoned extension; at most one is granted. */
  readonly extensionDays: number;
  readonly extension: Extension | null;
  /** The new day an apology for lateness has named, epoch ms. It never moves `dueAt`. */
  readonly promisedAt: number | null;
  readonly content: string;
  readonly summary: string;
  /** Where, in the citizen's words. */
  readonly place: string | null;
  /** Code of the commune of today those words mean; null where that is not known. */
  readonly placeUnit: string | null;
  readonly reporter: Reporter;
  readonly anonymous: boolean;
  readonly source: ChannelName;
  /** "PAKN.yyyymmdd.nnnn" once keyed into the national system. */
  readonly nationalCode: string | null;
  readonly restricted: boolean;
  readonly denied: DenyList;
  /** Units that have refused it, in order: each once, and two at most. */
  readonly refusedBy: readonly string[];
  readonly objections: number;
  /** The answer, once drafted; the citizen has it from `answered` on. */
  readonly answer: string | null;
  readonly draftedBy: string | null;
  readonly answeredBy: string | null;
  /** Whose answers were objected to: somebody else must answer, or uphold the answer. */
  readonly barredApprovers: readonly string[];
  /** The id of the ticket this one was merged into. */
  readonly mergedInto: string | null;
  /** Grows by one with every command; a command on an older version is stale. */
  readonly version: number;
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** Something the citizen must hear: the wording's key in flows/messages and what to put in it. */
export interface Notice {
  readonly key: string;
  readonly values: Readonly<Record<string, string>>;
}

/**
 * True when the actor may see the ticket's substance. Those it is about never may; restricted ones are for the
 * inspector and whoever the inspector assigned; a system administrator sees no content.
 */
export function maySee(ticket: Ticket, actor: Actor): boolean {
  if (actor.role === "system" || actor.role === "citizen") return true;
  if (actor.role === "admin" || isDenied(ticket, actor)) return false;
  if (ticket.restricted) return actor.role === "inspector" || actor.id === ticket.assignee;
  return true;
}

/** True when the ticket is about this officer, their unit, or the unit they were in when it came. */
export function isDenied(
  ticket: Pick<Ticket, "denied" | "createdAt">,
  actor: Pick<Actor, "id" | "department" | "formerly">,
): boolean {
  const { departments, officers } = ticket.denied;
  const { id, department, formerly = [] } = actor;
  const wasTheirs = formerly.some((left) => departments.includes(left.department) && ticket.createdAt <= left.until);
  return wasTheirs || officers.includes(id) || (department !== undefined && departments.includes(department));
}

/** Who must act next; nobody once the matter is over. What is restricted stays the inspector's, whoever else helps. */
export function onDutyOf({ status, restricted }: Pick<Ticket, "status" | "restricted">): readonly Role[] {
  const { onDuty } = TICKET_MOVES[status];
  const needsOffice = onDuty.some((role) => role === "officer" || role === "head" || role === "coordinator");
  return restricted && needsOffice && !onDuty.includes("inspector") ? [...onDuty, "inspector"] : onDuty;
}
