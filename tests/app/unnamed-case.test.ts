import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type App, startApp } from "../../src/app.ts";
import { readConfig } from "../../src/config.ts";
import { createLog, fixedClock } from "../../src/platform/index.ts";
import {
  applyCommand,
  type Command,
  type CommandData,
  eventsOf,
  findSecret,
  loadSecretWords,
  ticketByCode,
} from "../../src/tickets/index.ts";
import { openSite, postTo, type Site, smsWebhook, zaloWebhook } from "../fakes/running-app.ts";

/** A person as Zalo knows them, and a number: nothing else in an office's files looks like these. */
const ZALO_ID = "7318844120955512608";
const NUMBER = "+84971337246";
const WORDS = loadSecretWords("knowledge");
const HOUR = 3_600_000;
const REPORT = "bãi rác tự phát cạnh nhà văn hóa thôn 4 bốc mùi cả tuần nay chưa ai dọn";

let site: Site;
let app: App;
let logged: string;
let clock: ReturnType<typeof fixedClock>;
let count = 0;

beforeEach(async () => {
  logged = "";
  clock = fixedClock(Date.parse("2026-11-23T08:00:00+07:00"));
  site = await openSite();
  const log = createLog("trace", {
    write(line) {
      logged += line;
    },
  });
  app = await startApp(readConfig(site.environment), { clock, log, settleMs: 1 });
});
afterEach(() => site.close());

type Side = "zalo" | "sms";

/** Says it, and hears what comes back. */
async function say(side: Side, text: string): Promise<string> {
  count += 1;
  clock.advance(1000);
  const before = heardBy(side).length;
  const said = { person: side === "zalo" ? ZALO_ID : NUMBER, text, id: `unnamed-${count}`, at: clock.now() };
  await postTo(app.url, side === "zalo" ? zaloWebhook(said) : smsWebhook(said));
  await app.settle();
  return heardBy(side).slice(before).join("\n");
}

const heardBy = (side: Side): readonly string[] =>
  side === "zalo" ? site.zalo.sent.map(({ text }) => text) : site.twilio.sent.map(({ body }) => body);

/** Files a report without a name; the code and the secret as the citizen got them. */
async function report(side: Side): Promise<{ code: string; secret: string; got: string }> {
  await say(side, REPORT);
  await say(side, "ẩn danh");
  const got = await say(side, "gửi");
  return {
    got,
    code: /PA-\w{4}-\w{4}/.exec(got)?.[0] ?? "",
    secret: findSecret(got.replace(/PA-\w{4}-\w{4}/, ""), WORDS)?.secret ?? "",
  };
}

/** Everything the office has on disk. */
function onDisk(): string {
  return readdirSync(site.dataDirectory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), "latin1"))
    .join("\n");
}

