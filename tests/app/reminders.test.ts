import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createLog, type Database, fixedClock } from "../../src/platform/index.ts";
import {
  addNote,
  applyCommand,
  type Command,
  type CommandData,
  countDueSoon,
  countLate,
  eventsOf,
  loadTicketRules,
  openTicket,
  type Reminder,
  type ReminderOptions,
  remindersOf,
  setNationalCode,
  startReminders,
  type Ticket,
  type TicketDraft,
  type TicketRules,
  ticketById,
  ticketMigrations,
  verifyChain,
} from "../../src/tickets/index.ts";
import { ENGINES } from "../fakes/databases.ts";

const at = (text: string) => Date.parse(`${text}:00+07:00`);
/** Monday 23 November 2026, 08:00: a field problem is due five working days later, Monday 30 November, 11:30. */
const MONDAY = at("2026-11-23T08:00");
const SMS = { channel: "sms", id: "+84912345678" } as const;

const STAFF = [
  { id: "hoa", roles: ["officer"], department: "phong-kinh-te" },
  { id: "truong", roles: ["head"], department: "phong-kinh-te" },
  { id: "chanh-vp", roles: ["head", "coordinator"], department: "van-phong-xa" },
  { id: "chu-tich", roles: ["head"], department: "ubnd-xa" },
  { id: "thanh-tra", roles: ["inspector"], department: null },
] as const;
const officer = { role: "officer", id: "hoa", department: "phong-kinh-te" } as const;

