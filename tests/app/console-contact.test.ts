import { sql } from "kysely";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { latestAudit } from "../../src/officers/index.ts";
import { callsToMake, deliveriesOf } from "../../src/outbox/index.ts";
import type { Ticket } from "../../src/tickets/index.ts";
import { type Office, openOffice, signedIn, type Visitor } from "../fakes/console-office.ts";

const NUMBER = "+84912345678";

describe("people who have not heard from us, at the console", () => {
  let office: Office;
  let ticket: Ticket;

  beforeEach(async () => {
    office = await openOffice();
    ticket = await office.openTicket("t1");
  });
  afterEach(() => office.close());

  /** A notice about the ticket for which only the telephone is left, as the worker leaves it. */
  async function owed(id: string, state: "call" | "stuck"): Promise<void> {
    const to = { channel: state === "call" ? "voice" : "sms", id: NUMBER } as const;
    await office.promise({ id, to, text: `Tin ${id}`, key: id, cause: "officer", ticketId: ticket.id });
    const way = state === "call" ? "call" : "message";
    await office.db.write((tx) =>
      sql`update deliveries set state = 'stuck', next_at = null, way = ${way}, last_reason = 'zalo -217' where id = ${id}`.execute(
        tx,
      ),
    );
  }

  const badge = (person: Visitor) => /id="so-lien-he"[^>]*>(\d+)</.exec(person.page())?.[1];

  test("an officer of the unit sees the call, says how it went, and it is kept who it was", async () => {
    await owed("g1", "call");
    const lan = await signedIn(office, "lan", "officer", "phong-kinh-te");
    await lan.get("/console/lien-he");
    expect(lan.page()).toContain(`href="tel:${NUMBER}"`);
    expect(lan.page()).toContain("Tin g1");
    expect(badge(lan)).toBe("1");
    await lan.post("/console/lien-he/goi", { id: "g1", result: "not_reached" });
    await lan.get("/console/lien-he");
    expect(lan.page()).toContain("Chưa gặp: Cán bộ lan");
    await lan.post("/console/lien-he/goi", { id: "g1", result: "done" });
    await lan.get("/console/lien-he");
    expect(lan.page()).toContain("Không có cuộc gọi nào");
    expect(await deliveriesOf(office.db, ticket.id)).toMatchObject([{ state: "delivered" }]);
    expect((await latestAudit(office.db, 9)).filter(({ action }) => action === "call_made")).toHaveLength(2);
  });

  test("nobody of another unit sees it or can say it was made", async () => {
    await owed("g1", "call");
    const hoa = await signedIn(office, "hoa", "officer", "phong-van-hoa");
    await hoa.get("/console/lien-he");
    expect(hoa.page()).not.toContain(NUMBER);
    await hoa.post("/console/lien-he/goi", { id: "g1", result: "done" });
    expect(await callsToMake(office.db)).toHaveLength(1);
  });

  test("what is stuck names the unit's head, who sends it again or gives it up", async () => {
    await owed("k1", "stuck");
    await owed("k2", "stuck");
    const head = await signedIn(office, "truong", "head", "phong-kinh-te");
    const sorter = await signedIn(office, "dieuphoi", "coordinator", null);
    await sorter.get("/console/lien-he");
    expect(badge(sorter)).toBe("0");
    await head.get("/console/lien-he");
    expect(badge(head)).toBe("2");
    expect(head.page()).toContain("Người phụ trách: <strong>Cán bộ truong</strong>");
    await head.post("/console/lien-he/tin", { id: "k1", what: "gui-lai" });
    await head.get("/console/lien-he");
    await head.post("/console/lien-he/tin", { id: "k2", what: "thoi" });
    expect((await deliveriesOf(office.db, ticket.id)).map(({ state }) => state)).toEqual(["pending", "abandoned"]);
    expect(office.woken()).toBe(1);
  });

  test("a unit without a head: who sorts for all units answers for it", async () => {
    await owed("k1", "stuck");
    const sorter = await signedIn(office, "dieuphoi", "coordinator", null);
    await sorter.get("/console/lien-he");
    expect(sorter.page()).toContain("Cán bộ dieuphoi");
  });

  test("costs are for those who answer for money", async () => {
    const head = await signedIn(office, "truong", "head", "phong-kinh-te");
    expect(await head.get("/console/chi-phi")).toBe(200);
    expect(head.page()).toContain("Chưa có tin nào phải trả tiền");
    const lan = await signedIn(office, "lan", "officer", "phong-kinh-te");
    expect(await lan.get("/console/chi-phi")).toBe(404);
  });
});
