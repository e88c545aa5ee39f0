import type { KeptAttachment } from "../../attachments/index.ts";
import type { ChannelName } from "../../messages/index.ts";
import { localPhone } from "../../text/index.ts";
import {
  contentsFor,
  isOver,
  type Letter,
  onDutyOf,
  printInstant,
  RECORD_TYPES,
  type Reminder,
  type Ticket,
  type TicketEvent,
  type TicketRules,
} from "../../tickets/index.ts";
import type { Officer } from "../accounts/account.ts";
import { type FilesPage, filesPage } from "../files/files-page.ts";
import type { ConversationLine, DepartmentName } from "../ports.ts";
import { type DueMark, markDue } from "./due.ts";
import { type CommandForm, formsFor, putFirst } from "./forms.ts";
import { answerTitle, heeded } from "./heeded.ts";
import { agenciesFor, transferHint } from "./letters/agencies.ts";
import { accusable, type OfferedUnit, unitsFor } from "./offered-units.ts";
import { apologyDraft, closeHint, contentWords, decisionHint, isContentDoubtful, returnHint } from "./ticket-words.ts";
import { isDesk, isReporterHidden, mayGive } from "./viewer.ts";
import {
  CONTENT_NAMES,
  DUTY_NAMES,
  eventName,
  eventWords,
  nameOf,
  RECORD_NAMES,
  SOURCE_NAMES,
  STATUS_NAMES,
} from "./words.ts";

/** What is gathered before a ticket's page is drawn. */
export interface TicketFacts {
  readonly officer: Officer;
  readonly ticket: Ticket;
  readonly events: readonly TicketEvent[];
  readonly reminders: readonly Reminder[];
  readonly talk: readonly ConversationLine[];
  readonly officers: readonly Officer[];
  readonly departments: readonly DepartmentName[];
  readonly communeName: (id: string) => string;
  readonly rules: TicketRules;
  readonly letters: readonly Letter[];
  readonly now: number;
  /** False when the citizen left no way to be told. */
  readonly isReachable: boolean;
  readonly files: readonly KeptAttachment[];
}

/** One entry of the history. */
interface EventLine {
  readonly at: string;
  readonly who: string;
  readonly what: string;
  readonly words: string;
}

export interface TicketPage {
  readonly ticket: Ticket;
  readonly status: string;
  readonly kind: string;
  /** Which of the eight contents of NĐ 20/2008 Đ5; empty for records that have none. */
  readonly content: string;
  /** The software chose it and is not sure. */
  readonly isContentDoubtful: boolean;
  readonly contents: readonly { readonly id: string; readonly name: string }[];
  readonly source: string;
  readonly department: string;
  readonly assignee: string;
  readonly due: DueMark & { readonly at: string };
  /** The commune of today the place was found in; empty where it was not. */
  readonly commune: string;
  readonly received: string;
  /** Whose turn it is; empty once the matter is over. */
  readonly onDuty: string;
  /** Rungs reached, oldest first: what, when, and who was told. */
  readonly reminders: readonly { readonly what: string; readonly at: string; readonly told: string }[];
  /** The day an apology has promised; empty without one. */
  readonly promised: string;
  /** A draft of the reason for being late, for an officer to finish and sign. */
  readonly apology: string;
  readonly reporter: readonly { readonly label: string; readonly value: string; readonly field: string }[];
  readonly isReporterHidden: boolean;
  readonly isReachable: boolean;
  /** True when the officer may take the talk with the reporter over from the bot. */
  readonly talkButton: boolean;
  readonly talk: readonly {
    readonly at: string;
    readonly who: string;
    readonly isUs: boolean;
    readonly text: string;
    /** "dòng 3", for a line of a transcript. */
    readonly line: string;
    readonly isUnsure: boolean;
  }[];
  /** Field → "dòng 3, 5": where in the transcript it was taken from; no field for what was not. */
  readonly takenFrom: Readonly<Record<string, string>>;
  readonly events: readonly EventLine[];
  /** What was said to whoever works on the ticket since the last answer left, oldest first. */
  readonly heeded: readonly EventLine[];
  readonly answerTitle: string;
  readonly files: FilesPage;
  /** True when the officer works on the ticket and may add files to its answer. */
  readonly canGive: boolean;
  readonly forms: readonly CommandForm[];
  /** To a unit: until when it may hand the ticket back, or why no more. */
  readonly returnHint: string;
  /** Why somebody whose role would let them decide is not asked to; empty for everybody else. */
  readonly decisionHint: string;
  readonly closeHint: string;
  /** Said where there is no form. */
  readonly nothingToDo: string;
  /** Who it may be passed on to; the first is the one it seems to be for, where `transferHint` says so. */
  readonly agencies: readonly { readonly id: string; readonly name: string }[];
  readonly transferHint: string;
  /** Letters that passed it on, by number. */
  readonly letters: readonly { readonly number: string; readonly to: string; readonly at: string }[];
  readonly units: readonly OfferedUnit[];
  /** Those it is about, who know nothing of it. */
  readonly accused: readonly { readonly id: string; readonly name: string }[];
  /** Whom it may yet be found to be about; a unit without an id is there for its people. */
  readonly accusable: readonly OfferedUnit[];
  readonly kinds: readonly { readonly id: string; readonly name: string }[];
}

