import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Database, openSqlite } from "../../src/platform/index.ts";
import {
  type Actor,
  alikeTo,
  applyCommand,
  asFollowed,
  type Command,
  type CommandData,
  type CommandResult,
  duplicatesOf,
  eventsOf,
  HOT_SPOT_REPORTERS,
  hotSpots,
  loadTicketRules,
  openTicket,
  placeKeys,
  seeHotSpot,
  spotWords,
  type Ticket,
  type TicketDraft,
  type TicketRules,
  ticketById,
  ticketMigrations,
  verifyChain,
} from "../../src/tickets/index.ts";

const MONDAY = Date.parse("2026-11-23T08:00:00+07:00");
const DAY = 86_400_000;
const coordinator: Actor = { role: "coordinator", id: "dieu-phoi", department: "van-phong-xa" };
const officer: Actor = { role: "officer", id: "can-bo", department: "phong-kinh-te" };
const inspector: Actor = { role: "inspector", id: "thanh-tra" };
const citizen: Actor = { role: "citizen", id: "citizen" };

const folder = mkdtempSync(join(tmpdir(), "lang-nghe-duplicates-"));
let db: Database;
let rules: TicketRules;
let opened = 0;

beforeAll(async () => {
  db = await openSqlite(join(folder, "tickets.db"), ticketMigrations);
  rules = await loadTicketRules("knowledge", MONDAY, { approval: false });
});
afterAll(async () => {
  await db.close();
  rmSync(folder, { recursive: true });
});

async function open(more: Partial<TicketDraft> = {}, at = MONDAY): Promise<Ticket> {
  opened += 1;
  const draft: TicketDraft = {
    key: `m${opened}#0`,
    recordType: "hien_truong",
    content: "Rác ở ngõ 5 thôn Bắc ba ngày chưa dọn",
    place: "ngõ 5, thôn Bắc",
    topic: "rac-thai",
    department: "phong-kinh-te",
    because: "rác thải",
    reporter: { address: { channel: "zalo", id: `nguoi-${opened}` }, name: null, phone: null, postalAddress: null },
    source: "zalo",
    ...more,
  };
  return (await db.write((tx) => openTicket(tx, rules, draft, at))).ticket;
}

const give = (ticketId: string, command: Command, actor: Actor, data: CommandData = {}): Promise<CommandResult> =>
  db.write((tx) => applyCommand(tx, rules, { ticketId, command, actor, data, at: MONDAY + 3_600_000 }));

async function must(ticketId: string, command: Command, actor: Actor, data: CommandData = {}) {
  const result = await give(ticketId, command, actor, data);
  if (!result.ok) throw new Error(`${command}: ${result.reason}`);
  return result;
}

const merge = (from: Ticket, into: Ticket) =>
  must(from.id, "merge", coordinator, { into: into.id, reason: "cùng một đống rác" });

async function fresh(ticket: Ticket): Promise<Ticket> {
  const found = await ticketById(db.read, ticket.id);
  if (!found) throw new Error("the ticket is gone");
  return found;
}

/** All of a ticket but that something was done to it. */
function stateOf({ version: _version, updatedAt: _updatedAt, ...state }: Ticket) {
  return state;
}

