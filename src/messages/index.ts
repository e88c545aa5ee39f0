export {
  type Contact,
  contactOf,
  forgetTimes,
  keepShared,
  lastInteraction,
  noteFollowing,
  noteInteraction,
  notePersonWrote,
  type SharedContact,
} from "./contacts/store.ts";
export { dropForgotten, forgetMessages, setApart } from "./forget/store.ts";
export { addressesLinkedTo, lanesLinkedTo, linkAddresses } from "./links/store.ts";
export { type Limits, loadLimits } from "./load.ts";
export {
  type Address,
  type Attachment,
  type AttachmentKind,
  type Billed,
  CHANNELS,
  type ChannelName,
  cleanText,
  type InboundMessage,
  type Keyword,
  laneOf,
  type Reply,
  type ReplyAttachment,
  type SendOutcome,
  type SpokenTurn,
  type Wishes,
} from "./message.ts";
export { createMeter, Overloaded } from "./meter.ts";
export { messagesIn, messagesOf, type SaidMessage, type Span } from "./said/store.ts";
export {
  AlreadyHandled,
  countAttempt,
  countWaiting,
  type InboxTables,
  inboxMigrations,
  markHandled,
  type Receipt,
  receive,
  receiveUnanswered,
  type WaitingMessage,
  waitingIn,
  waitingLanes,
} from "./store.ts";
export { type ChannelSwitches, openSwitches } from "./switches/store.ts";
export { createWording, type Values, type Wording, WordingFile } from "./wording.ts";
