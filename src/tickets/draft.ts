import type { ChannelName } from "../messages/index.ts";
import { datesOf } from "./apply.ts";
import { printInstant } from "./calendar.ts";
import { contentOf } from "./content.ts";
import type { TicketRules } from "./deadline.ts";
import {
  type ContentCode,
  type DenyList,
  isRestrictedType,
  type Notice,
  type RecordType,
  type Reporter,
  type Ticket,
} from "./ticket.ts";

/** A ticket to be opened. What is left out is unknown, not empty. */
export interface TicketDraft {
  /** Inbound message id and the part's number ("<id>#0"): the same key opens one ticket, however often. */
  readonly key: string;
  readonly recordType: RecordType;
  readonly contentCode?: ContentCode;
  readonly content: string;
  readonly summary?: string;
  readonly place?: string;
  /** Code of today's commune, where the words were found to mean one. */
  readonly placeUnit?: string;
  /** Name of the unit that commune was part of before July 2025, where it was called by that. */
  readonly placeFormer?: string;
  /** What the directory takes it to be about; left out when it could not tell. */
  readonly topic?: string;
  /** The unit chosen, or null: the ticket waits for triage. */
  readonly department: string | null;
  readonly coHandlers?: readonly string[];
  /** An agency outside the system this seems to be for; a person writes the letter. */
  readonly transferTo?: string;
  /** Why this unit, or why none. */
  readonly because: string;
  readonly denied?: DenyList;
  readonly anonymous?: boolean;
  readonly reporter: Reporter;
  readonly source: ChannelName;
  /** For a written-down call: field → indexes of the transcript's lines it was taken from. */
  readonly lines?: Readonly<Record<string, readonly number[]>>;
  /** Of the secret that opens the case on any channel; when given, nothing about the reporter is kept. */
  readonly secretHash?: string;
}

const NOBODY: Reporter = { address: null, name: null, phone: null, postalAddress: null };

const firstLine = (text: string) =>
  (text.length <= 90 ? text : `${text.slice(0, 89).trimEnd()}…`).replaceAll("\n", " ");

/** The ticket a draft becomes. Complaints and denunciations always wait for the inspector, whatever unit was named. */
export function ticketFrom(draft: TicketDraft, id: string, code: string, at: number, rules: TicketRules): Ticket {
  const restricted = isRestrictedType(draft.recordType);
  const department = restricted ? null : draft.department;
  const undated: Ticket = {
    ...blank,
    id,
    code,
    recordType: draft.recordType,
    contentCode: draft.contentCode ?? contentOf(draft.recordType, draft.content, rules.contents).code,
    ...(department === null
      ? { status: "received", transferTo: draft.transferTo ?? null }
      : { status: "assigned", assignedAt: at }),
    department,
    coHandlers: restricted ? [] : (draft.coHandlers ?? []),
    because: draft.because,
    clockStartedAt: at,
    content: draft.content,
    summary: draft.summary ?? firstLine(draft.content),
    place: draft.place ?? null,
    placeUnit: draft.placeUnit ?? null,
    reporter: draft.secretHash === undefined ? draft.reporter : NOBODY,
    anonymous: draft.anonymous === true || draft.secretHash !== undefined,
    source: draft.source,
    restricted,
    denied: draft.denied ?? { departments: [], officers: [] },
    createdAt: at,
    updatedAt: at,
  };
  return { ...undated, ...datesOf(undated, rules) };
}

const blank = {
  heldFrom: [],
  assignee: null,
  assignedAt: null,
  transferTo: null,
  dueAt: 0,
  dueBasis: "",
  dueSteps: [],
  pauses: [],
  extensionDays: 0,
  extension: null,
  promisedAt: null,
  nationalCode: null,
  refusedBy: [],
  objections: 0,
  answer: null,
  draftedBy: null,
  answeredBy: null,
  barredApprovers: [],
  mergedInto: null,
  version: 1,
} as const satisfies Partial<Ticket>;

/** What the reporter hears when the ticket is open. `department` is a unit's id, empty while in triage. */
export function openingNotice(ticket: Ticket): Notice {
  return {
    key: "phieu_da_mo",
    values: {
      code: ticket.code,
      record_type: ticket.recordType,
      department: ticket.department ?? "",
      due: printInstant(ticket.dueAt),
      basis: ticket.dueBasis,
      quote: ticket.content.slice(0, 200),
    },
  };
}
