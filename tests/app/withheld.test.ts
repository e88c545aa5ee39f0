import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { MIGRATIONS } from "../../src/app.ts";
import { openWithheld, type WithheldRecords } from "../../src/catalogue/index.ts";
import { readConfig } from "../../src/config.ts";
import { type ConversationPorts, conversationPorts, loadOffice, runTurn } from "../../src/conversation/index.ts";
import { type Address, laneOf, receive, waitingIn } from "../../src/messages/index.ts";
import { latestAudit } from "../../src/officers/index.ts";
import { type Database, fixedClock, newId, openSqlite } from "../../src/platform/index.ts";
import { openOffice, signedIn } from "../fakes/console-office.ts";

const BIRTH = "1.001193";
const clock = fixedClock(Date.parse("2026-11-23T08:00:00+07:00"));
const switchedOff = (code: string) => ({ code, reason: "Tỉnh đang sửa phí", by: "quan-tri", at: clock.now() });

/** Undone newest first. */
const cleaning: (() => unknown)[] = [];
afterEach(async () => {
  for (const clean of cleaning.splice(0).reverse()) await clean();
});

async function openStore(): Promise<Database> {
  const folder = mkdtempSync(join(tmpdir(), "lang-nghe-withheld-"));
  cleaning.push(() => rmSync(folder, { recursive: true }));
  const db = await openSqlite(join(folder, "store.db"), MIGRATIONS);
  cleaning.push(() => db.close());
  return db;
}

async function openSwitch(db: Database): Promise<WithheldRecords> {
  const records = await openWithheld(db, (error) => {
    throw error;
  });
  cleaning.push(() => records.stop());
  return records;
}

let count = 0;
async function say(db: Database, ports: ConversationPorts, text: string) {
  count += 1;
  clock.advance(1);
  const from: Address = { channel: "web", id: `nguoi-${count}` };
  const message = { providerId: `m-${count}`, from, sentAt: clock.now(), text, attachments: [] };
  await receive(db, message, newId(clock.now()), clock.now());
  return runTurn(db, laneOf(from), await waitingIn(db, laneOf(from)), ports, clock.now());
}

describe("a procedure that an administrator has switched off", () => {
  test("is not answered from the next message on, and is again once switched on", async () => {
    const db = await openStore();
    const records = await openSwitch(db);
    const paths = { ...readConfig({}), cacheDirectory: tmpdir() };
    const ports = conversationPorts(await loadOffice(paths, clock.now), records.isWithheld);
    const ask = () => say(db, ports, "đăng ký khai sinh cần giấy tờ gì");
    expect((await ask()).trace).toMatchObject({ outcome: "answered", codes: [BIRTH] });

    await records.withhold(switchedOff(BIRTH));
    const refused = await ask();
    expect(refused.trace).toMatchObject({ outcome: "refused", reason: "withheld" });
    expect(refused.replies.map(({ text }) => text).join()).toContain("đang được cơ quan rà soát");
    expect(refused.trace.receipts ?? []).toEqual([]);
    expect((await say(db, ports, "đăng ký khai tử cần giấy tờ gì")).trace).toMatchObject({ outcome: "answered" });

    expect(await records.resume(BIRTH)).toBe(true);
    expect((await ask()).trace).toMatchObject({ outcome: "answered", codes: [BIRTH] });
  });

  test("stays off through a restart, with the last reason given", async () => {
    const db = await openStore();
    const records = await openSwitch(db);
    await records.withhold(switchedOff(BIRTH));
    await records.withhold({ ...switchedOff(BIRTH), reason: "Nguồn sai" });
    const reopened = await openSwitch(db);
    expect(reopened.isWithheld(BIRTH)).toBe(true);
    expect(reopened.list()).toEqual([{ ...switchedOff(BIRTH), reason: "Nguồn sai" }]);
    expect(await reopened.resume("1.000000")).toBe(false);
  });
});

describe("the console's page of procedures", () => {
  test("switches one off and on, and keeps who did it", async () => {
    const office = await openOffice();
    cleaning.push(() => office.close());
    const admin = await signedIn(office, "quan.tri", "admin", null);
    expect(await admin.get("/console/thu-tuc")).toBe(200);
    expect(admin.page()).toContain("Không có thủ tục nào đang tạm dừng.");
    const done = await admin.post("/console/thu-tuc/tam-dung", { code: BIRTH, reason: "Chờ nghị quyết mới" });
    expect(done).toMatchObject({ status: 303, location: "/console/thu-tuc" });
    await admin.get("/console/thu-tuc");
    expect(admin.page()).toContain("Đã tạm dừng trả lời: Đăng ký khai sinh.");
    expect(admin.page()).toContain("Chờ nghị quyết mới");
    expect((await admin.post("/console/thu-tuc/tra-loi-lai", { code: BIRTH })).status).toBe(303);
    await admin.get("/console/thu-tuc");
    expect(admin.page()).toContain("Không có thủ tục nào đang tạm dừng.");
    const [resumed, withheld] = await latestAudit(office.db, 2);
    expect([resumed, withheld]).toMatchObject([
      { action: "record_resumed", subject: BIRTH },
      { action: "record_withheld", subject: BIRTH },
    ]);
    expect(withheld?.officerId).toBeTruthy();
  });

  test.each([
    ["no code", { code: "khai sinh", reason: "x" }, "Ghi mã thủ tục, ví dụ 1.001193."],
    ["a code the catalogue lacks", { code: "1.000000", reason: "x" }, "Danh mục đang dùng không có mã thủ tục này."],
    ["no reason", { code: BIRTH, reason: " " }, "Ghi lý do"],
  ])("refuses %s and says what to do", async (_, form, problem) => {
    const office = await openOffice();
    cleaning.push(() => office.close());
    const admin = await signedIn(office, "quan.tri", "admin", null);
    await admin.get("/console/thu-tuc");
    const refused = await admin.post("/console/thu-tuc/tam-dung", form);
    expect(refused.status).toBe(422);
    expect(refused.text).toContain(problem);
  });

  test.each(["officer", "coordinator", "inspector"] as const)("does not exist for the role %s", async (role) => {
    const office = await openOffice();
    cleaning.push(() => office.close());
    const person = await signedIn(office, "nguoi.thu", role, "phong-kinh-te");
    expect(await person.get("/console/thu-tuc")).toBe(404);
    await person.get("/console");
    expect((await person.post("/console/thu-tuc/tam-dung", { code: BIRTH, reason: "x" })).status).toBe(404);
  });
});
