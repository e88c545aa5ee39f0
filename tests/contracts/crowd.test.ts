import { expect, test } from "vitest";
import { openCrowd } from "../../src/channels/crowd.ts";
import { zaloChannel } from "../../src/channels/index.ts";
import { fixedClock } from "../../src/platform/index.ts";
import { signZaloWebhook, zaloTextEvent } from "../fakes/zalo.ts";
import { zaloPortsOf } from "../fakes/zalo-memory.ts";
import { configured, openDoor, post } from "./door.ts";
import { ZALO } from "./vectors.ts";

const NOW = 1_793_318_700_000;

test("answers so many at once and no more: others are asked to come back, and find room when they do", async () => {
  let store: () => void = () => undefined;
  const until = new Promise<void>((resolve) => {
    store = resolve;
  });
  const zalo = configured(zaloChannel({ ...ZALO, strict: true }, zaloPortsOf(fixedClock(NOW))));
  const door = await openDoor(zalo, NOW, { crowd: openCrowd(2), until });
  const say = (id: string) => {
    const body = zaloTextEvent({ ...ZALO, text: "Xin chào", messageId: id, at: NOW });
    return post(`${door.url}/webhooks/zalo`, body, {
      "x-zevent-signature": signZaloWebhook(body, ZALO.appId, ZALO.oaSecretKey),
    });
  };
  const calls = ["m-1", "m-2", "m-3"].map(say);
  const away = await Promise.race(calls);
  expect([away.status, away.headers.get("retry-after"), await away.text()]).toEqual([503, "5", ""]);
  expect(door.rejected).toEqual(["zalo overload"]);
  store();
  const statuses = (await Promise.all(calls)).map(({ status }) => status);
  expect(statuses.toSorted()).toEqual([200, 200, 503]);
  expect((await say("m-4")).status).toBe(200);
  expect(door.accepted).toHaveLength(3);
  await door.close();
});
