import type { ChannelName } from "../../src/messages/index.ts";
import {
  type Cause,
  type DeliverySender,
  deliveriesOf,
  enqueue,
  type Outbox,
  type OutboxOptions,
  outboxMigrations,
  startOutbox,
} from "../../src/outbox/index.ts";
import { createLog, type Database, fixedClock, newId } from "../../src/platform/index.ts";
import type { Engine } from "./databases.ts";
import { type PostOffice, postOffice } from "./post-office.ts";

export const NINE_O_CLOCK = Date.UTC(2026, 9, 5, 2);

/** An outbox on an empty database, with SMS served by a post office; the clock moves only when told. */
export async function openOffice(engine: Engine) {
  const place = await engine.place();
  const db = await engine.open(place, outboxMigrations);
  const clock = fixedClock(NINE_O_CLOCK);
  const post = postOffice(() => clock.now());
  const running: Outbox[] = [];
  const start = (options: Partial<OutboxOptions> = {}): Outbox => {
    const senders: ReadonlyMap<ChannelName, DeliverySender> = new Map([["sms", post]]);
    const log = createLog("silent");
    const outbox = startOutbox({ db, senders, clock, log, jitter: () => 0.5, pollMs: 60_000, ...options });
    running.push(outbox);
    return outbox;
  };
  return {
    place,
    db,
    clock,
    post,
    start,
    promise: (words: Words) => promise(db, clock.now(), words),
    parts: () => post.letters.map((letter) => letter.part),
    states: async () => (await deliveriesOf(db, TICKET)).map((delivery) => delivery.state),
    async close() {
      await Promise.all(running.map((outbox) => outbox.stop()));
      await db.close();
    },
  };
}

export type Office = Awaited<ReturnType<typeof openOffice>> & { readonly post: PostOffice };

/** Every delivery of these suites is about this ticket, so that its state can be asked for. */
export const TICKET = "ticket-1";

export interface Words {
  readonly text: string;
  readonly to?: string;
  readonly channel?: ChannelName;
  readonly key?: string;
  readonly cause?: Cause;
  readonly notBefore?: number;
}

/** Promises one reply, in a transaction of its own, and gives the delivery's id and what enqueue said. */
export async function promise(db: Database, now: number, words: Words) {
  const id = newId(now);
  const delivery = {
    id,
    to: { channel: words.channel ?? "sms", id: words.to ?? "+84900000001" },
    reply: { key: "thu", text: words.text },
    key: words.key ?? id,
    cause: words.cause ?? "ticket",
    ticketId: TICKET,
    ...(words.notBefore === undefined ? {} : { notBefore: words.notBefore }),
  } as const;
  const said = await db.write((tx) => enqueue(tx, delivery, now));
  return { id, said };
}
