import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { inboxMigrations } from "../../src/messages/index.ts";
import type { Database, Queries } from "../../src/platform/index.ts";
import {
  type Actor,
  addNote,
  applyCommand,
  type Command,
  type CommandData,
  eventsOf,
  loadSecretWords,
  loadTicketRules,
  matchesReporter,
  newSecret,
  openBySecret,
  openTicket,
  queue,
  type Ticket,
  type TicketDraft,
  type TicketRules,
  ticketByCode,
  ticketById,
  ticketMigrations,
  ticketsOf,
  verifyChain,
} from "../../src/tickets/index.ts";
import { ENGINES } from "../fakes/databases.ts";

const SMS = { channel: "sms", id: "+84912345678" } as const;
/** Monday 23 November 2026, 08:00 in Việt Nam. */
const MONDAY = Date.parse("2026-11-23T08:00:00+07:00");

const coordinator: Actor = { role: "coordinator", id: "dieu-phoi", department: "van-phong" };
const officer: Actor = { role: "officer", id: "can-bo", department: "phong-kinh-te" };
const head: Actor = { role: "head", id: "truong-phong", department: "phong-kinh-te" };
const inspector: Actor = { role: "inspector", id: "thanh-tra" };

function draft(key: string, more: Partial<TicketDraft> = {}): TicketDraft {
  return {
    key,
    recordType: "hien_truong",
    content: "Rác ở ngõ 5 ba ngày chưa dọn",
    department: "phong-kinh-te",
    because: "rác thải",
    reporter: { address: SMS, name: null, phone: null, postalAddress: null },
    source: "sms",
    ...more,
  };
}

/** Rows as they lie in the table, for tampering. */
type Raw = {
  ticket_events: { ticket_id: string; nth: number; data: string; at: number };
  tickets: { id: string; content: string };
};
const raw = (queries: Queries) => queries.withTables<Raw>();

