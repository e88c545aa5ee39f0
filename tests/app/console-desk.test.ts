import { afterAll, afterEach, describe, expect, test } from "vitest";
import { latestAudit, type Role } from "../../src/officers/index.ts";
import { deliveriesOf } from "../../src/outbox/index.ts";
import { eventsOf, type Ticket, ticketByCode } from "../../src/tickets/index.ts";
import { type Office, openOffice, signedIn, type Visitor } from "../fakes/console-office.ts";
import { ENGINES } from "../fakes/databases.ts";

let office: Office;
afterEach(() => office.close());

const pathOf = (ticket: Ticket, slug = ""): string => `/console/phieu/${ticket.code}${slug && `/${slug}`}`;

/** Opens the ticket's page and posts one of its forms as drawn there. */
async function act(person: Visitor, ticket: Ticket, slug: string, fields: Record<string, string> = {}) {
  await person.get(pathOf(ticket));
  return person.post(pathOf(ticket, slug), { ...keys(person, ticket, slug), ...fields });
}

function keys(person: Visitor, ticket: Ticket, slug: string) {
  const form = person.form(pathOf(ticket, slug));
  return {
    formKey: person.hidden("formKey", form),
    version: person.hidden("version", form) || person.hidden("version") || "1",
  };
}

const statusOf = async (ticket: Ticket) => (await ticketByCode(office.db.read, ticket.code))?.status;

describe("the queue", () => {
  test("shows the unit's tickets with the due date in words, the channel and the place", async () => {
    office = await openOffice();
    const ticket = await office.openTicket("a");
    const officer = await signedIn(office, "an.nguyen", "officer", "phong-kinh-te");
    expect(await officer.get("/console")).toBe(200);
    expect(officer.page()).toContain(ticket.code);
    expect(officer.page()).toMatch(/còn \d+ ngày làm việc/);
    expect(officer.page()).toContain("SMS · Thôn 2, xã Tuyên Bình");
  });

  test("says in words when nothing is there, and when a ticket is late", async () => {
    office = await openOffice();
    const officer = await signedIn(office, "an.nguyen", "officer", "phong-kinh-te");
    await officer.get("/console?loc=qua-han");
    expect(officer.page()).toContain("Không có phiếu quá hạn.");
    const { dueAt } = await office.openTicket("a");
    office.clock.advance(dueAt - office.clock.now() + 86_400_000);
    const other = await signedIn(office, "ba.le", "officer", "phong-kinh-te");
    await other.get("/console?loc=qua-han");
    expect(other.page()).toMatch(/quá hạn (chưa đến )?1 ngày làm việc/);
  });

  test("keeps one unit's tickets from another, and sorting from the units", async () => {
    office = await openOffice();
    const theirs = await office.openTicket("a", { department: "phong-van-hoa" });
    const unsorted = await office.openTicket("b", { department: null, because: "chưa rõ đơn vị" });
    const officer = await signedIn(office, "an.nguyen", "officer", "phong-kinh-te");
    for (const filter of ["cho-phan-loai", "dang-xu-ly", "cua-toi", "qua-han"]) {
      await officer.get(`/console?loc=${filter}`);
      expect(officer.page()).not.toContain(theirs.code);
      expect(officer.page()).not.toContain(unsorted.code);
    }
    const coordinator = await signedIn(office, "dieu.phoi", "coordinator", null);
    await coordinator.get("/console");
    expect(coordinator.page()).toContain(unsorted.code);
  });

  test("finds a ticket by its code however it is typed, and another unit's not at all", async () => {
    office = await openOffice();
    const mine = await office.openTicket("a");
    const theirs = await office.openTicket("b", { department: "phong-van-hoa" });
    const officer = await signedIn(office, "an.nguyen", "officer", "phong-kinh-te");
    const typed = encodeURIComponent(mine.code.toLowerCase().replaceAll("-", " "));
    expect((await officer.request(`/console/tim?ma=${typed}`)).headers.get("location")).toBe(pathOf(mine));
    expect(await officer.get(`/console/tim?ma=${theirs.code}`)).toBe(404);
    expect(officer.page()).toContain("Không tìm thấy phiếu có mã này.");
  });

  test("finds tickets by what an officer remembers, and says when nothing is there", async () => {
    office = await openOffice();
    const mine = await office.openTicket("a");
    await office.openTicket("b", { department: "phong-van-hoa" });
    const officer = await signedIn(office, "an.nguyen", "officer", "phong-kinh-te");
    for (const text of ["thi hoa", "Hoa", "0912 345 678", "+84912345678", "mùi hôi", "thon 2 tuyen binh"]) {
      expect(await officer.get(`/console/tim?ma=${encodeURIComponent(text)}`)).toBe(200);
      expect(officer.page()).toContain(mine.code);
      expect(officer.page()).toContain("Có 1 phiếu, mới nhất trước.");
    }
    expect(await officer.get("/console/tim?ma=khong+co+that")).toBe(200);
    expect(officer.page()).toContain("Không có phiếu nào Anh/Chị được xem có đủ những từ này.");
    expect((await officer.request("/console/tim?ma=+")).headers.get("location")).toBe("/console");
  });

  test("shows the newest fifty it found, says that there are more, and writes down protected ones", async () => {
    office = await openOffice();
    const denied = { departments: ["phong-van-hoa"], officers: [] };
    const about = await office.openTicket("about", { denied });
    for (let nth = 0; nth < 50; nth++) {
      office.clock.advance(1000);
      await office.openTicket(`${nth}`);
    }
    const desk = await signedIn(office, "dieu.phoi", "coordinator", null);
    await desk.get("/console/tim?ma=hoa");
    expect(desk.page().match(/class="ln-ticket"/g)).toHaveLength(50);
    expect(desk.page()).toContain("Có hơn 50 phiếu; dưới đây là 50 phiếu mới nhất.");
    expect(desk.page()).not.toContain(about.code);
    const listed = async () => (await latestAudit(office.db, 1000)).filter(({ action }) => action === "ticket_listed");
    const before = await listed();
    office.clock.advance(1000);
    const newest = await office.openTicket("about too", { denied });
    await desk.get("/console/tim?ma=hoa");
    expect((await listed()).slice(before.length).length).toBe(1);
    expect((await listed())[0]).toMatchObject({ subject: newest.code });
  });
});

