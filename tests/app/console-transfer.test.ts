import { afterAll, afterEach, describe, expect, test, vi } from "vitest";
import { latestAudit } from "../../src/officers/index.ts";
import { deliveriesOf } from "../../src/outbox/index.ts";
import { sql } from "../../src/platform/index.ts";
import { eventsOf, lettersOf, type Ticket, ticketById, verifyChain } from "../../src/tickets/index.ts";
import { type Office, openOffice, signedIn, type Visitor } from "../fakes/console-office.ts";
import { ENGINES } from "../fakes/databases.ts";

let office: Office;
afterEach(() => office.close());

const pathOf = (ticket: Ticket, slug = ""): string => `/console/phieu/${ticket.code}${slug && `/${slug}`}`;

async function act(person: Visitor, ticket: Ticket, slug: string, fields: Record<string, string> = {}) {
  await person.get(pathOf(ticket));
  const form = person.form(pathOf(ticket, slug));
  const keys = { formKey: person.hidden("formKey", form), version: person.hidden("version", form) || "1" };
  return person.post(pathOf(ticket, slug), { ...keys, ...fields });
}

const fresh = async (ticket: Ticket) => (await ticketById(office.db.read, ticket.id)) as Ticket;
const POLICE = "Công an xã Tuyên Bình";
const DAY = 86_400_000;

/** Trộm xe: the router thinks of the police, a person writes the letter. */
const forThePolice = (key = "a") =>
  office.openTicket(key, {
    department: null,
    transferTo: "cong-an-xa",
    because: "An ninh, trật tự",
    content: "Xóm tôi mất trộm hai chiếc xe máy trong một tuần.",
  });

