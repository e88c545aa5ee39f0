import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { eventKeeper } from "../../src/app/events.ts";
import type { ChannelEvent } from "../../src/channels/index.ts";
import { contactOf, inboxMigrations, lastInteraction, receive } from "../../src/messages/index.ts";
import { enqueue, keepProof, outboxMigrations, proofsOf } from "../../src/outbox/index.ts";
import { type Database, sql } from "../../src/platform/index.ts";
import { ENGINES } from "../fakes/databases.ts";

vi.setConfig({ testTimeout: 20_000 });

const WHO = { channel: "zalo", id: "8170236945512073846", account: "2984415073261958342" } as const;
const AT = 1_793_318_460_456;

describe.each(ENGINES)("what providers tell besides messages, on $kind", (engine) => {
  let db: Database;
  let floors: number[];
  let keep: (event: ChannelEvent) => Promise<void>;

  beforeAll(() => engine.start(), 60_000);
  afterAll(() => engine.stop(), 30_000);
  beforeEach(async () => {
    db = await engine.open(await engine.place(), { ...inboxMigrations, ...outboxMigrations });
    floors = [];
    keep = eventKeeper(
      db,
      () => 0,
      async (_tx, _who, at) => void floors.push(at),
    );
  }, 30_000);
  afterEach(() => db.close());

  test("a provider's id finds its try by an index: the ledger is never read whole for one word", async () => {
    const look = sql`select delivery_id from delivery_attempts where provider_id = 'p' and outcome = 'sent'`;
    const isPostgres = engine.kind === "postgres";
    const plan = await db.write(async (tx) => {
      // A small table is read whole however it is indexed, unless that is forbidden.
      if (isPostgres) await sql`set local enable_seqscan = off`.execute(tx);
      return (isPostgres ? sql`explain ${look}` : sql`explain query plan ${look}`).execute(tx);
    });
    expect(JSON.stringify(plan.rows)).toContain("delivery_attempts_provider");
  });

  test("a person nobody has heard of is unknown", async () => {
    expect([await contactOf(db, WHO), await lastInteraction(db, WHO)]).toEqual([undefined, undefined]);
  });

  test("the last interaction is the latest of message, follow and opened chat, in whatever order they come", async () => {
    await keep({ kind: "opened_chat", who: WHO, at: AT });
    await keep({ kind: "followed", who: WHO, at: AT - 5000 });
    expect(await lastInteraction(db, WHO)).toBe(AT);
    const said = { providerId: "m", from: WHO, sentAt: AT + 7, text: "Chào", attachments: [] };
    await receive(db, said, "row", AT + 9);
    expect(await lastInteraction(db, WHO)).toBe(AT + 7);
    expect(await lastInteraction(db, { ...WHO, id: "1" })).toBeUndefined();
  });

  test("the newest word on following counts, not the last to arrive", async () => {
    await keep({ kind: "unfollowed", who: WHO, at: AT });
    await keep({ kind: "followed", who: WHO, at: AT - 1 });
    expect(await contactOf(db, WHO)).toMatchObject({ follows: false });
    await keep({ kind: "followed", who: WHO, at: AT + 1 });
    expect(await contactOf(db, WHO)).toMatchObject({ follows: true });
  });

  test("shared contact data are kept, and what a later form leaves out stays", async () => {
    await keep({ kind: "contact_shared", who: WHO, name: "Lê A", phone: "+84901234567", at: AT });
    await keep({ kind: "contact_shared", who: WHO, address: "45, P. 1", at: AT + 1 });
    const whole = { name: "Lê A", phone: "+84901234567", postalAddress: "45, P. 1" };
    expect(await contactOf(db, WHO)).toMatchObject(whole);
    await keep({ kind: "contact_shared", who: WHO, name: "cũ", at: AT - 1 });
    expect(await contactOf(db, WHO)).toMatchObject(whole);
  });

  test("somebody's words in the provider's own screen take the floor once; ours and repeats do not", async () => {
    const wrote = { kind: "account_wrote", to: WHO, providerId: "e1", byPerson: true, at: AT } as const;
    await keep({ ...wrote, byPerson: false });
    expect(floors).toEqual([]);
    await keep(wrote);
    await keep(wrote);
    await keep({ ...wrote, at: AT - 1 });
    expect(floors).toEqual([AT]);
    expect(await contactOf(db, WHO)).toMatchObject({ personWroteAt: AT, interactedAt: null });
  });

  test("a proof is kept once, even one that comes before we have noted the sending", async () => {
    const seen = { kind: "delivery", to: WHO, providerIds: ["z1", "z1", "z9"], status: "seen", at: AT + 2 } as const;
    await keep(seen);
    await keep({ ...seen, status: "delivered", at: AT + 1 });
    await keep({ ...seen, at: AT + 50 });
    await keep({ ...seen, providerIds: [] });
    const delivery = { id: "d", to: WHO, reply: { key: "thu", text: "thử" }, key: "d", cause: "turn" } as const;
    await db.write((tx) => enqueue(tx, delivery, AT));
    // Another provider that numbers alike.
    await db.write((tx) => keepProof(tx, "sms", ["z1"], { status: "failed", reason: "30003", at: AT + 3 }));
    await db.write((tx) =>
      sql`insert into delivery_attempts (delivery_id, part, at, outcome, provider_id) values ('d', 0, ${AT}, 'sent', 'z1')`.execute(
        tx,
      ),
    );
    expect(await proofsOf(db, "d")).toEqual([
      { part: 0, status: "delivered", reason: null, at: AT + 1 },
      { part: 0, status: "seen", reason: null, at: AT + 2 },
    ]);
    expect(await proofsOf(db, "other")).toEqual([]);
  });
});
