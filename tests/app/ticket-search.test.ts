import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { inboxMigrations } from "../../src/messages/index.ts";
import type { Database, Queries } from "../../src/platform/index.ts";
import {
  type Actor,
  applyCommand,
  loadTicketRules,
  openTicket,
  searchTickets,
  type Ticket,
  type TicketDraft,
  type TicketRules,
  ticketMigrations,
} from "../../src/tickets/index.ts";
import { ENGINES } from "../fakes/databases.ts";

const MONDAY = Date.parse("2026-11-23T08:00:00+07:00");
const UNIT = "phong-kinh-te";
const HOA = { address: null, name: "Nguyễn Thị Hoa", phone: "+84912345678", postalAddress: null };
const coordinator: Actor = { role: "coordinator", id: "dieu-phoi" };
const inspector: Actor = { role: "inspector", id: "thanh-tra" };
const officer: Actor = { role: "officer", id: "can-bo", department: UNIT };

const DRAFTS = {
  rubbish: { content: "Rác ở ngõ 5 ba ngày chưa dọn, mùi hôi bay vào nhà", place: "Thôn Đoài, xã Tuyên Bình" },
  lamp: {
    content: "Đèn đường hỏng",
    place: "thôn 12",
    reporter: { ...HOA, name: "Lê Văn Đức", phone: "+84987000111" },
  },
  unnamed: { content: "Cống tắc ở chợ", anonymous: true },
  conduct: { recordType: "pakn_hanh_vi", content: "Cán bộ nói năng gắt gỏng" },
  accused: { content: "Đòi thêm giấy tờ ngoài quy định", denied: { departments: [UNIT], officers: [] } },
  denounced: { recordType: "to_cao", content: "Lập chứng từ khống mua xi măng" },
  others: { content: "Chó thả rông cắn người", department: "cong-an-xa" },
  helped: { content: "Cây đổ đè dây điện", department: "cong-an-xa", coHandlers: [UNIT] },
} as const satisfies Record<string, Partial<TicketDraft>>;
type Name = keyof typeof DRAFTS;

