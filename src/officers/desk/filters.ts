import {
  CONTENT_CODES,
  type ContentCode,
  type Policy,
  type QueueFilter,
  type TicketStatus,
} from "../../tickets/index.ts";
import { hasRole, type Officer } from "../accounts/account.ts";
import { isDesk } from "./viewer.ts";
import { CONTENT_NAMES } from "./words.ts";

/** The ways to look at the queue, by what stands in the address. */
export const FILTERS = [
  "cho-phan-loai",
  "cua-toi",
  "cho-duyet",
  "dang-xu-ly",
  "cho-dan",
  "sap-den-han",
  "qua-han",
  "bao-toi",
  "da-tra-loi",
] as const;
export type FilterName = (typeof FILTERS)[number];

export const FILTER_NAMES: Readonly<Record<FilterName, string>> = {
  "cho-phan-loai": "Chờ phân loại",
  "cua-toi": "Của tôi",
  "cho-duyet": "Chờ duyệt",
  "dang-xu-ly": "Đang xử lý",
  "cho-dan": "Chờ dân bổ sung",
  "sap-den-han": "Sắp đến hạn",
  "qua-han": "Quá hạn",
  "bao-toi": "Báo đến tôi",
  "da-tra-loi": "Đã trả lời",
};

/** What to say where a filter finds nothing. */
export const EMPTY_WORDS: Readonly<Record<FilterName, string>> = {
  "cho-phan-loai": "Không có phiếu nào chờ phân loại.",
  "cua-toi": "Anh/Chị chưa nhận phiếu nào. Hãy xem mục “Đang xử lý” để nhận phiếu của đơn vị.",
  "cho-duyet": "Không có dự thảo nào chờ duyệt.",
  "dang-xu-ly": "Không có phiếu nào đang xử lý.",
  "cho-dan": "Không có phiếu nào đang chờ người dân bổ sung.",
  "sap-den-han": "Không có phiếu nào sắp đến hạn.",
  "qua-han": "Không có phiếu quá hạn.",
  "bao-toi": "Không có phiếu nào đang chờ mà Anh/Chị được nhắc.",
  "da-tra-loi": "Chưa có phiếu nào đã trả lời.",
};

/** Contents the queue can be narrowed to: all of regulations, all of recommendations, or one. */
export const CONTENT_FILTERS: readonly { readonly id: string; readonly name: string }[] = [
  { id: "qd", name: "Về quy định (khoản 2–6)" },
  { id: "kn", name: "Kiến nghị (khoản 7–8)" },
  ...CONTENT_CODES.map((id) => ({ id, name: CONTENT_NAMES[id] })),
];

/** The contents an address names ("qd" is all of them); none for what is no content. */
export const readContents = (name: unknown): ContentCode[] =>
  CONTENT_CODES.filter((code) => code === name || code.split(".")[0] === name);

const RUNNING: readonly TicketStatus[] = ["received", "assigned", "in_progress", "drafted", "objected", "reopened"];
const TRIAGE: readonly TicketStatus[] = ["received", "objected", "reopened"];
const WORKED: readonly TicketStatus[] = ["assigned", "in_progress", "drafted"];
const DONE: readonly TicketStatus[] = ["answered", "refused", "transferred", "withdrawn", "merged", "closed"];

/** Sorting is the desk's work alone; approving, that of whoever may approve, where the office asks for it. */
export function filtersFor(officer: Officer, { approval }: Policy): FilterName[] {
  const approves = approval && isApprover(officer);
  return FILTERS.filter((name) => (name !== "cho-phan-loai" || isDesk(officer)) && (name !== "cho-duyet" || approves));
}

const isApprover = (officer: Officer): boolean => hasRole(officer, "head", "coordinator", "inspector");

/** Where the officer's own work is: sorting for the desk, the unit's open tickets for the others. */
export const firstFilter = (officer: Officer): FilterName => (isDesk(officer) ? "cho-phan-loai" : "dang-xu-ly");

/** The filter an address names, if this officer has it; else their first. */
export function readFilter(officer: Officer, policy: Policy, name: unknown): FilterName {
  return filtersFor(officer, policy).find((known) => known === name) ?? firstFilter(officer);
}

/** A unit's people look at their unit; somebody without a unit and without a desk role sees nothing. */
export function queueFilter(officer: Officer, name: FilterName, now: number): QueueFilter {
  const scope = isDesk(officer) ? {} : { department: officer.department ?? "" };
  switch (name) {
    case "cho-phan-loai":
      return { ...scope, statuses: TRIAGE };
    case "cua-toi":
      return { assignee: officer.id, statuses: [...RUNNING, "waiting_for_citizen"] };
    case "cho-duyet":
      return { ...scope, statuses: ["drafted"] };
    case "dang-xu-ly":
      return { ...scope, statuses: WORKED };
    case "cho-dan":
      return { ...scope, statuses: ["waiting_for_citizen"] };
    case "sap-den-han":
      return { ...scope, statuses: RUNNING, dueAfter: now, isReminded: true };
    case "qua-han":
      return { ...scope, statuses: RUNNING, dueBy: now };
    case "bao-toi":
      // Reminders climb above the unit: what somebody was told of they may look at, wherever it lies.
      return { toldTo: officer.id, statuses: [...RUNNING, "waiting_for_citizen", "transferred"] };
    case "da-tra-loi":
      return { ...scope, statuses: DONE };
    default:
      return name satisfies never;
  }
}

/** What waits for this officer's first look: the number beside "Phiếu". */
export function waitingFilter(officer: Officer): QueueFilter {
  if (isDesk(officer)) return { statuses: TRIAGE };
  return {
    department: officer.department ?? "",
    statuses: isApprover(officer) ? ["assigned", "drafted"] : ["assigned"],
  };
}
