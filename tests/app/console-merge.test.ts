import { afterEach, expect, test } from "vitest";
import { eventsOf, HOT_SPOT_REPORTERS, type Ticket, ticketByCode } from "../../src/tickets/index.ts";
import { type Office, openOffice, signedIn, type Visitor } from "../fakes/console-office.ts";

let office: Office;
afterEach(() => office.close());

const AT = { place: "ngõ 5, thôn 2", topic: "rac-thai" };
const pathOf = (ticket: Ticket): string => `/console/phieu/${ticket.code}`;
const person = (id: string) => ({
  reporter: { address: { channel: "sms", id } as const, name: "Lê Kín", phone: null, postalAddress: null },
});
const statusOf = async (ticket: Ticket) => (await ticketByCode(office.db.read, ticket.code))?.status;

async function joinThrough(visitor: Visitor, from: Ticket, into: Ticket, reason: string) {
  await visitor.get(`${pathOf(from)}/gop?vao=${into.code}`);
  const form = visitor.form(`${pathOf(from)}/gop`);
  return visitor.post(`${pathOf(from)}/gop`, {
    formKey: visitor.hidden("formKey", form),
    version: visitor.hidden("version", form),
    into: into.code,
    reason,
  });
}

test("a suggestion says why, is looked at side by side, merged with a reason, and taken back", async () => {
  office = await openOffice();
  const [first, second] = [
    await office.openTicket("a", AT),
    await office.openTicket("b", { ...AT, ...person("+84988888888") }),
  ];
  const desk = await signedIn(office, "dieu.phoi", "coordinator", null);
  await desk.get(pathOf(second));
  expect(desk.page()).toContain("Có thể trùng");
  expect(desk.page()).toContain("cùng nơi (ngõ 5, thôn 2)");
  expect((await joinThrough(desk, second, first, "")).status).toBe(422);
  expect(desk.page()).toContain("Vui lòng ghi vì sao hai phiếu là một việc.");
  expect((await joinThrough(desk, second, first, "Cùng đống rác")).status).toBe(303);
  expect(await statusOf(second)).toBe("merged");
  await desk.get(pathOf(first));
  expect(desk.page()).toContain("Trả lời phiếu này là trả lời cả");
  await desk.get(pathOf(second));
  const form = desk.form(`${pathOf(second)}/tach`);
  await desk.post(`${pathOf(second)}/tach`, {
    formKey: desk.hidden("formKey", form),
    version: desk.hidden("version", form),
    reason: "Hai đống khác nhau",
  });
  expect(await statusOf(second)).toBe("assigned");
  expect((await eventsOf(office.db.read, first.id)).map(({ kind }) => kind)).toEqual([
    "opened",
    "merged_in",
    "parted_from",
  ]);
});

test("the answer goes out once to each, and names nobody", async () => {
  office = await openOffice();
  const [first, second] = [
    await office.openTicket("a", AT),
    await office.openTicket("b", { ...AT, ...person("+84988888888") }),
  ];
  const desk = await signedIn(office, "dieu.phoi", "coordinator", null);
  await joinThrough(desk, second, first, "Cùng đống rác");
  await desk.get(pathOf(first));
  const form = desk.form(`${pathOf(first)}/tra-loi`);
  const keys = { formKey: desk.hidden("formKey", form), version: desk.hidden("version", form) };
  const answered = { ...keys, answer: "Rác đã dọn sáng nay." };
  await desk.post(`${pathOf(first)}/tra-loi`, answered);
  await desk.post(`${pathOf(first)}/tra-loi`, answered);
  const sent = async (ticket: Ticket) => {
    type Rows = { deliveries: { ticket_id: string; lane: string; reply: string } };
    const rows = await office.db.read
      .withTables<Rows>()
      .selectFrom("deliveries")
      .selectAll()
      .where("ticket_id", "=", ticket.id)
      .execute();
    return rows.filter(({ reply }) => reply.includes("phieu_tra_loi"));
  };
  expect(await sent(first)).toHaveLength(1);
  const [theirs, ...more] = await sent(second);
  expect(more).toEqual([]);
  expect(theirs?.lane).toContain("+84988888888");
  expect(theirs?.reply).toContain(second.code);
  expect(theirs?.reply).not.toContain(first.code);
});

test("another unit's ticket is neither suggested nor taken as a place to merge into", async () => {
  office = await openOffice();
  const theirs = await office.openTicket("a", { ...AT, department: "phong-van-hoa" });
  const mine = await office.openTicket("b", { ...AT, ...person("+84988888888") });
  const head = await signedIn(office, "truong.phong", "head", "phong-kinh-te");
  await head.get(pathOf(mine));
  expect(head.page()).not.toContain(theirs.code);
  expect((await joinThrough(head, mine, theirs, "giống")).status).toBe(404);
  expect(await statusOf(mine)).toBe("assigned");
});

test("a hot spot reaches the head of the unit once, and an officer not", async () => {
  office = await openOffice();
  for (let i = 0; i < HOT_SPOT_REPORTERS; i++)
    await office.openTicket(`k${i}`, { ...AT, ...person(`+8490000000${i}`) });
  const head = await signedIn(office, "truong.phong", "head", "phong-kinh-te");
  await head.get("/console/diem-nong");
  expect(head.page()).toContain("Rác thải · ngõ 5");
  const form =
    head
      .page()
      .split("<form")
      .find((part) => part.includes("diem-nong/da-xem")) ?? "";
  expect((await head.post("/console/diem-nong/da-xem", { id: head.hidden("id", form) })).status).toBe(303);
  const other = await signedIn(office, "van.hoa", "head", "phong-van-hoa");
  await other.get("/console/diem-nong");
  expect(other.page()).toContain("Chưa có điểm nóng nào.");
  const chair = await signedIn(office, "chu.tich", "head", "ubnd-xa");
  await chair.get("/console/diem-nong");
  expect(chair.page()).toContain("Rác thải · ngõ 5");
  const [, code = ""] = /phieu\/(PA-[\w-]+)/.exec(chair.page()) ?? [];
  expect(await chair.get(`/console/phieu/${code}`)).toBe(200);
  expect(chair.page()).toContain("để đôn đốc đơn vị");
  const officer = await signedIn(office, "an.nguyen", "officer", "phong-kinh-te");
  expect(await officer.get("/console/diem-nong")).toBe(404);
});