describe("what may be a duplicate", () => {
  test("place, time and wording are weighed, and each is said", async () => {
    const first = await open({ content: "Rác ngập đầu ngõ 7 thôn Nam, không ai gom", place: "ngõ 7, thôn Nam" });
    const again = await open({ content: "ngo 7 boc mui rac 3 ngay roi khong ai gom", place: "ngo 7" }, MONDAY + DAY);
    const [best] = await duplicatesOf(db.read, again);
    expect(best?.ticket.id).toBe(first.id);
    expect(best?.likeness).toMatchObject({ sameTopic: true, shared: ["ngo:7"], days: 1 });
    expect(best?.likeness.score).toBeGreaterThan(0.7);
  });

  test.each([
    ["another lane of the same street", { place: "ngõ 11, đường Lê Lợi", topic: "rac-thai" }],
    ["another topic, other words", { place: "ngõ 9, đường Lê Lợi", topic: "chieu-sang", content: "Đèn hỏng cả dãy" }],
  ])("%s is another matter", async (_name, more) => {
    const lamp = await open({ content: "Rác chất đống, hôi quá", place: "ngõ 9, đường Lê Lợi", topic: "rac-thai" });
    const other = await open({ content: "Rác chất đống, hôi quá", ...more });
    expect((await duplicatesOf(db.read, other)).map(({ ticket }) => ticket.id)).not.toContain(lamp.id);
  });

  test("after thirty days, and once answered, there is nothing to follow", async () => {
    const old = await open({ place: "ngõ 21" }, MONDAY - 31 * DAY);
    const done = await open({ place: "ngõ 21" });
    await must(done.id, "take", officer);
    await must(done.id, "answer", officer, { answer: "Đã dọn." });
    const again = await open({ place: "ngõ 21" });
    const found = (await duplicatesOf(db.read, again)).map(({ ticket }) => ticket.id);
    expect(found).not.toContain(old.id);
    expect(found).not.toContain(done.id);
  });

  test.each<[string, Partial<TicketDraft>]>([
    ["a complaint", { recordType: "khieu_nai" }],
    ["a denunciation", { recordType: "to_cao" }],
    ["what is about a unit", { denied: { departments: ["ttpvhcc-xa"], officers: [] } }],
    ["what is about an officer", { denied: { departments: [], officers: ["can-bo-x"] } }],
  ])("%s is neither suggested nor merged, in either direction", async (_name, more) => {
    const place = `ngõ ${100 + opened}`;
    const guarded = await open({ place, ...more });
    const plain = await open({ place });
    expect(await duplicatesOf(db.read, plain)).toEqual([]);
    expect(await duplicatesOf(db.read, guarded)).toEqual([]);
    const into = { into: plain.id, reason: "giống" };
    expect(await give(guarded.id, "merge", inspector, into)).toMatchObject({ ok: false, reason: "not_allowed" });
    const back = { into: guarded.id, reason: "giống" };
    expect(await give(plain.id, "merge", inspector, back)).toMatchObject({ ok: false, reason: "not_allowed" });
  });
});

