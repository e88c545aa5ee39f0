import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import excel from "exceljs";
import { afterAll, describe, expect, test } from "vitest";
import {
  type Catalogue,
  expiredBy,
  importFile,
  loadMapping,
  mappingFileOf,
  openCatalogue,
} from "../../../src/catalogue/index.ts";
import { loadSheet } from "../../../src/catalogue/sheet/load.ts";
import { guessPlaces } from "../../../src/catalogue/sheet/mapping.ts";
import { dayOf } from "../../../src/catalogue/sheet/rows.ts";
import { titlesOf } from "../../../src/catalogue/sheet/titles.ts";
import { knowledge } from "../../fakes/search-office.ts";

const KNOWLEDGE = resolve(import.meta.dirname, "../../../knowledge");
const folder = mkdtempSync(join(tmpdir(), "lang-nghe-sheet-"));
afterAll(() => rmSync(folder, { recursive: true }));

function written(name: string, text: string | Uint8Array): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}

async function workbook(name: string, sheets: Readonly<Record<string, readonly (readonly unknown[])[]>>) {
  const book = new excel.Workbook();
  for (const [title, rows] of Object.entries(sheets)) book.addWorksheet(title).addRows(rows.map((row) => [...row]));
  const file = join(folder, name);
  await book.xlsx.writeFile(file);
  return file;
}

const HEADER =
  "Mã TTHC;Tên thủ tục;Cấp thực hiện;Thành phần hồ sơ;Thời hạn giải quyết;Lệ phí;Số quyết định;Ngày cập nhật";
const ROW = '1.000001;Đăng ký thử;UBND xã;"Tờ khai; theo mẫu\nẢnh thẻ";3 ngày làm việc;8.000 đồng;1/QĐ-BTP;18/7/2026';

