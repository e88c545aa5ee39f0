import { describe, expect, test } from "vitest";
import {
  judgeAgency,
  judgeLegalBasis,
  judgeLines,
  judgeTime,
  lawNumbers,
  namesAbolishedBody,
  readableLines,
} from "../../../src/catalogue/defects.ts";

describe("a published time", () => {
  test.each([
    ["3 Ngày làm việc", [], "3 Ngày làm việc"],
    ["Không quy định", [], "Không quy định"],
    ["Trước khi tàu cập cảng", [], "Trước khi tàu cập cảng"],
    ["Trực tuyến: 2 Giờ; Trực tiếp: 2 Giờ", [], "Trực tuyến: 2 Giờ; Trực tiếp: 2 Giờ"],
  ])("%s is stated", (time, flags, line) => {
    expect(judgeTime(time, flags)).toEqual({ state: "stated", lines: [line], confidence: "published" });
  });

  test.each([
    [null, [], "not_published"],
    ["N/A", [], "not_published"],
    ["1", [], "no_unit"],
    ["120,00", [], "no_unit"],
    ["12", ["time_unit_missing"], "no_unit"],
    ["20 Ngày", ["time_limit_conflict"], "conflicting"],
    ["Trực tuyến: 6 Ngày; Trực tiếp: 40 Ngày", [], "conflicting"],
    ["Trực tuyến: 1; Trực tiếp: 1", [], "no_unit"],
  ])("%s is withheld: %j %s", (time, flags, reason) => {
    expect(judgeTime(time, flags)).toEqual({ state: "withheld", reason });
  });
});

describe("bodies that ended on 1 July 2025", () => {
  test.each([
    "Công an huyện",
    "Bảo hiểm xã hội cấp huyện",
    "UBND quận Ba Đình",
    "Ủy ban nhân dân thị xã",
    "Phòng Tư Pháp",
    "Sở Nội vụ, Phòng Nội vụ",
  ])("%s", (text) => {
    expect(namesAbolishedBody(text)).toBe(true);
  });

  test.each([
    "Hải quan cửa khẩu",
    "Cơ quan thuế",
    "Ủy ban nhân dân cấp xã",
    "Thị trấn cũ",
    "Phòng Kinh tế",
    "Trung tâm Phục vụ hành chính công",
  ])("%s is not one", (text) => {
    expect(namesAbolishedBody(text)).toBe(false);
  });

  test("people are not sent there, but a paper may name them", () => {
    expect(judgeLines("Công an huyện", true)).toEqual({ state: "withheld", reason: "abolished_level" });
    expect(judgeLines("Giấy do UBND huyện cấp", false)).toMatchObject({ state: "stated" });
  });
});

test("cells of a table that have run together are no text, and a page's empty fields are nothing", () => {
  expect(judgeLines("Trực tuyếnKhôngMiễn phíBằng phương thức điện tử qua Cổng dịch vụ công", false)).toEqual({
    state: "withheld",
    reason: "not_readable",
  });
  expect(judgeLines("Không có thông tinTừ khóaKhông có thông tinMô tảKhông có thông tinChọn", false)).toEqual({
    state: "withheld",
    reason: "not_published",
  });
  expect(judgeLines("Trực tuyến\nTrực tiếp", false)).toMatchObject({ lines: ["Trực tuyến", "Trực tiếp"] });
});

test("what is the web page's is dropped, and each line comes once", () => {
  expect(readableLines("Tờ khai\nTải về\n  Tờ   khai \nN/A\nẢnh")).toEqual(["Tờ khai", "Ảnh"]);
});

test("a count of copies without its paper is no paper", () => {
  expect(readableLines("[01 bản sao]\ngiấy khai sinh [0 bản chính,1 bản sao]\n; [1 bản chính]")).toEqual([
    "giấy khai sinh [0 bản chính,1 bản sao]",
  ]);
});

describe("law numbers the crawl ran together", () => {
  test.each([
    ["Luật Cư trú68/2020/QH14T\nhông tư 55/2021/TT-BC\nA55/2021/TT-BCAL", ["68/2020/QH14", "55/2021/TT-BCA"]],
    ["Luật 49/2019/Q\nH1449/2019/QH14N", ["49/2019/QH14"]],
    ["Luật 2020202068/2020/QH14", []],
    ["Nghị định 62/2021/NĐ-C\nP62/2021/NĐ-C\nP", []],
    ["Thông tư liên tịch 17/1999/TTLT-BLĐTBXH-BTC-BTCCBCP", []],
    ["138/2015/TTLT-BQP-BTCN\nghị định", ["138/2015/TTLT-BQP-BTC"]],
    ["66.7/2025/NQ-CPL\nuật", ["66.7/2025/NQ-CP"]],
  ])("%j", (text, numbers) => {
    expect(lawNumbers(text)).toEqual(numbers);
  });

  test("none that can be read is a defect, nothing at all is silence", () => {
    expect(judgeLegalBasis("76/2020/NĐ-C\nP")).toEqual({ state: "withheld", reason: "not_readable" });
    expect(judgeLegalBasis("")).toEqual({ state: "withheld", reason: "not_published" });
  });
});

test("a record for the whole country names no body of one province", () => {
  expect(judgeAgency("Sở An toàn thực phẩm - TP.HCM", true)).toEqual({ state: "withheld", reason: "of_one_province" });
  expect(judgeAgency("Cơ quan quản lý hộ tịch, Sở Tư pháp Thành phố Hà Nội", true)).toMatchObject({
    lines: ["Cơ quan quản lý hộ tịch"],
  });
  expect(judgeAgency("Sở Tư pháp Thành phố Hà Nội", false)).toMatchObject({ state: "stated" });
  expect(judgeAgency("UBND tỉnh, thành phố trực thuộc trung ương", true)).toMatchObject({ state: "stated" });
});
