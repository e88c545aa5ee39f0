import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { MIGRATIONS } from "../../src/app/migrations.ts";
import { openSqlite } from "../../src/platform/index.ts";
import {
  loadOfficeKey,
  loadTicketRules,
  openTicket,
  registerKey,
  sealNow,
  type Ticket,
} from "../../src/tickets/index.ts";

const MONDAY = Date.parse("2026-11-23T08:00:00+07:00");
const folder = mkdtempSync(join(tmpdir(), "lang-nghe-verify-"));
const tickets: Ticket[] = [];
const key = loadOfficeKey(folder);

function verify(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ["src/cli/main.ts", "verify", ...args], {
    encoding: "utf8",
    env: { ...process.env, DATA_DIR: folder, DATABASE_URL: "" },
  });
  return { status, stdout, stderr };
}

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
    const whole = { ...draft, because: "rác", reporter, source: "sms" } as const;
    tickets.push((await db.write((tx) => openTicket(tx, rules, whole, MONDAY + nth))).ticket);
  }
  await db.write((tx) => registerKey(tx, key, MONDAY));
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

  test("a seal is held against the key that was given", () => {
    const { status, stdout } = verify("--key", loadOfficeKey(join(folder, "other")).publicKey);
    expect(status).toBe(1);
    expect(stdout).toContain("Dấu niêm số 1: ký bằng khóa không phải của cơ quan.");
  });

  test("--help says how, and what is not known is refused", () => {
    expect(verify("--help")).toMatchObject({ status: 0, stdout: expect.stringContaining("--key") });
    expect(verify("--khac").status).not.toBe(0);
  });
});
