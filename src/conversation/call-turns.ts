import type { RecordType, Ticket, TicketDraft } from "../tickets/index.ts";
import { callFacts } from "./call-facts.ts";
import { draftOf, type PlaceOfMatter, type RoutePorts } from "./draft.ts";
import type { Turn, TurnInput } from "./model.ts";
import { FEEDBACK_RECORD } from "./understand.ts";
import type { PlacePorts } from "./whereabouts.ts";
import { withoutSender } from "./without-sender.ts";

/** Nobody can be asked back after a call: what was said is kept whole, and a person sorts it. */
export function callTurn(
  input: TurnInput,
  recordType: RecordType,
  intents: readonly string[],
  ports: RoutePorts & PlacePorts,
): Turn {
  const { message } = input;
  if (!message.call) throw new Error("only a written-down call is taken so");
  const guided = intents.find((intent) => intent === "to_cao" || intent === "khieu_nai") as RecordType | undefined;
  const isReport = intents.some((intent) => intent in FEEDBACK_RECORD);
  const type = guided ?? (isReport ? recordType : "hoi_dap");
  const { place, contact, lines, doubt } = callFacts(message, message.call);
  const content = contact.anonymous ? withoutSender(message.text) : message.text;
  const heard = {
    ...draftOf(message, type, content, placeOfCall(message.text, place, ports), contact, routedBy(input, ports)),
    lines,
  };
  const draft = doubt === undefined ? heard : listenedToFirst(heard, doubt);
  return {
    state: input.state,
    replies: [],
    // The call is over: a secret sent after it would be read by whoever holds the telephone.
    commands: [{ kind: "open_ticket", draft, sayOpened: contact.anonymous ? null : "phieu_da_mo" }],
    trace: {
      intent: intents[0] ?? "hoi_thu_tuc",
      outcome: "ticket",
      ...(doubt === undefined ? {} : { reason: "low_confidence" }),
      recordType: type,
      department: draft.department,
    },
  };
}

/** What was asked besides stands in the record, but does not choose who puts right what was reported. */
function routedBy({ parts }: TurnInput, { route }: RoutePorts): RoutePorts {
  const isReported = ({ understood }: TurnInput["whole"]) =>
    understood.sightings.some(({ intent }) => intent in FEEDBACK_RECORD);
  const asked = parts.filter((part) => part.understood.seeks && !isReported(part));
  if (asked.length === 0 || asked.length === parts.length) return { route };
  const told = parts.filter((part) => !asked.includes(part)).map(({ text }) => text);
  return { route: (type, _text, place, where) => route(type, told.join(" "), place, where) };
}

/** Nobody can be asked which of several was meant; a person sees the words. Another province is for a person to pass on. */
function placeOfCall(text: string, words: string | undefined, { places }: PlacePorts): PlaceOfMatter {
  const found = places.find(text);
  if (found.kind === "other_province")
    return { words: words ?? found.words, where: { commune: null, province: found.province } };
  const unlisted = places.unlisted(text);
  if (unlisted) return { words: words ?? unlisted, where: { commune: unlisted, province: null } };
  if (found.kind !== "one") return { words, where: null };
  const { unit, former, because } = found;
  const where = { commune: unit.name, province: unit.province };
  return { words: words ?? found.words, where, unit: unit.id, former: former?.name, because };
}

/** What was misheard must not reach the wrong unit; those it may be about stay barred. */
function listenedToFirst(draft: Omit<TicketDraft, "key">, doubt: string): Omit<TicketDraft, "key"> {
  const { transferTo: _, ...kept } = draft;
  return { ...kept, department: null, coHandlers: [], because: doubt };
}

/** A later file of a call whose ticket is open: the ticket gets it, and the caller, who was told already, hears nothing. */
export function correctionTurn(input: TurnInput, ticket: Ticket): Turn {
  const { message, state } = input;
  if (!message.call) throw new Error("only a written-down call is corrected so");
  const { lines } = callFacts(message, message.call);
  const { recordType, department } = ticket;
  return {
    state,
    replies: [],
    commands: [{ kind: "correct_call", ticket, text: message.text, lines }],
    trace: { intent: "bo_sung_phieu", outcome: "ticket", reason: "corrected_transcript", recordType, department },
  };
}
