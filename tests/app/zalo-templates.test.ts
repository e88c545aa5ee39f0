import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { App } from "../../src/app.ts";
import { type Address, keepShared, noteInteraction } from "../../src/messages/index.ts";
import { costsByMonth, deliveryHistory, enqueue } from "../../src/outbox/index.ts";
import { fixedClock, newId } from "../../src/platform/index.ts";
import { metric, OFFICE, openSite, type Site, startHere } from "../fakes/running-app.ts";
import { magicTwilioNumber } from "../fakes/twilio.ts";
import { zaloCourier } from "../fakes/zalo-courier.ts";
import { magicZaloPhone } from "../fakes/zalo-templates.ts";

const NOW = Date.parse("2026-11-23T09:00:00+07:00");
const DAY = 86_400_000;
const PRICE_VND = 120;
const TEMPLATE = "123456";
const TICKET = "ticket-1";

let clock: ReturnType<typeof fixedClock>;
let site: Site;
let app: App;
beforeEach(async () => {
  clock = fixedClock(NOW);
  const templates = [{ id: TEMPLATE, params: { ma_phieu: 20, don_vi: 80 } }];
  site = await openSite({ zalo: { now: clock.now, oaId: OFFICE.oaId, templates } });
  site.environment["ZNS_API_URL"] = site.zalo.url;
  approve(join(site.environment["KNOWLEDGE_DIR"] ?? "", "templates/zalo.yaml"));
  app = await startHere(site, { clock, settleMs: 0 });
});
afterEach(async () => {
  await app.stop();
  await site.close();
});

/** As if Zalo had approved the first template of the shipped file. */
function approve(file: string): void {
  const approved = readFileSync(file, "utf8")
    .replace("provider_id: null\n    approved_on: null", `provider_id: "${TEMPLATE}"\n    approved_on: "2026-11-01"`)
    .replace("price_vnd: null", `price_vnd: ${PRICE_VND}`);
  writeFileSync(file, approved);
}

/** Tells somebody, by a notice about the ticket, that it is answered. */
async function notify(to: Address): Promise<void> {
  const values = { code: "PA-7K3M-92XF", department: "Phòng Kinh tế" };
  const reply = { key: "phieu_tra_loi", text: "Phiếu PA-7K3M-92XF đã có trả lời.", values };
  const id = newId(clock.now());
  const delivery = { id, to, reply, key: id, cause: "officer", ticketId: TICKET } as const;
  await app.db.write((tx) => enqueue(tx, delivery, clock.now()));
}

/** Wrote by Zalo eight days ago: nothing but a template may go there now. */
async function silent(id: string): Promise<Address> {
  const who = { channel: "zalo", id, account: OFFICE.oaId } as const;
  await app.db.write((tx) => noteInteraction(tx, who, clock.now() - 8 * DAY));
  return who;
}

const courier = () =>
  zaloCourier({ url: `${app.url}/webhooks/zalo`, appId: OFFICE.appId, oaSecretKey: OFFICE.oaSecretKey, clock });

describe("what Zalo says of template messages", () => {
  test("is in the ledger: each that arrived once, whatever comes twice or out of order, and the sum is what was sent", async () => {
    await notify(await silent("8170236945512073846"));
    await notify(await silent("8170236945512073847"));
    // These numbers take no SMS, and have Zalo.
    for (const code of [21610, 21614]) await notify({ channel: "sms", id: magicTwilioNumber(code) });
    await app.settle();
    const sent = site.zalo.templatesSent;
    expect(sent.map(({ by }) => by).toSorted()).toEqual(["phone", "phone", "uid", "uid"]);
    const before = await deliveryHistory(app.db.read, TICKET);
    expect(before.map(({ state, by, proofs }) => [state, by, proofs])).toEqual(
      sent.map(() => ["delivered", "template", []]),
    );
    clock.advance(5000);
    const [first, ...others] = site.zalo.templatesArrive();
    expect([first, ...others].map((letter) => letter?.server).toSorted()).toEqual([
      "OA OpenAPI",
      "OA OpenAPI",
      "ZNS",
      "ZNS",
    ]);
    const carrier = courier();
    // The telephone of the first stays switched off.
    await carrier.sendShuffled(others, [2, 0, 1, 2, 0]);
    expect(carrier.statuses).toEqual(Array(5).fill(200));
    expect(await metric(app.url, "lang_nghe_webhook_rejections_total")).toBe(0);
    const history = await deliveryHistory(app.db.read, TICKET);
    const proofs = history.flatMap((one) => one.proofs);
    expect(proofs).toEqual(Array(3).fill({ channel: "zalo", status: "delivered", at: clock.now() }));
    expect(history.map((one) => one.proofs.length).toSorted()).toEqual([0, 1, 1, 1]);
    expect(await costsByMonth(app.db)).toMatchObject([
      { service: "zalo_tin_mau", sends: 4, units: 4, amountVnd: 4 * PRICE_VND, unpriced: 0, uncertain: 0 },
    ]);
    expect(site.zalo.templatesArrive()).toEqual([]);
  });

  test("about a sending whose answer was lost keeps it from being sent again", async () => {
    const to = { channel: "sms", id: magicTwilioNumber(21610) } as const;
    const zalo = app.channels.get("zalo");
    if (!zalo || "off" in zalo) throw new Error("Zalo is off");
    const notice = { key: "phieu_tra_loi", text: "…", values: { code: "PA-7K3M-92XF", department: "Phòng Kinh tế" } };
    const send = () => zalo.sender?.template?.send({ channel: "zalo", id: to.id }, notice, "0199aa-1");
    await send();
    expect(await courierOf(site.zalo.templatesArrive())).toEqual([200]);
    expect(await send()).toEqual({ kind: "sent", providerId: "0199aa-1" });
    expect(site.zalo.templatesSent).toHaveLength(1);
  });

  test("is nothing where Zalo refused: the next way is taken, and nothing is paid", async () => {
    const who = await silent("8170236945512073846");
    const phone = magicZaloPhone(-114);
    await app.db.write((tx) => keepShared(tx, who, { phone }, clock.now()));
    await notify({ channel: "sms", id: phone });
    site.twilio.failNext(21614);
    await app.settle();
    expect([site.zalo.templatesSent, site.zalo.templatesArrive()]).toEqual([[], []]);
    expect(await deliveryHistory(app.db.read, TICKET)).toMatchObject([{ by: "call", proofs: [], amountVnd: 0 }]);
  });
});

async function courierOf(letters: ReturnType<Site["zalo"]["templatesArrive"]>): Promise<readonly number[]> {
  const carrier = courier();
  for (const letter of letters) await carrier.send(letter);
  return carrier.statuses;
}