describe("mergers", () => {
  test("each keeps their code; the answer reaches each person once, with all their codes", async () => {
    const same = {
      address: { channel: "sms", id: "+84911111111" },
      name: null,
      phone: null,
      postalAddress: null,
    } as const;
    const main = await open();
    const [second, third] = [
      await open({ reporter: same, source: "sms" }),
      await open({ reporter: same, source: "sms" }),
    ];
    const fourth = await open();
    await merge(second, main);
    await merge(fourth, third);
    await merge(third, main);
    await must(main.id, "take", officer);
    const { notice, told } = await must(main.id, "answer", officer, { answer: "Rác đã được dọn sáng nay." });
    expect(notice?.values["code"]).toBe(main.code);
    expect(told.map((one) => one.notice.values["code"]?.split(", ").sort().join(", ")).sort()).toEqual(
      [[second.code, third.code].sort().join(", "), fourth.code].sort(),
    );
    expect(told.every((one) => one.notice.values["answer"] === "Rác đã được dọn sáng nay.")).toBe(true);
    const seen = await asFollowed(db.read, await fresh(fourth));
    expect(seen).toMatchObject({ code: fourth.code, status: "answered", answer: "Rác đã được dọn sáng nay." });
    expect(seen.reporter).toEqual(fourth.reporter);
  });

  test("what is asked of one reporter is not asked of the others", async () => {
    const [main, other] = [await open(), await open()];
    await merge(other, main);
    await must(main.id, "take", officer);
    expect((await must(main.id, "ask_citizen", officer, { question: "Nhà số mấy ạ?" })).told).toEqual([]);
    expect((await asFollowed(db.read, await fresh(other))).status).toBe("in_progress");
  });

  test("nobody waits longer for having been merged, and into what is over nobody is", async () => {
    const [early, late] = [await open(), await open({}, MONDAY + 2 * DAY)];
    const wrong = { into: late.id, reason: "giống" };
    expect(await give(early.id, "merge", coordinator, wrong)).toMatchObject({ ok: false, reason: "later_due" });
    expect(stateOf(await fresh(early))).toEqual(stateOf(early));
    await must(early.id, "withdraw", citizen);
    const gone = { into: early.id, reason: "giống" };
    expect(await give(late.id, "merge", coordinator, gone)).toMatchObject({ ok: false, reason: "wrong_state" });
  });

  test("when the first reporter withdraws, or the matter becomes a complaint, the others go on alone", async () => {
    for (const end of ["withdraw", "reclassify"] as const) {
      const [main, other] = [await open(), await open()];
      await merge(other, main);
      const data: CommandData = end === "withdraw" ? {} : { recordType: "khieu_nai" };
      const { told } = await must(main.id, end, end === "withdraw" ? citizen : inspector, data);
      expect(told.map(({ ticket, notice }) => [ticket.id, notice.key])).toEqual([[other.id, "phieu_tach_lai"]]);
      expect(stateOf(await fresh(other))).toEqual(stateOf(other));
    }
  });

  test("who merged and why stands in both histories", async () => {
    const [main, other] = [await open(), await open()];
    await merge(other, main);
    await must(other.id, "unmerge", coordinator, { reason: "hai đống khác nhau" });
    const kinds = async (ticket: Ticket) =>
      (await eventsOf(db.read, ticket.id)).slice(1).map(({ kind, actor, data }) => [kind, actor.id, data["reason"]]);
    expect(await kinds(other)).toEqual([
      ["merge", "dieu-phoi", "cùng một đống rác"],
      ["unmerge", "dieu-phoi", "hai đống khác nhau"],
    ]);
    expect(await kinds(main)).toEqual([
      ["merged_in", "dieu-phoi", "cùng một đống rác"],
      ["parted_from", "dieu-phoi", "hai đống khác nhau"],
    ]);
  });

  test("random mergers, all taken back, are the identity, and every chain verifies", async () => {
    const step = fc.record({ from: fc.nat({ max: 5 }), into: fc.nat({ max: 5 }), isBack: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { maxLength: 20 }),
        fc.array(fc.nat(), { maxLength: 6 }),
        async (steps, order) => {
          const before = await sixTickets();
          for (const { from, into, isBack } of steps) {
            const ticket = before[from] as Ticket;
            if (isBack) await give(ticket.id, "unmerge", coordinator, { reason: "nhầm" });
            else await give(ticket.id, "merge", coordinator, { into: (before[into] as Ticket).id, reason: "giống" });
          }
          const back = before.map((ticket, i) => ({ ticket, rank: order[i] ?? i })).sort((a, b) => a.rank - b.rank);
          for (const { ticket } of back) await give(ticket.id, "unmerge", coordinator, { reason: "tách hết" });
          for (const ticket of before) {
            expect(stateOf(await fresh(ticket))).toEqual(stateOf(ticket));
            expect(await verifyChain(db.read, ticket.id)).toMatchObject({ ok: true });
          }
        },
      ),
      { numRuns: 40 },
    );
  });

  /** In six different statuses, paused ones among them, with the same due date. */
  async function sixTickets(): Promise<Ticket[]> {
    const tickets: Ticket[] = [];
    for (let i = 0; i < 6; i++) tickets.push(await open(i === 0 ? { department: null } : {}));
    const [, , taken, asked, back] = tickets as [Ticket, Ticket, Ticket, Ticket, Ticket];
    await must(taken.id, "take", officer);
    await must(asked.id, "ask_citizen", officer, { question: "Ở đâu ạ?" });
    await must(back.id, "return", officer, { reason: "không phải việc của phòng" });
    return Promise.all(tickets.map(fresh));
  }
});

