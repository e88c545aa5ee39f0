import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { lintFlow } from "../../src/conversation/flow/lint.ts";
import { Flow } from "../../src/conversation/flow/schema.ts";
import { loadIntents, loadScript, readScript } from "../../src/conversation/index.ts";

const HOUSE = resolve(import.meta.dirname, "../..");
const FLOWS = join(HOUSE, "flows");

describe("the flows as they stand", () => {
  const { script, mistakes } = readScript(FLOWS);

  test("they are there, with their words", () => {
    expect([...script.flows.keys()]).toEqual(expect.arrayContaining(["gui-phan-anh", "tra-cuu-phieu"]));
    expect(script.wording.keys().length).toBeGreaterThan(80);
  });

  test("the linter finds nothing wrong", () => {
    expect(mistakes).toEqual([]);
  });

  test("each starts with intents the bot can recognise", () => {
    const known = loadIntents(join(HOUSE, "knowledge")).map(({ intent }) => intent);
    const wanted = [...script.flows.values()].flatMap((flow) => flow.starts_when);
    expect(wanted.length).toBeGreaterThan(0);
    expect(wanted.filter((intent) => !known.includes(intent))).toEqual([]);
  });
});

const WORLD = {
  hasWording: (key: string) =>
    ["hoi", "hoi_lai", "lua_chon.co", "lua_chon.khong", "loi_chao", "tam_biet"].includes(key),
  actions: { open_ticket: ["opened", "duplicate"] },
};

/** A small flow without a mistake: greets, asks, does, ends. */
const SOUND = [
  { id: "chao", kind: "say", say: "loi_chao", next: "hoi" },
  {
    id: "hoi",
    kind: "ask",
    ask: "hoi",
    accept: { kind: "choice", options: ["co", "khong"] },
    save: "answer",
    retry: "hoi_lai",
    next: { co: "mo-phieu", khong: "het" },
  },
  { id: "mo-phieu", kind: "do", do: "open_ticket", next: { opened: "het", duplicate: "hoi" } },
  { id: "het", kind: "end", say: "tam_biet" },
];

type Change = Readonly<Record<string, unknown>>;
const flowOf = (steps: readonly object[]) => Flow.parse({ flow: "thu", title: "Thử", starts_when: [], steps });
const changed = (id: string, change: Change) => SOUND.map((step) => (step.id === id ? { ...step, ...change } : step));

describe("the linter", () => {
  test("leaves a sound flow alone", () => {
    expect(lintFlow(flowOf(SOUND), WORLD)).toEqual([]);
  });

  test.each(
    [
      ["a step that is not there", changed("chao", { next: "hoii" }), 'thu › chao: không có bước "hoii"'],
      [
        "a choice nobody follows up",
        changed("hoi", { next: { co: "mo-phieu" } }),
        'thu › hoi: thiếu nhánh cho lựa chọn "khong"',
      ],
      [
        "a branch for a choice that is not offered",
        changed("hoi", { next: { co: "mo-phieu", khong: "het", "co-the": "het" } }),
        'thu › hoi: nhánh "co-the" không có trong các lựa chọn',
      ],
      [
        "an outcome nobody follows up",
        changed("mo-phieu", { next: { opened: "het" } }),
        'thu › mo-phieu: thiếu nhánh cho kết quả "duplicate"',
      ],
      [
        "an action the code does not have",
        changed("mo-phieu", { do: "open_tickets" }),
        'thu › mo-phieu: không có việc "open_tickets"',
      ],
      [
        "a sentence that is not written",
        changed("het", { say: "tam_biett" }),
        'thu › het: không có lời thoại "tam_biett"',
      ],
      [
        "an option without a label",
        changed("hoi", {
          accept: { kind: "choice", options: ["co", "khong", "sau"] },
          next: { co: "mo-phieu", khong: "het", sau: "het" },
        }),
        'thu › hoi: không có lời thoại "lua_chon.sau"',
      ],
      [
        "a branch on an answer that is free text",
        changed("hoi", { accept: { kind: "text", min: 1, max: 10 } }),
        "thu › hoi: chỉ câu hỏi lựa chọn mới rẽ nhánh",
      ],
      ["a step nobody comes to", [...SOUND, { id: "le-loi", kind: "end" }], "thu › le-loi: không bước nào dẫn tới"],
      ["two steps of one name", [...SOUND, { id: "het", kind: "end" }], "thu › het: có hai bước cùng tên"],
    ].map(([what, steps, line]) => ({ what: String(what), steps: steps as object[], line: String(line) })),
  )("tells of $what", ({ steps, line }) => {
    expect(lintFlow(flowOf(steps), WORLD)).toEqual([line]);
  });

  test("tells of a circle without a way to the end", () => {
    const circle = [
      { id: "mot", kind: "say", say: "loi_chao", next: "hai" },
      { id: "hai", kind: "say", say: "loi_chao", next: "mot" },
    ];
    expect(lintFlow(flowOf(circle), WORLD)).toEqual([
      "thu › mot: không có đường về đích",
      "thu › hai: không có đường về đích",
    ]);
  });
});

describe("an editor's copy of flows/", () => {
  const directories: string[] = [];
  afterEach(() => {
    for (const directory of directories.splice(0)) rmSync(directory, { recursive: true, force: true });
  });

  function copyWith(file: string, from: string, to: string): string {
    const directory = mkdtempSync(join(tmpdir(), "lang-nghe-flows-"));
    directories.push(directory);
    cpSync(FLOWS, directory, { recursive: true });
    const before = readFileSync(join(directory, file), "utf8");
    const after = before.replace(from, to);
    expect(after).not.toBe(before);
    writeFileSync(join(directory, file), after);
    return directory;
  }

  test("a renamed step is told of, and the system does not start on it", () => {
    const directory = copyWith("gui-phan-anh.flow.yaml", "- id: dia-ban", "- id: dia-chi");
    expect(readScript(directory).mistakes).toContainEqual(
      expect.stringMatching(/^gui-phan-anh › .+: không có bước "dia-ban"$/),
    );
    expect(() => loadScript(directory)).toThrow("flows/ có lỗi");
  });

  test("a notice about tickets that was deleted is told of", () => {
    const directory = copyWith("messages/vi.yaml", "phieu_da_rut:", "phieu_da_rutt:");
    expect(readScript(directory).mistakes).toEqual(['messages: thiếu lời báo "phieu_da_rut"']);
  });

  test("a field misspelt is refused with file, line and field", () => {
    const directory = copyWith("tra-cuu-phieu.flow.yaml", "retry: ma_phieu_chua_ro", "retri: ma_phieu_chua_ro");
    expect(() => readScript(directory)).toThrow(/^tra-cuu-phieu\.flow\.yaml:\d+ steps › 0/);
  });
});
