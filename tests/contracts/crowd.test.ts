import { afterEach, expect, test } from "vitest";
import { openCrowd } from "../../src/channels/crowd.ts";
import { twilioChannel, zaloChannel } from "../../src/channels/index.ts";
import { fixedClock } from "../../src/platform/index.ts";
import { signTwilioWebhook, twilioForm } from "../fakes/twilio.ts";
import { signZaloWebhook, zaloTextEvent } from "../fakes/zalo.ts";
import { zaloPortsOf } from "../fakes/zalo-memory.ts";
import { configured, type Door, openDoor, post } from "./door.ts";
import { OWN_ACCOUNT, TWILIO_OWN_TOKEN, ZALO } from "./vectors.ts";

const NOW = 1_793_318_700_000;
const doors: Door[] = [];
afterEach(async () => {
  for (const door of doors.splice(0)) await door.close();
});

/** The doors of Zalo, which sends again, and of Twilio, which does not, in one house whose disk keeps nothing until it is told to. */
async function openHouse(room: { readonly most: number; readonly reserve: number }) {
  let store: () => void = () => undefined;
  const until = new Promise<void>((resolve) => {
    store = resolve;
  });
  const crowd = openCrowd(room);
  const twilioSettings = { accountSid: OWN_ACCOUNT, authToken: TWILIO_OWN_TOKEN, publicUrl: "http://bot.example.vn" };
  const zalo = configured(zaloChannel({ ...ZALO, strict: true }, zaloPortsOf(fixedClock(NOW))));
  const twilio = configured(twilioChannel({ ...twilioSettings, from: "+15005550006" }));
  const [byZalo, bySms] = await Promise.all([zalo, twilio].map((one) => openDoor(one, NOW, { crowd, until })));
  if (!byZalo || !bySms) throw new Error("no doors");
  doors.push(byZalo, bySms);
  return {
    byZalo,
    bySms,
    store,
    zalo(id: string) {
      const body = zaloTextEvent({ ...ZALO, text: "Xin chào", messageId: id, at: NOW });
      const signature = signZaloWebhook(body, ZALO.appId, ZALO.oaSecretKey);
      return post(`${byZalo.url}/webhooks/zalo`, body, { "x-zevent-signature": signature });
    },
    sms(id: string) {
      const path = "/webhooks/sms/twilio";
      const own = { AccountSid: OWN_ACCOUNT, From: "+84971337299", To: "+15005550006" };
      const form = { ...own, MessageSid: `SM${id.padStart(32, "0")}`, Body: "Xin chào" };
      const signature = signTwilioWebhook(twilioSettings.publicUrl + path, form, TWILIO_OWN_TOKEN);
      const type = "application/x-www-form-urlencoded";
      return post(bySms.url + path, twilioForm(form), { "content-type": type, "x-twilio-signature": signature });
    },
  };
}

const statusesOf = async (calls: readonly Promise<Response>[]) =>
  (await Promise.all(calls)).map(({ status }) => status).toSorted();

test("answers so many at once and no more: others are asked to come back, and find room when they do", async () => {
  const house = await openHouse({ most: 2, reserve: 0 });
  const calls = ["m-1", "m-2", "m-3"].map(house.zalo);
  const away = await Promise.race(calls);
  expect([away.status, away.headers.get("retry-after"), await away.text()]).toEqual([503, "5", ""]);
  expect(house.byZalo.rejected).toEqual(["zalo overload"]);
  house.store();
  expect(await statusesOf(calls)).toEqual([200, 200, 503]);
  expect((await house.zalo("m-4")).status).toBe(200);
  expect(house.byZalo.accepted).toHaveLength(3);
});

test("who would not come back finds room where those who would are sent away, and makes them wait", async () => {
  const house = await openHouse({ most: 1, reserve: 2 });
  const once = ["1", "2", "3", "4"].map(house.sms);
  expect((await Promise.race(once)).status).toBe(503);
  expect((await house.zalo("m-1")).status).toBe(503);
  house.store();
  expect(await statusesOf(once)).toEqual([200, 200, 200, 503]);
  expect((await house.zalo("m-1")).status).toBe(200);
  expect([house.bySms.accepted.length, house.byZalo.accepted.length]).toEqual([3, 1]);
});
