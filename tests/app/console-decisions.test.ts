import { afterEach, describe, expect, test } from "vitest";
import { type Ticket, ticketByCode } from "../../src/tickets/index.ts";
import { type Office, openOffice, signedIn, type Visitor } from "../fakes/console-office.ts";

let office: Office;
afterEach(() => office.close());

const pathOf = (ticket: Ticket, slug = ""): string => `/console/phieu/${ticket.code}${slug && `/${slug}`}`;
const now = async (ticket: Ticket) => (await ticketByCode(office.db.read, ticket.code)) ?? expect.fail("it is there");

/** Opens the ticket's page and posts one of its forms; with the form not drawn, as somebody would who kept an old page. */
async function act(person: Visitor, ticket: Ticket, slug: string, fields: Record<string, string> = {}) {
  await person.get(pathOf(ticket));
  const { version } = await now(ticket);
  const form = person.form(pathOf(ticket, slug));
  const formKey = person.hidden("formKey", form) || `old-page-${slug}-${version}`;
  return person.post(pathOf(ticket, slug), { formKey, version: String(version), ...fields });
}

/** The actions of the last page as they are drawn, those behind "Việc khác" too. */
const actions = (person: Visitor, ticket: Ticket): string[] =>
  [...person.page().matchAll(new RegExp(`action="${pathOf(ticket)}/([a-z-]+)"`, "g"))]
    .map(([, slug = ""]) => slug)
    .filter((slug) => slug !== "tep");

describe("who decides on an answer", () => {
  test("a draft is put before its approver with approving first, never before who wrote it", async () => {
    office = await openOffice({ policy: { approval: true } });
    const ticket = await office.openTicket("a");
    const [writer, other] = await heads();
    const officer = await signedIn(office, "can.bo", "officer", "phong-kinh-te");
    await act(officer, ticket, "nhan");
    await act(officer, ticket, "du-thao", { answer: "Đã dọn." });
    await other.get(pathOf(ticket));
    expect(actions(other, ticket).slice(0, 3)).toEqual(["duyet", "tra-du-thao", "du-thao"]);
    expect(other.page()).toContain("Sửa dự thảo");
    await act(other, ticket, "du-thao", { answer: "Đã dọn sáng nay." });
    await other.get(pathOf(ticket));
    expect(actions(other, ticket)).not.toContain("duyet");
    expect(other.page()).toContain("Anh/Chị đã soạn dự thảo này, nên người khác duyệt.");
    expect((await act(other, ticket, "duyet")).status).toBe(403);
    expect((await act(writer, ticket, "duyet")).status).toBe(303);
  });

  test("whose answer was objected to is not offered to decide again, and is told why", async () => {
    office = await openOffice({ policy: { approval: true } });
    const ticket = await office.openTicket("a");
    const [first, second] = await heads();
    const intake = await signedIn(office, "tiep.nhan", "intake", null);
    const coordinator = await signedIn(office, "dieu.phoi", "coordinator", null);
    await act(first, ticket, "nhan");
    await act(first, ticket, "tra-loi", { answer: "Đã dọn." });
    await office.object(ticket, "Rác vẫn còn");
    await coordinator.get(pathOf(ticket));
    expect(actions(coordinator, ticket).slice(0, 2)).toEqual(["mo-lai", "giu-nguyen"]);
    await act(coordinator, ticket, "mo-lai", { reason: "Cần xem lại tại chỗ" });
    await coordinator.get(pathOf(ticket));
    expect(actions(coordinator, ticket)[0]).toBe("giao");
    await act(coordinator, ticket, "giao", { to: "phong-kinh-te" });
    await act(first, ticket, "nhan");
    await first.get(pathOf(ticket));
    expect(actions(first, ticket)).not.toContain("tra-loi");
    expect(actions(first, ticket)).toContain("du-thao");
    expect(first.page()).toContain("nên lần này người khác xem lại và duyệt");
    expect((await act(first, ticket, "tra-loi", { answer: "Đã dọn rồi." })).status).toBe(403);
    await act(first, ticket, "du-thao", { answer: "Đã dọn hết chiều nay." });
    expect((await act(second, ticket, "duyet")).status).toBe(303);
    expect((await now(ticket)).status).toBe("answered");
    await intake.get(pathOf(ticket));
    expect(actions(intake, ticket)).toContain("dong");
  });

  test("who answered does not end the time to object; closing says what it means", async () => {
    office = await openOffice();
    const ticket = await office.openTicket("a");
    const officer = await signedIn(office, "can.bo", "officer", "phong-kinh-te");
    const coordinator = await signedIn(office, "dieu.phoi", "coordinator", null);
    const other = await signedIn(office, "dieu.phoi.2", "coordinator", null);
    await act(coordinator, ticket, "nhan");
    await act(coordinator, ticket, "tra-loi", { answer: "Đã dọn." });
    for (const person of [officer, coordinator]) {
      await person.get(pathOf(ticket));
      expect(actions(person, ticket)).not.toContain("dong");
      expect((await act(person, ticket, "dong")).status).toBe(403);
    }
    await other.get(pathOf(ticket));
    expect(other.page()).toContain("Chỉ đóng sớm khi người dân đã cho biết là đồng ý");
    expect(other.page()).toContain("tự đóng sau 90 ngày");
    expect((await act(other, ticket, "dong")).status).toBe(303);
  });

  test("an extension used up is not offered again", async () => {
    office = await openOffice();
    const ticket = await office.openTicket("a");
    const [head] = await heads();
    await head.get(pathOf(ticket));
    expect(actions(head, ticket)).toContain("gia-han");
    expect((await act(head, ticket, "gia-han", { reason: "Chờ xe thu gom" })).status).toBe(303);
    await head.get(pathOf(ticket));
    expect(actions(head, ticket)).not.toContain("gia-han");
  });
});

