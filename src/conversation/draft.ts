import type { InboundMessage } from "../messages/index.ts";
import type { RecordType, TicketDraft } from "../tickets/index.ts";
import type { Contact } from "./sender.ts";
import { FEEDBACK_RECORD } from "./understand.ts";
import type { Where } from "./whereabouts.ts";

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
  readonly route: (recordType: RecordType, text: string, place: string | undefined, where: Where | null) => Route;
}

/** Where a matter is: the citizen's words, and what they were found to mean. */
export interface PlaceOfMatter {
  readonly words: string | undefined;
  readonly where: Where | null;
  /** Id of the unit of today. */
  readonly unit?: string | undefined;
  /** Name of the unit it was before, where it was called by that. */
  readonly former?: string | undefined;
  /** The unit it was before, for officers. */
  readonly because?: string | undefined;
}

export const NOWHERE: PlaceOfMatter = { words: undefined, where: null };

export function draftOf(
  message: InboundMessage,
  recordType: RecordType,
  content: string,
  place: PlaceOfMatter,
  contact: Contact,
  ports: RoutePorts,
): Omit<TicketDraft, "key"> {
  const { transferTo, ...route } = ports.route(recordType, content, place.words, place.where);
  return {
    recordType,
    content,
    ...(place.words ? { place: place.words } : {}),
    ...(place.unit ? { placeUnit: place.unit } : {}),
    ...(place.former ? { placeFormer: place.former } : {}),
    ...route,
    because: place.because ? `${route.because}\nĐịa bàn: ${place.because}` : route.because,
    ...(transferTo ? { transferTo } : {}),
    anonymous: contact.anonymous,
    reporter: { address: message.from, name: contact.name, phone: contact.phone, postalAddress: null },
    source: message.from.channel,
  };
}
