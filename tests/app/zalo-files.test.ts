import { afterEach, beforeEach, expect, test } from "vitest";
import type { App } from "../../src/app.ts";
import { attachmentsOf } from "../../src/attachments/index.ts";
import { addOfficer } from "../../src/officers/index.ts";
import { fixedClock } from "../../src/platform/index.ts";
import { ticketsOf } from "../../src/tickets/index.ts";
import { type CdnFake, startCdnFake } from "../fakes/cdn.ts";
import { signedInAt } from "../fakes/console-office.ts";
import { chattyPng, phoneJpeg } from "../fakes/pictures.ts";
import { OFFICE, openSite, type Site, startHere } from "../fakes/running-app.ts";
import { zaloCourier } from "../fakes/zalo-courier.ts";
import { zaloEvent, zaloTextEvent } from "../fakes/zalo-events.ts";

const NOW = Date.parse("2026-11-23T08:00:00+07:00");
const PERSON = "8170236945512073846";
const FROM = { channel: "zalo", id: PERSON, account: OFFICE.oaId } as const;

let clock: ReturnType<typeof fixedClock>;
let site: Site;
let app: App;
let cdn: CdnFake;
beforeEach(async () => {
  clock = fixedClock(NOW);
  cdn = await startCdnFake();
  const environment = { ZALO_CONTACT_FORM_IMAGE: "https://xa.example.vn/lien-he.png" };
  site = await openSite({ zalo: { now: clock.now }, environment });
  app = await startHere(site, { clock, settleMs: 0, attachmentReach: cdn.reach });
});
afterEach(async () => {
  await app.stop();
  await site.close();
  await cdn.close();
});

const ids = { appId: OFFICE.appId, oaId: OFFICE.oaId, userId: PERSON };
let count = 0;
async function send(body: string): Promise<void> {
  clock.advance(1000);
  const { appId, oaSecretKey } = OFFICE;
  await zaloCourier({ url: `${app.url}/webhooks/zalo`, appId, oaSecretKey, clock }).send(body);
  await app.settle();
}
const says = (text: string) => send(zaloTextEvent({ ...ids, text, messageId: `m-${count++}`, at: clock.now() }));
const picture = (url: string) =>
  send(
    zaloEvent({
      ...ids,
      name: "user_send_image",
      at: clock.now(),
      message: { msg_id: `p-${count++}`, attachments: [{ type: "image", payload: { url } }] },
    }),
  );
const heard = () => site.zalo.sent.map(({ text }) => text).join("\n");

test("pictures before and within a report come to its ticket; the answer takes a picture and a PDF back", async () => {
  await picture(cdn.serve("/1.jpg", phoneJpeg()));
  expect(heard()).toContain("1 ảnh");
  await says("rác đổ đầy bờ mương ở thôn 2 mấy tuần nay rồi, hôi lắm không ai dọn");
  await picture(cdn.serve("/2.png", chattyPng(20, 10)));
  const form = site.zalo.sent.find(({ message }) => message.attachment?.payload?.template_type === "request_user_info");
  expect(form).toBeDefined();
  await send(
    JSON.stringify({
      event_name: "user_submit_info",
      app_id: OFFICE.appId,
      sender: { id: PERSON },
      recipient: { id: OFFICE.oaId },
      info: { name: "Lò Thị Mai", phone: "84912345678" },
      timestamp: String(clock.now()),
    }),
  );
  expect(heard()).toContain("Lò Thị Mai");
  await says("1");
  const [ticket] = await ticketsOf(app.db.read, FROM, 3);
  expect(ticket?.reporter).toMatchObject({ name: "Lò Thị Mai", phone: "+84912345678" });
  const files = await attachmentsOf(app.db.read, ticket?.id ?? "");
  expect(files.map(({ state, type }) => [state, type])).toEqual([
    ["kept", "image/jpeg"],
    ["kept", "image/png"],
  ]);

  const added = await addOfficer(
    app.db,
    {
      username: "dieu.phoi",
      displayName: "Điều phối",
      roles: ["coordinator", "head"],
      department: ticket?.department ?? null,
    },
    clock.now(),
  );
  const officer = await signedInAt(app.url, added);
  const path = `/console/phieu/${ticket?.code}`;
  for (const [name, bytes] of [
    ["anh.png", chattyPng(20, 10)],
    ["bien-ban.pdf", Buffer.from("%PDF-1.7\n%%EOF\n")],
  ] as const) {
    await officer.get(path);
    const body = new FormData();
    body.set("_csrf", officer.hidden("_csrf"));
    body.append("file", new Blob([Uint8Array.from(bytes)]), name);
    expect((await officer.request(`${path}/tep`, { method: "POST", body })).status).toBe(303);
  }
  await officer.get(path);
  const form2 = officer.form(`${path}/tra-loi`);
  const keys = { formKey: officer.hidden("formKey", form2), version: officer.hidden("version", form2) };
  expect((await officer.post(`${path}/tra-loi`, { ...keys, answer: "Đã dọn xong." })).status).toBe(303);
  await app.settle();
  expect(heard()).toContain("2 tệp kèm theo");
  const kinds = site.zalo.sent.flatMap(({ message: { attachment } }) => {
    const [element] = (attachment?.payload?.elements ?? []) as { attachment_id?: string }[];
    return attachment?.type === "file" ? ["file"] : element?.attachment_id ? ["picture"] : [];
  });
  expect(kinds.sort()).toEqual(["file", "picture"]);
  const ready = (await (await fetch(`${app.url}/readyz`)).json()) as { attachments: object };
  expect(ready.attachments).toEqual({ waiting: 0, unscanned: 0, diskFull: 0 });
});
