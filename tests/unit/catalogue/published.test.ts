import { expect, test } from "vitest";
import { importRow } from "../../../src/catalogue/published.ts";

const nameOf = (code: string, name: string): string | undefined => {
  const imported = importRow({ code, name });
  return imported.kind === "procedure" ? imported.procedure.name : undefined;
};

test("the code behind a published name is not said twice; other brackets stay", () => {
  expect(nameOf("1.010736", "Tham vấn (cấp xã) (1.010736)")).toBe("Tham vấn (cấp xã)");
  expect(nameOf("1.010736", "Tham vấn (1.010737)")).toBe("Tham vấn (1.010737)");
});

test.each([
  ["lập hồ sơ theo quy định tại mục 9.3 (", ") và nộp cho cơ quan BHXH.\nBước 2. Cơ quan BHXH tiếp nhận."],
  ["Bước 1. Lập hồ sơ theo quy định tại mục", "Bước 2. Nộp hồ sơ"],
  [
    "Người tham gia lập hồ sơ theo quy định tại tiết 1 mục",
    "a) Đối với người tham gia do tổ chức BHXH đóng: nộp hồ sơ",
  ],
])("steps torn at a heading are neither steps nor papers: %s", (steps, papers) => {
  const imported = importRow({ code: "1.001613", name: "Hưởng bảo hiểm xã hội một lần", steps, papers, flags: [] });
  expect(imported).toMatchObject({
    kind: "procedure",
    procedure: { facts: { steps: { reason: "not_readable" }, papers: { reason: "not_readable" } } },
    defects: expect.arrayContaining([expect.objectContaining({ field: "papers", rule: "not_readable" })]),
  });
});

test.each([
  ["Cấp Huyện, Cấp Xã", "Cấp Xã", "not_published"],
  ["Cấp Quận/huyện", undefined, "abolished_level"],
])("nobody is sent to the districts by the level alone: %s", (level, levelText, reason) => {
  const imported = importRow({ code: "1.001613", name: "Tên", level });
  expect(imported).toMatchObject({ procedure: { facts: { agency: { state: "withheld", reason } } } });
  expect(imported.kind === "procedure" && imported.procedure.levelText).toBe(levelText);
});

test("steps that end with a sentence stand, and the papers beside them", () => {
  const imported = importRow({
    code: "1.001613",
    name: "Tên",
    steps: "Nộp tại bộ phận một cửa (xã).",
    papers: "Tờ khai",
  });
  expect(imported).toMatchObject({
    procedure: { facts: { steps: { state: "stated" }, papers: { state: "stated", lines: ["Tờ khai"] } } },
  });
});