describe.each(ENGINES)("looking for tickets on $kind", (engine) => {
  let db: Database;
  let place: string;
  let rules: TicketRules;
  const names = new Map<string, Name>();

  const open = async (key: string, more: Partial<TicketDraft>, at = MONDAY): Promise<Ticket> => {
    const draft: TicketDraft = {
      key,
      recordType: "hien_truong",
      content: "",
      department: UNIT,
      because: "thử",
      reporter: HOA,
      source: "zalo",
      ...more,
    };
    return (await db.write((tx) => openTicket(tx, rules, draft, at))).ticket;
  };

  beforeAll(async () => {
    await engine.start();
    place = await engine.place();
    db = await engine.open(place, { ...inboxMigrations, ...ticketMigrations });
    rules = await loadTicketRules("knowledge", MONDAY, { approval: false });
    for (const [nth, name] of (Object.keys(DRAFTS) as Name[]).entries())
      names.set((await open(name, DRAFTS[name], MONDAY + nth)).id, name);
  }, 120_000);
  afterAll(async () => {
    await db.close();
    await engine.stop();
  });

  const found = async (text: string, viewer: Actor, limit = 50): Promise<(Name | undefined)[]> => {
    const own = { officer: viewer.id, unit: viewer.department ?? null };
    const isOfUnit = viewer.role === "officer";
    const tickets = await searchTickets(db.read, { viewers: [viewer], text, limit, ...(isOfUnit && { own }) });
    return tickets.map(({ id }) => names.get(id));
  };

  test.each([
    ["words of the content, accented", "mùi hôi", ["rubbish"]],
    ["words without accents, in any order", "ngay rac", ["rubbish"]],
    ["the beginning of a word", "hỏn", ["lamp"]],
    ["the place", "thon doai", ["rubbish"]],
    ["a house or village number, whole", "thon 1", []],
    ["a village number", "thôn 12", ["lamp"]],
    ["part of a name", "Văn Đức", ["lamp"]],
    ["a name without accents", "le van duc", ["lamp"]],
    ["a number as dialled", "0987000111", ["lamp"]],
    ["a number with the country's code", "+84987000111", ["lamp"]],
    ["a number with spaces and points", "0987 000.111", ["lamp"]],
    ["the last digits", "0111", ["lamp"]],
    ["a name and a word", "Đức đèn", ["lamp"]],
    ["what stands in two tickets", "Đức rác", []],
    ["signs that mean something to the database", "100%_", []],
    ["nothing but signs", "?!", []],
  ] as const)("finds %s", async (_, text, wanted) => {
    expect(await found(text, coordinator)).toEqual(wanted);
    expect(await found(text, officer)).toEqual(wanted);
  });

  test("the newest come first, and no more than asked for", async () => {
    expect(await found("hoa", coordinator)).toEqual(["helped", "others", "accused", "conduct", "rubbish"]);
    expect(await found("hoa", coordinator, 2)).toEqual(["helped", "others"]);
  });

  test("a unit looks through its own work, and what it helps with", async () => {
    expect(await found("chó cắn", officer)).toEqual([]);
    expect(await found("cây đổ", officer)).toEqual(["helped"]);
    expect(await found("chó cắn", coordinator)).toEqual(["others"]);
  });

  test("nobody finds a case about them, nor one that is the inspector's", async () => {
    expect(await found("giấy tờ", officer)).toEqual([]);
    expect(await found("giấy tờ", { ...coordinator, department: UNIT })).toEqual([]);
    expect(await found("chứng từ khống", officer)).toEqual([]);
    expect(await found("chứng từ khống", coordinator)).toEqual([]);
    expect(await found("chứng từ khống", inspector)).toEqual(["denounced"]);
    expect(await found("xi măng", { role: "admin", id: "quan-tri" })).toEqual([]);
  });

  test("who is hidden from the reader, or wants to be unnamed, is not found by name or number", async () => {
    expect(await found("gắt gỏng", officer)).toEqual(["conduct"]);
    for (const text of ["Hoa", "0912345678", "Hoa gắt gỏng"]) {
      expect(await found(text, officer)).not.toContain("conduct");
      expect(await found(text, inspector)).not.toContain("unnamed");
    }
    expect(await found("Hoa gắt gỏng", coordinator)).toEqual(["conduct"]);
  });

  test("a ticket that becomes a denunciation is no longer found by whoever found it before", async () => {
    const ticket = await open("later", {
      content: "Khai khống giờ làm ở trạm bơm",
      reporter: { ...HOA, name: "Trần Tám" },
    });
    names.set(ticket.id, "denounced");
    expect(await found("trạm bơm Tám", officer)).toEqual(["denounced"]);
    const command = { ticketId: ticket.id, command: "reclassify", actor: inspector, at: MONDAY + 60_000 } as const;
    const data = { recordType: "to_cao", reason: "tố cáo khai khống" } as const;
    expect(await db.write((tx) => applyCommand(tx, rules, { ...command, data }))).toMatchObject({ ok: true });
    for (const viewer of [officer, coordinator]) expect(await found("trạm bơm", viewer)).toEqual([]);
    expect(await found("tám trạm bơm", inspector)).toEqual(["denounced"]);
  });

  test("tickets opened before there was a search are found by it", async () => {
    const older = await engine.place();
    const { "027_ticket_search": _, ...before } = { ...inboxMigrations, ...ticketMigrations };
    let database = await engine.open(older, before);
    await database.write((tx) => copyOf(tx, db, names));
    await database.close();
    database = await engine.open(older, { ...inboxMigrations, ...ticketMigrations });
    const tickets = await searchTickets(database.read, { viewers: [inspector], text: "hoa", limit: 50 });
    expect(tickets.map(({ id }) => names.get(id))).toContain("rubbish");
    expect(tickets.map(({ id }) => names.get(id))).not.toContain("unnamed");
    await database.close();
  });
});

/** The rows of the tickets' table, as they were kept before. */
async function copyOf(tx: Queries, from: Database, names: ReadonlyMap<string, Name>): Promise<void> {
  type Rows = { tickets: { id: string } };
  const rows = await from.read
    .withTables<Rows>()
    .selectFrom("tickets")
    .selectAll()
    .where("id", "in", [...names.keys()])
    .execute();
  await tx.withTables<Rows>().insertInto("tickets").values(rows).execute();
}