describe.each(ENGINES)("reminders on $kind", (engine) => {
  let place: string;
  let rules: TicketRules;

  beforeAll(async () => {
    await engine.start();
    rules = await loadTicketRules("knowledge", MONDAY, { approval: false });
  }, 120_000);
  afterAll(() => engine.stop());

  /** An office of its own: a database, a clock, and as many schedulers as wanted. */
  async function office(start = MONDAY) {
    place = await engine.place();
    const db = await engine.open(place, ticketMigrations);
    const clock = fixedClock(start);
    const notices: { ticket: string; key: string; told: string }[] = [];
    const seen: Reminder[] = [];
    const options = (on: Database): ReminderOptions => ({
      db: on,
      clock,
      log: createLog("silent"),
      rules,
      pollMs: 1_000_000,
      staff: async () => STAFF,
      tell: async (_tx, ticket, { key, values }) => {
        notices.push({ ticket: ticket.id, key, told: values["told"] ?? "" });
      },
      onReminder: (reminder) => seen.push(reminder),
    });
    const open = async (key: string, more: Partial<TicketDraft> = {}): Promise<Ticket> => {
      const draft: TicketDraft = {
        key,
        recordType: "hien_truong",
        content: "Rác ở ngõ 5 ba ngày chưa dọn",
        department: "phong-kinh-te",
        because: "rác thải",
        reporter: { address: SMS, name: null, phone: null, postalAddress: null },
        source: "sms",
        ...more,
      };
      return (await db.write((tx) => openTicket(tx, rules, draft, clock.now()))).ticket;
    };
    const give = async (ticket: Ticket, command: Command, data: CommandData = {}, actor: object = officer) => {
      const input = { ticketId: ticket.id, command, data, actor: actor as typeof officer, at: clock.now() };
      const result = await db.write((tx) => applyCommand(tx, rules, input));
      return result.ok ? result.ticket : expect.fail(`${command}: ${result.reason}`);
    };
    const goTo = (time: number) => clock.advance(time - clock.now());
    const rungs = async (ticket: Ticket) => (await remindersOf(db.read, [ticket.id])).map(({ rung }) => rung);
    const look = async () => {
      const one = startReminders(options(db));
      await one.look();
      await one.stop();
    };
    return { db, clock, notices, seen, options, open, give, goTo, rungs, look };
  }

  test("climb from the officer to the head of the commune, each rung once, at its hour", async () => {
    const { db, open, goTo, rungs, look, give, notices } = await office();
    const ticket = await open("leo");
    await give(ticket, "take");
    const reached: Record<string, string> = {};
    const hours = ["24T10:00", "25T15:29", "25T15:31", "27T10:47", "27T10:49", "30T11:29", "30T11:30"];
    for (const hour of hours) {
      goTo(at(`2026-11-${hour}`));
      await look();
      await look();
      reached[hour] = (await rungs(ticket)).at(-1) ?? "";
    }
    expect(reached).toEqual({
      "24T10:00": "",
      "25T15:29": "",
      "25T15:31": "nua-han",
      "27T10:47": "nua-han",
      "27T10:49": "bon-phan-nam",
      "30T11:29": "bon-phan-nam",
      "30T11:30": "den-han",
    });
    goTo(at("2027-01-20T08:00"));
    await look();
    expect(await rungs(ticket)).toEqual(["nua-han", "bon-phan-nam", "den-han", "tre-2", "tre-5", "tre-10"]);
    const told = (await remindersOf(db.read, [ticket.id])).map((one) =>
      one.told.map(({ office, people }) => `${office}: ${people.join(" ")}`),
    );
    expect(told).toEqual([
      ["Người xử lý phiếu: hoa"],
      ["Người xử lý phiếu: hoa", "Trưởng phòng Kinh tế: truong"],
      ["Trưởng phòng Kinh tế: truong", "Chánh Văn phòng: chanh-vp"],
      ["Phó Chủ tịch UBND xã phụ trách: chu-tich"],
      ["Chủ tịch UBND xã: chu-tich"],
      ["Chánh Văn phòng UBND tỉnh: "],
    ]);
    expect(notices).toEqual([
      { ticket: ticket.id, key: "phieu_tre_han", told: "Trưởng phòng Kinh tế, Chánh Văn phòng" },
    ]);
    expect((await eventsOf(db.read, ticket.id)).filter(({ kind }) => kind === "reminder")).toHaveLength(6);
    expect(await verifyChain(db.read, ticket.id)).toMatchObject({ ok: true, events: 8 });
    await db.close();
  });

  test("several workers at once write each rung once", async () => {
    const { db, open, goTo, options, seen } = await office();
    const tickets = await Promise.all(Array.from({ length: 12 }, (_, i) => open(`nhieu ${i}`)));
    goTo(at("2026-12-31T09:00"));
    const others: Database[] = [];
    while (others.length < 3) others.push(await engine.open(place, ticketMigrations));
    const workers = [db, ...others].map((one) => startReminders(options(one)));
    await Promise.all(workers.map((one) => one.look()));
    await Promise.all(workers.map((one) => one.stop()));
    const kept = await remindersOf(
      db.read,
      tickets.map(({ id }) => id),
    );
    expect(new Set(kept.map(({ ticketId, rung }) => `${ticketId} ${rung}`)).size).toBe(kept.length);
    expect(seen).toHaveLength(kept.length);
    // Seven rungs a ticket; the third late ticket of the month and those after it have one more.
    expect(kept.length).toBe(12 * 7 + 10);
    for (const { id } of tickets) expect(await verifyChain(db.read, id)).toMatchObject({ ok: true });
    await Promise.all([db, ...others].map((one) => one.close()));
  });

  test("a crash in the middle leaves nothing half done, and the next look does it", async () => {
    const { db, open, goTo, options, rungs, look } = await office();
    const ticket = await open("do");
    goTo(at("2026-11-30T11:30"));
    const dying = startReminders({
      ...options(db),
      tell: async () => {
        throw new Error("the process dies here");
      },
    });
    await dying.look();
    await dying.stop();
    expect(await rungs(ticket)).toEqual([]);
    await look();
    expect(await rungs(ticket)).toEqual(["chua-nhan", "nua-han", "bon-phan-nam", "den-han"]);
    await db.close();
  });

  test("a clock set back or forward repeats and loses nothing", async () => {
    const { db, open, goTo, rungs, look, give } = await office();
    const ticket = await open("dong ho");
    await give(ticket, "take");
    goTo(at("2026-11-27T16:00"));
    await look();
    expect(await rungs(ticket)).toEqual(["nua-han", "bon-phan-nam"]);
    goTo(at("2026-11-20T08:00"));
    await look();
    goTo(at("2026-11-27T16:00"));
    await look();
    expect(await rungs(ticket)).toEqual(["nua-han", "bon-phan-nam"]);
    goTo(at("2026-12-02T17:01"));
    await look();
    goTo(at("2026-11-28T08:00"));
    await look();
    expect(await rungs(ticket)).toEqual(["nua-han", "bon-phan-nam", "den-han", "tre-2"]);
    await db.close();
  });

  test("nothing is said while the citizen is waited for; afterwards the new date counts", async () => {
    const { db, open, goTo, rungs, look, give } = await office();
    const ticket = await open("cho");
    await give(ticket, "take");
    goTo(at("2026-11-24T08:00"));
    const waiting = await give(ticket, "ask_citizen", { question: "Ngõ 5 thôn nào?" });
    goTo(at("2026-12-04T08:00"));
    await look();
    expect(await rungs(ticket)).toEqual([]);
    goTo(at("2026-12-08T11:30"));
    await look();
    expect(await rungs(ticket)).toEqual(["cho-dan-lau"]);
    const back = await give(ticket, "supply", { text: "thôn 2" });
    expect(back.dueAt).toBeGreaterThan(waiting.dueAt);
    goTo(back.dueAt);
    await look();
    expect(await rungs(ticket)).toEqual(["cho-dan-lau", "nua-han", "bon-phan-nam", "den-han"]);
    await db.close();
  });

  test("a comment, a code or a draft moves no date and no reminder", async () => {
    const { db, open, goTo, rungs, look, give } = await office();
    const ticket = await open("sua");
    await give(ticket, "take");
    goTo(at("2026-11-25T16:00"));
    await look();
    for (const day of [26, 27]) {
      goTo(at(`2026-11-${day}T08:00`));
      const note = { ticketId: ticket.id, actor: officer, text: "đã gọi", at: at(`2026-11-${day}T08:00`) };
      await db.write((tx) => addNote(tx, { ...note, audience: "internal" }));
      await db.write((tx) => setNationalCode(tx, ticket.id, "PAKN.20261126.0001", officer, note.at));
      await give(ticket, "draft", { answer: "Đang dọn." });
      await look();
    }
    expect((await ticketById(db.read, ticket.id))?.dueAt).toBe(ticket.dueAt);
    expect(await rungs(ticket)).toEqual(["nua-han"]);
    await db.close();
  });

  test("those a ticket is about hear nothing; of what is restricted only the inspector hears", async () => {
    const { db, open, goTo, look, notices } = await office();
    const about = await open("bi phan anh", {
      department: "ubnd-xa",
      denied: { departments: ["phong-kinh-te"], officers: ["chanh-vp"] },
    });
    const theirs = await open("chinh ho", {
      department: "phong-kinh-te",
      denied: { departments: ["phong-kinh-te"], officers: [] },
    });
    const secret = await open("to cao", { recordType: "to_cao" });
    goTo(at("2027-01-20T08:00"));
    await look();
    const told = async (ticket: Ticket) =>
      new Set((await remindersOf(db.read, [ticket.id])).flatMap((one) => one.told.flatMap(({ people }) => people)));
    expect([...(await told(about))]).toEqual(["chu-tich"]);
    expect(await told(theirs)).not.toContain("truong");
    expect(await told(theirs)).toContain("chu-tich");
    expect([...(await told(secret))]).toEqual(["thanh-tra"]);
    expect(notices.map(({ ticket }) => ticket)).not.toContain(secret.id);
    await db.close();
  });

  test("late and soon-late tickets are counted, with and without an apology", async () => {
    const { db, open, goTo, look, give, clock } = await office();
    const [one] = [await open("dem 1"), await open("dem 2", { recordType: "pakn_quy_dinh" })];
    goTo(at("2026-11-30T16:00"));
    await look();
    expect(await countLate(db.read, clock.now())).toEqual({ late: 1, apologised: 0 });
    expect(await countDueSoon(db.read, clock.now())).toBe(1);
    await give(one, "apologise", { reason: "mưa lũ", newDate: "2026-12-02" });
    expect(await countLate(db.read, clock.now())).toEqual({ late: 1, apologised: 1 });
    await db.close();
  });

  test("what was answered and not objected to is closed after ninety days, by the system", async () => {
    const { db, open, goTo, look, give } = await office();
    const ticket = await open("dong");
    await give(ticket, "take");
    await give(ticket, "answer", { answer: "Đã dọn." });
    goTo(MONDAY + 90 * 86_400_000 - 1);
    await look();
    expect((await ticketById(db.read, ticket.id))?.status).toBe("answered");
    goTo(MONDAY + 90 * 86_400_000);
    await look();
    await look();
    expect((await ticketById(db.read, ticket.id))?.status).toBe("closed");
    expect((await eventsOf(db.read, ticket.id)).at(-1)).toMatchObject({ kind: "close", actor: { role: "system" } });
    await db.close();
  });
});