describe("a matter of another agency", () => {
  test("is due within five working days, says so first, and reminds the desk of it", async () => {
    office = await openOffice();
    const ticket = await forThePolice();
    expect(ticket.dueBasis).toContain("Nghị định 20/2008/NĐ-CP Điều 9");
    const coordinator = await signedIn(office, "dieu.phoi", "coordinator", null);
    await coordinator.get(pathOf(ticket));
    expect(coordinator.page()).toContain(`Thuộc thẩm quyền của ${POLICE}: chuyển bằng phiếu chuyển trước hạn này`);
    const [first] = coordinator.page().match(/action="\/console\/phieu\/[^"]+\/(chuyen|giao|hoi-them)"/) ?? [];
    expect(first).toContain("/chuyen");
    office.clock.advance(ticket.dueAt - office.clock.now() - 60_000);
    await office.remind();
    const again = await signedIn(office, "pho.phoi", "coordinator", null);
    await again.get(pathOf(ticket));
    expect(again.page()).toContain("Đã dùng 80% thời hạn");
  });

  test("goes with a numbered letter: citizen, history, audit and page tell of it, and it prints the same again", async () => {
    office = await openOffice();
    const ticket = await forThePolice();
    const coordinator = await signedIn(office, "dieu.phoi", "coordinator", null);
    const done = await act(coordinator, ticket, "chuyen", { agency: POLICE, reason: "Có dấu hiệu trộm cắp tài sản." });
    expect(done.status).toBe(303);
    expect(await fresh(ticket)).toMatchObject({ status: "transferred", transferTo: POLICE });
    expect(await deliveriesOf(office.db, ticket.id)).toHaveLength(1);
    const [, passed] = await eventsOf(office.db.read, ticket.id);
    expect(passed?.data).toMatchObject({ agency: POLICE, letter: "số 1/PC-UBND ngày 23/11/2026" });

    await coordinator.get(pathOf(ticket));
    expect(coordinator.page()).toContain(`Số 1/PC-UBND, gửi ${POLICE}`);
    expect(await coordinator.get(pathOf(ticket, "phieu-chuyen/1"))).toBe(200);
    const printed = coordinator.page();
    for (const words of [
      "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
      "ỦY BAN NHÂN DÂN XÃ TUYÊN BÌNH",
      "Số: 1/PC-UBND",
      "Tuyên Bình, ngày 23 tháng 11 năm 2026",
      `Kính gửi: <strong>${POLICE}</strong>`,
      "Xóm tôi mất trộm hai chiếc xe máy trong một tuần.",
      "Có dấu hiệu trộm cắp tài sản.",
      "Người gửi: Nguyễn Thị Hoa, điện thoại 0912345678.",
      "05 ngày làm việc",
    ])
      expect(printed).toContain(words);
    office.clock.advance(40 * DAY);
    const later = await signedIn(office, "pho.phoi", "coordinator", null);
    await later.get(pathOf(ticket, "phieu-chuyen/1"));
    expect(later.page().split("<article")[1]).toBe(printed.split("<article")[1]);
    const text = await later.request(pathOf(ticket, "phieu-chuyen/1.txt"));
    expect(text.headers.get("content-type")).toContain("text/plain");
    expect(await text.text()).toContain(`Kính gửi: ${POLICE}`);

    const kinds = (await eventsOf(office.db.read, ticket.id)).map(({ kind }) => kind);
    expect(kinds).toEqual(expect.arrayContaining(["transfer", "letter_written"]));
    expect(await verifyChain(office.db.read, ticket.id)).toMatchObject({ ok: true });
    const subjects = (await latestAudit(office.db, 20)).map(({ action, subject }) => `${action} ${subject}`);
    expect(subjects).toContain(`letter_opened ${ticket.code} 1/PC-UBND`);
    expect(subjects).toContain(`ticket_changed ${ticket.code} transfer`);
  });

  test("a preview takes no number, the next letter the next, a clerk's number moves the count, none is given twice", async () => {
    office = await openOffice();
    const coordinator = await signedIn(office, "dieu.phoi", "coordinator", null);
    const [one, two, three, four] = await Promise.all(["a", "b", "c", "d"].map(forThePolice));
    await coordinator.get(pathOf(one as Ticket));
    const form = coordinator.form(pathOf(one as Ticket, "chuyen"));
    await coordinator.post(pathOf(one as Ticket, "chuyen/xem-truoc"), {
      formKey: coordinator.hidden("formKey", form),
      version: "1",
      agency: POLICE,
    });
    expect(coordinator.page()).toContain("bằng phiếu chuyển số 1/PC-UBND ngày 23/11/2026");
    const numberOf = async (ticket: Ticket | undefined) =>
      (await lettersOf(office.db.read, ticket?.id ?? "")).map(({ number }) => number);
    await act(coordinator, one as Ticket, "chuyen", { agency: POLICE });
    expect(await numberOf(one)).toEqual(["1/PC-UBND"]);
    await act(coordinator, two as Ticket, "chuyen", { agency: POLICE, letterNumber: "7" });
    expect(await numberOf(two)).toEqual(["7/PC-UBND"]);
    const taken = await act(coordinator, three as Ticket, "chuyen", { agency: POLICE, letterNumber: "7" });
    expect(taken.status).toBe(409);
    expect(taken.text).toContain("đã dùng cho một phiếu chuyển khác");
    expect((await fresh(three as Ticket)).status).toBe("received");
    await act(coordinator, four as Ticket, "chuyen", { agency: POLICE });
    expect(await numberOf(four)).toEqual(["8/PC-UBND"]);
  });

  test.each(["0", "07", "123456", "12 a", "12ab", "mười hai", "12/", "12//PC", "<b>1</b>", "-1", "1/PC UBND"])(
    "a number no clerk writes (%s) is refused by name, and nothing is passed on",
    async (letterNumber) => {
      office = await openOffice();
      const ticket = await forThePolice();
      const coordinator = await signedIn(office, "dieu.phoi", "coordinator", null);
      const refused = await act(coordinator, ticket, "chuyen", { agency: POLICE, letterNumber });
      expect([refused.status, refused.text.includes("Số văn bản ghi như")]).toEqual([422, true]);
      expect((await fresh(ticket)).status).toBe("received");
      expect(await lettersOf(office.db.read, ticket.id)).toEqual([]);
    },
  );

  test("a number is one however its sign is written, and our count goes past it", async () => {
    office = await openOffice();
    const coordinator = await signedIn(office, "dieu.phoi", "coordinator", null);
    const [one, two, three, four] = await Promise.all(["a", "b", "c", "d"].map(forThePolice));
    const pass = async (ticket: Ticket | undefined, letterNumber: string) => {
      const { status } = await act(coordinator, ticket as Ticket, "chuyen", { agency: POLICE, letterNumber });
      const [letter] = await lettersOf(office.db.read, ticket?.id ?? "");
      return [status, letter?.number];
    };
    expect(await pass(one, "1/pc-ubnd")).toEqual([303, "1/pc-ubnd"]);
    expect(await pass(two, "1")).toEqual([409, undefined]);
    expect(await pass(three, "")).toEqual([303, "2/PC-UBND"]);
    expect(await pass(four, "2đ/UBND-VP")).toEqual([303, "2đ/UBND-VP"]);
  });

  test("who reported behaviour is not in the letter, and those it is about are not written to", async () => {
    office = await openOffice();
    const ticket = await office.openTicket("a", {
      recordType: "pakn_hanh_vi",
      content: "Anh công an xã gây khó dễ khi tôi làm tạm trú.",
      department: null,
      transferTo: "cong-an-tinh",
      denied: { departments: ["cong-an-xa"], officers: [] },
    });
    const coordinator = await signedIn(office, "dieu.phoi", "coordinator", null);
    await coordinator.get(pathOf(ticket));
    expect(coordinator.form(pathOf(ticket, "chuyen"))).not.toContain(POLICE);
    for (const field of ["agency", "agencyTyped"])
      expect((await act(coordinator, ticket, "chuyen", { [field]: "công an xã tuyên bình" })).status).toBe(422);
    expect((await act(coordinator, ticket, "chuyen", { agency: "Công an tỉnh Quảng Trị" })).status).toBe(303);
    const text = await (await coordinator.request(pathOf(ticket, "phieu-chuyen/1.txt"))).text();
    expect(text).toContain("được giữ kín");
    expect(text).not.toMatch(/Nguyễn Thị Hoa|912345678/);
  });

  test("a denunciation gets no letter, and nobody else opens somebody's", async () => {
    office = await openOffice();
    const secret = await office.openTicket("a", { recordType: "to_cao" });
    const inspector = await signedIn(office, "thanh.tra", "inspector", null);
    expect((await act(inspector, secret, "chuyen", { agency: "Thanh tra tỉnh" })).status).toBe(303);
    expect(await lettersOf(office.db.read, secret.id)).toEqual([]);
    const ticket = await forThePolice("b");
    const coordinator = await signedIn(office, "dieu.phoi", "coordinator", null);
    await act(coordinator, ticket, "chuyen", { agency: POLICE });
    const officer = await signedIn(office, "an.nguyen", "officer", "phong-kinh-te");
    expect(await officer.get(pathOf(ticket, "phieu-chuyen/1"))).toBe(404);
    expect(await coordinator.get(pathOf(ticket, "phieu-chuyen/2"))).toBe(404);
    expect(await coordinator.get(pathOf(ticket, "phieu-chuyen/x"))).toBe(404);
  });
});