describe("a ticket's page", () => {
  test("shows the citizen's words as words, whatever is in them", async () => {
    office = await openOffice();
    const attack = `<script>alert(1)</script><img src=x onerror=alert(2)> "' &`;
    const ticket = await office.openTicket("a", { content: attack, summary: attack, place: attack, because: attack });
    const officer = await signedIn(office, "an.nguyen", "officer", "phong-kinh-te");
    for (const path of ["/console", pathOf(ticket)]) {
      expect(await officer.get(path)).toBe(200);
      expect(officer.page()).toContain("&lt;script&gt;alert(1)&lt;/script&gt;");
      expect(officer.page()).not.toMatch(/<script>alert|<img src=x/);
    }
  });

  test("shows the conversation, the history and the arithmetic of the due date, and is noted in the audit log", async () => {
    office = await openOffice();
    const ticket = await office.openTicket("a");
    const officer = await signedIn(office, "an.nguyen", "officer", "phong-kinh-te");
    await officer.get(pathOf(ticket));
    expect(officer.page()).toContain("bãi rác đầu thôn cả tuần nay chưa dọn");
    expect(officer.page()).toContain("Mở phiếu");
    expect(ticket.dueSteps.length).toBeGreaterThan(2);
    for (const step of ticket.dueSteps) expect(officer.page()).toContain(step.replaceAll("&", "&amp;"));
    expect((await latestAudit(office.db, 5)).map(({ action, subject }) => [action, subject])).toContainEqual([
      "ticket_viewed",
      ticket.code,
    ]);
  });

  test("hides who reported somebody's behaviour from the unit that looks into it", async () => {
    office = await openOffice();
    const ticket = await office.openTicket("a", { recordType: "pakn_hanh_vi" });
    const officer = await signedIn(office, "an.nguyen", "officer", "phong-kinh-te");
    await officer.get(pathOf(ticket));
    expect(officer.page()).not.toMatch(/Nguyễn Thị Hoa|0?912345678|bãi rác đầu thôn/);
    const coordinator = await signedIn(office, "dieu.phoi", "coordinator", null);
    await coordinator.get(pathOf(ticket));
    expect(coordinator.page()).toContain("Nguyễn Thị Hoa");
  });

  test("does not exist for those the ticket is about, nor a denunciation for anyone but the inspector", async () => {
    office = await openOffice();
    const about = await office.openTicket("a", { denied: { departments: ["phong-kinh-te"], officers: [] } });
    const denunciation = await office.openTicket("b", { recordType: "to_cao" });
    const officer = await signedIn(office, "an.nguyen", "officer", "phong-kinh-te");
    const coordinator = await signedIn(office, "dieu.phoi", "coordinator", null);
    const inspector = await signedIn(office, "thanh.tra", "inspector", null);
    expect(await officer.get(pathOf(about))).toBe(404);
    expect(await coordinator.get(pathOf(about))).toBe(200);
    expect(await coordinator.get(pathOf(denunciation))).toBe(404);
    expect(await inspector.get(pathOf(denunciation))).toBe(200);
  });
});