describe("where a ticket is given to", () => {
  test("the superior of two units that refused gives it to one of them; a unit's head stays within the unit", async () => {
    office = await openOffice();
    const ticket = await office.openTicket("a");
    const coordinator = await signedIn(office, "dieu.phoi", "coordinator", null);
    const economy = await signedIn(office, "kinh.te", "head", "phong-kinh-te");
    const culture = await signedIn(office, "van.hoa", "head", "phong-vh-xh");
    const chairman = await signedIn(office, "chu.tich", "head", "ubnd-xa");
    await economy.get(pathOf(ticket));
    expect(economy.page()).not.toContain('<option value="phong-vh-xh"');
    await act(economy, ticket, "tra-ve", { reason: "Không thuộc kinh tế" });
    await act(coordinator, ticket, "giao", { to: "phong-vh-xh" });
    await act(culture, ticket, "tra-ve", { reason: "Không thuộc văn hóa" });
    await chairman.get(pathOf(ticket));
    expect(chairman.page()).toContain("Anh/Chị là cấp trên chung");
    expect((await act(chairman, ticket, "giao", { to: "phong-kinh-te" })).status).toBe(303);
    expect(await now(ticket)).toMatchObject({ department: "phong-kinh-te", status: "assigned" });
    await economy.get(pathOf(ticket));
    expect(economy.page()).toContain("Phiếu này không trả về được nữa: đơn vị đã trả về một lần.");
  });

  test("police and companies are never given a ticket: it goes to them by letter", async () => {
    office = await openOffice();
    const ticket = await office.openTicket("a");
    const coordinator = await signedIn(office, "dieu.phoi", "coordinator", null);
    await coordinator.get(pathOf(ticket));
    expect(coordinator.page()).toContain('<option value="phong-vh-xh"');
    expect(coordinator.page()).not.toContain('<option value="cong-an-xa"');
    expect((await act(coordinator, ticket, "giao", { to: "cong-an-xa" })).status).toBe(422);
    expect((await now(ticket)).department).toBe("phong-kinh-te");
  });
});

const heads = (): Promise<[Visitor, Visitor]> =>
  Promise.all([
    signedIn(office, "truong.phong", "head", "phong-kinh-te"),
    signedIn(office, "pho.phong", "head", "phong-kinh-te"),
  ]);
