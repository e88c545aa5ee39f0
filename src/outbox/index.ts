/** What we have promised to say, and what became of it. The only way out to a citizen. */
export { settleArrived, takeUpBounced } from "./bounce/store.ts";
export { type CallToMake, callsToMake, countCalls, keepCall } from "./calls/store.ts";
export { costsByMonth, type MonthlyCost } from "./charges/store.ts";
export type { Cause, Delivery, DeliverySender, DeliveryState, Way } from "./delivery.ts";
export {
  type AttemptRecord,
  abandon,
  attemptsOf,
  countOpen,
  type DeliveryStatus,
  deliveriesOf,
  forgetWords,
  lanesOfDeliveries,
  listStuck,
  type Promised,
  promisedTo,
  sendAgain,
} from "./desk/store.ts";
export { LOOK_EVERY_MS } from "./floor/lease.ts";
export {
  type Floor,
  floorById,
  floorIn,
  giveFloorBack,
  givenBackBefore,
  heardFromProvider,
  keepFloor,
  lookAtFloors,
  openFloors,
  type PastFloor,
  raiseAlarm,
  type Taken,
  takeFloor,
} from "./floor/store.ts";
export { forgetFloors, forgetSaid, forgetWhenAsked, lanesToldSince } from "./forget/store.ts";
export { type DeliveryHistory, deliveryHistory } from "./history/store.ts";
export { loadDeliveryRules } from "./load.ts";
export type { DeliveryPolicy, DeliveryRules, Matter } from "./policy.ts";
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