describe("a unit that finds a ticket not its own", () => {
  test("hands it back once, in its day, with a reason; what a second unit hands back is its superior's to decide", async () => {
    office = await openOffice();
    const ticket = await office.openTicket("a");
    const coordinator = await signedIn(office, "dieu.phoi", "coordinator", null);
    const economy = await signedIn(office, "an.nguyen", "officer", "phong-kinh-te");
    const culture = await signedIn(office, "ba.le", "head", "phong-vh-xh");
    await economy.get(pathOf(ticket));
    expect(economy.page()).toMatch(/Mỗi đơn vị được trả về một lần, trước [^.]*24\/11\/2026/);
    expect((await act(economy, ticket, "tra-ve")).status).toBe(422);
    expect((await act(economy, ticket, "tra-ve", { reason: "Việc của phòng Văn hóa" })).status).toBe(303);
    expect(await fresh(ticket)).toMatchObject({ status: "received", department: null, refusedBy: ["phong-kinh-te"] });

    await act(coordinator, ticket, "giao", { to: "phong-vh-xh" });
    expect((await act(culture, ticket, "tra-ve", { reason: "Không phải của phòng" })).status).toBe(303);
    const above = await fresh(ticket);
    expect(above).toMatchObject({
      status: "assigned",
      department: "ubnd-xa",
      refusedBy: ["phong-kinh-te", "phong-vh-xh"],
    });

    await act(coordinator, ticket, "giao", { to: "phong-kinh-te" });
    await economy.get(pathOf(ticket));
    expect(economy.page()).toContain("Phiếu này không trả về được nữa");
    expect(economy.form(pathOf(ticket, "tra-ve"))).toBe("");
    const forced = await economy.post(pathOf(ticket, "tra-ve"), {
      formKey: "k",
      version: String((await fresh(ticket)).version),
      reason: "không nhận",
    });
    expect(forced.status).toBe(403);
    expect(above.dueAt).toBe(ticket.dueAt);
  });

  test("is told when its day is over", async () => {
    office = await openOffice();
    const ticket = await office.openTicket("a");
    const early = await signedIn(office, "an.nguyen", "officer", "phong-kinh-te");
    await early.get(pathOf(ticket));
    const form = early.form(pathOf(ticket, "tra-ve"));
    office.clock.advance(2 * DAY);
    const late = await signedIn(office, "ba.le", "officer", "phong-kinh-te");
    await late.get(pathOf(ticket));
    expect(late.page()).toContain("Đã quá một ngày làm việc kể từ khi giao");
    expect(form).not.toBe("");
    const refused = await late.post(pathOf(ticket, "tra-ve"), { formKey: "k", version: "1", reason: "muộn" });
    expect(refused.status).toBe(409);
    expect(refused.text).toContain("Đã quá thời gian được làm việc này.");
  });
});