describe("a CSV file as an office's Excel writes it", () => {
  test("is read by its titles and judged like any published catalogue", async () => {
    const file = written(
      "danh-muc.csv",
      `\ufeffDANH MỤC\n${HEADER}\n${ROW}\n1.000002;Đăng ký khác;Sở Tư pháp, cấp tỉnh;;3;;;\n`,
    );
    const report = await importFile(file);
    expect(report.broken).toEqual([]);
    const [first, second] = report.procedures;
    expect(first).toMatchObject({
      code: "1.000001",
      name: "Đăng ký thử",
      levels: ["xã"],
      version: "1/QĐ-BTP",
      checkedOn: "2026-07-18",
      facts: {
        papers: { state: "stated", lines: ["Tờ khai; theo mẫu", "Ảnh thẻ"] },
        time_limit: { state: "stated", lines: ["3 ngày làm việc"] },
        fee: { state: "stated", lines: ["8.000 đồng"] },
        place: { state: "withheld", reason: "not_published" },
      },
    });
    expect(second).toMatchObject({ levels: ["tỉnh"], facts: { time_limit: { state: "withheld", reason: "no_unit" } } });
    expect(second?.checkedOn).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    expect(report.sheet?.guessed).toBe(true);
    expect(report.sheet?.columns).toContainEqual({ column: "papers", titles: ["Thành phần hồ sơ"] });
  });

  test.each([
    [";Không mã;;;;;;", "cột “Mã TTHC” (A): để trống"],
    ["I. HỘ TỊCH;;;;;;;", "cột “Mã TTHC” (A): “I. HỘ TỊCH” không phải mã thủ tục (ví dụ 1.001193)"],
    ["1.000003;;;;;;;", "cột “Tên thủ tục” (B): để trống"],
    ["1.000003;Tên;;;;;;31/2/2026", "cột “Ngày cập nhật” (H): “31/2/2026” không phải ngày (ví dụ 18/7/2026)"],
    ["1.000003;Tên;;;;;;;thừa", "cột I: ô nằm ngoài các cột có tiêu đề (thiếu dấu ngoặc kép?)"],
  ])("has a broken row named by its number and column: %s", async (row, what) => {
    const report = await importFile(written("hong.csv", `${HEADER}\n\n${row}\n${ROW}\n`));
    expect(report.broken).toEqual([{ line: 3, what }]);
    expect(report.procedures.map(({ code }) => code)).toEqual(["1.000001"]);
    expect(report.read).toBe(2);
  });

  test.each([
    [
      "no header",
      "a,b\n1,2\n",
      /không tìm thấy cột “Mã thủ tục”, “Tên thủ tục” trong 20 dòng đầu; các cột có: “a”, “b”/,
    ],
    ["an open quote", `${HEADER}\n1.000001;"Tên\n`, /không đọc được CSV/],
    ["another encoding", new Uint8Array([0x4d, 0xe3, 0x2c, 0x54]), /không phải UTF-8/],
    ["nothing in it", "", /tệp trống/],
  ])("is refused with %s, in words a clerk can act on", async (_, text, message) => {
    await expect(importFile(written("sai.csv", text))).rejects.toThrow(message);
  });

  test("keeps the last of two rows with one code and says so", async () => {
    const again = ROW.replace("8.000 đồng", "9.000 đồng");
    const report = await importFile(written("trung.csv", `${HEADER}\n${ROW}\n${again}\n`));
    expect(report.procedures[0]?.facts.fee).toMatchObject({ lines: ["9.000 đồng"] });
    expect(report.defects).toContainEqual(expect.objectContaining({ code: "1.000001", rule: "duplicate" }));
  });

  test("keeps the titles of two fee columns the mapping joins, so that neither amount is said of the other", async () => {
    const text = "Mã TTHC;Tên thủ tục;Phí;Lệ phí\n1.000001;Đăng ký thử;5.000 đồng;8.000 đồng\n";
    const mapping = loadMapping(
      written("phi.yaml", "columns: { code: Mã TTHC, name: Tên thủ tục, fee: [Phí, Lệ phí] }\n"),
    );
    const { rows } = await loadSheet(written("phi.csv", text), mapping);
    expect(rows[0]?.row.fee).toBe("Phí: 5.000 đồng\nLệ phí: 8.000 đồng");
  });

  test("is read from Excel's “Unicode Text” too, and with letters taken apart", async () => {
    const utf16 = Buffer.from(`\ufeff${HEADER}\n${ROW}\n`, "utf16le");
    const swapped = Buffer.from(utf16).swap16();
    for (const file of [
      written("u16.csv", utf16),
      written("u16be.csv", swapped),
      written("nfd.csv", `${HEADER}\n${ROW}\n`.normalize("NFD")),
    ]) {
      const { procedures, broken } = await importFile(file);
      expect(broken).toEqual([]);
      expect(procedures[0]).toMatchObject({
        name: "Đăng ký thử",
        facts: { papers: { lines: ["Tờ khai; theo mẫu", "Ảnh thẻ"] } },
      });
    }
  });

  test.each([
    ["1.001193.000.00.00.H46", "1.001193"],
    ["1,001195", "1.001195"],
    ["1.00119", "1.001190"],
    ["1.01", undefined],
  ])("the code %s is %s", async (written_, code) => {
    const file = written("ma.csv", `${HEADER}\n${ROW.replace("1.000001", written_)}\n`);
    expect((await importFile(file)).procedures[0]?.code).toBe(code);
  });

  test("says of a code that lost digits that noughts were put there", async () => {
    const { defects } = await importFile(written("ma.csv", `${HEADER}\n${ROW.replace("1.000001", "1.00119")}\n`));
    expect(defects).toMatchObject([{ code: "1.001190", field: "code", rule: "code_padded" }]);
  });

  test("names the columns it does not read, but for the running number", async () => {
    const file = written("cot.csv", `STT;${HEADER};Số bộ\n1;${ROW};2\n`);
    expect((await importFile(file)).sheet?.ignored).toEqual(["Số bộ"]);
  });

  test("leaves out what is no longer in force, and keeps the day by which a record must be looked at again", async () => {
    const rows = ["Hết hiệu lực;;", "Đã công khai;1/9/2026;", ";;(đã bị bãi bỏ)"].map((cells, i) => {
      const [status, review, behind = ""] = cells.split(";");
      return `${ROW.replace("1.000001", `1.00000${i}`).replace("Đăng ký thử", `Đăng ký thử ${behind}`)};${status};${review}`;
    });
    const file = written("hieu-luc.csv", `${HEADER};Tình trạng;Ngày rà soát\n${rows.join("\n")}\n`);
    const { procedures, defects } = await importFile(file);
    expect(procedures).toMatchObject([{ code: "1.000001", reviewBy: "2026-09-01" }]);
    expect(defects).toMatchObject([
      { code: "1.000000", rule: "out_of_force" },
      { code: "1.000002", rule: "out_of_force" },
    ]);
    expect(expiredBy("2026-08-31", procedures)).toEqual([]);
    expect(expiredBy("2026-09-02", procedures)).toMatchObject([{ rule: "past_review", detail: "2026-09-01" }]);
  });

  test("reads two rows of titles: what stands under one title is told apart by the second", async () => {
    const text =
      "Mã TTHC;Tên thủ tục;Lệ phí;;Cách nộp\n;;Trực tiếp;Trực tuyến;\n1.000001;Một;8.000 đồng;Miễn phí;Trực tiếp\n";
    const file = written("hai-dong.csv", text);
    const guessed = await importFile(file);
    expect(guessed.broken).toEqual([]);
    expect(guessed.procedures[0]?.facts.fee).toMatchObject({
      lines: ["Trực tiếp: 8.000 đồng", "Trực tuyến: Miễn phí"],
    });
    const one = { columns: { code: ["Mã TTHC"], name: ["Tên thủ tục"], fee: ["Lệ phí: Trực tuyến"] } };
    expect((await importFile(file, { mapping: one })).procedures[0]?.facts.fee).toMatchObject({ lines: ["Miễn phí"] });
  });

  test("reads no part of a record that a row without code or name goes on with, and says so", async () => {
    const more = ";;;Giấy chứng sinh;;;;";
    const report = await importFile(written("tiep.csv", `${HEADER}\n${ROW}\n${more}\n`));
    expect(report.procedures[0]?.facts).toMatchObject({
      papers: { state: "withheld", reason: "not_published" },
      fee: { lines: ["8.000 đồng"] },
    });
    expect(report.broken).toEqual([{ line: 3, what: expect.stringContaining("nếu dòng này nói tiếp dòng trên") }]);
  });

  test.each(["8000", "Phí: 8000", "Trực tuyến: 0"])("a fee that is a bare number is not stated: %s", async (fee) => {
    const file = written("so.csv", `${HEADER}\n${ROW.replace("8.000 đồng", fee)}\n`);
    expect((await importFile(file)).procedures[0]?.facts.fee).toMatchObject({ state: "withheld", reason: "no_unit" });
  });

  test("can be narrowed to a list of codes", async () => {
    const file = written("hep.csv", `${HEADER}\n${ROW}\n${ROW.replace("1.000001", "1.000009")}\n`);
    const report = await importFile(file, { codes: new Set(["1.000009"]) });
    expect(report.procedures.map(({ code }) => code)).toEqual(["1.000009"]);
  });
});

