import { afterEach, describe, expect, test } from "vitest";
import { laneOf } from "../../src/messages/index.ts";
import { promisedTo } from "../../src/outbox/index.ts";
import { type Ticket, ticketByCode } from "../../src/tickets/index.ts";
import { type Office, openOffice, signedIn, type Visitor } from "../fakes/console-office.ts";

let office: Office;
afterEach(() => office.close());

const pathOf = (ticket: Ticket, slug = ""): string => `/console/phieu/${ticket.code}${slug && `/${slug}`}`;
const goTo = (at: number) => office.clock.advance(at - office.clock.now());

/** Signs in, opens the ticket's page and posts one of its forms as drawn there. */
async function act(person: Visitor, ticket: Ticket, slug: string, fields: Record<string, string>) {
  await person.get(pathOf(ticket));
  const form = person.form(pathOf(ticket, slug));
  return person.post(pathOf(ticket, slug), {
    formKey: person.hidden("formKey", form),
    version: person.hidden("version", form) || "1",
    ...fields,
  });
}

describe("deadlines at the console", () => {
  test("a ticket soon due and one late have queues of their own, with what was reminded of", async () => {
    office = await openOffice();
    const ticket = await office.openTicket("a");
    goTo(ticket.dueAt - 600_000);
    const officer = await signedIn(office, "an.nguyen", "officer", "phong-kinh-te");
    await officer.get("/console?loc=sap-den-han");
    expect(officer.page()).toContain("Không có phiếu nào sắp đến hạn.");
    await office.remind();
    await officer.get("/console?loc=sap-den-han");
    expect(officer.page()).toContain(ticket.code);
    expect(officer.page()).toContain("Đã dùng 80% thời hạn");
    goTo(ticket.dueAt);
    await office.remind();
    await officer.get("/console?loc=sap-den-han");
    expect(officer.page()).not.toContain(ticket.code);
    await officer.get("/console?loc=qua-han");
    expect(officer.page()).toContain("Đến hạn mà chưa trả lời");
    expect(officer.page()).toMatch(/Quá hạn <b class="ln-badge">1</);
  });

  test("what was reminded of before an objection is no reminder of the new deadline", async () => {
    office = await openOffice();
    const ticket = await office.openTicket("a");
    const path = pathOf(ticket);
    goTo(ticket.dueAt - 600_000);
    await office.remind();
    const officer = await signedIn(office, "an.nguyen", "officer", "phong-kinh-te");
    await act(officer, ticket, "tra-loi", { answer: "Đã dọn." });
    await officer.get(path);
    expect(officer.page()).toContain("Đã nhắc: Đã dùng 80% thời hạn");
    office.clock.advance(60_000);
    await office.object(ticket, "Vẫn còn rác");
    await officer.get(path);
    expect(officer.page()).not.toContain("Đã nhắc");
    expect(officer.page()).toContain("Nhắc việc");
  });

  test("whoever is told is named on the ticket, and may open it though it lies with another unit", async () => {
    office = await openOffice();
    const ticket = await office.openTicket("a");
    await office.addOfficer("truong.phong", "head", "phong-kinh-te");
    const other = await signedIn(office, "nguoi.khac", "head", "phong-van-hoa");
    const start = office.clock.now();
    const chairman = await signedIn(office, "chu.tich", "head", "ubnd-xa");
    expect(await chairman.get(pathOf(ticket))).toBe(404);
    goTo(ticket.dueAt + 15 * 86_400_000);
    await office.remind();
    goTo(start);
    expect(await chairman.get(pathOf(ticket))).toBe(200);
    expect(chairman.page()).toContain("Trưởng phòng Kinh tế (Cán bộ truong.phong)");
    expect(chairman.page()).toContain("Chủ tịch UBND xã (Cán bộ chu.tich)");
    expect(chairman.page()).toContain("Chánh Văn phòng (chưa có tài khoản)");
    await chairman.get("/console?loc=bao-toi");
    expect(chairman.page()).toContain(ticket.code);
    expect(await other.get(pathOf(ticket))).toBe(404);
  });

  test("an apology is offered once the ticket is late, and the citizen reads reason, new day and who answers for it", async () => {
    office = await openOffice();
    const ticket = await office.openTicket("a");
    const head = await signedIn(office, "truong.phong", "head", "phong-kinh-te");
    await head.get(pathOf(ticket));
    expect(head.form(pathOf(ticket, "xin-loi"))).toBe("");
    expect(head.form(pathOf(ticket, "gia-han"))).not.toBe("");
    goTo(ticket.dueAt);
    const late = await signedIn(office, "pho.phong", "head", "phong-kinh-te");
    await late.get(pathOf(ticket));
    expect(late.form(pathOf(ticket, "gia-han"))).toBe("");
    const fields = { reason: "Xe thu gom hỏng, đang chờ thay.", newDate: "2026-12-05" };
    expect((await act(late, ticket, "xin-loi", fields)).status).toBe(422);
    expect((await act(late, ticket, "xin-loi", { ...fields, newDate: "2026-12-04" })).status).toBe(303);
    const address = ticket.reporter.address ?? expect.fail("the reporter left an address");
    const [sent] = await promisedTo(office.db, laneOf(address));
    expect(sent?.reply.text).toBe(`phieu_xin_loi ${ticket.code}: ${fields.reason}`);
    await late.get(pathOf(ticket));
    expect(late.page()).toContain("Đã xin lỗi người dân, hẹn trả lời 17:00 thứ Sáu 4/12/2026");
    expect(late.form(pathOf(ticket, "xin-loi"))).toBe("");
    expect((await ticketByCode(office.db.read, ticket.code))?.dueAt).toBe(ticket.dueAt);
  });
});
