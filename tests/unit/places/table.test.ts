import { describe, expect, test } from "vitest";
import { buildTable, overlay } from "../../../src/places/build.ts";
import type { Province } from "../../../src/places/place.ts";
import { formersIn, readRows } from "../../../src/places/rows.ts";
import { openShipped } from "./shipped.ts";

const PROVINCES: Province[] = [
  { code: "44", name: "Quảng Trị", former: ["Quảng Bình"], also: [] },
  { code: "79", name: "Thành phố Hồ Chí Minh", former: [], also: ["tp hcm"] },
];

const tableOf = (cells: string[][]) => {
  const read = readRows(cells);
  if (read.kind === "no_header") throw new Error(read.missing.join());
  return buildTable(read.rows, PROVINCES);
};
const kindsOf = (cells: string[][]) =>
  tableOf(cells)
    .defects()
    .map(({ kind, line }) => `${kind} ${line}`);

describe("a table of places", () => {
  test("columns are known by their titles, in any order", () => {
    const { table } = tableOf([
      ["Phường, xã mới", "Tỉnh", "Phường, xã trước sáp nhập"],
      ["Đồng Lê", "Tỉnh Quảng Trị", "Thị trấn Đồng Lê, Xã Kim Hóa (phần còn lại), Xã Cam Thủy (huyện Lệ Thủy)"],
      ["Bến Thành", "TP HCM", "Không sáp nhập"],
    ]);
    expect(table.units).toMatchObject([
      {
        id: "quang-tri/dong-le",
        code: null,
        province: "Quảng Trị",
        formers: [
          { name: "Đồng Lê", kind: "thị trấn", share: "whole" },
          { name: "Kim Hóa", kind: "xã", share: "rest" },
          { name: "Cam Thủy", kind: "xã", district: "huyện Lệ Thủy" },
        ],
      },
      { province: "Thành phố Hồ Chí Minh", formers: [] },
    ]);
  });

  test("without a province or a unit it is no table of places", () => {
    expect(readRows([["Tên", "Ghi chú"]])).toEqual({ kind: "no_header", missing: ["province", "unit"] });
  });

  test("brackets hold commas", () => {
    expect(formersIn("Xã A (còn lại, sau khi nhập), Xã B", "", "")).toHaveLength(2);
  });

  test.each<[string, string[][], string]>([
    ["an unknown province", [["Hà Nội 2", "", "A", "Xã B", ""]], "unknown_province 2"],
    [
      "a row twice",
      [
        ["Quảng Trị", "18991", "A", "Xã B", "xã"],
        ["Quảng Trị", "18991", "A", "Xã B", "xã"],
      ],
      "repeated 3",
    ],
    ["no NFC", [["Quảng Trị", "18991", "Đồng Lê".normalize("NFD"), "Xã B", "xã"]], "not_nfc 2"],
    [
      "an old name of two new units",
      [
        ["Quảng Trị", "18991", "A", "Xã B", "xã"],
        ["Quảng Trị", "18992", "C", "Xã B", "xã"],
      ],
      "split 0",
    ],
    ["no code", [["Quảng Trị", "", "A", "Xã B", "xã"]], "no_code 0"],
    ["a code that is none", [["Quảng Trị", "1899", "A", "Xã B", "xã"]], "bad_code 2"],
    [
      "one code for two",
      [
        ["Quảng Trị", "18991", "A", "Xã B", "xã"],
        ["Quảng Trị", "18991", "C", "Xã D", "xã"],
      ],
      "code_twice 0",
    ],
    ["no unit", [["Quảng Trị", "18991", "", "Xã B", "xã"]], "no_unit 2"],
    ["no kind", [["Quảng Trị", "18991", "A", "Xã B", ""]], "no_kind 0"],
    ["something that is no commune", [["Quảng Trị", "18991", "A", "Trường bắn TB1", "xã"]], "former_without_kind 2"],
    ["nothing stated", [["Quảng Trị", "18991", "A", "", "xã"]], "nothing_stated 2"],
    ["a part", [["Quảng Trị", "18991", "A", "Xã B (một phần)", "xã"]], "partial 2"],
  ])("tells %s", (_, lines, wanted) => {
    expect(kindsOf([["Tỉnh", "Mã", "Phường, xã mới", "Đơn vị cũ", "Loại"], ...lines])).toContain(wanted);
  });

  test("a clean table has no defects", () => {
    const lines = [
      ["Tỉnh", "Mã", "Phường, xã mới", "Đơn vị cũ", "Loại"],
      ["Quảng Trị", "18991", "A", "Xã B", "xã"],
    ];
    expect(kindsOf(lines)).toEqual([]);
  });
});

describe("an imported table over the shipped one", () => {
  test("takes its provinces from the import, and codes, kinds and districts it lacks from what ships", async () => {
    const shipped = (await openShipped()).table;
    const imported = tableOf([
      ["Tỉnh", "Phường, xã mới", "Phường, xã trước sáp nhập"],
      ["Quảng Trị", "Tuyên Bình", "Xã Phong Hóa, Xã Ngư Hóa, Xã Mai Hóa, Xã Mới Thêm"],
    ]).table;
    const { units } = overlay(shipped, imported);
    expect(units).toHaveLength(1);
    expect(units[0]).toMatchObject({ id: "18991", code: "18991", kind: "xã" });
    expect(units[0]?.formers.map(({ name, district }) => [name, district])).toEqual([
      ["Phong Hóa", "huyện Tuyên Hóa"],
      ["Ngư Hóa", "huyện Tuyên Hóa"],
      ["Mai Hóa", "huyện Tuyên Hóa"],
      ["Mới Thêm", null],
    ]);
  });
});

describe("what ships", () => {
  test("34 provinces and the whole example province: 69 communes, 8 wards, 1 special zone", async () => {
    const { provinces, units } = (await openShipped()).table;
    const count = (kind: string) => units.filter((unit) => unit.kind === kind).length;
    expect([provinces.length, units.length]).toEqual([34, 78]);
    expect([count("xã"), count("phường"), count("đặc khu")]).toEqual([69, 8, 1]);
    expect(new Set(units.map(({ code }) => code)).size).toBe(78);
    expect(new Set(provinces.map(({ code }) => code)).size).toBe(34);
    expect(new Set(units.flatMap(({ formers }) => formers.map(({ district }) => district))).size).toBe(18);
  });
});