describe("hot spots", () => {
  test("enough people about one thing at one place, once in a window", async () => {
    const at = { place: "chợ Mới", topic: "ngap" };
    for (let i = 0; i < HOT_SPOT_REPORTERS - 1; i++) await open(at);
    const spots = async () => (await hotSpots(db.read, MONDAY, MONDAY)).filter(({ topic }) => topic === "ngap");
    expect(await spots()).toEqual([]);
    await open(at);
    await open(at);
    const [spot, ...more] = await spots();
    expect(more).toEqual([]);
    expect(spot).toMatchObject({ topic: "ngap", place: placeKeys("chợ Mới")[0], seenBy: null });
    expect(spot?.tickets).toHaveLength(HOT_SPOT_REPORTERS + 1);
    expect(await db.write((tx) => seeHotSpot(tx, spot?.id ?? "", "lanh-dao", MONDAY))).toBe(true);
    expect(await db.write((tx) => seeHotSpot(tx, spot?.id ?? "", "nguoi-khac", MONDAY))).toBe(false);
  });

  test("villages of one name in what were two communes are two spots", async () => {
    const at = (placeFormer: string) => ({ place: "thôn Bắc", placeUnit: "18958", placeFormer, topic: "dien" });
    for (let i = 0; i < HOT_SPOT_REPORTERS - 1; i++) for (const was of ["Mai Hóa", "Phong Hóa"]) await open(at(was));
    const spots = async () => (await hotSpots(db.read, MONDAY, MONDAY)).filter(({ topic }) => topic === "dien");
    expect(await spots()).toEqual([]);
    await open(at("Mai Hóa"));
    await open(at("Phong Hóa"));
    const found = await spots();
    expect(found.map(({ place }) => spotWords(place)).sort()).toEqual([
      "thon bac (mai hoa cũ)",
      "thon bac (phong hoa cũ)",
    ]);
    for (const { tickets } of found) expect(tickets).toHaveLength(HOT_SPOT_REPORTERS);
  });

  test("one person writing often makes none", async () => {
    const reporter = {
      address: { channel: "sms", id: "+84922222222" },
      name: null,
      phone: null,
      postalAddress: null,
    } as const;
    for (let i = 0; i < HOT_SPOT_REPORTERS + 2; i++) await open({ place: "cầu Ván", topic: "duong-sa", reporter });
    const spots = await hotSpots(db.read, MONDAY, MONDAY);
    expect(spots.filter(({ topic }) => topic === "duong-sa")).toEqual([]);
  });
});

test("a report not yet filed is compared as well", async () => {
  const open1 = await open({ place: "kiệt 3", content: "Cống nghẹt nước tràn vào nhà", topic: "ngap" });
  const report = { topic: "ngap", places: placeKeys("kiet 3"), content: "cong nghet nuoc tran", at: MONDAY + DAY };
  expect((await alikeTo(db.read, report)).map(({ ticket }) => ticket.id)).toContain(open1.id);
});

test("alike words at one name are the same only where the commune, of today or of before, may be the same", async () => {
  const report = (unit: string | null, former: string | null) => ({
    topic: "chan-nuoi",
    places: placeKeys("thôn Đông", { unit, former }),
    content: "Trại heo xả phân hôi thối",
    at: MONDAY,
  });
  const filed = await open({
    place: "thon dong",
    placeUnit: "18958",
    placeFormer: "Mai Hóa",
    content: "Trại heo xả phân hôi thối cả ngày",
    topic: "chan-nuoi",
  });
  const isFound = async (unit: string | null, former: string | null) =>
    (await alikeTo(db.read, report(unit, former))).some(({ ticket }) => ticket.id === filed.id);
  expect(await isFound("18958", "Mai Hóa")).toBe(true);
  expect(await isFound("18958", null)).toBe(true);
  expect(await isFound(null, null)).toBe(true);
  expect(await isFound("18958", "Phong Hóa")).toBe(false);
  expect(await isFound("19000", null)).toBe(false);
});