describe("an officer's command", () => {
  test("answers the citizen: ticket, delivery and audit line together", async () => {
    office = await openOffice();
    const ticket = await office.openTicket("a");
    const officer = await signedIn(office, "an.nguyen", "officer", "phong-kinh-te");
    expect((await act(officer, ticket, "nhan")).status).toBe(303);
    const done = await act(officer, ticket, "tra-loi", { answer: "Đã dọn sáng nay." });
    expect(done).toMatchObject({ status: 303, location: pathOf(ticket) });
    expect(await statusOf(ticket)).toBe("answered");
    expect(await deliveriesOf(office.db, ticket.id)).toMatchObject([
      { channel: "sms", cause: "officer", state: "pending" },
    ]);
    expect(office.woken()).toBe(1);
    const log = await latestAudit(office.db, 20);
    expect(log.map(({ subject }) => subject)).toContain(`${ticket.code} answer`);
    await officer.get(pathOf(ticket));
    expect(officer.page()).toContain("Tin cho người dân đang được gửi.");
  });

  test("answers a ticket nobody has taken yet in one step", async () => {
    office = await openOffice();
    const ticket = await office.openTicket("a");
    const officer = await signedIn(office, "an.nguyen", "officer", "phong-kinh-te");
    expect((await act(officer, ticket, "tra-loi", { answer: "Đã dọn." })).status).toBe(303);
    const kinds = (await eventsOf(office.db.read, ticket.id)).map((event) => event.kind);
    expect(kinds).toEqual(["opened", "take", "answer"]);
  });

  test("sent twice is done once", async () => {
    office = await openOffice();
    const ticket = await office.openTicket("a");
    const officer = await signedIn(office, "an.nguyen", "officer", "phong-kinh-te");
    await officer.get(pathOf(ticket));
    const form = { ...keys(officer, ticket, "hoi-them"), question: "Rác ở đoạn nào ạ?" };
    const both = await Promise.all([
      officer.post(pathOf(ticket, "hoi-them"), form),
      officer.post(pathOf(ticket, "hoi-them"), form),
    ]);
    expect(both.map((done) => done.status)).toEqual([303, 303]);
    expect(await deliveriesOf(office.db, ticket.id)).toHaveLength(1);
    expect((await eventsOf(office.db.read, ticket.id)).map((event) => event.kind)).toEqual(["opened", "ask_citizen"]);
  });

  test("on a page somebody else has overtaken changes nothing and loses no typed word", async () => {
    office = await openOffice();
    const ticket = await office.openTicket("a");
    const slow = await signedIn(office, "an.nguyen", "officer", "phong-kinh-te");
    const quick = await signedIn(office, "ba.le", "officer", "phong-kinh-te");
    await slow.get(pathOf(ticket));
    const form = { ...keys(slow, ticket, "tra-loi"), answer: "Câu trả lời gõ rất lâu" };
    expect((await act(quick, ticket, "nhan")).status).toBe(303);
    const late = await slow.post(pathOf(ticket, "tra-loi"), form);
    expect(late.status).toBe(409);
    expect(late.text).toContain("vừa được người khác cập nhật");
    expect(late.text).toContain("Câu trả lời gõ rất lâu");
    expect(await statusOf(ticket)).toBe("in_progress");
    expect(await deliveriesOf(office.db, ticket.id)).toHaveLength(0);
    const again = await slow.post(pathOf(ticket, "tra-loi"), {
      ...keys(slow, ticket, "tra-loi"),
      answer: "Câu trả lời gõ rất lâu",
    });
    expect(again.status).toBe(303);
  });

  test("can be looked at before it is sent, and looking changes nothing", async () => {
    office = await openOffice();
    const ticket = await office.openTicket("a");
    const officer = await signedIn(office, "an.nguyen", "officer", "phong-kinh-te");
    await officer.get(pathOf(ticket));
    const form = { ...keys(officer, ticket, "tra-loi"), answer: "Đã dọn sáng nay." };
    const shown = await officer.post(`${pathOf(ticket, "tra-loi")}/xem-truoc`, form);
    expect(shown.text).toContain(`phieu_tra_loi ${ticket.code}: Đã dọn sáng nay.`);
    expect(await statusOf(ticket)).toBe("assigned");
    expect(await deliveriesOf(office.db, ticket.id)).toHaveLength(0);
    expect((await officer.post(pathOf(ticket, "tra-loi"), form)).status).toBe(303);
  });

  test("without its text, or with far too much, is refused and says why", async () => {
    office = await openOffice();
    const ticket = await office.openTicket("a");
    const officer = await signedIn(office, "an.nguyen", "officer", "phong-kinh-te");
    expect((await act(officer, ticket, "tra-loi", { answer: "   " })).status).toBe(422);
    const long = await act(officer, ticket, "tra-loi", { answer: "dài ".repeat(1001) });
    expect(long.status).toBe(422);
    expect(long.text).toContain("dài quá 4000 ký tự");
    expect(await statusOf(ticket)).toBe("assigned");
  });

  test("gives a ticket to a unit or a person there, and to nobody else", async () => {
    office = await openOffice();
    const ticket = await office.openTicket("a", {
      department: null,
      because: "chưa rõ",
      denied: { departments: ["phong-van-hoa"], officers: [] },
    });
    const officer = await office.addOfficer("an.nguyen", "officer", "phong-kinh-te");
    const coordinator = await signedIn(office, "dieu.phoi", "coordinator", null);
    for (const to of ["", "phong-van-hoa", "phong-khong-co", "phong-kinh-te khong-co-nguoi"]) {
      expect((await act(coordinator, ticket, "giao", { to })).status).toBe(422);
    }
    expect(await statusOf(ticket)).toBe("received");
    const id = officer.kind === "added" ? officer.id : "";
    expect((await act(coordinator, ticket, "giao", { to: `phong-kinh-te ${id}`, because: "rác" })).status).toBe(303);
    expect(await ticketByCode(office.db.read, ticket.code)).toMatchObject({
      department: "phong-kinh-te",
      assignee: id,
    });
  });

  test("waits for the head where answers need approval", async () => {
    office = await openOffice({ policy: { approval: true } });
    const ticket = await office.openTicket("a");
    const officer = await signedIn(office, "an.nguyen", "officer", "phong-kinh-te");
    const head = await signedIn(office, "truong.phong", "head", "phong-kinh-te");
    await officer.get(pathOf(ticket));
    expect(officer.page()).not.toContain("Gửi trả lời");
    expect((await act(officer, ticket, "tra-loi", { answer: "Tự ý gửi" })).status).toBe(403);
    expect((await act(officer, ticket, "du-thao", { answer: "Đã dọn." })).status).toBe(303);
    expect(await deliveriesOf(office.db, ticket.id)).toHaveLength(0);
    expect((await act(officer, ticket, "duyet")).status).toBe(403);
    expect((await act(head, ticket, "duyet")).status).toBe(303);
    expect(await deliveriesOf(office.db, ticket.id)).toHaveLength(1);
  });

  test("that sends the ticket away from the officer's unit leads back to the queue", async () => {
    office = await openOffice();
    const ticket = await office.openTicket("a");
    const officer = await signedIn(office, "an.nguyen", "officer", "phong-kinh-te");
    const done = await act(officer, ticket, "tra-ve", { reason: "Thuộc Phòng Văn hóa" });
    expect(done).toMatchObject({ status: 303, location: "/console" });
    expect(await officer.get(pathOf(ticket))).toBe(404);
  });
});

