import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { inboxMigrations } from "../../src/messages/index.ts";
import type { Database, Queries } from "../../src/platform/index.ts";
import { type EventRow, hashOf } from "../../src/tickets/history/chain.ts";
import {
  type Actor,
  addNote,
  applyCommand,
  type ChainBreak,
  type Command,
  type CommandData,
  knownKeys,
  loadOfficeKey,
  loadTicketRules,
  type OfficeKey,
  openTicket,
  registerKey,
  type SealBreak,
  sealNow,
  setNationalCode,
  type Ticket,
  type TicketRules,
  ticketMigrations,
  verifyChains,
  verifyNumbers,
  verifySeals,
} from "../../src/tickets/index.ts";
import { ENGINES } from "../fakes/databases.ts";

const MONDAY = Date.parse("2026-11-23T08:00:00+07:00");
const HOUR = 3_600_000;
/** How many random changes are tried on each engine; each undoes itself. */
const RUNS = Number(process.env["TAMPER_RUNS"] ?? 250);

const officer: Actor = { role: "officer", id: "can-bo", department: "phong-kinh-te" };

type Row = EventRow & Readonly<Record<string, string | number | null>>;
type Loose = Record<string, string | number | null>;
type Raw = {
  ticket_events: Loose & { seq: number; ticket_id: string; nth: number };
  tickets: Loose;
  ticket_seals: Record<string, string | number>;
  ticket_marks: { ticket_id: string };
  ticket_search: { ticket_id: string };
};
const raw = (queries: Queries) => queries.withTables<Raw>();

/** Columns of an event's row; `seq` is its place among all events. */
const TEXT_COLUMNS = ["ticket_id", "actor_role", "actor_id", "kind", "data", "previous", "hash"] as const;
const NULLABLE_COLUMNS = ["from_status", "to_status"] as const;
const NUMBER_COLUMNS = ["seq", "nth", "at"] as const;
const TICKET_TEXTS = ["head", "code", "content", "status", "national_code"] as const;
const TICKET_NUMBERS = ["events", "due_at"] as const;
const SEAL_TEXTS = ["digest", "previous", "key_id", "signature"] as const;
const SEAL_NUMBERS = ["nth", "at", "upto", "events"] as const;

/** Another character at one place; an empty text gets one. */
function flipped(text: string, place: number, by: number): string {
  if (text === "") return "x";
  const at = place % text.length;
  return text.slice(0, at) + String.fromCharCode(text.charCodeAt(at) ^ by) + text.slice(at + 1);
}

class Undo extends Error {}

