export {
  type Contact,
  contactOf,
  keepShared,
  lastInteraction,
  noteFollowing,
  noteInteraction,
  notePersonWrote,
  type SharedContact,
} from "./contacts/store.ts";
export {
  type Address,
  type Attachment,
  type AttachmentKind,
  type Billed,
  CHANNELS,
  type ChannelName,
  cleanText,
  type InboundMessage,
  laneOf,
  type Reply,
  type SendOutcome,
  type SpokenTurn,
} from "./message.ts";
export {
  AlreadyHandled,
  countAttempt,
  countWaiting,
  inboxMigrations,
  markHandled,
  messagesIn,
  type Receipt,
  receive,
  type WaitingMessage,
  waitingIn,
  waitingLanes,
} from "./store.ts";
export { createWording, type Values, type Wording, WordingFile } from "./wording.ts";