describe.each(ENGINES)("the ticket store on $kind", (engine) => {
  let db: Database;
  let rules: TicketRules;

  beforeAll(async () => {
    await engine.start();
    db = await engine.open(await engine.place(), { ...inboxMigrations, ...ticketMigrations });
    rules = await loadTicketRules("knowledge", MONDAY, { approval: true });
  }, 120_000);

  afterAll(async () => {
    await db.close();
    await engine.stop();
  });

  const open = (key: string, more?: Partial<TicketDraft>) =>
    db.write((tx) => openTicket(tx, rules, draft(key, more), MONDAY));
  const give = (ticketId: string, command: Command, actor: Actor, data: CommandData = {}, expectedVersion?: number) =>
    db.write((tx) =>
      applyCommand(tx, rules, {
        ticketId,
        command,
        actor,
        data,
        at: MONDAY + 3_600_000,
        ...(expectedVersion === undefined ? {} : { expectedVersion }),
      }),
    );
  const must = async (...step: Parameters<typeof give>): Promise<Ticket> => {
    const result = await give(...step);
    if (!result.ok) throw new Error(`${step[1]}: ${result.reason}`);
    return result.ticket;
  };

  test("a ticket is read back as it was opened, by id, by code and by its reporter's address", async () => {
    const { ticket, notice } = await open("m1#0");
    expect(ticket.status).toBe("assigned");
    expect(ticket.dueBasis).toContain("chưa phải thời hạn pháp luật");
    expect(notice.values["code"]).toBe(ticket.code);
    expect(await ticketById(db.read, ticket.id)).toEqual(ticket);
    expect(await ticketByCode(db.read, ticket.code)).toEqual(ticket);
    expect((await ticketsOf(db.read, SMS)).map((t) => t.id)).toContain(ticket.id);
    expect(await ticketsOf(db.read, { channel: "sms", id: "+84900000000" })).toEqual([]);
  });

  test("a message replayed after a crash opens no second ticket", async () => {
    const first = await open("m2#0");
    const [again, more] = await Promise.all([open("m2#0"), open("m2#0")]);
    expect(first.isNew).toBe(true);
    expect([again.isNew, more.isNew]).toEqual([false, false]);
    expect([again.ticket.id, more.ticket.id]).toEqual([first.ticket.id, first.ticket.id]);
    expect(await eventsOf(db.read, first.ticket.id)).toHaveLength(1);
  });

  test("two parts of one message open two tickets", async () => {
    const [one, two] = await Promise.all([open("m3#0"), open("m3#1")]);
    expect(one.ticket.code).not.toBe(two.ticket.code);
  });

  test("a code that is taken is drawn again", async () => {
    const bytes = [7, 7, 8];
    const draw = () => new Uint8Array(16).fill(bytes.shift() ?? 9);
    const first = await db.write((tx) => openTicket(tx, rules, draft("m4#0"), MONDAY, draw));
    const second = await db.write((tx) => openTicket(tx, rules, draft("m4#1"), MONDAY, draw));
    expect(second.isNew).toBe(true);
    expect(second.ticket.code).not.toBe(first.ticket.code);
    expect(bytes).toEqual([]);
  });

  test("from assignment to an approved answer, with every step in the history", async () => {
    const { ticket } = await open("m5#0");
    await must(ticket.id, "take", officer);
    await must(ticket.id, "draft", officer, { answer: "Đã dọn sáng nay." });
    const approved = await give(ticket.id, "approve", head);
    expect(approved).toMatchObject({
      ok: true,
      notice: { key: "phieu_tra_loi", values: { answer: "Đã dọn sáng nay." } },
    });
    const events = await eventsOf(db.read, ticket.id);
    expect(events.map((e) => [e.nth, e.kind, e.to])).toEqual([
      [1, "opened", "assigned"],
      [2, "take", "in_progress"],
      [3, "draft", "drafted"],
      [4, "approve", "answered"],
    ]);
    expect(await verifyChain(db.read, ticket.id)).toMatchObject({ ok: true, events: 4 });
  });

  test("two officers acting on the same version: one succeeds, the other is told it is stale", async () => {
    const { ticket } = await open("m6#0");
    const results = await Promise.all([
      give(ticket.id, "take", officer, {}, ticket.version),
      give(ticket.id, "assign", head, { department: "van-phong" }, ticket.version),
    ]);
    expect(results.map((r) => r.ok).sort()).toEqual([false, true]);
    expect(results.find((r) => !r.ok)).toMatchObject({ reason: "stale" });
    expect(await eventsOf(db.read, ticket.id)).toHaveLength(2);
  });

  test.each([
    ["another unit's officer", "take", { ...officer, department: "phong-vh-xh" }, {}, "not_allowed"],
    ["an officer refusing", "refuse", officer, { reason: "x" }, "not_allowed"],
    ["approving what was not drafted", "approve", head, {}, "wrong_state"],
    ["handing back without a reason", "return", officer, {}, "incomplete"],
    ["a system administrator", "take", { role: "admin", id: "quan-tri" }, {}, "not_allowed"],
  ] as const)("%s is refused and leaves no trace", async (name, command, actor, data, reason) => {
    const { ticket } = await open(`refused ${name}`);
    expect(await give(ticket.id, command, actor, data)).toMatchObject({ ok: false, reason });
    expect(await ticketById(db.read, ticket.id)).toEqual(ticket);
    expect(await eventsOf(db.read, ticket.id)).toHaveLength(1);
  });

  test("a command on a ticket that does not exist says so", async () => {
    expect(await give("khong-co", "take", officer)).toEqual({ ok: false, reason: "not_found" });
  });

  test("comments never move the due date, nor the version", async () => {
    const { ticket } = await open("m7#0");
    const added = await db.write((tx) =>
      addNote(tx, {
        ticketId: ticket.id,
        actor: officer,
        text: "Đã gọi tổ thu gom",
        at: MONDAY + 1,
        audience: "internal",
      }),
    );
    expect(added).toEqual({ ok: true });
    expect(await ticketById(db.read, ticket.id)).toEqual(ticket);
    expect((await eventsOf(db.read, ticket.id)).at(-1)).toMatchObject({
      kind: "note_internal",
      data: { text: "Đã gọi tổ thu gom" },
    });
    expect(await verifyChain(db.read, ticket.id)).toMatchObject({ ok: true, events: 2 });
  });

  test("merging and un-merging restores the exact prior state", async () => {
    const main = (await open("m8#0")).ticket;
    const { ticket } = await open("m8#1");
    const waiting = await must(ticket.id, "ask_citizen", officer, { question: "Ngõ 5 thôn nào?" });
    const merged = await give(ticket.id, "merge", coordinator, { into: main.id });
    expect(merged).toMatchObject({ ok: true, notice: { key: "phieu_gop", values: { into: main.code } } });
    const back = await must(ticket.id, "unmerge", coordinator, { reason: "khác việc" });
    expect({ ...back, version: 0, updatedAt: 0 }).toEqual({ ...waiting, version: 0, updatedAt: 0 });
    expect(await give(ticket.id, "merge", coordinator, { into: ticket.id })).toMatchObject({ ok: false });
    expect(await give(ticket.id, "merge", coordinator, { into: "khong-co" })).toMatchObject({ reason: "not_found" });
  });

  test.each([
    ["its words", { data: '{"reason":"y"}' }],
    ["its time", { at: MONDAY + 3_600_001 }],
  ])("changing %s in one past event is found", async (name, change) => {
    const { ticket } = await open(`tampered ${name}`);
    await must(ticket.id, "return", officer, { reason: "x" });
    await must(ticket.id, "assign", coordinator, { department: "phong-kinh-te" });
    await db.write((tx) =>
      raw(tx)
        .updateTable("ticket_events")
        .set(change)
        .where("ticket_id", "=", ticket.id)
        .where("nth", "=", 2)
        .execute(),
    );
    expect(await verifyChain(db.read, ticket.id)).toEqual({ ok: false, nth: 2, why: "altered" });
  });

  test.each([
    [1, "gap"],
    [3, "cut_off"],
  ])("removing event %i is found", async (nth, why) => {
    const { ticket } = await open(`removed ${nth}`);
    await must(ticket.id, "take", officer);
    await must(ticket.id, "draft", officer, { answer: "a" });
    await db.write((tx) =>
      raw(tx).deleteFrom("ticket_events").where("ticket_id", "=", ticket.id).where("nth", "=", nth).execute(),
    );
    expect(await verifyChain(db.read, ticket.id)).toEqual({ ok: false, nth, why });
  });

  test("changing what the citizen wrote is found", async () => {
    const { ticket } = await open("m9#0");
    await db.write((tx) =>
      raw(tx).updateTable("tickets").set({ content: "Mọi việc đều tốt" }).where("id", "=", ticket.id).execute(),
    );
    expect(await verifyChain(db.read, ticket.id)).toEqual({ ok: false, nth: 1, why: "content" });
  });

  test("the queue shows a unit its own tickets, the most urgent first, page by page", async () => {
    const [slow, quick] = await Promise.all([
      open("q1", { department: "don-vi-q", recordType: "pakn_quy_dinh" }),
      open("q2", { department: "don-vi-q", recordType: "hoi_dap" }),
    ]);
    const viewer: Actor = { role: "officer", id: "q", department: "don-vi-q" };
    const ids = async (page: number) =>
      (await queue(db.read, viewer, { department: "don-vi-q", statuses: ["assigned"], page, pageSize: 1 })).tickets.map(
        (t) => t.id,
      );
    expect(await ids(1)).toEqual([quick.ticket.id]);
    expect(await ids(2)).toEqual([slow.ticket.id]);
    expect(await queue(db.read, viewer, { department: "don-vi-q" })).toMatchObject({ total: 2 });
    expect(await queue(db.read, viewer, { department: "don-vi-q", statuses: ["closed"] })).toEqual({
      tickets: [],
      total: 0,
    });
  });

  test("those a ticket is about never see it, restricted ones only the inspector does", async () => {
    const about = await open("d1", {
      department: null,
      denied: { departments: ["phong-kinh-te"], officers: ["dieu-phoi"] },
    });
    const secret = await open("d2", { recordType: "to_cao", department: "phong-kinh-te" });
    expect(secret.ticket).toMatchObject({ department: null, restricted: true, status: "received" });
    const seenBy = async (viewer: Actor) =>
      (await queue(db.read, viewer, { department: null, pageSize: 1000 })).tickets.map((t) => t.id);
    expect(await seenBy(inspector)).toEqual(expect.arrayContaining([about.ticket.id, secret.ticket.id]));
    for (const viewer of [officer, head, coordinator, { role: "admin", id: "quan-tri" } as const])
      expect(await seenBy(viewer)).not.toEqual(expect.arrayContaining([about.ticket.id]));
    const other: Actor = { role: "coordinator", id: "nguoi-khac", department: "van-phong" };
    expect(await seenBy(other)).toContain(about.ticket.id);
    expect(await seenBy(other)).not.toContain(secret.ticket.id);
    expect(await give(about.ticket.id, "assign", other, { department: "phong-kinh-te" })).toMatchObject({
      reason: "not_allowed",
    });
    expect(await give(secret.ticket.id, "assign", other, { department: "van-phong" })).toMatchObject({
      reason: "not_allowed",
    });
  });

  test("a status is told to whoever writes from the same address, or knows the last four digits", async () => {
    const { ticket } = await open("p1");
    expect(await matchesReporter(db.read, ticket, { address: SMS })).toBe(true);
    expect(await matchesReporter(db.read, ticket, { address: { channel: "sms", id: "+84912345679" } })).toBe(false);
    expect(await matchesReporter(db.read, ticket, { lastFourDigits: "5678" })).toBe(true);
    expect(await matchesReporter(db.read, ticket, { lastFourDigits: "8" })).toBe(false);
    expect(await matchesReporter(db.read, ticket, { lastFourDigits: "5679" })).toBe(false);
  });

  test("an anonymous case is opened again by its secret and keeps nothing about who filed it", async () => {
    const secret = await newSecret(db, loadSecretWords("knowledge"));
    const { ticket } = await open("p2", { secretHash: secret.hash });
    expect(ticket).toMatchObject({ anonymous: true, reporter: { address: null, name: null, phone: null } });
    const at = MONDAY;
    expect(await openBySecret(db, secret.words, { door: "talk", id: "sms:a" }, at)).toMatchObject({
      kind: "found",
      ticket: { id: ticket.id },
    });
    for (let tries = 0; tries < 5; tries++)
      expect(await openBySecret(db, "mèo đen, mèo đen, mèo đen, mèo đen", { door: "talk", id: "sms:b" }, at)).toEqual({
        kind: "wrong",
      });
    expect(await openBySecret(db, secret.words, { door: "talk", id: "sms:b" }, at)).toEqual({ kind: "locked" });
    expect(await openBySecret(db, secret.words, { door: "talk", id: "sms:b" }, at + 3_600_001)).toMatchObject({
      kind: "found",
    });
    // However many others were wrong, nobody else is shut out.
    const others = Array.from({ length: 600 }, (_, nth) => ({ asker: `other-${nth}`, at }));
    await db.write((tx) =>
      tx
        .withTables<{ secret_tries: { asker: string; at: number } }>()
        .insertInto("secret_tries")
        .values(others)
        .execute(),
    );
    expect(await openBySecret(db, secret.words, { door: "talk", id: "sms:c" }, at)).toMatchObject({ kind: "found" });
    // Asked many times at once, what is wrong counts all the same.
    const wrong = "mèo đen, mèo đen, mèo đen, mèo trắng";
    const atOnce = Array.from({ length: 8 }, () => openBySecret(db, wrong, { door: "page", id: "203.0.113.7" }, at));
    const kinds = (await Promise.all(atOnce)).map(({ kind }) => kind);
    expect(kinds).toEqual(["wrong", ...Array.from({ length: 7 }, () => "busy")]);
    expect(await matchesReporter(db.read, ticket, { address: SMS })).toBe(false);
    expect((await ticketsOf(db.read, SMS)).map((t) => t.id)).not.toContain(ticket.id);
  });
});