describe("on PostgreSQL", () => {
  const [postgres] = ENGINES.filter((engine) => engine.kind === "postgres");
  afterAll(() => postgres?.stop());

  test("a letter that was counted together with another gets the next number", async () => {
    if (!postgres) throw new Error("there is no PostgreSQL among the engines");
    await postgres.start();
    const place = await postgres.place();
    office = await openOffice({ open: (_file, migrations) => postgres.open(place, migrations) });
    const [ticket, other] = [await forThePolice("a"), await forThePolice("b")];
    const coordinator = await signedIn(office, "dieu.phoi", "coordinator", null);
    const { promise: written, resolve: commit } = Promise.withResolvers<void>();
    const values = {
      ...{ id: "2026:1/PC-UBND", ticket_id: other.id, nth: 1, year: 2026 },
      ...{ written_at: office.clock.now(), letter: "{}" },
    };
    const first = office.db.write(async (tx) => {
      await tx
        .withTables<{ transfer_letters: typeof values }>()
        .insertInto("transfer_letters")
        .values(values)
        .execute();
      await written;
    });
    const second = act(coordinator, ticket, "chuyen", { agency: POLICE });
    await vi.waitFor(
      async () => {
        const waiting = await sql<{ n: number }>`select count(*) as n from pg_locks where not granted`.execute(
          office.db.read,
        );
        expect(waiting.rows[0]?.n).toBe(1);
      },
      { timeout: 20_000 },
    );
    commit();
    await first;
    expect((await second).status).toBe(303);
    expect((await lettersOf(office.db.read, ticket.id)).map(({ number }) => number)).toEqual(["2/PC-UBND"]);
  }, 120_000);
});
