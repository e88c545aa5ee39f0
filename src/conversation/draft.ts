import type { InboundMessage } from "../messages/index.ts";
import type { RecordType, TicketDraft } from "../tickets/index.ts";
import type { Contact } from "./intake.ts";
import { FEEDBACK_RECORD } from "./understand.ts";

/** Where a report goes, as the directory decided, with the reason officers are shown. */
export interface Route {
  readonly department: string | null;
  readonly coHandlers: readonly string[];
  readonly transferTo?: string;
  readonly because: string;
  /** What the report is about, where its words tell. */
  readonly topic?: string;
  readonly denied: { readonly departments: readonly string[]; readonly officers: readonly string[] };
}

export function recordTypeOf(intents: readonly string[]): RecordType {
  const found = intents.find((intent) => intent in FEEDBACK_RECORD);
  return (found ? FEEDBACK_RECORD[found] : "hien_truong") as RecordType;
}

export interface RoutePorts {
  readonly route: (recordType: RecordType, text: string, place: string | undefined) => Route;
}

export function draftOf(
  message: InboundMessage,
  recordType: RecordType,
  content: string,
  place: string | undefined,
  contact: Contact,
  ports: RoutePorts,
): Omit<TicketDraft, "key"> {
  const { transferTo, ...route } = ports.route(recordType, content, place);
  return {
    recordType,
    content,
    ...(place ? { place } : {}),
    ...route,
    ...(transferTo ? { transferTo } : {}),
    anonymous: contact.anonymous,
    reporter: { address: message.from, name: contact.name, phone: contact.phone, postalAddress: null },
    source: message.from.channel,
  };
}
