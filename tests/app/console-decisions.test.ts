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

describe("what an officer is shown first", () => {
  test("an approver finds the drafts that wait in a list of their own, and has them counted", async () => {
    office = await openOffice({ policy: { approval: true } });
    const ticket = await office.openTicket("a");
    const officer = await signedIn(office, "can.bo", "officer", "phong-kinh-te");
    const [head] = await heads();
    await act(officer, ticket, "nhan");
    await act(officer, ticket, "du-thao", { answer: "Đã dọn." });
    await head.get("/console?loc=cho-duyet");
    expect(head.page()).toContain(ticket.code);
    expect(head.page()).toMatch(/id="so-phieu-cho"[^>]*>1</);
    await officer.get("/console");
    expect(officer.page()).not.toContain("loc=cho-duyet");
  });

  test("where answers need no approval there is no such list", async () => {
    office = await openOffice();
    const [head] = await heads();
    await head.get("/console");
    expect(head.page()).not.toContain("loc=cho-duyet");
  });

  test("what was objected to, asked for and sent back stands above the work, and a draft is not called an answer", async () => {
    office = await openOffice({ policy: { approval: true } });
    const ticket = await office.openTicket("a");
    const officer = await signedIn(office, "can.bo", "officer", "phong-kinh-te");
    const [head] = await heads();
    await act(officer, ticket, "nhan");
    await act(officer, ticket, "du-thao", { answer: "Đã dọn." });
    await act(head, ticket, "tra-du-thao", { reason: "Ghi rõ ai dọn, lúc nào" });
    await officer.get(pathOf(ticket));
    const [above = ""] = officer.page().split("Việc cần làm</h2>");
    expect(above).toContain("Cần biết trước khi làm");
    expect(above).toContain("Ghi rõ ai dọn, lúc nào");
    expect(above).toContain("Dự thảo trả lời");
    expect(above).not.toContain("Nội dung trả lời");
  });

  test("a telephone number is written as people dial it, and dials at a touch", async () => {
    office = await openOffice();
    const ticket = await office.openTicket("a");
    const [head] = await heads();
    await head.get(pathOf(ticket));
    expect(head.page()).toContain('<a class="govuk-link" href="tel:0912345678">0912345678</a>');
  });

  test("an apology for a Sunday is told what is wrong, and a ticket somebody else took is not said to keep any words", async () => {
    office = await openOffice();
    const ticket = await office.openTicket("a");
    const [head, other] = await heads();
    const { version } = await now(ticket);
    await act(head, ticket, "nhan");
    await other.get(pathOf(ticket));
    const late = await other.post(pathOf(ticket, "nhan"), { formKey: "cu", version: String(version) });
    expect(late.status).toBe(409);
    expect(other.page()).toContain("Phiếu vừa được người khác cập nhật; xin xem lại bên dưới.");
    office.clock.advance(ticket.dueAt - office.clock.now());
    const later = await signedIn(office, "ba.phong", "head", "phong-kinh-te");
    const sunday = await act(later, ticket, "xin-loi", { reason: "Xe hỏng", newDate: "2026-12-06" });
    expect(sunday.status).toBe(422);
    expect(later.page()).toContain("Ngày hẹn mới phải là một ngày làm việc sắp tới");
  });

  test("whoever was only told of a late ticket is told whose it is", async () => {
    office = await openOffice();
    const ticket = await office.openTicket("a");
    const start = office.clock.now();
    const chairman = await signedIn(office, "chu.tich", "head", "ubnd-xa");
    office.clock.advance(ticket.dueAt - start + 15 * 86_400_000);
    await office.remind();
    office.clock.advance(start - office.clock.now());
    await chairman.get(pathOf(ticket));
    expect(chairman.page()).toContain("Phiếu do Phòng Kinh tế xử lý. Anh/Chị được báo để đôn đốc đơn vị.");
  });
});

describe("a form that comes after the session has ended", () => {
  const answer = "Một câu trả lời gõ mất nửa tiếng.";

  test("loses nothing: what was typed is shown to be copied, and the way back leads to the ticket", async () => {
    office = await openOffice();
    const ticket = await office.openTicket("a");
    const [head] = await heads();
    await head.get(pathOf(ticket));
    office.clock.advance(3 * 86_400_000);
    const post = (site: string) =>
      head.request(pathOf(ticket, "tra-loi"), {
        method: "POST",
        headers: { "sec-fetch-site": site },
        body: new URLSearchParams({ _csrf: head.hidden("_csrf"), answer, formKey: "k", version: "1" }),
      });
    const own = await post("same-origin");
    const page = await own.text();
    expect(own.status).toBe(403);
    expect(page).toContain("chưa được ghi");
    expect(page).toContain(answer);
    expect(page).toContain(`href="${pathOf(ticket)}"`);
    expect(await (await post("cross-site")).text()).not.toContain(answer);
    expect((await now(ticket)).status).toBe("assigned");
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
    const [, giving = ""] =
      new RegExp(`action="${pathOf(ticket)}/giao"(.*?)</form>`, "su").exec(coordinator.page()) ?? [];
    expect(giving).toContain('<option value="phong-vh-xh"');
    expect(giving).not.toContain('<option value="cong-an-xa"');
    expect((await act(coordinator, ticket, "giao", { to: "cong-an-xa" })).status).toBe(422);
    expect((await now(ticket)).department).toBe("phong-kinh-te");
  });
});

const heads = (): Promise<[Visitor, Visitor]> =>
  Promise.all([
    signedIn(office, "truong.phong", "head", "phong-kinh-te"),
    signedIn(office, "pho.phong", "head", "phong-kinh-te"),
  ]);