describe("an Excel file as offices keep it", () => {
  const TITLES = ["Mã TTHC", "Tên thủ tục", "Lĩnh vực", "Thành phần hồ sơ", "Ngày cập nhật", "Đường dẫn"];
  async function book(name: string, fill: (book: excel.Workbook) => void): Promise<string> {
    const made = new excel.Workbook();
    fill(made);
    const file = join(folder, name);
    await made.xlsx.writeFile(file);
    return file;
  }

  test("joins the rows of one procedure whose code is merged, and gives a merged field to each procedure", async () => {
    const file = await book("gop.xlsx", (made) => {
      const sheet = made.addWorksheet("A");
      sheet.addRows([
        ["DANH MỤC"],
        TITLES,
        ["1.000001", "Một", "Hộ tịch", "Tờ khai"],
        ["", "", "", "Ảnh thẻ"],
        ["1.000002", "Hai", "", "Đơn"],
      ]);
      for (const cells of ["A1:F1", "A3:A4", "B3:B4", "C3:C5"]) sheet.mergeCells(cells);
    });
    const { procedures, broken } = await importFile(file);
    expect(broken).toEqual([]);
    expect(procedures).toMatchObject([
      { code: "1.000001", field: "Hộ tịch", facts: { papers: { lines: ["Tờ khai", "Ảnh thẻ"] } } },
      { code: "1.000002", field: "Hộ tịch", facts: { papers: { lines: ["Đơn"] } } },
    ]);
  });

  test("is read from the first visible sheet that holds a table, and the others are named", async () => {
    const file = await book("trang.xlsx", (made) => {
      made.addWorksheet("Ẩn", { state: "hidden" }).addRows([TITLES, ["1.000009", "Ẩn"]]);
      made.addWorksheet("Ghi chú").addRow(["Lập ngày 1/7"]);
      made.addWorksheet("Cấp xã").addRows([TITLES, ["1.000001", "Một"]]);
      made.addWorksheet("Cấp tỉnh").addRows([TITLES, ["1.000002", "Hai"]]);
    });
    const { procedures, sheet } = await importFile(file);
    expect(procedures.map(({ code }) => code)).toEqual(["1.000001"]);
    expect(sheet).toMatchObject({ name: "Cấp xã", unread: ["Cấp tỉnh"] });
  });

  test("reads a day Excel holds as a number, and a link's target for the address", async () => {
    const link = { text: "xem", hyperlink: "https://dichvucong.gov.vn/x" };
    const file = await book("ngay.xlsx", (made) => {
      made
        .addWorksheet("A")
        .addRows([
          TITLES,
          ["1.000001", "Một", "", "", 46221, link],
          ["1.000002", "Hai", "", "", new Date("2026-07-18"), "xem"],
          ["1.000003", "Ba", "", "", 2026],
        ]);
    });
    const { procedures, broken } = await importFile(file);
    expect(procedures.map(({ checkedOn, url }) => [checkedOn, url])).toEqual([
      ["2026-07-18", "https://dichvucong.gov.vn/x"],
      ["2026-07-18", undefined],
    ]);
    expect(broken).toMatchObject([{ line: 4, what: expect.stringContaining("“2026” không phải ngày") }]);
  });
});

