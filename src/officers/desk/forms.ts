import {
  CONTENT_CODES,
  type Command,
  type CommandData,
  contentsFor,
  mayExtend,
  neededBy,
  notDeciding,
  RECORD_TYPES,
  refusalUntil,
  TICKET_MOVES,
  type Ticket,
  type TicketRules,
  type TicketStatus,
} from "../../tickets/index.ts";
import type { Officer } from "../accounts/account.ts";
import { isDesk, planFor } from "./viewer.ts";

/** A command as the console offers it: what stands in the address, on the button and over the field. */
export interface CommandForm {
  readonly command: Command;
  readonly slug: string;
  readonly label: string;
  /** The one text the command needs, if any. */
  readonly field?: {
    readonly name: keyof CommandData;
    readonly label: string;
    readonly hint: string;
    readonly lines: number;
  };
  readonly button: string;
  /** The citizen is written to: a preview is offered. */
  readonly tells: boolean;
  /** Seldom needed: kept behind "Việc khác". */
  readonly isSeldom?: true;
}

const form = (command: Command, slug: string, label: string, button: string, tells = false): CommandForm => ({
  command,
  slug,
  label,
  button,
  tells,
});

const asking = (base: CommandForm, label: string, hint: string, lines = 3): CommandForm => {
  const name = neededBy(base.command);
  if (name === undefined) throw new Error(`${base.command} takes no text`);
  return { ...base, field: { name, label, hint, lines } };
};

const seldom = (base: CommandForm): CommandForm => ({ ...base, isSeldom: true });

const TO_CITIZEN = "Người dân sẽ đọc đúng những lời này. Viết ngắn, rõ, xưng hô lịch sự.";
const TOLD_TOO = "Người dân sẽ được báo lý do này.";

const drafting = (label: string, button: string): CommandForm =>
  asking(form("draft", "du-thao", label, button), "Dự thảo trả lời", "Lãnh đạo duyệt xong mới gửi cho người dân.", 7);
const REDRAFT = drafting("Sửa dự thảo", "Trình duyệt bản sửa");

/** In the order they are drawn: what is done most comes first. */
export const COMMAND_FORMS: readonly CommandForm[] = [
  form("take", "nhan", "Nhận xử lý", "Nhận xử lý phiếu này"),
  asking(form("answer", "tra-loi", "Trả lời người dân", "Gửi trả lời", true), "Nội dung trả lời", TO_CITIZEN, 7),
  drafting("Soạn dự thảo trả lời", "Trình duyệt"),
  form("approve", "duyet", "Duyệt và gửi trả lời", "Duyệt và gửi cho người dân", true),
  asking(
    form("send_back", "tra-du-thao", "Trả lại dự thảo", "Trả lại người soạn"),
    "Cần sửa điều gì",
    "Chỉ cán bộ đọc được.",
  ),
  form("assign", "giao", "Giao xử lý", "Giao phiếu", true),
  asking(
    form("ask_citizen", "hoi-them", "Hỏi thêm người dân", "Gửi câu hỏi", true),
    "Câu hỏi",
    `${TO_CITIZEN} Thời gian chờ không tính vào hạn.`,
  ),
  asking(
    form("supply", "bo-sung", "Ghi nội dung dân bổ sung", "Ghi lại"),
    "Nội dung người dân đã bổ sung",
    "Khi người dân đến hoặc gọi điện.",
  ),
  asking(
    form("return", "tra-ve", "Trả về phân loại", "Trả về"),
    "Lý do",
    "Vì sao không thuộc đơn vị. Chỉ cán bộ đọc được.",
  ),
  seldom(form("transfer", "chuyen", "Chuyển cơ quan khác", "Lập phiếu chuyển và chuyển", true)),
  seldom(asking(form("extend", "gia-han", "Gia hạn", "Gia hạn một lần", true), "Lý do gia hạn", TOLD_TOO)),
  asking(
    form("apologise", "xin-loi", "Xin lỗi vì trễ hạn", "Gửi lời xin lỗi", true),
    "Lý do trễ",
    "Người dân sẽ đọc lý do này cùng ngày hẹn mới và chức danh người chịu trách nhiệm. Hạn cũ không đổi.",
  ),
  seldom(form("reclassify", "phan-loai", "Đổi loại phiếu", "Đổi loại")),
  seldom(form("set_content", "noi-dung", "Sửa nội dung phản ánh", "Ghi nội dung")),
  seldom(form("bar", "bi-neu", "Ghi người, đơn vị bị nêu", "Ghi và không cho họ biết phiếu này")),
  seldom(form("unbar", "bo-bi-neu", "Bỏ người, đơn vị bị nêu", "Bỏ khỏi danh sách bị nêu")),
  seldom(asking(form("refuse", "khong-tiep-nhan", "Không tiếp nhận", "Không tiếp nhận", true), "Lý do", TOLD_TOO)),
  asking(form("uphold", "giu-nguyen", "Giữ nguyên trả lời", "Giữ nguyên", true), "Lý do", TOLD_TOO),
  seldom(asking(form("reopen", "mo-lai", "Mở lại phiếu", "Mở lại", true), "Lý do", TOLD_TOO)),
  asking(
    form("unmerge", "tach", "Tách phiếu ra", "Tách ra như trước khi gộp", true),
    "Vì sao tách",
    "Ghi vào lịch sử của cả hai phiếu. Chỉ cán bộ đọc được.",
    2,
  ),
  form("close", "dong", "Đóng phiếu", "Đóng phiếu"),
];