describe("on PostgreSQL", () => {
  const [postgres] = ENGINES.filter((engine) => engine.kind === "postgres");
  afterAll(() => postgres?.stop());

  test("the first account, sessions, forms and an answer work as on SQLite", async () => {
    if (!postgres) throw new Error("there is no PostgreSQL among the engines");
    await postgres.start();
    const place = await postgres.place();
    office = await openOffice({ open: (_file, migrations) => postgres.open(place, migrations) });
    expect(await office.setupToken()).toMatch(/^[\w-]{43}$/);
    const ticket = await office.openTicket("a");
    const officer = await signedIn(office, "an.nguyen", "officer", "phong-kinh-te");
    expect(await officer.get("/console")).toBe(200);
    expect(officer.page()).toContain(ticket.code);
    expect((await act(officer, ticket, "tra-loi", { answer: "Đã dọn." })).status).toBe(303);
    expect(await deliveriesOf(office.db, ticket.id)).toHaveLength(1);
    expect(await office.setupToken()).toBeDefined();
    await signedIn(office, "quan.tri", "admin", null);
    expect(await office.setupToken()).toBeUndefined();
  }, 120_000);
});

describe("who may open what", () => {
  type Expected = readonly [string, Readonly<Record<Role, number>>];
  const everyone = (status: number): Record<Role, number> => ({
    officer: status,
    head: status,
    intake: status,
    coordinator: status,
    inspector: status,
    admin: status,
  });
  const GETS: readonly Expected[] = [
    ["/console", everyone(200)],
    ["OWN", { ...everyone(200), admin: 404 }],
    ["OTHERS", { ...everyone(200), officer: 404, head: 404, admin: 404 }],
    ["RESTRICTED", { ...everyone(404), inspector: 200 }],
    ["/console/can-bo", { ...everyone(404), admin: 200 }],
    ["/console/he-thong", { ...everyone(404), admin: 200 }],
  ];

  test.each(["officer", "head", "intake", "coordinator", "inspector", "admin"] as const)("%s", async (role) => {
    office = await openOffice();
    const paths: Record<string, string> = {
      OWN: pathOf(await office.openTicket("own")),
      OTHERS: pathOf(await office.openTicket("others", { department: "phong-van-hoa" })),
      RESTRICTED: pathOf(await office.openTicket("restricted", { recordType: "khieu_nai" })),
    };
    const person = await signedIn(office, "nguoi.thu", role, "phong-kinh-te");
    for (const [path, expected] of GETS) {
      expect([path, await person.get(paths[path] ?? path)]).toEqual([path, expected[role]]);
    }
    const administration = ["can-bo", "can-bo/x/khoa", "can-bo/x/mo", "can-bo/x/mat-khau", "he-thong/gui-lai"];
    expect(
      await refusals(
        person,
        administration.map((path) => `/console/${path}`),
      ),
    ).toBe(role === "admin" ? 0 : administration.length);
    const commands = ["nhan", "tra-loi", "giao", "dong", "chuyen", "tra-ve", "hoi-them"];
    const isOutside = role === "officer" || role === "head" || role === "admin";
    expect(
      await refusals(
        person,
        commands.map((slug) => `${paths["OTHERS"]}/${slug}`),
      ),
    ).toBe(isOutside ? commands.length : 0);
  });

  /** How many of these forms do not exist for this person. */
  async function refusals(person: Visitor, paths: readonly string[]): Promise<number> {
    let refused = 0;
    for (const path of paths) {
      await person.get("/console");
      const { status } = await person.post(path, { version: "1", formKey: path });
      if (status === 404) refused += 1;
    }
    return refused;
  }

  test("nobody who is not signed in", async () => {
    office = await openOffice();
    const ticket = await office.openTicket("a");
    for (const path of [
      "/console",
      pathOf(ticket),
      "/console/tim?ma=x",
      "/console/can-bo",
      "/console/he-thong",
      "/console/dong",
    ]) {
      const response = await fetch(office.url + path, { redirect: "manual" });
      expect([path, response.status, response.headers.get("location")?.startsWith("/console/dang-nhap")]).toEqual([
        path,
        303,
        true,
      ]);
    }
  });
});

