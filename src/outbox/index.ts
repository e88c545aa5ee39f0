/** What we have promised to say, and what became of it. The only way out to a citizen. */
export type { Cause, Delivery, DeliverySender, DeliveryState } from "./delivery.ts";
export {
  type AttemptRecord,
  abandon,
  attemptsOf,
  countOpen,
  type DeliveryStatus,
  deliveriesOf,
  forgetWords,
  listStuck,
  type Promised,
  promisedTo,
  sendAgain,
} from "./desk/store.ts";
export {
  type ContactPreference,
  preferChannel,
  preferencesOf,
  resumeNotices,
  type Stop,
  stopNotices,
} from "./preferences/store.ts";
export { hasArrived, keepProof, type Proof, proofsOf } from "./proofs/store.ts";
export { type ReasonCount, reasonsSince } from "./reasons/store.ts";
export { enqueue } from "./store.ts";
export { outboxMigrations } from "./tables.ts";
export { wishAccents } from "./wishes/store.ts";
export { type Outbox, type OutboxEvent, type OutboxOptions, startOutbox } from "./worker.ts";
