import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { MIGRATIONS } from "../../src/app/migrations.ts";
import { checkOffline, keysIn } from "../../src/app/receipts.ts";
import { openSqlite } from "../../src/platform/index.ts";
import {
  loadOfficeKey,
  loadTicketRules,
  openTicket,
  receiptOf,
  registerKey,
  sealNow,
  type Ticket,
} from "../../src/tickets/index.ts";

const MONDAY = Date.parse("2026-11-23T08:00:00+07:00");
const folder = mkdtempSync(join(tmpdir(), "lang-nghe-verify-"));
const tickets: Ticket[] = [];
const key = await loadOfficeKey(folder);
let receipt = "";

function run(command: string, args: readonly string[], data = folder) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ["src/cli/main.ts", command, ...args], {
    encoding: "utf8",
    env: { ...process.env, DATA_DIR: data, DATABASE_URL: "" },
  });
  return { status, stdout, stderr };
}
const verify = (...args: string[]) => run("verify", args);
/** Where there is no database: what is checked must be checkable from what was brought along. */
const elsewhere = (...args: string[]) => run("verify", args, join(folder, "elsewhere"));

/** Changes the database file behind the system's back, looks, and puts it back. */
function whileChanged(change: string, back: string, look: () => void): void {
  const file = new DatabaseSync(join(folder, "lang-nghe.db"));
  file.exec("PRAGMA foreign_keys=OFF");
  file.exec(change);
  try {
    look();
  } finally {
    file.exec(back);
    file.close();
  }
}

beforeAll(async () => {
  const db = await openSqlite(join(folder, "lang-nghe.db"), MIGRATIONS);
  const rules = await loadTicketRules("knowledge", MONDAY, { approval: false });
  const reporter = { address: null, name: null, phone: null, postalAddress: null };
  for (const nth of [0, 1, 2]) {
    const draft = { key: `m${nth}`, recordType: "hien_truong", content: `Rác ${nth}`, department: null } as const;
    const denied = { departments: [] as string[], officers: [] };
    const whole = { ...draft, because: "rác", reporter, denied, source: "sms" as const };
    if (nth === 2) whole.denied.departments.push("phong-kinh-te");
    tickets.push((await db.write((tx) => openTicket(tx, rules, whole, MONDAY + nth))).ticket);
  }
  await db.write((tx) => registerKey(tx, key, MONDAY));
  receipt = (await receiptOf(db.read, tickets[0] as Ticket, key)) ?? "";
  await sealNow(db, key, MONDAY + 1000, 0);
  await db.close();
});
afterAll(() => rmSync(folder, { recursive: true }));

describe("npm run verify", () => {
  test("says what was looked at, and what to keep elsewhere", () => {
    const { status, stdout } = verify();
    expect(status).toBe(0);
    expect(stdout).toContain("Đã đối chiếu 3 phiếu, 3 sự kiện, 1 dấu niêm.");
    expect(stdout).toContain(key.publicKey);
    expect(stdout).toMatch(/Dấu niêm mới nhất: số 1, lúc 08:00 thứ Hai 23\/11\/2026, mã [0-9a-f]{64}/);
    expect(stdout).toContain("CÒN NGUYÊN");
    expect(verify("--key", key.publicKey).status).toBe(0);
  });

  test("names the event of the ticket that was altered, says what to do, and ends with 1", () => {
    const [ticket] = tickets;
    const where = `WHERE ticket_id = '${ticket?.id}'`;
    whileChanged(
      `UPDATE ticket_events SET actor_id = 'kẻ khác' ${where}`,
      `UPDATE ticket_events SET actor_id = 'system' ${where}`,
      () => {
        const { status, stdout } = verify();
        expect(status).toBe(1);
        expect(stdout).toContain(`Phiếu ${ticket?.code}, sự kiện 1 (opened): không còn đúng như lúc ghi.`);
        expect(stdout).toContain("Không sửa gì trong cơ sở dữ liệu");
        const json = JSON.parse(verify("--json").stdout);
        expect(json).toMatchObject({ ok: false, tickets: 3, broken: 1 });
        expect(json.breaks).toEqual([{ what: "chain", code: ticket?.code, nth: 1, kind: "opened", why: "altered" }]);
      },
    );
    expect(JSON.parse(verify("--json").stdout)).toMatchObject({ ok: true, broken: 0, breaks: [] });
  });

  test("takes a key that begins with a dash, as one in 64 does", () => {
    const dashed = `-${key.publicKey.slice(1)}`;
    expect(JSON.parse(verify("--key", dashed, "--json").stdout)).toMatchObject({ keys: [{ publicKey: dashed }] });
  });

  test("a seal is held against the key that was given", async () => {
    const { status, stdout } = verify("--key", (await loadOfficeKey(join(folder, "other"))).publicKey);
    expect(status).toBe(1);
    expect(stdout).toContain("Dấu niêm số 1: ký bằng khóa không phải của cơ quan.");
  });

  test("--help says how, and what is not known is refused", () => {
    expect(verify("--help")).toMatchObject({ status: 0, stdout: expect.stringContaining("--key") });
    expect(verify("--khac").status).not.toBe(0);
  });
});

