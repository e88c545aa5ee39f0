import type { Address, Reply } from "../../messages/index.ts";

/** One call as kept. Instants are epoch milliseconds. */
export interface Call {
  readonly callSid: string;
  readonly from: Address;
}

/** What is kept of calls besides what was said in them. */
export interface CallBook {
  /** Notes a call, again at every request; the first time, fetches back what went on elsewhere after an earlier call. */
  begin(call: Call, now: number): Promise<void>;
  /** The question at which this caller's unfinished report stands. */
  leftOff(call: Call): Promise<Reply | undefined>;
  /** Keeps what was heard unclearly, until it is confirmed. */
  keepHeard(callSid: string, nth: number, text: string): Promise<void>;
  heard(callSid: string, nth: number): Promise<string | undefined>;
  /** The line is closed: what was promised by SMS is put in the outbox once every turn is done. */
  hangUp(call: Call, now: number): Promise<void>;
}
