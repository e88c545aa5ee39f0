import { afterEach, beforeEach, expect, test } from "vitest";
import { type App, startApp } from "../../src/app.ts";
import { readConfig } from "../../src/config.ts";
import { createLog, fixedClock } from "../../src/platform/index.ts";
import { callWebhook, OFFICE, openSite, postTo, type Site, smsWebhook, zaloWebhook } from "../fakes/running-app.ts";
import { phoneLine } from "../fakes/twilio-voice.ts";

/** A made-up person: name, number, number of the identity card, address, and what they told. Nothing else holds these words. */
const PERSON = {
  name: "Tạ Khắc Nguyễn Ưng",
  plainName: "Ta Khac Nguyen Ung",
  number: "0967415238",
  card: "044207013955",
  address: "số nhà 5178 ngõ Cây Sấu",
  plainAddress: "so nha 5178 ngo Cay Sau",
  zalo: "5521907734418826093",
  told: "mương sau nhà bị đổ phẩm nhuộm tím ngắt",
  plainTold: "muong sau nha bi do pham nhuom tim ngat",
};
const REPORT = `tôi phản ánh ${PERSON.told}, thôn 4. Tôi là ${PERSON.name}, CCCD ${PERSON.card}, ở ${PERSON.address}, điện thoại ${PERSON.number}`;
const PLAIN = `toi phan anh ${PERSON.plainTold}, thon 4. Toi la ${PERSON.plainName}, CCCD ${PERSON.card}, o ${PERSON.plainAddress}, dt ${PERSON.number}`;
const CONTACT = `${PERSON.name} ${PERSON.number}`;
const SENDER = `+84${PERSON.number.slice(1)}`;

let site: Site;
let app: App;
let logged = "";
let count = 0;
const clock = fixedClock(Date.parse("2026-11-23T08:00:00+07:00"));

beforeEach(async () => {
  logged = "";
  site = await openSite({ zalo: { now: clock.now }, environment: { TRY_PAGE: "on", BOTFRAMEWORK_DOOR: "on" } });
  const log = createLog("trace", {
    write(line) {
      logged += line;
    },
  });
  app = await startApp(readConfig(site.environment), { clock, log, settleMs: 1 });
});
afterEach(async () => {
  await app.stop();
  await site.close();
});

const id = () => `personal-${count++}`;
const byZalo = (text: string) => postTo(app.url, zaloWebhook({ person: PERSON.zalo, text, id: id(), at: clock.now() }));
const bySms = (text: string) => postTo(app.url, smsWebhook({ person: SENDER, text, id: id() }));
const asWritten = (text: string) => postTo(app.url, callWebhook({ person: SENDER, text, id: id() }, {}, clock.now()));

async function byWeb(text: string): Promise<void> {
  const from = { id: `web-${SENDER}`, name: PERSON.name };
  const activity = {
    type: "message",
    id: id(),
    channelId: "emulator",
    from,
    recipient: { id: "bot" },
    conversation: { id: "c1" },
    serviceUrl: "http://127.0.0.1:9",
    text,
  };
  await fetch(`${app.url}/api/messages`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(activity),
  });
}

/** Every spelling in which one of the data could turn up. */
const data = (): string[] => [
  ...Object.values(PERSON),
  SENDER.slice(1),
  PERSON.number.slice(1),
  encodeURIComponent(PERSON.name),
  encodeURIComponent(PERSON.told),
];
const found = (text: string) => data().filter((datum) => text.toLowerCase().includes(datum.toLowerCase()));

test("a person's data stand in no log line of any level and in no metric, on any channel, well or not", async () => {
  for (const say of [byZalo, byWeb]) for (const text of [REPORT, CONTACT, "1", REPORT, "hủy"]) await spoken(say, text);
  for (const text of [PLAIN, `${PERSON.plainName} ${PERSON.number}`, "1"]) await spoken(bySms, text);
  await spoken(asWritten, REPORT);
  const call = await phoneLine({ ...OFFICE, url: app.url }).call(SENDER);
  for (const text of [REPORT, CONTACT, "gửi"]) await call.say(text);
  await call.hangUp();
  // What goes wrong must not tell more: refused bodies, a wrong signature, a page that is not there, a provider that refuses.
  await postTo(app.url, { ...zaloWebhook({ person: PERSON.zalo, text: REPORT, id: id() }), headers: {} });
  const broken = smsWebhook({ person: SENDER, text: REPORT, id: id() });
  await postTo(app.url, { ...broken, body: `${broken.body}&Body=${encodeURIComponent(REPORT)}` });
  await fetch(`${app.url}/tra-cuu?ma=${encodeURIComponent(PERSON.name)}&xac-nhan=${PERSON.number}`);
  await fetch(`${app.url}/khong-co/${encodeURIComponent(PERSON.told)}`);
  await fetch(`${app.url}/tra-cuu`, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: `ma=${encodeURIComponent(PERSON.told)}&xac-nhan=${PERSON.number}`,
  });
  await app.settle();
  const kept = await app.db.read
    .withTables<{ tickets: { content: string; source: string } }>()
    .selectFrom("tickets")
    .select("source")
    .execute();
  expect(new Set(kept.map(({ source }) => source))).toEqual(
    new Set(["zalo", "sms", "transcript", "voice", "botframework"]),
  );
  const metrics = await (await fetch(`${app.url}/metrics`)).text();
  const ready = await (await fetch(`${app.url}/readyz`)).text();
  expect(metrics).toContain("lang_nghe_turns_total");
  expect(found(metrics + ready)).toEqual([]);
  expect(found(logged)).toEqual([]);
}, 60_000);

test("a turn that fails logs ids alone", async () => {
  await app.db.write((tx) => tx.schema.dropTable("turns").execute());
  await byZalo(REPORT);
  await expect.poll(() => logged, { timeout: 20_000 }).toContain("a turn failed");
  expect(found(logged)).toEqual([]);
}, 60_000);

async function spoken(say: (text: string) => Promise<unknown>, text: string): Promise<void> {
  clock.advance(1500);
  await say(text);
  await app.settle();
}
