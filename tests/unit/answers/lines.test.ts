import { describe, expect, test } from "vitest";
import { arranged, papersOf } from "../../../src/answers/lines.ts";
import { choiceLabels, dayInWords, shortName } from "../../../src/answers/names.ts";
import { LONG, screenOf } from "../../../src/answers/screen.ts";

const texts = (lines: readonly { text: string }[]) => lines.map(({ text }) => text);

const BIRTH = [
  "* Giấy tờ phải nộp:",
  "- Trường hợp trẻ em bị bỏ rơi thì phải có biên bản. [1 bản chính]",
  "- Văn bản ủy quyền trong trường hợp ủy quyền thực hiện. [1 bản chính]",
  "- Giấy chứng sinh; trường hợp không có thì nộp văn bản của người làm chứng xác nhận về việc sinh. [1 bản chính]",
  "Giấy tờ có trong dữ liệu thì không phải nộp. [0 bản chính]",
  "- Tờ khai theo mẫu.1.Mau.ToKhai.doc [1 bản chính,1 bản sao]",
];

describe("papers are shown in the order in which they are needed", () => {
  test("the application first, then what everybody brings, then cases, then explanations; no nought, no file name", () => {
    expect(texts(arranged("papers", BIRTH))).toEqual([
      "Tờ khai theo mẫu. (1 bản chính, 1 bản sao)",
      "Giấy tờ phải nộp:",
      "Giấy chứng sinh; trường hợp không có thì nộp văn bản của người làm chứng xác nhận về việc sinh. (1 bản chính)",
      "Trường hợp trẻ em bị bỏ rơi thì phải có biên bản. (1 bản chính)",
      "Văn bản ủy quyền trong trường hợp ủy quyền thực hiện. (1 bản chính)",
      "Giấy tờ có trong dữ liệu thì không phải nộp.",
    ]);
  });

  test("where there is little room a paper goes by its name, and a sign says that there is more", () => {
    expect(texts(papersOf(BIRTH).heads).slice(0, 2)).toEqual([
      "Tờ khai theo mẫu. (1 bản chính, 1 bản sao)",
      "Giấy chứng sinh…",
    ]);
  });

  test("a list for some applicants stands after the list for all", () => {
    const list = ["Trường hợp ủy quyền thì nộp:", "Văn bản ủy quyền [1 bản sao]", "--", "Giấy đề nghị [1 bản chính]"];
    expect(texts(arranged("papers", list))).toEqual([
      "Giấy đề nghị (1 bản chính)",
      "Trường hợp ủy quyền thì nộp:",
      "Văn bản ủy quyền (1 bản sao)",
    ]);
  });

  test("papers the source ran together are told apart, and a year glued to a count is not said as a count", () => {
    expect(texts(arranged("papers", ["- Bản khai; - Giấy chứng tử; - Hồ sơ năm 2020 [20201 bản chính]"]))).toEqual([
      "Bản khai",
      "Giấy chứng tử",
      "Hồ sơ năm 2020",
    ]);
  });

  test("a form that stands among the papers goes by its name", () => {
    const published = [
      "- Tờ khai theo mẫu;. [1 bản chính,1 bản sao]",
      "Mẫu 01.docx",
      "Đơn đề nghị (Mẫu 1)Mẫu 1.doc [1 bản chính]",
    ];
    expect(texts(arranged("forms", published))).toEqual(["Tờ khai theo mẫu", "Mẫu 01.docx", "Đơn đề nghị (Mẫu 1)"]);
  });

  test("an item that brings several marks of its own stands behind one", () => {
    expect(texts(arranged("papers", ["- + Tờ khai [1 bản chính]", "++ Bản sao hộ chiếu"]))).toEqual([
      "Tờ khai (1 bản chính)",
      "Bản sao hộ chiếu",
    ]);
  });

  test("nothing but headings is shown as it is", () => {
    expect(texts(arranged("papers", ["Hồ sơ theo quy định:"]))).toEqual(["Hồ sơ theo quy định:"]);
  });
});

describe("fees as they are written here", () => {
  test.each([
    [["Trực tuyến: 7,000 Việt Nam Đồng"], ["Trực tuyến: 7.000 đồng"]],
    [
      ["Trực tuyến: Miễn phí", "Dịch vụ bưu chính: Miễn phí", "Trực tiếp: Miễn phí"],
      ["Trực tuyến; Dịch vụ bưu chính; Trực tiếp: Miễn phí"],
    ],
    [
      ["Trực tuyến: 7,000 Việt Nam Đồng", "Trực tiếp: 10,000 Việt Nam Đồng"],
      ["Trực tuyến: 7.000 đồng", "Trực tiếp: 10.000 đồng"],
    ],
    [["Lệ phí: 1,5 phần trăm"], ["Lệ phí: 1,5 phần trăm"]],
  ])("%j", (published, shown) => {
    expect(texts(arranged("fee", published))).toEqual(shown);
  });

  test("steps keep their order, whatever they begin with", () => {
    const steps = ["Bước 1: Nộp", "Trường hợp thiếu thì bổ sung", "Bước 2: Nhận"];
    expect(texts(arranged("steps", steps))).toEqual(steps);
  });
});

describe("a screenful", () => {
  const line = (text: string, isHeading = false) => ({ text, isHeading });
  const lines = [line("A:", true), line("1"), line("2"), line("B:", true), line("3"), line("4")];
  const size = { ...LONG, lines: 4 };

  test("no heading stands last, and headings are not counted as things left", () => {
    expect(texts(screenOf(lines, 0, size).lines)).toEqual(["A:", "1", "2"]);
    expect(screenOf(lines, 0, size).left).toBe(2);
  });

  test("the next one goes on where it ended, and there is an end", () => {
    expect(texts(screenOf(lines, 1, size).lines)).toEqual(["B:", "3", "4"]);
    expect(screenOf(lines, 2, size)).toEqual({ lines: [], left: 0 });
  });

  test("one thing is always shown, however long", () => {
    expect(screenOf([line("H:", true), line("x".repeat(5000)), line("y")], 0, LONG).lines).toHaveLength(2);
  });
});

describe("names and days for people", () => {
  test.each([
    ["2026-07-18", "ngày 18/7/2026"],
    ["2026-07", "tháng 7/2026"],
    ["", ""],
  ])("%s is %s", (iso, words) => {
    expect(dayInWords(iso)).toBe(words);
  });

  test("choices that begin alike are told apart by the clause in which they differ", () => {
    const name = (level: string) => `Trình báo mất hộ chiếu phổ thông (thực hiện tại cấp ${level})`;
    expect(choiceLabels([name("tỉnh"), name("xã"), "Đăng ký khai sinh"])).toEqual([
      "Trình báo mất hộ chiếu phổ thông: tại cấp tỉnh",
      "Trình báo mất hộ chiếu phổ thông: tại cấp xã",
      "Đăng ký khai sinh",
    ]);
  });

  test("a short name ends at a word", () => {
    expect(shortName("Thủ tục đăng ký đất đai, tài sản gắn liền với đất", 30)).toBe("Đăng ký đất đai, tài sản…");
  });
});
