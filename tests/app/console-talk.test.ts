import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { latestAudit } from "../../src/officers/index.ts";
import { floorIn, lookAtFloors, promisedTo, raiseAlarm } from "../../src/outbox/index.ts";
import type { Ticket } from "../../src/tickets/index.ts";
import { type Office, openOffice, signedIn, type Visitor } from "../fakes/console-office.ts";

const LANE = "sms::+84912345678";

describe("talking with a person instead of the bot, at the console", () => {
  let office: Office;
  let ticket: Ticket;
  let lan: Visitor;

  beforeEach(async () => {
    office = await openOffice();
    ticket = await office.openTicket("t1");
    lan = await signedIn(office, "lan", "officer", "phong-kinh-te");
  });
  afterEach(() => office.close());

  /** Takes the talk over from the ticket's page; the page it leads to. */
  async function take(who = lan): Promise<string> {
    await who.get(`/console/phieu/${ticket.code}`);
    const { location } = await who.post(`/console/tiep-quan/${ticket.code}`, {});
    await who.get(location);
    return location;
  }

  test("an officer takes it over, writes, and gives it back with a summary", async () => {
    const page = await take();
    expect(lan.page()).toContain("Trợ lý tự động im lặng");
    await lan.post(`${page}/gui`, { text: "Tổ vệ sinh đang đến.", formKey: "k1" });
    await lan.get(page);
    await lan.post(`${page}/gui`, { text: "Tổ vệ sinh đang đến.", formKey: "k1" });
    const [words, ...more] = await promisedTo(office.db, LANE);
    expect(words?.reply.text).toBe("Cán bộ Cán bộ lan:\nTổ vệ sinh đang đến.");
    expect(more).toEqual([]);
    await lan.get(page);
    expect((await lan.post(`${page}/tra-lai`, { summary: "" })).status).toBe(422);
    expect(lan.page()).toContain("Vui lòng ghi tóm tắt");
    await lan.post(`${page}/tra-lai`, { summary: "Đã hẹn dọn chiều nay." });
    expect(await floorIn(office.db.read, LANE)).toBeUndefined();
    await lan.get(page);
    expect((await lan.post(`${page}/gui`, { text: "Thêm một câu", formKey: "k2" })).status).toBe(422);
    expect(await promisedTo(office.db, LANE)).toHaveLength(1);
    const actions = (await latestAudit(office.db, 10)).map(({ action }) => action);
    expect(actions).toEqual(expect.arrayContaining(["floor_taken", "floor_given_back"]));
  });

  test("the summary stands on the talk's page, and on the next talk with that person for who may follow both", async () => {
    const page = await take();
    await lan.post(`${page}/tra-lai`, { summary: "Đã hẹn dọn chiều nay." });
    await lan.get(page);
    expect(lan.page()).toContain("Tóm tắt khi trả lại");
    expect(lan.page()).toContain("Đã hẹn dọn chiều nay.");
    office.clock.advance(60_000);
    await take();
    expect(lan.page()).toContain("Lần trước: Cán bộ lan trả lại");
    expect(lan.page()).toContain("Đã hẹn dọn chiều nay.");
    expect(lan.page()).not.toContain("Tóm tắt khi trả lại");
    const floor = await floorIn(office.db.read, LANE);
    const desk = await signedIn(office, "truc", "intake", null);
    expect(await desk.get(`/console/tro-chuyen/${floor?.id}`)).toBe(200);
    expect(desk.page()).toContain("Đã hẹn dọn chiều nay.");
    const colleague = await signedIn(office, "minh", "officer", "phong-kinh-te");
    office.clock.advance(26 * 60_000);
    await lookAtFloors(office.db, office.clock.now(), async () => {});
    await take(colleague);
    expect(colleague.page()).toContain("Trợ lý tự động im lặng");
    expect(colleague.page()).not.toContain("Đã hẹn dọn chiều nay.");
  });

  test("a second officer is told who has it, and may not follow or write", async () => {
    const page = await take();
    const minh = await signedIn(office, "minh", "officer", "phong-kinh-te");
    await minh.get(`/console/phieu/${ticket.code}`);
    await minh.post(`/console/tiep-quan/${ticket.code}`, {});
    await minh.get(`/console/phieu/${ticket.code}`);
    expect(minh.page()).toContain("Cán bộ lan đang trực tiếp trao đổi");
    expect(await minh.get(page)).toBe(404);
    expect((await minh.post(`${page}/gui`, { text: "Chen vào", formKey: "k" })).status).toBe(404);
    expect(await promisedTo(office.db, LANE)).toEqual([]);
  });

  test("who may not see the ticket cannot take its talk", async () => {
    const other = await signedIn(office, "hoa", "officer", "phong-van-hoa");
    await other.get("/console");
    expect((await other.post(`/console/tiep-quan/${ticket.code}`, {})).status).toBe(404);
    expect(await floorIn(office.db.read, LANE)).toBeUndefined();
  });

  test("a sign of danger stands on the page and in the list until the officer writes", async () => {
    const page = await take();
    const floor = await floorIn(office.db.read, LANE);
    await office.db.write((tx) => raiseAlarm(tx, floor?.id ?? "", office.clock.now()));
    await lan.get("/console/tro-chuyen");
    expect(lan.page()).toContain("Có dấu hiệu khẩn cấp");
    await lan.get(page);
    expect(lan.page()).toContain("tin có dấu hiệu khẩn cấp");
    await lan.post(`${page}/gui`, { text: "Anh/Chị gọi 114 ngay.", formKey: "k1" });
    await lan.get(page);
    expect(lan.page()).not.toContain("tin có dấu hiệu khẩn cấp");
  });
});
