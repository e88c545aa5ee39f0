import { connect } from "node:net";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  callWebhook,
  metric,
  OFFICE,
  openSite,
  postTo,
  type RunningChild,
  type Site,
  signedCall,
  signedZalo,
  smsWebhook,
  spawnMain,
  type Webhook,
  zaloWebhook,
} from "../fakes/running-app.ts";
import { zaloTextEvent } from "../fakes/zalo.ts";

const QUESTION = "làm giấy khai sinh cần gì";
const DAY_MS = 24 * 3_600_000;
const PATIENT = { timeout: 15_000, interval: 20 };
const REJECTED = "lang_nghe_webhook_rejections_total";
const RECEIVED = "lang_nghe_messages_total";

let nth = 0;
/** Somebody nobody has heard of yet. */
const newcomer = () => {
  nth += 1;
  return { person: String(8_100_000_000_000 + nth), id: `bad-${nth}` };
};
const newNumber = () => {
  nth += 1;
  return { person: `+8491${String(nth).padStart(7, "0")}`, id: `SM${String(nth).padStart(32, "0")}` };
};
const writes = (text: string): Webhook => zaloWebhook({ ...newcomer(), text });
const withHeaders = (hook: Webhook, headers: Record<string, string>): Webhook => ({
  ...hook,
  headers: { ...hook.headers, ...headers },
});
const without = (hook: Webhook, header: string): Webhook => ({
  ...hook,
  headers: Object.fromEntries(Object.entries(hook.headers).filter(([name]) => name !== header)),
});
const ANY_MAC = `mac=${"0".repeat(64)}`;
const unsigned = (body: string): Webhook => ({
  path: "/webhooks/zalo",
  headers: { "x-zevent-signature": ANY_MAC },
  body,
});
/** A genuine event with fields put in the place of its own. */
function event(changes: Record<string, unknown>): Webhook {
  const { person, id } = newcomer();
  const plain = zaloTextEvent({ ...OFFICE, userId: person, text: QUESTION, messageId: id, at: Date.now() });
  return signedZalo(JSON.stringify({ ...JSON.parse(plain), ...changes }));
}
const call = (more: Record<string, unknown>, at?: number): Webhook =>
  callWebhook({ ...newNumber(), text: "Tôi phản ánh rác thải đầu thôn 3" }, more, at);

interface Refused {
  readonly what: string;
  readonly hook: () => Webhook;
  readonly status: number;
  /** Channel and reason under which it is counted. */
  readonly counted: readonly [string, string];
  readonly says?: string;
}

