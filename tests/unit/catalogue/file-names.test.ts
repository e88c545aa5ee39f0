import { describe, expect, test } from "vitest";
import { formNames, paperApart } from "../../../src/catalogue/file-names.ts";
import { importRow } from "../../../src/catalogue/published.ts";

describe("the name of a file is told apart from the paper it is glued to", () => {
  test.each([
    [
      "Phiếu đề nghị (Mẫu P02 của Bộ A)Mẫu P02 Phiếu đề nghị.doc",
      "Phiếu đề nghị (Mẫu P02 của Bộ A)",
      "Mẫu P02 Phiếu đề nghị.doc",
    ],
    [
      "Tờ khai có ý kiến đồng ý bằng văn bản.1.MuTK01banhnh (3).doc",
      "Tờ khai có ý kiến đồng ý bằng văn bản.",
      "1.MuTK01banhnh (3).doc",
    ],
    [
      "Đơn đề nghị theo Nghị định số 1/2026/NĐ-CPMẫu số 03.docx",
      "Đơn đề nghị theo Nghị định số 1/2026/NĐ-CP",
      "Mẫu số 03.docx",
    ],
    ["Bản khai (nếu có) theo mẫuMauBankhai.docx", "Bản khai (nếu có) theo mẫu", "MauBankhai.docx"],
    [
      "Đơn ký hợp đồng của công nhân32-Mẫu số 01-Đơn ký.doc",
      "Đơn ký hợp đồng của công nhân",
      "32-Mẫu số 01-Đơn ký.doc",
    ],
    [
      "Tờ khai theo Thông tư ngày 30/6/2023.Mau 1a. Don dang ky.doc",
      "Tờ khai theo Thông tư ngày 30/6/2023.",
      "Mau 1a. Don dang ky.doc",
    ],
    [
      "Đơn theo quy địnhvăn bản đề nghị (vị trí, quy mô).docx",
      "Đơn theo quy định",
      "văn bản đề nghị (vị trí, quy mô).docx",
    ],
    [
      "Hồ sơ đủ.Trường hợp thuê thì nộp đơn theo quy địnhMauDon.docx",
      "Hồ sơ đủ.Trường hợp thuê thì nộp đơn theo quy định",
      "MauDon.docx",
    ],
    [
      "Đề nghị thu hồi khoáng sảnMau 03 - Phu luc III_36.2025.TT-B_02.7.2025.doc",
      "Đề nghị thu hồi khoáng sản",
      "Mau 03 - Phu luc III_36.2025.TT-B_02.7.2025.doc",
    ],
  ])("%s", (line, paper, file) => {
    expect(paperApart(line)).toEqual({ paper, copies: "", files: [file] });
    expect(paperApart(`${line} [1 bản chính]`)).toEqual({ paper, copies: "[1 bản chính]", files: [file] });
  });

  test("several files of one paper", () => {
    expect(paperApart("Báo cáo năm.Mẫu số 1.docxMẫu số 2- Bien ban.docx [1 bản sao]")).toEqual({
      paper: "Báo cáo năm.",
      copies: "[1 bản sao]",
      files: ["Mẫu số 1.docx", "Mẫu số 2- Bien ban.docx"],
    });
  });

  test.each([
    "Mẫu số 01.docx",
    "Tệp “.pdf” của toàn bộ báo cáo, được ký số.",
    "Tờ khai tải tại https://vi-du.vn/tai-lieu/Mau01.doc",
    "Giấy khai sinh [1 bản sao]",
  ])("what is not glued to a paper stays as it is: %s", (line) => {
    expect(paperApart(line).files).toEqual([]);
  });
});

describe("forms stand under the names of their files", () => {
  test("what the crawl left of the paper is taken off, what it cut short is whole behind the paper", () => {
    const forms = [
      "của Bộ A)Mẫu P02 Phiếu đề nghị.doc",
      "2026).docx",
      "tờ khaiSố lượngTờ khai theo mẫuMuTkhai.docx",
      "Mẫu 9.doc",
    ];
    const papers = [
      "Phiếu (Mẫu P02 của Bộ A)Mẫu P02 Phiếu đề nghị.doc",
      "Đơn (Mẫu 1).Mẫu số 1 - Đơn (NĐ 4.2026).docx [1 bản chính]",
    ];
    expect(formNames(forms, papers)).toEqual([
      "Mẫu P02 Phiếu đề nghị.doc",
      "Mẫu số 1 - Đơn (NĐ 4.2026).docx",
      "MuTkhai.docx",
      "Mẫu 9.doc",
    ]);
  });

  test("an import lists them so", () => {
    const imported = importRow({
      code: "1.000001",
      name: "Cấp thẻ",
      papers: "Phiếu (Mẫu P02 của Bộ A)Mẫu P02.doc [1 bản chính]",
      forms: ["của Bộ A)Mẫu P02.doc"],
    });
    expect(imported.kind === "procedure" && imported.procedure.facts.forms).toMatchObject({ lines: ["Mẫu P02.doc"] });
  });
});
