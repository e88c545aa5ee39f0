export {
  type Address,
  type Attachment,
  type AttachmentKind,
  CHANNELS,
  type ChannelName,
  cleanText,
  type InboundMessage,
  laneOf,
  type Reply,
  type SpokenTurn,
} from "./message.ts";
export {
  AlreadyHandled,
  countAttempt,
  countWaiting,
  inboxMigrations,
  markHandled,
  type Receipt,
  receive,
  type WaitingMessage,
  waitingIn,
  waitingLanes,
} from "./store.ts";