const SPEAKERS: Readonly<Record<ConversationLine["who"], string>> = {
  citizen: "Người dân",
  us: "Lắng Nghe",
  call_caller: "Người gọi",
  call_agent: "Tổng đài",
};

/** Channels on which people and officers can write to each other at once. */
const LIVE: readonly ChannelName[] = ["zalo", "zalo-bot", "sms", "botframework", "web"];

/** Everything a ticket's page says, as words. */
export function ticketPage(facts: TicketFacts): TicketPage {
  const { ticket, officer } = facts;
  const hidden = isReporterHidden(officer, ticket);
  const forms = formsFor(officer, ticket, facts.rules, facts.now);
  const hint = transferHint(ticket, facts.rules.units);
  const names = {
    unit: (id: string) => departmentName(facts.departments, id),
    person: (id: string) => personName(facts.officers, id),
  };
  const line = (event: TicketEvent): EventLine => ({
    at: printInstant(event.at),
    who: actorName(facts.officers, event.actor),
    what: eventName(event.kind),
    words: eventWords(event, names),
  });
  return {
    ticket,
    status: STATUS_NAMES[ticket.status],
    kind: RECORD_NAMES[ticket.recordType],
    content: contentWords(ticket),
    isContentDoubtful: isContentDoubtful(facts.events),
    contents: contentsFor(ticket.recordType).map((id) => ({ id, name: CONTENT_NAMES[id] })),
    source: SOURCE_NAMES[ticket.source],
    department: departmentName(facts.departments, ticket.department) || "Chưa giao đơn vị",
    assignee: personName(facts.officers, ticket.assignee) || "Chưa có người nhận",
    due: { ...markDue(ticket, facts.now, facts.rules.calendar), at: printInstant(ticket.dueAt) },
    commune: ticket.placeUnit === null ? "" : facts.communeName(ticket.placeUnit),
    received: printInstant(ticket.createdAt),
    // The inspector stands in for everybody; named beside the others only where they alone may see it.
    onDuty: onDutyOf(ticket)
      .filter((role) => role !== "inspector" || ticket.restricted)
      .map((role) => DUTY_NAMES[role])
      .join(", "),
    // What was reminded of before an objection or a reopening is no news of what is owed now; the ticket's history keeps it.
    reminders: facts.reminders
      .filter(({ at }) => at >= ticket.clockStartedAt)
      .map((reminder) => reminderLine(reminder, facts)),
    promised: ticket.promisedAt === null ? "" : printInstant(ticket.promisedAt),
    apology: apologyDraft(ticket),
    reporter: hidden ? [] : reporterLines(ticket),
    isReporterHidden: hidden,
    isReachable: facts.isReachable,
    talkButton: !hidden && ticket.reporter.address !== null && LIVE.includes(ticket.reporter.address.channel),
    talk: hidden
      ? []
      : facts.talk.map((line) => ({
          at: printInstant(line.at),
          who: SPEAKERS[line.who],
          isUs: line.who === "us",
          text: line.text,
          line: line.line === undefined ? "" : lineWords([line.line]),
          isUnsure: line.isUnsure === true,
        })),
    takenFrom: takenFrom(facts.events),
    events: facts.events.map(line),
    heeded: heeded(facts.events).map(line),
    answerTitle: answerTitle(facts.events),
    files: filesPage(ticket.code, facts.files, hidden),
    canGive: mayGive(officer, ticket, facts.rules.policy),
    // What another agency must answer is passed on before anything else is done with it.
    forms: hint ? putFirst(forms, ["transfer"]) : forms,
    returnHint: returnHint(officer, ticket, facts.rules, facts.now),
    nothingToDo: nothingToDo(officer, ticket, facts.departments),
    closeHint: closeHint(ticket, facts.rules.ladder),
    decisionHint: decisionHint(officer, ticket, facts.rules),
    agencies: agenciesFor(ticket, facts.rules.units),
    transferHint: hint,
    letters: facts.letters.map(({ number, to, writtenAt }) => ({ number, to, at: printInstant(writtenAt) })),
    units: unitsFor(facts),
    accused: [...ticket.denied.departments, ...ticket.denied.officers].map((id) => ({ id, name: nameOf(id, names) })),
    accusable: accusable(facts),
    kinds: RECORD_TYPES.map((id) => ({ id, name: RECORD_NAMES[id] })),
  };
}