describe("a guess of columns", () => {
  test("leaves a fee unread that two columns could hold: half a fee would be a wrong fee", () => {
    const { places, unsure } = guessPlaces(
      titlesOf(["STT", "Mã TTHC", "Tên thủ tục", "Phí", "Lệ phí", "Hồ sơ (nếu có)"], undefined),
    );
    expect(unsure).toEqual(["fee"]);
    expect([...places]).toEqual([
      ["code", [1]],
      ["name", [2]],
      ["papers", [5]],
    ]);
  });
});

const MAPPING = `sheet: Danh mục
columns:
  code: Số hiệu
  name: Việc
  papers: [Phải nộp, Xuất trình]
  level: Nơi làm
levels: { Một cửa: xã }
defaults: { decision: 5/QĐ-UBND, as_of: 2026-09 }
`;

describe("an Excel file with a mapping", () => {
  const rows = [
    ["Số hiệu", "Việc", "Phải nộp", "Xuất trình", "Nơi làm"],
    [1.00119, { richText: [{ text: "Đăng ký " }, { text: "thử" }] }, "Tờ khai", "Thẻ căn cước", "một cửa"],
    ["1.000002.000.00.00.H46", { formula: 'A1&"x"', result: "Việc tính ra" }, "", "", "chỗ khác"],
    ["1.000003", { error: "#REF!" }, "", "", ""],
    [],
    ["1.000004", "Việc bốn", { formula: "1/0", result: { error: "#DIV/0!" } }, "", ""],
  ];
  const mapping = () => loadMapping(written("cot.yaml", MAPPING));

  test("is read from the named sheet, columns joined, words and defaults applied", async () => {
    const file = await workbook("danh-muc.xlsx", { "Ghi chú": [["không phải"]], "Danh mục": rows });
    const report = await importFile(file, { mapping: mapping() });
    expect(report.procedures.map(({ code, name, levels }) => [code, name, levels])).toEqual([
      ["1.001190", "Đăng ký thử", ["xã"]],
      ["1.000002", "Việc tính ra", ["khác"]],
    ]);
    expect(report.procedures[0]).toMatchObject({
      decision: "5/QĐ-UBND",
      checkedOn: "2026-09",
      facts: { papers: { lines: ["Tờ khai", "Thẻ căn cước"] } },
    });
    expect(report.broken).toEqual([
      { line: 4, what: "cột “Việc” (B): công thức lỗi #REF!" },
      { line: 6, what: "cột “Phải nộp” (C): công thức lỗi #DIV/0!" },
    ]);
  });

  test.each([
    ["lacks a column the mapping names", { "Danh mục": [["Số hiệu", "Việc", "Phải nộp", "Nơi làm"]] }, /“Xuất trình”/],
    ["lacks the sheet", { Khác: rows }, /không có trang tính “Danh mục”; có: “Khác”/],
  ])("is refused when it %s", async (_, sheets, message) => {
    const file = await workbook("thieu.xlsx", sheets);
    await expect(importFile(file, { mapping: mapping() })).rejects.toThrow(message);
  });

  test("is refused when it is no Excel file", async () => {
    const file = written("gia.xlsx", "đây là chữ");
    await expect(importFile(file)).rejects.toThrow(/không mở được như tệp Excel/);
  });

  test.each([
    ["a field that is none", "columns: { code: a, name: b, price: c }"],
    ["no code", "columns: { name: b }"],
    ["a level that is none", "columns: { code: a, name: b }\nlevels: { Quận: huyện }"],
  ])("a mapping with %s is refused", (_, text) => {
    expect(() => loadMapping(written("sai.yaml", text))).toThrow(/^sai\.yaml:\d/);
  });
});