const REFUSED: readonly Refused[] = [
  {
    what: "a signature over other words is refused",
    hook: () => ({ ...writes("xin chào"), body: writes("xin chao").body }),
    status: 401,
    counted: ["zalo", "signature"],
  },
  {
    what: "a signature of the wrong length is refused",
    hook: () => withHeaders(writes(QUESTION), { "x-zevent-signature": "mac=00" }),
    status: 401,
    counted: ["zalo", "signature"],
  },
  {
    what: "a call without a signature is refused",
    hook: () => without(writes(QUESTION), "x-zevent-signature"),
    status: 401,
    counted: ["zalo", "signature"],
  },
  {
    what: "a body of 10 MB is not read to its end",
    hook: () => unsigned("x".repeat(10 * 1024 * 1024)),
    status: 413,
    counted: ["zalo", "too_large"],
  },
  {
    what: "JSON that breaks off is refused",
    hook: () => unsigned(writes(QUESTION).body.slice(0, -7)),
    status: 400,
    counted: ["zalo", "unparsable"],
  },
  {
    what: "JSON that is no object is refused",
    hook: () => unsigned("[1,2]"),
    status: 400,
    counted: ["zalo", "unparsable"],
  },
  {
    what: "brackets nested fifty thousand deep are refused",
    hook: () => unsigned("[".repeat(50_000) + "]".repeat(50_000)),
    status: 400,
    counted: ["zalo", "unparsable"],
  },
  { what: "an empty body is refused", hook: () => unsigned(""), status: 400, counted: ["zalo", "unparsable"] },
  {
    what: "an event nobody has told us of is acknowledged and left alone",
    hook: () => event({ event_name: "user_reacted_message" }),
    status: 200,
    counted: ["zalo", "not_for_us"],
  },
  {
    what: "an event of another app is left alone, however well signed",
    hook: () => event({ app_id: "1111111111111111111" }),
    status: 200,
    counted: ["zalo", "not_for_us"],
  },
  {
    what: "an event of another Official Account is left alone",
    hook: () => event({ recipient: { id: "1111111111111111111" } }),
    status: 200,
    counted: ["zalo", "not_for_us"],
  },
  {
    what: "a message whose text is a number is left alone",
    hook: () => event({ message: { text: 5, msg_id: "n" } }),
    status: 200,
    counted: ["zalo", "not_for_us"],
  },
  {
    what: "words of nothing but control characters are no message",
    hook: () => writes("\u0000\u0007\u200b"),
    status: 200,
    counted: ["zalo", "not_for_us"],
  },
  {
    what: "an event two days old is acknowledged and left alone",
    hook: () => zaloWebhook({ ...newcomer(), text: QUESTION, at: Date.now() - 2 * DAY_MS }),
    status: 200,
    counted: ["zalo", "stale"],
  },
  {
    what: "a compressed body is refused, since the signature covers what is on the wire",
    hook: () => withHeaders(writes(QUESTION), { "content-encoding": "gzip" }),
    status: 415,
    counted: ["zalo", "unparsable"],
  },
  {
    what: "an SMS signed with another token is refused",
    hook: () =>
      withHeaders(smsWebhook({ ...newNumber(), text: QUESTION }), {
        "x-twilio-signature": "AAAAAAAAAAAAAAAAAAAAAAAAAAA=",
      }),
    status: 403,
    counted: ["sms", "signature"],
  },
  {
    what: "an SMS of another account is left alone",
    hook: () => smsWebhook({ ...newNumber(), text: QUESTION }, { AccountSid: "AC00000000000000000000000000000001" }),
    status: 200,
    counted: ["sms", "not_for_us"],
  },
  {
    what: "an SMS from a sender's name cannot be answered and is left alone",
    hook: () => smsWebhook({ person: "VIETTEL", id: "SMname", text: QUESTION }),
    status: 200,
    counted: ["sms", "not_for_us"],
  },
  {
    what: "a transcript of another schema is refused with the field at fault",
    hook: () => call({ schema: "hotline-transcript/9" }),
    status: 422,
    counted: ["transcript", "schema"],
    says: '"at":"schema"',
  },
  {
    what: "a transcript with a field nobody knows is refused with its name",
    hook: () => call({ mood: "angry" }),
    status: 422,
    counted: ["transcript", "schema"],
    says: '"at":"mood"',
  },
  {
    what: "a transcript that is no JSON is refused",
    hook: () => signedCall("alo, ai đó?"),
    status: 400,
    counted: ["transcript", "schema"],
    says: "not JSON",
  },
  {
    what: "a transcript signed six minutes ago is refused",
    hook: () => call({}, Date.now() - 6 * 60_000),
    status: 401,
    counted: ["transcript", "stale"],
    says: "stale",
  },
  {
    what: "a transcript whose body was changed on its way is refused",
    hook: () => ({ ...call({}), body: call({ callId: "other" }).body }),
    status: 401,
    counted: ["transcript", "signature"],
    says: "signature",
  },
];

/** What is odd but said in earnest: it is taken in and answered. */
const ANSWERED: readonly { what: string; hook: () => Webhook; reads: RegExp }[] = [
  { what: "nothing but emoji", hook: () => writes("🙏🇻🇳👍🏽"), reads: /biểu tượng/ },
  { what: "5,000 characters", hook: () => writes("Đường lầy lội quá. ".repeat(264).slice(0, 5000)), reads: /Anh\/Chị/ },
  { what: "decomposed letters (NFD)", hook: () => writes(QUESTION.normalize("NFD")), reads: /khai sinh/ },
  {
    what: "NUL and control characters among the words",
    hook: () => writes("làm\u0000 giấy\u0007 khai\u001b sinh\u200b cần gì"),
    reads: /khai sinh/,
  },
  { what: "half an emoji", hook: () => writes(`${QUESTION} \ud83d`), reads: /khai sinh/ },
  {
    what: "HTML and SQL",
    hook: () => writes("<script>alert(1)</script>'; drop table inbox; -- làm giấy khai sinh cần gì"),
    reads: /Anh\/Chị/,
  },
  {
    what: "JSON that calls itself plain text",
    hook: () => withHeaders(writes(QUESTION), { "content-type": "text/plain" }),
    reads: /khai sinh/,
  },
  {
    what: "JSON that calls itself a form with files",
    hook: () => withHeaders(writes(QUESTION), { "content-type": "multipart/form-data; boundary=x" }),
    reads: /khai sinh/,
  },
  {
    what: "JSON that does not say what it is",
    hook: () => without(writes(QUESTION), "content-type"),
    reads: /khai sinh/,
  },
];

