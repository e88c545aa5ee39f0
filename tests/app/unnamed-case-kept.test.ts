import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type App, MIGRATIONS, startApp } from "../../src/app.ts";
import { readConfig } from "../../src/config.ts";
import { createLog, fixedClock } from "../../src/platform/index.ts";
import { findSecret, loadSecretWords } from "../../src/tickets/index.ts";
import { type CdnFake, startCdnFake } from "../fakes/cdn.ts";
import { ENGINES } from "../fakes/databases.ts";
import { columnNames, type DumpedRow, dump, reachable, textOf, tokensOf } from "../fakes/dump.ts";
import { phoneJpeg } from "../fakes/pictures.ts";
import { OFFICE, openSite, postTo, type Site, signedZalo, smsWebhook, zaloWebhook } from "../fakes/running-app.ts";
import { phoneLine } from "../fakes/twilio-voice.ts";
import { zaloEvent } from "../fakes/zalo-events.ts";

/** People as providers know them: nothing else in an office looks like these. */
const ZALO_ID = "7318844120955512608";
const TEXTER = "+84971337246";
const CALLER = "+84905881357";
const WORDS = loadSecretWords("knowledge");
const MINUTE = 60_000;
const DAY = 86_400_000;
const REPORT = "bãi rác tự phát cạnh nhà văn hóa thôn 4 bốc mùi cả tuần nay chưa ai dọn";

/**
 * Columns that may say who somebody is. Whoever adds one to a table with a time in it says in conversation/forget/store.ts how it is
 * forgotten, sees that the talks below write it, and adds it here.
 */
const WHO = [
  "attachments.lane",
  "attachments.source_url",
  "botframework_conversations.lane",
  "botframework_conversations.reference",
  "brought_calls.kept",
  "channel_claims.address",
  "channel_claims.lane",
  "contact_preferences.address",
  "contact_wishes.address",
  "contacts.lane",
  "contacts.person",
  "contacts.phone",
  "contacts.postal_address",
  "conversations.lane",
  "deliveries.lane",
  "deliveries.recipient",
  "deliveries.reply",
  "delivery_hops.recipient",
  "floors.lane",
  "floors.recipient",
  "inbox.lane",
  "inbox.message",
  "linked_addresses.address",
  "linked_addresses.lane",
  "linked_addresses.person",
  "secret_tries.asker",
  "talks_to_forget.address",
  "talks_to_forget.lane",
  "ticket_search.person",
  "tickets.reporter",
  "tickets.reporter_lane",
  "turns.lane",
  "turns.replies",
  "voice_calls.caller",
  "voice_calls.heard",
  "voice_calls.lane",
  "voice_calls.left_lane",
  "wrong_claims.lane",
];
const SAYS_WHO =
  /(lane|address|person|phone|caller|recipient|sender|reporter|heard|message|source_url|reference|asker|kept|reply|replies)$/;
/lane|address|person|phone|caller|recipient|sender|reporter|heard|message$|source_url|reference|state$/;

