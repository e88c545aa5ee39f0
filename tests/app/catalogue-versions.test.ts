import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { MIGRATIONS } from "../../src/app.ts";
import {
  type Catalogue,
  eventsOf,
  listImports,
  listStarts,
  openCatalogue,
  type Recorded,
  recordReading,
  resolveVersion,
  serveVersions,
  undoImport,
  usedAt,
} from "../../src/catalogue/index.ts";
import * as versions from "../../src/cli/catalogue.ts";
import * as importing from "../../src/cli/import.ts";
import { readConfig } from "../../src/config.ts";
import { conversationPorts, loadOffice, runTurn } from "../../src/conversation/index.ts";
import { type Address, laneOf, receive, waitingIn } from "../../src/messages/index.ts";
import { type Database, newId } from "../../src/platform/index.ts";
import { ENGINES } from "../fakes/databases.ts";
import { ask, knowledge } from "../fakes/search-office.ts";

const ROOT = resolve(import.meta.dirname, "../..");
const KNOWLEDGE = join(ROOT, "knowledge");
const CODE = "1.001193";
const row = (more: object = {}) => ({
  code: CODE,
  name: "Đăng ký khai sinh",
  fee: "8.000 đồng",
  time_limit: "3 ngày làm việc",
  level: "Cấp xã",
  decision: "1/QĐ-BTP",
  as_of: "2026-07",
  ...more,
});
const OTHER = { ...row({ code: "9.000002", name: "Gia hạn thuyền rồng du lịch" }) };
const JULY = [row(), OTHER];
const SEPTEMBER = [row({ fee: "9.000 đồng", as_of: "2026-09" }), { ...OTHER, as_of: "2026-09" }];

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "lang-nghe-versions-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function written(name: string, rows: readonly object[]): string {
  const file = join(folder, name);
  writeFileSync(file, rows.map((one) => JSON.stringify(one)).join("\n"));
  return file;
}