function reminderLine(
  { rung, at, told }: Reminder,
  { rules: { ladder }, officers }: TicketFacts,
): TicketPage["reminders"][number] {
  return {
    what: ladder.rungs.find(({ id }) => id === rung)?.name ?? rung,
    at: printInstant(at),
    told: told.map((one) => toldWords(one, officers)).join("; "),
  };
}

/** "Trưởng phòng Kinh tế (Nguyễn Văn A)"; an office nobody has an account for stands alone. */
function toldWords({ office, people }: Reminder["told"][number], officers: readonly Officer[]): string {
  const names = people.map((id) => personName(officers, id));
  return names.length === 0 ? `${office} (chưa có tài khoản)` : `${office} (${names.join(", ")})`;
}

/** Lines are counted from 1 for people. */
const lineWords = (lines: readonly number[]): string => `dòng ${lines.map((line) => line + 1).join(", ")}`;

/** As the opening noted it; a later transcript stands in the history with its own lines. */
function takenFrom(events: TicketFacts["events"]): TicketPage["takenFrom"] {
  const lines = (events[0]?.data["lines"] ?? {}) as Readonly<Record<string, readonly number[]>>;
  return Object.fromEntries(
    Object.entries(lines).flatMap(([field, at]) => (at.length > 0 ? [[field, lineWords(at)]] : [])),
  );
}

function reporterLines({ reporter, anonymous }: Ticket): { label: string; value: string; field: string }[] {
  if (anonymous) return [{ label: "Người gửi", value: "Ẩn danh", field: "" }];
  const lines = [
    { label: "Người gửi", value: reporter.name, field: "name" },
    { label: "Điện thoại", value: reporter.phone && localPhone(reporter.phone), field: "phone" },
    { label: "Địa chỉ", value: reporter.postalAddress, field: "" },
  ];
  return lines.map((line) => ({ ...line, value: line.value ?? "Chưa cho biết" }));
}

export function departmentName(departments: readonly DepartmentName[], id: string | null): string {
  return id === null ? "" : (departments.find((known) => known.id === id)?.name ?? id);
}

/** Who was told of a ticket above its unit sees to it that the unit acts. */
function nothingToDo(officer: Officer, ticket: Ticket, departments: readonly DepartmentName[]): string {
  const isAnothers = !isDesk(officer) && ticket.department !== null && ticket.department !== officer.department;
  return isAnothers && !isOver(ticket.status)
    ? `Phiếu do ${departmentName(departments, ticket.department)} xử lý. Anh/Chị được báo để đôn đốc đơn vị.`
    : "Hiện Anh/Chị không cần làm gì với phiếu này.";
}

function personName(officers: readonly Officer[], id: string | null): string {
  return id === null ? "" : (officers.find((known) => known.id === id)?.displayName ?? "Cán bộ đã rời hệ thống");
}

function actorName(officers: readonly Officer[], actor: TicketEvent["actor"]): string {
  if (actor.role === "citizen") return "Người dân";
  return actor.role === "system" ? "Hệ thống" : personName(officers, actor.id);
}