/** What is done first where it differs from the order above; what is seldom elsewhere is not seldom here. */
const FIRST: Readonly<Partial<Record<TicketStatus, readonly Command[]>>> = {
  drafted: ["approve", "send_back"],
  objected: ["reopen", "uphold"],
};
/** Who sorts for all units gives a ticket to a unit before they take it themselves. */
const FIRST_AT_THE_DESK: readonly Command[] = ["assign"];

/** The forms with these commands before all others. */
export function putFirst(forms: readonly CommandForm[], commands: readonly Command[]): CommandForm[] {
  const first = commands.flatMap((command) => forms.filter((known) => known.command === command));
  return [...first.map(({ isSeldom: _, ...shown }) => shown), ...forms.filter((known) => !first.includes(known))];
}

export const formOf = (slug: unknown): CommandForm | undefined => COMMAND_FORMS.find((known) => known.slug === slug);

/** The forms this officer may use on this ticket now. */
export function formsFor(officer: Officer, ticket: Ticket, rules: TicketRules, now: number): CommandForm[] {
  const may = (command: Command): boolean =>
    planFor(officer, ticket, command, rules.policy).length > 0 && !notDeciding(ticket, command, officer.id);
  // Who may answer outright is not asked to write a draft, and one ticket is not approved and answered at once.
  const forms = COMMAND_FORMS.filter(
    ({ command }) =>
      may(command) &&
      !(command === "draft" && may("answer")) &&
      (command !== "set_content" || contentsFor(ticket.recordType).length > 1) &&
      (command !== "unbar" || isAboutSomebody(ticket)) &&
      (command !== "return" || isDesk(officer) || mayRefuse(officer, ticket, rules, now)) &&
      (command !== "apologise" || owesApology(ticket, now)) &&
      (command !== "extend" || (now < ticket.dueAt && mayExtend(ticket, rules))),
  ).map((known) => (known.command === "draft" && ticket.status === "drafted" ? REDRAFT : known));
  return putFirst(forms, FIRST[ticket.status] ?? (isDesk(officer) ? FIRST_AT_THE_DESK : []));
}

const isAboutSomebody = ({ denied }: Ticket): boolean => denied.departments.length + denied.officers.length > 0;

function mayRefuse({ department }: Officer, ticket: Ticket, rules: TicketRules, now: number): boolean {
  const until = department === null ? null : refusalUntil(ticket, department, rules);
  return until !== null && now <= until;
}

/** Late, and no new day named yet. */
export const owesApology = ({ dueAt, promisedAt, status }: Ticket, now: number): boolean =>
  TICKET_MOVES[status].clock === "runs" && dueAt <= now && promisedAt === null;

/** A posted form's values as command data; what was not given is left out. */
export function dataOf(known: CommandForm, value: (name: string) => string): CommandData {
  const read = READERS[known.command];
  if (read) return read(value);
  const text = known.field ? value(known.field.name) : "";
  return known.field && text ? { [known.field.name]: text } : {};
}

/** Forms with more than their one text. */
const READERS: Readonly<Partial<Record<Command, (value: (name: string) => string) => CommandData>>> = {
  assign: (value) => {
    const [department = "", assignee = ""] = value("to").split(" ");
    return given({ department, assignee, because: value("because") });
  },
  transfer: (value) =>
    given({
      agency: value("agencyTyped") || value("agency"),
      letterNumber: value("letterNumber"),
      reason: value("reason"),
    }),
  bar: (value) => given({ about: value("about") }),
  unbar: (value) => given({ about: value("about") }),
  apologise: (value) => given({ reason: value("reason"), newDate: value("newDate") }),
  reclassify: (value) => {
    const recordType = RECORD_TYPES.find((type) => type === value("recordType"));
    return recordType ? { recordType } : {};
  },
  set_content: (value) => {
    const contentCode = CONTENT_CODES.find((code) => code === value("contentCode"));
    return contentCode ? { contentCode } : {};
  },
};

function given(values: Readonly<Record<string, string>>): CommandData {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ""));
}

/** More than this fits no channel and is a slip of the hand. */
export const LONGEST_TEXT = 4000;

export const isTooLong = (data: CommandData): boolean =>
  Object.values(data).some((value) => typeof value === "string" && value.length > LONGEST_TEXT);