describe.each(ENGINES)("the versions of a catalogue on $kind", (engine) => {
  let db: Database;
  let clock = 0;
  beforeAll(() => engine.start());
  afterAll(() => engine.stop());
  beforeEach(async () => {
    db = await engine.open(await engine.place(), MIGRATIONS);
    clock = Date.parse("2026-11-01T08:00:00+07:00");
  });
  afterEach(() => db.close());

  /** A start of the system on this file, an hour after the last thing that happened. */
  async function start(name: string, rows: readonly object[]): Promise<{ catalogue: Catalogue; recorded: Recorded }> {
    clock += 3_600_000;
    const cacheDirectory = join(folder, "cache");
    const file = written(name, rows);
    const opened = await openCatalogue({ file, cacheDirectory, knowledge, knowledgeDirectory: KNOWLEDGE });
    return serveVersions(db, opened, { knowledge, knowledgeDirectory: KNOWLEDGE, cacheDirectory, at: clock });
  }
  const kinds = ({ changes }: Recorded) => changes.map(({ code, kind }) => [code, kind]);
  const feeOf = (catalogue: Catalogue, code = CODE) => catalogue.procedure(code)?.facts.fee;

  test("an answer given before an import is found again after it, word for word", async () => {
    const first = await start("7.jsonl", JULY);
    const office = await loadOffice({ ...readConfig({}), cacheDirectory: folder }, () => clock);
    const from: Address = { channel: "web", id: "nguoi-hoi" };
    const text = "phí đăng ký khai sinh";
    await receive(db, { providerId: "m", from, sentAt: clock, text, attachments: [] }, newId(clock), clock);
    const ports = conversationPorts({ ...office, catalogue: first.catalogue });
    const { trace } = await runTurn(db, laneOf(from), await waitingIn(db, laneOf(from)), ports, clock);
    const receipt = trace.receipts?.find(({ field }) => field === "fee");
    expect(receipt).toMatchObject({ text: "8.000 đồng", code: CODE });

    const second = await start("9.jsonl", SEPTEMBER);
    expect(feeOf(second.catalogue)).toMatchObject({ lines: ["9.000 đồng"] });
    const quoted = await resolveVersion(db, CODE, receipt?.version ?? "");
    expect(quoted?.facts.fee).toMatchObject({ lines: ["8.000 đồng"] });
    expect(quoted?.checkedOn).toBe("2026-07");
    const now = second.catalogue.procedure(CODE);
    expect(now?.version).toBe("1/QĐ-BTP #2");
    expect((await resolveVersion(db, CODE, "1/QĐ-BTP #2"))?.facts.fee).toEqual(now?.facts.fee);
    expect(await resolveVersion(db, CODE, "1/QĐ-BTP #3")).toBeUndefined();
  });

  test("the same file makes no import, and a record read again no version", async () => {
    expect(kinds((await start("7.jsonl", JULY)).recorded)).toEqual([
      [CODE, "added"],
      ["9.000002", "added"],
    ]);
    expect((await start("copy.jsonl", JULY)).recorded.kind).toBe("known");
    const later = await start("9.jsonl", SEPTEMBER);
    expect(kinds(later.recorded)).toEqual([
      [CODE, "changed"],
      ["9.000002", "rechecked"],
    ]);
    expect(later.catalogue.procedure("9.000002")).toMatchObject({ version: "1/QĐ-BTP", checkedOn: "2026-09" });
    expect((await listImports(db)).map(({ source, changes }) => [source, changes])).toEqual([
      ["7.jsonl", { added: 2 }],
      ["9.jsonl", { changed: 1, rechecked: 1 }],
    ]);
  });

  test("an older file replaces nothing and drops nothing, and what it says is kept", async () => {
    await start("9.jsonl", SEPTEMBER);
    const old = await start("5.jsonl", [row({ fee: "5.000 đồng", as_of: "2026-05", decision: "0/QĐ-BTP" })]);
    expect(kinds(old.recorded)).toEqual([[CODE, "older"]]);
    expect(old.recorded.kept).toBe(1);
    expect(feeOf(old.catalogue)).toMatchObject({ lines: ["9.000 đồng"] });
    expect(old.catalogue.size).toBe(2);
    const [hit] = await old.catalogue.search.find(ask("gia hạn thuyền rồng du lịch"), 1);
    expect(hit?.id).toBe("9.000002");
    expect((await resolveVersion(db, CODE, "0/QĐ-BTP"))?.facts.fee).toMatchObject({ lines: ["5.000 đồng"] });
  });

  test("an import is undone: the one before serves again, also when the file is still configured, until it is imported anew", async () => {
    await start("7.jsonl", JULY);
    const second = await start("9.jsonl", SEPTEMBER.slice(0, 1));
    expect(second.catalogue.size).toBe(1);
    expect(await undoImport(db, clock)).toEqual({ kind: "undone", source: "9.jsonl", backTo: "7.jsonl" });
    const back = await start("9.jsonl", SEPTEMBER.slice(0, 1));
    expect(back.recorded.kind).toBe("undone");
    expect(feeOf(back.catalogue)).toMatchObject({ lines: ["8.000 đồng"] });
    expect((await back.catalogue.search.find(ask("gia hạn thuyền rồng du lịch"), 1))[0]?.id).toBe("9.000002");
    expect(await undoImport(db, clock)).toEqual({ kind: "first" });

    const { reading } = second.catalogue;
    if (!reading) throw new Error("a catalogue from a file knows what was read");
    expect((await recordReading(db, reading, clock, true)).kind).toBe("recorded");
    expect(feeOf((await start("9.jsonl", SEPTEMBER.slice(0, 1))).catalogue)).toMatchObject({ lines: ["9.000 đồng"] });
  });

  test("what the bot answered from at an hour is known, through imports and their undoing", async () => {
    await start("7.jsonl", JULY);
    const first = clock;
    await start("9.jsonl", SEPTEMBER);
    const second = clock;
    await undoImport(db, clock + 1000);
    await start("9.jsonl", SEPTEMBER);
    const [events, starts] = await Promise.all([eventsOf(db, CODE), listStarts(db)]);
    const used = (at: number) => usedAt(at, events, starts)?.version;
    expect([first - 1, first, second - 1, second, clock - 1, clock].map(used)).toEqual([
      undefined,
      "1/QĐ-BTP",
      "1/QĐ-BTP",
      "1/QĐ-BTP #2",
      "1/QĐ-BTP #2",
      "1/QĐ-BTP",
    ]);
  });

  test("two servers that start at once set one import down", async () => {
    const options = { cacheDirectory: join(folder, "cache"), knowledge, knowledgeDirectory: KNOWLEDGE };
    const { reading } = await openCatalogue({ file: written("7.jsonl", JULY), ...options });
    if (!reading) throw new Error("a catalogue from a file knows what was read");
    const both = await Promise.all([1, 2].map(() => recordReading(db, reading, clock, false)));
    expect(both.map(({ kind }) => kind).sort()).toEqual(["known", "recorded"]);
    expect(await listImports(db)).toHaveLength(1);
  });
});

