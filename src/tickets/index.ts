/** Tracked complaints and recommendations: what they are, how they move, when they are due. */

export { neededBy } from "./apply.ts";
// When it is due, and why
export { dayOf, isOpen, printDay, printInstant, type WorkCalendar } from "./calendar.ts";
// Its code, as printed and as said
export { findCode, hasMistypedCode, newCode, type ParsedCode, parseCode } from "./code.ts";
export type { CommandData } from "./command.ts";
// Which of the eight contents
export { CONTENT_SURE, contentOf, contentsFor } from "./content.ts";
export {
  type Deadline,
  type DeadlineRule,
  type DeadlineRules,
  type DeadlineStep,
  dueAt,
  type TicketRules,
} from "./deadline.ts";
// The store
export type { TicketDraft } from "./draft.ts";
// Others that report the same
export { isPlainlySame, type Likeness, likenessWords } from "./duplicates/alike.ts";
export { asFollowed, mainOf, mergedInto, type SharedNotice } from "./duplicates/merge/store.ts";
export { placeKeys, spotWords } from "./duplicates/place-keys.ts";
export {
  alikeTo,
  duplicatesOf,
  HOT_SPOT_REPORTERS,
  HOT_SPOT_SHOWN_MS,
  type HotSpot,
  hotSpots,
  isOfHotSpot,
  type Suggestion,
  seeHotSpot,
} from "./duplicates/store.ts";
export { explain } from "./explain.ts";
export { type ExportedTicket, historyReader } from "./exports/history.ts";
export { allTickets, exportHistory } from "./exports/store.ts";
export { mayExtend, type NotDeciding, notDeciding, type Refusal, refusalUntil } from "./guards.ts";
export type { Break, ChainCheck } from "./history/chain.ts";
export { eventsOf, type TicketEvent, verifyChain } from "./history/store.ts";
// What the office signs, and what can be checked of it
export { loadOfficeKey } from "./keys/load.ts";
export { type KnownKey, knownKeys, registerKey } from "./keys/store.ts";
// How a matter is passed on
export { type Letter, letterName, letterText } from "./letters/letter.ts";
export { keepLetter, type LetterNumber, lettersOf, nextNumber } from "./letters/store.ts";
export { loadCalendar, loadDeadlines, loadTicketRules } from "./load.ts";
// How it moves
export {
  COMMANDS,
  type Command,
  canMove,
  commandsFor,
  isOver,
  nextStatus,
  type Policy,
  ROLES,
  type Role,
  TICKET_MOVES,
  TICKET_STATUSES,
  type TicketStatus,
} from "./moves.ts";
// The national system
export { type NationalForm, type NationalNames, nationalFields } from "./national/form.ts";
export { loadNationalForm } from "./national/load.ts";
export { type NationalCodeRefusal, setNationalCode } from "./national/store.ts";
export { addNote, correctTranscript, type Note, wishMerge } from "./notes/store.ts";
export { NOTICE_KEYS } from "./notice.ts";
export { hasOfficeWords, officeWords } from "./office-words.ts";
export {
  countByContent,
  latestOf,
  matchesReporter,
  type Proof,
  type QueueFilter,
  type QueuePage,
  queue,
  ticketByCode,
  ticketById,
  ticketOpenedBy,
  ticketsByIds,
  ticketsOf,
} from "./queue/store.ts";
export { checkReceipt, type Receipt, type ReceiptCheck } from "./receipts/receipt.ts";
export { keyId, type OfficeKey } from "./receipts/sign.ts";
export { receiptOf } from "./receipts/store.ts";
// Who is reminded when
export type { Told } from "./reminders/recipients.ts";
export { countDueSoon, countLate, type Reminder, remindersOf } from "./reminders/store.ts";
export { type ReminderOptions, type Reminders, startReminders } from "./reminders/worker.ts";
export { moveReporter } from "./reporter/store.ts";
export { sealNow } from "./seals/store.ts";
export { type Seals, startSeals } from "./seals/worker.ts";
// What somebody remembers of it
export { searchTickets } from "./search/store.ts";
export { loadSecretWords } from "./secret/load.ts";
export {
  forgetTries,
  type NewSecret,
  newSecret,
  type Opening,
  openBySecret,
} from "./secret/store.ts";
export { type FoundSecret, findSecret, type SecretWords } from "./secret/words.ts";
export { lanesAbout, ticketSeenBy, ticketsAbout, ticketsSeenBy } from "./seen/store.ts";
export {
  applyCommand,
  type CommandInput,
  type CommandRefusal,
  type CommandResult,
  type Opened,
  openTicket,
} from "./store.ts";
export { superiorsOf } from "./superiors.ts";
export { ticketMigrations } from "./tables.ts";
// What a ticket is
export {
  type Actor,
  CONTENT_CODES,
  type ContentCode,
  type DenyList,
  type FormerUnit,
  fits,
  hidesReporter,
  isDenied,
  isProtected,
  isRestrictedType,
  maySee,
  type Notice,
  onDutyOf,
  RECORD_TYPES,
  type RecordType,
  type Reporter,
  type Ticket,
} from "./ticket.ts";
// What the desk decided where no rule could
export { type TriageDecision, triageDecisions } from "./triage/store.ts";
export { type SealBreak, type SealReport, verifySeals } from "./verify/seals/store.ts";
export { type ChainBreak, countEvents, verifyChains, verifyNumbers } from "./verify/store.ts";