describe("bad input", () => {
  let site: Site;
  let app: RunningChild;

  beforeAll(async () => {
    site = await openSite({ environment: { ZALO_STRICT: "on" } });
    app = await spawnMain(site.environment).ready;
  }, 60_000);
  afterAll(async () => {
    await app.kill("SIGTERM");
    await site.close();
  });

  const read = (person: string) => site.zalo.sent.filter(({ userId }) => userId === person).map(({ text }) => text);
  const personIn = (hook: Webhook) => (JSON.parse(hook.body) as { sender: { id: string } }).sender.id;

  /** After whatever came before, the same process answers the next citizen. */
  async function serves(): Promise<void> {
    const who = newcomer();
    expect((await postTo(app.url, zaloWebhook({ ...who, text: QUESTION }))).status).toBe(200);
    await expect.poll(() => read(who.person).join("\n"), PATIENT).toMatch(/khai sinh/);
  }

  test.each(REFUSED)(
    "$what ($status, counted $counted)",
    async ({ hook, status, counted, says }) => {
      const before = await metric(app.url, REJECTED, ...counted);
      const received = await metric(app.url, RECEIVED);
      const response = await postTo(app.url, hook());
      expect(response.status).toBe(status);
      expect(await response.text()).toContain(says ?? "");
      expect(await metric(app.url, REJECTED, ...counted)).toBe(before + 1);
      expect(await metric(app.url, RECEIVED)).toBe(received);
      await serves();
    },
    30_000,
  );

  test.each(ANSWERED)(
    "$what: answered politely",
    async ({ hook, reads }) => {
      const before = await metric(app.url, RECEIVED, "zalo", "new");
      const sent = hook();
      expect((await postTo(app.url, sent)).status).toBe(200);
      expect(await metric(app.url, RECEIVED, "zalo", "new")).toBe(before + 1);
      await expect.poll(() => read(personIn(sent)).join("\n"), PATIENT).toMatch(reads);
      await serves();
    },
    30_000,
  );

  test("the same webhook five times over, at once and later, is one message with one answer", async () => {
    const who = newcomer();
    const hook = zaloWebhook({ ...who, text: QUESTION });
    const again = await metric(app.url, RECEIVED, "zalo", "seen_before");
    const together = await Promise.all([1, 2, 3, 4].map(() => postTo(app.url, hook)));
    await expect.poll(() => read(who.person).length, PATIENT).toBeGreaterThanOrEqual(2);
    const late = await postTo(app.url, hook);
    expect([...together, late].map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    expect(await metric(app.url, RECEIVED, "zalo", "seen_before")).toBe(again + 4);
    await serves();
    const texts = read(who.person);
    expect(new Set(texts).size).toBe(texts.length);
  }, 30_000);

  test("really compressed bytes are refused too, without being inflated", async () => {
    const hook = writes(QUESTION);
    const before = await metric(app.url, REJECTED, "zalo", "unparsable");
    const response = await fetch(app.url + hook.path, {
      method: "POST",
      headers: { ...hook.headers, "content-encoding": "gzip" },
      body: new Uint8Array(gzipSync(hook.body)),
    });
    expect(response.status).toBe(415);
    expect(await metric(app.url, REJECTED, "zalo", "unparsable")).toBe(before + 1);
    await serves();
  }, 30_000);

  test("callers who hang up in the middle of a body are counted and keep nobody else waiting", async () => {
    const before = await metric(app.url, REJECTED, "zalo", "unparsable");
    const callers = Array.from({ length: 20 }, () => halfACall(app.url));
    await serves();
    for (const hangUp of await Promise.all(callers)) hangUp();
    await expect.poll(() => metric(app.url, REJECTED, "zalo", "unparsable"), PATIENT).toBe(before + 20);
    await serves();
  }, 30_000);

  test("a page that is not there and a method that is not meant are refused, and not as a crash", async () => {
    const answers = await Promise.all([
      fetch(`${app.url}/webhooks/zalo`),
      fetch(`${app.url}/webhooks/nobody`, { method: "POST", body: "{}" }),
      fetch(`${app.url}/%E0%A4%A`),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404]);
    await serves();
  }, 30_000);

  test("after all this it is still the process that was started, with nothing left undone", async () => {
    expect(process.kill(app.pid, 0)).toBe(true);
    expect((await fetch(`${app.url}/healthz`)).status).toBe(200);
    await expect.poll(() => metric(app.url, "lang_nghe_inbox_waiting"), PATIENT).toBe(0);
    expect(await metric(app.url, "lang_nghe_turn_failures_total")).toBe(0);
  }, 30_000);
});

/** Half a webhook on an open connection; the result hangs up. */
function halfACall(url: string): Promise<() => void> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname, () => {
      socket.write("POST /webhooks/zalo HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n{", () =>
        resolve(() => void socket.destroy()),
      );
    });
    socket.on("error", () => undefined);
  });
}