describe("a clerk at the command line", () => {
  /** What the command prints. */
  async function lang(command: { run(args: readonly string[]): Promise<number> }, ...args: string[]): Promise<string> {
    vi.stubEnv("DATA_DIR", join(folder, "data"));
    vi.stubEnv("DATABASE_URL", "");
    const printed: string[] = [];
    const written = vi.spyOn(process.stdout, "write").mockImplementation((text) => printed.push(String(text)) > 0);
    try {
      await command.run(args);
    } finally {
      written.mockRestore();
      vi.unstubAllEnvs();
    }
    return printed.join("");
  }

  test("imports twice, reads what changed, asks for a day, and goes back", async () => {
    const torn = join(folder, "hong.jsonl");
    writeFileSync(torn, `${JSON.stringify(row())}\n{"code":\n`);
    await expect(lang(importing, torn)).rejects.toThrow(/1 dòng hỏng; chưa thay đổi gì.*--skip-broken/);
    await expect(lang(importing, written("7.jsonl", JULY), "khong-co.csv")).rejects.toThrow(
      "không có tệp khong-co.csv",
    );
    expect(await lang(importing, written("7.jsonl", JULY))).toContain("2 mới, 0 thay đổi, 0 không còn, 0 giữ nguyên");
    const second = await lang(importing, written("9.jsonl", SEPTEMBER));
    expect(second).toContain("0 mới, 1 thay đổi, 0 không còn, 1 giữ nguyên");
    expect(second).toContain(`${CODE} thay đổi: Phí, lệ phí`);
    const history = await lang(versions, "history", CODE);
    expect(history).toMatch(/mới · bản 1\/QĐ-BTP · đối chiếu 2026-07 · 7\.jsonl/);
    expect(history).toContain("  Phí, lệ phí:\n    - 8.000 đồng\n    + 9.000 đồng\n");
    const then = await lang(versions, "show", CODE, "--as-of", "31/8/2026");
    expect(then).toContain("Bản 1/QĐ-BTP · đối chiếu 2026-07");
    expect(then).toContain("Phí, lệ phí: 8.000 đồng");
    expect(then).toContain("bot không trả lời thủ tục này");
    await expect(lang(versions, "show", "1.1")).rejects.toThrow("chưa lần nhập nào có thủ tục mã 1.1");
    await expect(lang(versions, "show", CODE, "--as-of", "hôm qua")).rejects.toThrow("không phải ngày");
    expect(await lang(versions, "show", CODE, "--as-of", "2026-06-30")).toContain("Không biết");
    expect(await lang(versions, "undo")).toContain("Đã bỏ lần nhập 9.jsonl; dùng lại 7.jsonl");
    expect(await lang(versions, "show", CODE)).toContain("Phí, lệ phí: 8.000 đồng");
    await expect(lang(versions, "show", CODE, "--version", "7")).rejects.toThrow("có: “1/QĐ-BTP”, “1/QĐ-BTP #2”");
  });
});
