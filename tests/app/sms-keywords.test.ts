import { afterAll, beforeAll, expect, test } from "vitest";
import type { App } from "../../src/app.ts";
import { deliveriesOf, enqueue, preferencesOf } from "../../src/outbox/index.ts";
import { OFFICE, openSite, postTo, type Site, smsWebhook, startHere } from "../fakes/running-app.ts";

let site: Site;
let app: App;
beforeAll(async () => {
  site = await openSite();
  app = await startHere(site);
});
afterAll(async () => {
  await app.stop();
  await site.close();
});

let count = 0;
/** Everything sent to this person in answer to this SMS, one string a message. */
async function text(person: string, said: string, more: Record<string, string> = {}): Promise<string[]> {
  const before = site.twilio.sent.length;
  count += 1;
  const id = `SM${String(count).padStart(32, "0")}`;
  expect((await postTo(app.url, smsWebhook({ person, text: said, id }, more))).status).toBe(200);
  await app.settle();
  return site.twilio.sent.slice(before).map((sent) => sent.body);
}
const stopsOf = async (id: string) => (await preferencesOf(app.db.read, [{ channel: "sms", id }]))[0]?.stops;

test("STOP is kept and confirmed once; who writes again is answered; DANG KY takes it back", async () => {
  const lan = "+84901000001";
  expect(await text(lan, "STOP")).toEqual([expect.stringContaining("Da ngung gui tin bao")]);
  expect(await stopsOf(lan)).toBe("here");
  expect(await text(lan, "HUY")).toEqual([]);
  expect((await text(lan, "cam on")).length).toBeGreaterThan(0);
  expect(await text(lan, "Đăng ký")).toEqual([expect.stringContaining("Da mo lai tin bao")]);
  expect(await stopsOf(lan)).toBeNull();
});

test("after STOP no notice goes out to the number, and the delivery says so; after DANG KY it does", async () => {
  const notify = async (id: string, person: string) => {
    const to = { channel: "sms", id: person, account: OFFICE.ownNumber } as const;
    const delivery = {
      id,
      to,
      reply: { key: "phieu_da_rut", text: "Phiếu đã rút" },
      key: id,
      cause: "ticket",
      ticketId: id,
    } as const;
    await app.db.write((tx) => enqueue(tx, delivery, Date.now()));
    await app.settle();
    return deliveriesOf(app.db, id);
  };
  const khanh = "+84901000010";
  await text(khanh, "STOP");
  const before = site.twilio.sent.length;
  const [kept] = await notify("a".repeat(32), khanh);
  expect(site.twilio.sent.length).toBe(before);
  expect(kept?.state).not.toBe("delivered");
  expect(kept?.reason).toMatch(/./);
  await text(khanh, "dang ky");
  expect((await notify("b".repeat(32), khanh))[0]?.state).toBe("delivered");
});

test.each([
  ["HUY", "+84901000002"],
  ["NGUNG", "+84901000012"],
  ["Từ chối", "+84901000022"],
])("%s in the middle of a report ends the report and stops no notices; after that it does", async (word, binh) => {
  await text(binh, "Toi muon phan anh duong lang hong nang o thon Dong Linh, xe khong di duoc");
  expect(await text(binh, word)).toEqual([expect.not.stringContaining("tin bao")]);
  expect((await stopsOf(binh)) ?? null).toBeNull();
  expect(await text(binh, word)).toEqual([expect.stringContaining("Da ngung gui tin bao")]);
  expect(await stopsOf(binh)).toBe("here");
});

test("STOP stops even in the middle of a report, and leaves it", async () => {
  const chi = "+84901000003";
  await text(chi, "Toi muon phan anh duong lang hong nang o thon Dong Linh, xe khong di duoc");
  expect(await text(chi, "STOP")).toEqual([expect.stringContaining("Da ngung gui tin bao")]);
  expect(await text(chi, "gui")).not.toEqual([expect.stringContaining("Ma phieu")]);
});

test("DANG KY by somebody who never stopped is talk", async () => {
  expect(await text("+84901000004", "dang ky")).not.toContainEqual(expect.stringContaining("mo lai tin bao"));
});

test("TROGIUP explains, and a question that waits is asked again", async () => {
  const dung = "+84901000005";
  expect(await text(dung, "TROGIUP")).toEqual([expect.stringContaining("HUY: ngung tin bao")]);
  const asked = await text(dung, "Toi muon phan anh duong lang hong nang o thon Dong Linh, xe khong di duoc");
  const again = await text(dung, "TRO GIUP");
  expect(again).toHaveLength(2);
  // Why a name is asked for is said once: the second time one line asks.
  expect(asked.join()).toContain("Xin ho ten");
  expect(again[1]).toContain("ho ten va so dien thoai");
});

test("CO DAU holds for this person from then on, and for nobody else", async () => {
  const em = "+84901000006";
  expect(await text(em, "CO DAU")).toEqual(["Từ nay tôi nhắn có dấu. Muốn bỏ dấu, nhắn KHONG DAU."]);
  expect((await text(em, "cam on")).join(" ")).toMatch(/[ạảấầ]/);
  expect((await text("+84901000007", "cam on")).join(" ")).not.toMatch(/[ạảấầ]/);
  expect(await text(em, "khong dau")).toEqual(["Tu nay toi nhan khong dau. Muon co dau, nhan CO DAU."]);
  expect((await text(em, "cam on")).join(" ")).not.toMatch(/[ạảấầ]/);
});

test("what Twilio has answered by itself is kept and not answered again", async () => {
  const giang = "+84901000008";
  expect(await text(giang, "thoi dung nhan nua", { OptOutType: "STOP" })).toEqual([]);
  expect(await stopsOf(giang)).toBe("here");
});

test("a command between two messages that came in one go is read by itself", async () => {
  const ha = "+84901000009";
  const before = site.twilio.sent.length;
  const hooks = ["cho em hoi", "STOP", "cam on"].map((said, i) =>
    smsWebhook({ person: ha, text: said, id: `SMB${String(i).padStart(31, "0")}` }),
  );
  for (const hook of hooks) await postTo(app.url, hook);
  await app.settle();
  expect(await stopsOf(ha)).toBe("here");
  const bodies = site.twilio.sent.slice(before).map((sent) => sent.body);
  expect(bodies.filter((body) => body.includes("Da ngung gui tin bao"))).toHaveLength(1);
});