describe("npm run verify -- --receipt", () => {
  const history = join(folder, "history.jsonl");
  const saved = join(folder, "bien-nhan.txt");
  beforeAll(() => {
    writeFileSync(saved, `BIÊN NHẬN ĐIỆN TỬ\n\n${receipt}\n`);
    expect(run("export", ["history", history])).toMatchObject({
      status: 0,
      stdout: `Đã ghi 2 phiếu vào ${history}. Để lại 1 phiếu được bảo vệ.\n`,
    });
  });

  test("checks a string or a file with the printed key alone", () => {
    for (const given of [receipt, saved]) {
      const { status, stdout } = elsewhere("--receipt", given, "--key", key.publicKey, "--content", "Rác 0");
      expect([status, stdout]).toEqual([0, expect.stringContaining("ĐÚNG: biên nhận do cơ quan ký")]);
      expect(stdout).toContain(tickets[0]?.code);
      expect(stdout).toContain("Tiếp nhận lúc: 08:00 thứ Hai 23/11/2026");
      expect(stdout).toContain("đúng là nội dung đã ghi");
    }
    expect(existsSync(join(folder, "elsewhere"))).toBe(false);
  });

  test("says when it was changed, when the words are others, and when no key was given", () => {
    const [version, code, , ...rest] = receipt.split(".");
    const forged = [version, code, (MONDAY - 1).toString(36), ...rest].join(".");
    expect(elsewhere("--receipt", forged, "--key", key.publicKey)).toMatchObject({
      status: 1,
      stdout: expect.stringContaining("KHÔNG ĐÚNG"),
    });
    expect(elsewhere("--receipt", receipt, "--key", key.publicKey, "--content", "Rác 1").status).toBe(1);
    expect(elsewhere("--receipt", receipt, "--export", history)).toMatchObject({
      status: 2,
      stderr: expect.stringContaining("--key"),
    });
  });

  test("holds it against an exported history, whole or tampered with, without the database", async () => {
    const args = ["--receipt", receipt, "--key", key.publicKey, "--export", history, "--json"];
    expect(JSON.parse(elsewhere(...args).stdout)).toMatchObject({ ok: true, history: "begins_so" });
    expect(elsewhere("--export", history)).toMatchObject({
      status: 0,
      stdout: expect.stringContaining("2 phiếu, 2 sự kiện"),
    });
    const tampered = join(folder, "tampered.jsonl");
    const lines = readFileSync(history, "utf8");
    const found = async (text: string) => {
      writeFileSync(tampered, text);
      return (await checkOffline(receipt, keysIn([key.publicKey]), tampered)).history;
    };
    expect(await found(lines)).toBe("begins_so");
    expect(await found(lines.replace('"kind":"opened"', '"kind":"opener"'))).toBe("broken");
    expect(elsewhere("--export", tampered)).toMatchObject({
      status: 1,
      stdout: expect.stringContaining(tickets[0]?.code ?? ""),
    });
    expect(await found(lines.split("\n").slice(0, 2).join("\n"))).toBe("broken");
    expect(await found(lines.split("\n").slice(0, 1).join("\n"))).toBe("not_there");
    await expect(found("{}")).rejects.toThrow();
  });

  test("at the office it is held against the database", () => {
    const { status, stdout } = verify("--receipt", saved);
    expect([status, stdout]).toEqual([0, expect.stringContaining("còn nguyên từ đó")]);
  });

  test("the protected ticket stands in no file", () => {
    expect(readFileSync(history, "utf8")).not.toContain(tickets[2]?.code);
    expect(run("export", ["history", join(folder, "one.jsonl"), "--ticket", tickets[2]?.code ?? ""])).toMatchObject({
      status: 1,
      stdout: expect.stringContaining("Để lại 1 phiếu"),
    });
    expect(run("export", ["history", history]).status).not.toBe(0);
  });
});