describe.each(ENGINES)("what an office keeps of people who stay unnamed, on $kind", (engine) => {
  let site: Site;
  let app: App;
  let cdn: CdnFake;
  let clock: ReturnType<typeof fixedClock>;
  let logged = "";
  let count = 0;

  beforeAll(() => engine.start());
  afterAll(() => engine.stop());
  beforeEach(async () => {
    logged = "";
    clock = fixedClock(Date.parse("2026-11-23T08:00:00+07:00"));
    cdn = await startCdnFake();
    site = await openSite({ zalo: { now: clock.now } });
    const place = engine.kind === "postgres" ? { DATABASE_URL: await engine.place() } : {};
    const log = createLog("trace", {
      write(line) {
        logged += line;
      },
    });
    app = await startApp(readConfig({ ...site.environment, ...place }), {
      clock,
      log,
      settleMs: 1,
      attachmentReach: cdn.reach,
    });
  });
  afterEach(async () => {
    await app.stop();
    await site.close();
    await cdn.close();
  });

  async function bySms(text: string): Promise<string> {
    clock.advance(1234);
    const before = site.twilio.sent.length;
    count += 1;
    await postTo(app.url, smsWebhook({ person: TEXTER, text, id: `SMkept${count}`, at: clock.now() }));
    await app.settle();
    return site.twilio.sent
      .slice(before)
      .map(({ body }) => body)
      .join("\n");
  }

  async function byZalo(text: string): Promise<string> {
    clock.advance(1234);
    const before = site.zalo.sent.length;
    count += 1;
    await postTo(app.url, zaloWebhook({ person: ZALO_ID, text, id: `zalo-kept-${count}`, at: clock.now() }));
    await app.settle();
    return site.zalo.sent
      .slice(before)
      .map(({ text: said }) => said)
      .join("\n");
  }

  async function picture(path: string): Promise<void> {
    clock.advance(1234);
    const { appId, oaId } = OFFICE;
    const url = cdn.serve(`/${ZALO_ID}/${path}`, phoneJpeg());
    const message = { msg_id: `zalo-kept-${path}`, attachments: [{ type: "image", payload: { url } }] };
    const event = zaloEvent({ appId, oaId, userId: ZALO_ID, name: "user_send_image", at: clock.now(), message });
    await postTo(app.url, signedZalo(event));
    await app.settle();
  }

  /** Three people report on three channels, with all they may do besides; the words each was given. */
  async function reports(): Promise<string[]> {
    await picture("before.jpg");
    await byZalo("mã chuyển kênh");
    await byZalo(REPORT);
    await byZalo("ẩn danh");
    const first = await byZalo("gửi");
    await picture("after.jpg");

    await bySms("CO DAU");
    await bySms(`mã chuyển kênh 12345678`);
    await bySms(REPORT);
    await bySms("an danh");
    const second = await bySms("1");

    const call = await phoneLine({ ...OFFICE, url: app.url }).call(CALLER);
    await call.say("giờ làm việc của ủy ban");
    await call.say("tôi muốn phản ánh rác thải đổ đầy ở thôn 2 mấy hôm nay chưa ai dọn");
    await call.say("ẩn danh");
    const third = (await call.press("1")).say;
    await call.hangUp();
    await app.settle();
    return [first, second, third].map((said) => findSecret(said.replace(/PA-\w{4}-\w{4}/, ""), WORDS)?.secret ?? "");
  }

  const isTicket = ({ table }: DumpedRow) => table === "tickets";
  const onDisk = () =>
    readdirSync(site.dataDirectory, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => entry.name + readFileSync(join(entry.parentPath, entry.name), "latin1"))
      .join("\n");
  const people = () => [ZALO_ID, TEXTER.slice(1), TEXTER.slice(3), CALLER.slice(1), CALLER.slice(3)];

  test("is what they said, and nothing that says or leads to who they are", async () => {
    const secrets = await reports();
    expect(secrets.every((secret) => secret.split(", ").length === 4)).toBe(true);
    const talks = await dump(app.db);
    for (const person of people().filter((id) => !id.startsWith("84")))
      expect(talks.some((row) => textOf(row).includes(person))).toBe(true);
    const inbound = talks.filter(({ table }) => table === "inbox").map(({ values }) => String(values["id"]));
    const providers = talks.flatMap(({ values }) => (values["provider_id"] ? [String(values["provider_id"])] : []));
    expect(providers.length).toBeGreaterThan(10);

    clock.advance(15 * MINUTE);
    await app.forget();
    const kept = await dump(app.db);
    expect(kept.filter(isTicket)).toHaveLength(3);
    expect(kept.filter(({ table }) => table === "talks_to_forget")).toEqual([]);
    // Of whoever asked for marks and tried a code out it is known that they did, not when.
    const asked = kept.filter(({ table }) => table === "contact_wishes" || table === "wrong_claims");
    expect(asked.map(({ table }) => table).sort()).toEqual(["contact_wishes", "wrong_claims"]);
    expect(asked.map((row) => [...tokensOf(row)])).toEqual([[], []]);
    const apart = kept.filter((row) => !asked.includes(row));
    expect(telling(apart, [...people(), ...secrets])).toEqual([]);
    expect([...people(), ...secrets].filter((told) => logged.includes(told))).toEqual([]);
    expect(logged).not.toMatch(/bãi rác|rác thải/);
    // From a ticket one comes to its history, its picture and blank lines of the outbox, by id or by time; never to a message.
    const led = reachable(kept, isTicket);
    expect(new Set(led.map(({ table }) => table))).toContain("ticket_events");
    expect(led.filter(({ table }) => table === "inbox")).toEqual([]);
    expect(telling(led, providers)).toEqual([]);
    // A delivery's id is made from its message's, which stands nowhere any more.
    expect(
      telling(
        kept.filter(({ table }) => !table.startsWith("deliver")),
        inbound,
      ),
    ).toEqual([]);

    clock.advance(8 * DAY);
    await app.forget();
    const later = await dump(app.db);
    expect(telling(later, providers)).toEqual([]);
    expect(telling(later, [REPORT])).toEqual([`tickets: ${REPORT}`, `tickets: ${REPORT}`]);
  });

  test.runIf(engine.kind === "sqlite")("stands in no file either, pictures that came with it included", async () => {
    const secrets = await reports();
    expect(onDisk()).toContain(ZALO_ID);
    clock.advance(15 * MINUTE);
    await app.forget();
    const files = onDisk();
    expect([ZALO_ID, CALLER.slice(1), CALLER.slice(3), ...secrets].filter((told) => files.includes(told))).toEqual([]);
  });

  test("is known for every column that may say who somebody is", async () => {
    const db = await engine.open(await engine.place(), MIGRATIONS);
    const columns = (await columnNames(db)).filter((name) => SAYS_WHO.test(name.split(".")[1] ?? ""));
    await db.close();
    expect(columns.sort()).toEqual([...WHO].sort());
  });
});

/** Where a mark stands: the table, and the mark. */
const telling = (rows: readonly DumpedRow[], marks: readonly string[]): string[] =>
  rows.flatMap((row) => marks.filter((mark) => textOf(row).includes(mark)).map((mark) => `${row.table}: ${mark}`));