describe("a catalogue opened from a table", () => {
  const open = (file: string): Promise<Catalogue> =>
    openCatalogue({ file, cacheDirectory: folder, knowledge, knowledgeDirectory: KNOWLEDGE });

  test("answers from it, with the mapping it was last imported with", async () => {
    const header = "Số hiệu,Việc,Giá\n";
    const file = written("mo.csv", `${header}1.000001,Đăng ký thử nghiệm,8.000 đồng\n`);
    await expect(open(file)).rejects.toThrow(/không tìm thấy cột/);
    const mapping = written("mo.yaml", "columns: { code: Số hiệu, name: Việc, fee: Giá }\n");
    copyFileSync(mapping, mappingFileOf(file, folder));
    const catalogue = await open(file);
    expect(catalogue.procedure("1.000001")?.facts.fee).toMatchObject({ lines: ["8.000 đồng"] });
    copyFileSync(written("mo2.yaml", "columns: { code: Số hiệu, name: Việc }\n"), mappingFileOf(file, folder));
    expect((await open(file)).procedure("1.000001")?.facts.fee).toMatchObject({ state: "withheld" });
  });
});

describe("a day in a cell", () => {
  test.each([
    ["18/7/2026", "2026-07-18"],
    ["1.2.2026", "2026-02-01"],
    ["2026-07", "2026-07"],
    ["2026-07-18", "2026-07-18"],
    ["30/2/2026", undefined],
    ["2026-13", undefined],
    ["hôm qua", undefined],
  ])("%s is %s", (text, day) => {
    expect(dayOf(text)).toBe(day);
  });
});