describe("a report without a name", () => {
  test("is seen, added to, answered and withdrawn from another channel, by four words", async () => {
    const { code, secret } = await report("zalo");
    const plain = secret.normalize("NFD").replace(/\p{M}/gu, "").replaceAll("đ", "d").replaceAll(",", "").toUpperCase();
    expect(await say("sms", `xem phieu ${plain}`)).toContain(code);
    await say("sms", "1");
    expect(await say("sms", "sang nay lai co them mot xe rac nua")).toContain(code);
    const ticket = await ticketByCode(app.db.read, code);
    if (!ticket) throw new Error("the case is gone");
    expect((await eventsOf(app.db.read, ticket.id)).at(-1)).toMatchObject({
      kind: "note_citizen",
      data: { text: "sang nay lai co them mot xe rac nua" },
    });
    await askBack(ticket.id, ticket.department ?? "");
    expect(await say("zalo", secret)).toContain("chờ Anh/Chị bổ sung");
    await say("zalo", "bổ sung");
    await say("zalo", "xe biển số 73C, khoảng 5 giờ sáng");
    expect(await ticketByCode(app.db.read, code)).toMatchObject({ status: "in_progress" });
    expect(await say("sms", `rut phieu ${plain}`)).toContain(`phieu ${code}?`);
    expect(await ticketByCode(app.db.read, code)).toMatchObject({ status: "in_progress" });
    await say("sms", "khoan da");
    await say("sms", "co");
    expect(await ticketByCode(app.db.read, code)).toMatchObject({ status: "in_progress" });
    await say("sms", `rut phieu ${plain}`);
    expect(await say("sms", "co")).toContain("rut");
    expect(await ticketByCode(app.db.read, code)).toMatchObject({ status: "withdrawn" });
    await app.stop();
  });

  test("takes an answer to the officer and an objection to the answer without the number of a choice", async () => {
    const { code, secret } = await report("zalo");
    const { id = "", department } = (await ticketByCode(app.db.read, code)) ?? {};
    await askBack(id, department ?? "");
    await say("sms", secret);
    await say("sms", "quan Bay Beo, tam 9 gio toi");
    expect(await ticketByCode(app.db.read, code)).toMatchObject({ status: "in_progress" });
    await command(id, "answer", department ?? "", { answer: "Đã lập biên bản." });
    await say("sms", secret);
    await say("sms", "không đồng ý, tối qua vẫn xả");
    expect(await ticketByCode(app.db.read, code)).toMatchObject({ status: "objected" });
    expect((await eventsOf(app.db.read, id)).at(-1)?.data).toMatchObject({ reason: "không đồng ý, tối qua vẫn xả" });
    await app.stop();
  });

  test("leaves nothing in the whole data directory or the log that says whose it is", async () => {
    const first = await report("zalo");
    const second = await report("sms");
    await say("sms", `bổ sung ${second.secret} thêm: chó hoang bới rác khắp đường`);
    await say("zalo", first.secret);
    expect(occurrences(onDisk(), ZALO_ID)).toBeGreaterThan(0);
    clock.advance(HOUR / 4);
    await app.forget();
    const before = onDisk();
    await app.stop();
    const files = before + onDisk();
    for (const told of [ZALO_ID, NUMBER.slice(1), NUMBER.slice(3), first.secret, second.secret]) {
      expect(occurrences(files, told)).toBe(0);
      expect(occurrences(logged, told)).toBe(0);
    }
    expect(logged).not.toContain("bãi rác");
    // What was reported is there, once for each case and nowhere beside an address.
    expect(occurrences(files, Buffer.from(REPORT).toString("latin1"))).toBeGreaterThanOrEqual(2);
  });

  test("is told apart at once from what officers see of the same person's other report", async () => {
    await say("zalo", "đèn đường thôn 2 hỏng ba hôm nay");
    await say("zalo", "Lê Văn Tám 0905111222");
    const named = /PA-\w{4}-\w{4}/.exec(await say("zalo", "gửi"))?.[0] ?? "";
    await report("zalo");
    const { messagesIn, laneOf } = await import("../../src/messages/index.ts");
    const ticket = await ticketByCode(app.db.read, named);
    if (!ticket?.reporter.address) throw new Error("the named report is gone");
    const lane = laneOf(ticket.reporter.address);
    expect(await messagesIn(app.db, lane, { by: "received_at", from: 0, to: Date.now() })).toEqual([]);
    await app.forget();
    expect(
      await app.db.read
        .withTables<{ deliveries: { lane: string; reply: string } }>()
        .selectFrom("deliveries")
        .select("reply")
        .where("lane", "=", lane)
        .execute(),
    ).toEqual([]);
    await app.stop();
  });

  test("cannot be opened by trying words out", async () => {
    const { secret } = await report("zalo");
    for (let tries = 0; tries < 5; tries++)
      expect(await say("sms", "meo den meo den meo den meo den")).toContain("khong mo duoc");
    expect(await say("sms", secret)).toContain("tam khoa");
    expect(await say("zalo", secret)).toContain("PA-");
    await app.stop();
  });

  test("is not taken for an emergency by what its words happen to say, but by what is said beside them", async () => {
    expect(await say("zalo", "thỏ nhẹ, sóc cứng, bát nâu, chuối vàng")).not.toContain("GỌI NGAY");
    expect(await say("zalo", "thỏ nhẹ, sóc cứng, bát nâu, chuối vàng. Cháy nhà rồi cứu với")).toContain("GỌI NGAY 114");
    await app.stop();
  });
});

const occurrences = (text: string, part: string): number => text.split(part).length - 1;

/** An officer of the unit takes the case and asks its reporter something. */
async function askBack(ticketId: string, department: string): Promise<void> {
  await command(ticketId, "take", department);
  await command(ticketId, "ask_citizen", department, { question: "Xe biển số bao nhiêu?" });
}

async function command(ticketId: string, command: Command, department: string, data: CommandData = {}): Promise<void> {
  const actor = { role: "officer", id: "can-bo", department } as const;
  const wish = { ticketId, command, actor, data, at: clock.now() };
  const result = await app.db.write((tx) => applyCommand(tx, app.office.rules, wish));
  if (!result.ok) throw new Error(result.reason);
}