describe("the administrator", () => {
  test("adds an officer by a link, refuses a second of the same name, and cannot close the last administrator", async () => {
    office = await openOffice();
    const admin = await signedIn(office, "quan.tri", "admin", null);
    await admin.get("/console/can-bo");
    const form = { displayName: "Lê Văn Ba", username: "ba.le", role: "officer", department: "phong-kinh-te" };
    const added = await admin.post("/console/can-bo", form);
    expect(added.text).toMatch(/\/console\/mat-khau\?token=[\w-]{43}/);
    expect((await admin.post("/console/can-bo", form)).text).toContain("đã có người dùng");
    expect((await admin.post("/console/can-bo", { ...form, username: "khac", department: "" })).text).toContain(
      "cần chọn đơn vị",
    );
    await admin.get("/console/can-bo");
    const id = /can-bo\/([0-9a-f]+)\/khoa/.exec(admin.page().slice(admin.page().indexOf('ln-quiet">quan.tri<')))?.[1];
    await admin.post(`/console/can-bo/${id}/khoa`, {});
    expect(await admin.get("/console/can-bo")).toBe(200);
    expect(admin.page()).toContain("luôn cần ít nhất một quản trị");
  });

  test("sees channels, stuck deliveries and figures, and has a delivery sent again", async () => {
    office = await openOffice();
    await office.stickADelivery();
    const admin = await signedIn(office, "quan.tri", "admin", null);
    await admin.get("/console/he-thong");
    expect(admin.page()).toContain("Thiếu TWILIO_AUTH_TOKEN");
    expect((await admin.post("/console/he-thong/gui-lai", { id: "kẹt" })).status).toBe(303);
    await admin.get("/console/he-thong");
    expect(admin.page()).toContain("Đã xếp tin vào hàng gửi lại.");
  });
});

describe("the live number", () => {
  test("reaches an open page when a ticket arrives", async () => {
    office = await openOffice();
    const officer = await signedIn(office, "an.nguyen", "officer", "phong-kinh-te");
    const leaving = new AbortController();
    const stream = await officer.request("/console/dong", { signal: leaving.signal });
    expect(stream.headers.get("content-type")).toContain("text/event-stream");
    await office.openTicket("a");
    let heard = "";
    const decoder = new TextDecoder();
    for await (const chunk of stream.body ?? []) {
      heard += decoder.decode(chunk as Uint8Array);
      if (heard.includes("data: 1")) break;
    }
    leaving.abort();
    expect(heard).toContain("event: waiting\ndata: 1\n\n");
  });
});
