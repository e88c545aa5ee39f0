import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, describe, expect, test } from "vitest";
import { importJsonl } from "../../../src/catalogue/index.ts";

const folder = mkdtempSync(join(tmpdir(), "lang-nghe-jsonl-"));
afterAll(() => rmSync(folder, { recursive: true }));

function written(name: string, bytes: string | Uint8Array): string {
  const file = join(folder, name);
  writeFileSync(file, bytes);
  return file;
}
const LINE = '{"code":"1.000001","name":"Đăng ký thử","as_of":"2026-07"}';
const many = Array.from({ length: 5000 }, (_, i) => LINE.replace("000001", String(i).padStart(6, "0"))).join("\n");

describe("a catalogue in JSON Lines", () => {
  test.each([
    ["with a byte order mark", "bom.jsonl", `\ufeff${LINE}\n`],
    ["with the lines of Windows", "crlf.jsonl", `${LINE}\r\n\r\n`],
    ["gzipped, whatever it is called", "a.jsonl", gzipSync(LINE)],
    ["not gzipped, though it is called so", "a.jsonl.gz", LINE],
  ])("is read %s", async (_, name, bytes) => {
    const { procedures, broken } = await importJsonl(written(name, bytes));
    expect(procedures.map(({ name: title }) => title)).toEqual(["Đăng ký thử"]);
    expect(broken).toEqual([]);
  });

  test.each([
    [
      "cut short",
      "cut.jsonl.gz",
      gzipSync(many).subarray(0, 5000),
      /cut\.jsonl\.gz: tệp nén hỏng hoặc tải về chưa hết/,
    ],
    ["a PDF", "a.pdf", "%PDF-1.4", /là tệp PDF/],
    ["an old workbook", "a.xls", new Uint8Array([0xd0, 0xcf, 0x11, 0xe0]), /lưu \.xlsx/],
    ["in UTF-16", "u.jsonl", Buffer.from(`\ufeff${LINE}`, "utf16le"), /UTF-16/],
  ])("is refused whole when it is %s", async (_, name, bytes, message) => {
    await expect(importJsonl(written(name, bytes))).rejects.toThrow(message);
  });

  test("is refused when it is a folder", async () => {
    mkdirSync(join(folder, "thu-muc.jsonl"));
    await expect(importJsonl(join(folder, "thu-muc.jsonl"))).rejects.toThrow(/thư mục/);
  });

  test.each([
    ["[]", "là một danh sách JSON; cần mỗi dòng một thủ tục"],
    ["{", "không phải JSON (mỗi dòng phải là một thủ tục trọn vẹn)"],
    ["null", "mục “cả dòng” sai kiểu hoặc để trống"],
    ['{"code":1.001193,"name":"x"}', "mục “code” sai kiểu hoặc để trống"],
    ['{"code":"1.000002","name":"  "}', "mục “name” sai kiểu hoặc để trống"],
    ['{"code":"1.000002","name":"x","as_of":"hôm qua"}', "mục “as_of”: “hôm qua” không phải ngày"],
  ])("has the line %s named with its number, and the others are read", async (line, what) => {
    const { procedures, broken } = await importJsonl(written("hong.jsonl", `${LINE}\n${line}\n`));
    expect(broken).toEqual([{ line: 2, what }]);
    expect(procedures).toHaveLength(1);
  });

  test("of another encoding is not read with holes in its words", async () => {
    const bytes = Buffer.concat([
      Buffer.from('{"code":"1.000001","name":"'),
      Buffer.from([0xd0, 0xe3]),
      Buffer.from('"}\n'),
    ]);
    expect((await importJsonl(written("latin.jsonl", bytes))).broken[0]?.what).toMatch(/không phải UTF-8/);
  });

  test("keeps of two records the one read later, wherever it stands", async () => {
    const older = LINE.replace("Đăng ký thử", "Tên cũ").replace("2026-07", "2026-05");
    const { procedures, defects } = await importJsonl(written("trung.jsonl", `${LINE}\n${older}\n`));
    expect(procedures.map(({ name }) => name)).toEqual(["Đăng ký thử"]);
    expect(defects).toMatchObject([{ code: "1.000001", rule: "duplicate" }]);
  });
});