describe.each(ENGINES)("the history on $kind", (engine) => {
  let db: Database;
  let rules: TicketRules;
  let key: OfficeKey;
  const folder = mkdtempSync(join(tmpdir(), "lang-nghe-key-"));
  let now = MONDAY;
  const tick = (): number => {
    now += HOUR;
    return now;
  };

  const open = async (nth: number): Promise<Ticket> => {
    const reporter = { address: null, name: null, phone: null, postalAddress: null };
    const draft = {
      recordType: "hien_truong",
      department: "phong-kinh-te",
      because: "rác",
      reporter,
      source: "sms",
    } as const;
    const draw = { ...draft, key: `m${nth}`, content: `Rác ở ngõ ${nth} chưa dọn` };
    return (await db.write((tx) => openTicket(tx, rules, draw, tick()))).ticket;
  };
  const give = async (ticketId: string, command: Command, data: CommandData = {}) => {
    const at = tick();
    const done = await db.write((tx) => applyCommand(tx, rules, { ticketId, command, actor: officer, data, at }));
    if (!done.ok) throw new Error(`${command}: ${done.reason}`);
  };

  beforeAll(async () => {
    await engine.start();
    db = await engine.open(await engine.place(), { ...inboxMigrations, ...ticketMigrations });
    rules = await loadTicketRules("knowledge", MONDAY, { approval: false });
    key = await loadOfficeKey(folder);
    await db.write((tx) => registerKey(tx, key, MONDAY));
    for (let nth = 0; nth < 4; nth++) {
      const { id } = await open(nth);
      await give(id, "take");
      await give(id, "ask_citizen", { question: "Ngõ nào?" });
      await db.write((tx) =>
        addNote(tx, { ticketId: id, actor: officer, text: "Đã gọi", at: tick(), audience: "internal" }),
      );
      await give(id, "supply", { text: "Ngõ 5" });
      if (nth === 1) await db.write((tx) => setNationalCode(tx, id, "PAKN.20261123.0001", officer, now));
      await give(id, "answer", { answer: "Đã dọn." });
      if (nth < 3) await sealNow(db, key, now, 0);
    }
    await sealNow(db, key, now, 0);
  }, 120_000);

  afterAll(async () => {
    await db.close();
    await engine.stop();
    rmSync(folder, { recursive: true });
  });

  const breaksOf = async (queries: Queries): Promise<(ChainBreak | SealBreak)[]> => {
    const found: (ChainBreak | SealBreak)[] = [];
    const keys = new Map((await knownKeys(queries)).map(({ id, publicKey }) => [id, publicKey]));
    await verifyChains(queries, { onBreak: (one) => found.push(one) });
    await verifySeals(queries, keys, (one) => found.push(one));
    await verifyNumbers(queries, db.kind, (one) => found.push(one));
    return found;
  };

  /** What is found after a change, which is then undone. */
  const afterChange = async (change: (tx: Queries) => Promise<unknown>): Promise<(ChainBreak | SealBreak)[]> => {
    let found: (ChainBreak | SealBreak)[] = [];
    const undone = await db
      .write(async (tx) => {
        await change(tx);
        found = await breaksOf(tx);
        throw new Undo();
      })
      .catch((error: unknown) => error);
    if (!(undone instanceof Undo)) throw undone;
    return found;
  };

  const events = async (queries: Queries): Promise<Row[]> =>
    (await raw(queries).selectFrom("ticket_events").selectAll().orderBy("seq").execute()) as unknown as Row[];
  const set = (tx: Queries, seq: number, columns: Readonly<Loose>) =>
    raw(tx).updateTable("ticket_events").set(columns).where("seq", "=", seq).execute();

  test("as it was written nothing is wrong, and every event is counted and sealed", async () => {
    const found: unknown[] = [];
    expect(await verifyChains(db.read, { onBreak: (one) => found.push(one) })).toEqual({ tickets: 4, events: 25 });
    const report = await verifySeals(db.read, new Map([[key.id, key.publicKey]]), (one) => found.push(one));
    expect(report).toMatchObject({ seals: 4, last: { nth: 4 } });
    expect(found).toEqual([]);
    expect(await sealNow(db, key, now, 0)).toBeUndefined();
  });

  test("any change to one column of one event is found", async () => {
    const rows = await events(db.read);
    // A row that names another ticket needs one: on an engine that minds, the change itself is refused.
    const texts = TEXT_COLUMNS.filter((column) => column !== "ticket_id");
    await fc.assert(
      fc.asyncProperty(
        fc.nat(rows.length - 1),
        fc.constantFrom(...texts, ...NULLABLE_COLUMNS, ...NUMBER_COLUMNS),
        fc.nat(2000),
        fc.integer({ min: 1, max: 7 }),
        async (nth, column, place, by) => {
          const row = rows[nth] as Row;
          const value = row[column];
          const others = { seq: 100_000, nth: 100, at: 0 };
          const next =
            typeof value === "number"
              ? value + by + others[column as (typeof NUMBER_COLUMNS)[number]]
              : value === null || value === undefined
                ? "x"
                : flipped(value, place, by);
          const found = await afterChange((tx) => set(tx, row.seq, { [column]: next }));
          expect([column, found.length > 0]).toEqual([column, true]);
        },
      ),
      { numRuns: RUNS },
    );
  });

  test("an event moved to another ticket is found", async () => {
    const rows = await events(db.read);
    const other = rows.at(-1)?.ticket_id ?? "";
    for (const row of rows.filter(({ ticket_id }) => ticket_id !== other))
      expect(await afterChange((tx) => set(tx, row.seq, { ticket_id: other, nth: 50 }))).not.toEqual([]);
  });

  test("a status taken away is found", async () => {
    for (const row of (await events(db.read)).filter(({ to_status }) => to_status !== null))
      expect(await afterChange((tx) => set(tx, row.seq, { to_status: null }))).not.toEqual([]);
  });

  test("any event taken out is found, in the middle and at the end", async () => {
    for (const { seq, nth, kind } of await events(db.read)) {
      const found = await afterChange((tx) => raw(tx).deleteFrom("ticket_events").where("seq", "=", seq).execute());
      expect(found).toContainEqual(expect.objectContaining({ what: "chain", nth }));
      if (kind === "answer")
        expect(found).toContainEqual(expect.objectContaining({ what: "chain", nth, why: "cut_off" }));
    }
  });

  test("a tail of any length cut off a ticket is found, even with the ticket's own count and head put right", async () => {
    const rows = await events(db.read);
    const [ticket = ""] = rows.map(({ ticket_id }) => ticket_id);
    const own = rows.filter(({ ticket_id }) => ticket_id === ticket);
    for (let keep = 1; keep < own.length; keep++) {
      const last = own[keep - 1] as Row;
      const cut = (tx: Queries) =>
        raw(tx).deleteFrom("ticket_events").where("ticket_id", "=", ticket).where("nth", ">", keep).execute();
      expect(await afterChange(cut)).toContainEqual(
        expect.objectContaining({ what: "chain", nth: keep + 1, why: "cut_off" }),
      );
      const found = await afterChange(async (tx) => {
        await cut(tx);
        const status = own.slice(0, keep).findLast(({ to_status }) => to_status !== null)?.["to_status"] ?? "";
        const put = { events: keep, head: last["hash"] ?? "", status };
        await raw(tx).updateTable("tickets").set(put).where("id", "=", ticket).execute();
      });
      expect(found).toContainEqual(expect.objectContaining({ what: "seal", nth: 1, why: "events" }));
    }
  });

  test("two events changed for each other are found, by place in the ticket and by place among all", async () => {
    const rows = await events(db.read);
    const pairs = fc.tuple(fc.nat(rows.length - 1), fc.nat(rows.length - 1)).filter(([a, b]) => a !== b);
    await fc.assert(
      fc.asyncProperty(pairs, async ([a, b]) => {
        const [one, two] = [rows[a] as Row, rows[b] as Row];
        const bySeq = await afterChange(async (tx) => {
          await set(tx, one.seq, { seq: 1_000_000 });
          await set(tx, two.seq, { seq: one.seq });
          await set(tx, 1_000_000, { seq: two.seq });
        });
        expect(bySeq).toContainEqual(expect.objectContaining({ what: "seal", why: "events" }));
        const { ticket_id, nth } = one;
        const byPlace = await afterChange(async (tx) => {
          await set(tx, one.seq, { nth: 1_000_000 });
          await set(tx, two.seq, { ticket_id, nth });
          await set(tx, one.seq, { ticket_id: two.ticket_id, nth: two.nth });
        });
        expect(byPlace).toContainEqual(expect.objectContaining({ what: "chain" }));
      }),
      { numRuns: Math.min(RUNS, 60) },
    );
  });

  test("an event put in between or at the end is found, though its own hash is right", async () => {
    const rows = await events(db.read);
    for (const row of rows.slice(0, 8)) {
      const follower = rows.find(({ ticket_id, nth }) => ticket_id === row.ticket_id && nth === row.nth + 1);
      const forged = { ...row, nth: follower ? row.nth + 100 : row.nth + 1, previous: row["hash"] ?? "" };
      const made = { ...forged, seq: 5000, hash: hashOf(forged) };
      const insert = (tx: Queries) => raw(tx).insertInto("ticket_events").values(made).execute();
      expect(await afterChange(insert)).toContainEqual(expect.objectContaining({ what: "chain" }));
    }
  });

  test("a whole history written anew, with every hash right, is found by its seal", async () => {
    const rows = await events(db.read);
    const own = rows.filter(({ ticket_id }) => ticket_id === rows[0]?.ticket_id);
    const found = await afterChange(async (tx) => {
      let previous = "";
      for (const row of own) {
        const data = String(row["data"]).replace("Đã dọn.", "Không dọn.");
        const anew = { ...row, data, previous };
        previous = hashOf(anew);
        await set(tx, row.seq, { data, previous: anew.previous, hash: previous });
      }
      await raw(tx)
        .updateTable("tickets")
        .set({ head: previous })
        .where("id", "=", own[0]?.ticket_id ?? "")
        .execute();
    });
    expect(found).toEqual([{ what: "seal", nth: 1, at: expect.any(Number), why: "events" }]);
  });

  test("a ticket taken away with everything that belongs to it is found by its seal", async () => {
    const [row] = await events(db.read);
    const id = row?.ticket_id ?? "";
    const found = await afterChange(async (tx) => {
      await raw(tx).deleteFrom("ticket_events").where("ticket_id", "=", id).execute();
      await raw(tx).deleteFrom("ticket_marks").where("ticket_id", "=", id).execute();
      await raw(tx).deleteFrom("ticket_search").where("ticket_id", "=", id).execute();
      await raw(tx).deleteFrom("tickets").where("id", "=", id).execute();
    });
    expect(found).toContainEqual({ what: "seal", nth: 1, at: expect.any(Number), why: "events" });
    const bare = await afterChange((tx) => raw(tx).deleteFrom("ticket_events").where("ticket_id", "=", id).execute());
    expect(bare).toContainEqual(expect.objectContaining({ what: "no_history" }));
  });

  test("what no seal covers yet is found too, but for a ticket taken away whole from PostgreSQL", async () => {
    const found = await afterChange(async (tx) => {
      await raw(tx).deleteFrom("ticket_seals").where("nth", "=", 4).execute();
      const id = (await events(tx)).at(-1)?.ticket_id ?? "";
      await raw(tx).deleteFrom("ticket_events").where("ticket_id", "=", id).execute();
      await raw(tx).deleteFrom("ticket_marks").where("ticket_id", "=", id).execute();
      await raw(tx).deleteFrom("ticket_search").where("ticket_id", "=", id).execute();
      await raw(tx).deleteFrom("tickets").where("id", "=", id).execute();
    });
    expect(found).toEqual(db.kind === "sqlite" ? [{ what: "numbers", numbered: 25, events: 19 }] : []);
  });

  test("what the ticket itself says is held against its history", async () => {
    const tickets = await raw(db.read).selectFrom("tickets").selectAll().execute();
    for (const ticket of tickets)
      for (const column of [...TICKET_TEXTS, ...TICKET_NUMBERS]) {
        const value = ticket[column];
        const next = typeof value === "number" ? value + 1 : flipped(value ?? "", 5, 1);
        const found = await afterChange((tx) =>
          raw(tx)
            .updateTable("tickets")
            .set({ [column]: next })
            .where("id", "=", String(ticket["id"]))
            .execute(),
        );
        expect([column, found]).toEqual([column, [expect.objectContaining({ what: "chain" })]]);
      }
  });

  test("a seal changed or taken out is found; the last one is missed by whoever kept its hash", async () => {
    const seals = await raw(db.read).selectFrom("ticket_seals").selectAll().orderBy("nth").execute();
    for (const seal of seals)
      for (const column of [...SEAL_TEXTS, ...SEAL_NUMBERS]) {
        const value = seal[column];
        const next = typeof value === "number" ? value + 1000 : flipped(String(value), 3, 1);
        const found = await afterChange((tx) =>
          raw(tx)
            .updateTable("ticket_seals")
            .set({ [column]: next })
            .where("nth", "=", Number(seal["nth"]))
            .execute(),
        );
        expect([column, found]).toEqual([column, expect.arrayContaining([expect.objectContaining({ what: "seal" })])]);
      }
    const without = (nth: number) => (tx: Queries) =>
      raw(tx).deleteFrom("ticket_seals").where("nth", "=", nth).execute();
    expect(await afterChange(without(2))).toContainEqual(expect.objectContaining({ what: "seal", nth: 3, why: "gap" }));
    expect(await afterChange(without(4))).toEqual([]);
  });

  test("seals of a key that was not given are not believed", async () => {
    const found: SealBreak[] = [];
    await verifySeals(db.read, new Map(), (one) => found.push(one));
    expect(found.map(({ why }) => why)).toEqual(["unknown_key", "unknown_key", "unknown_key", "unknown_key"]);
  });

  test("what happens while it is read is not taken for a break", async () => {
    const found: ChainBreak[] = [];
    const writing = (async () => {
      for (let nth = 10; nth < 20; nth++) {
        const { id } = await open(nth);
        await give(id, "take");
      }
    })();
    for (let look = 0; look < 10; look++) await verifyChains(db.read, { onBreak: (one) => found.push(one) });
    await writing;
    expect(found).toEqual([]);
  });
});
