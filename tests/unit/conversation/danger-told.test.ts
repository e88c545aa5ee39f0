import { describe, expect, test } from "vitest";
import { aftermathIn, ofSomeoneElse, warningFor } from "../../../src/conversation/danger-told.ts";
import { fold } from "../../../src/text/index.ts";

describe("whose thought of dying it is", () => {
  test.each([
    "anh trai tôi nhắn tin từ biệt cả nhà",
    "con gái tôi rạch tay",
    "mẹ em để lại thư rồi bỏ đi, em sợ mẹ làm điều dại",
    "cứu với con trai tôi uống thuốc sâu",
    "bà nội cứ đòi chết, không ăn uống gì",
    "bạn em dọa nhảy lầu",
  ])("another's: %s", (text) => {
    expect(ofSomeoneElse(text)).toBe(true);
    expect(ofSomeoneElse(fold(text))).toBe(true);
  });

  test.each([
    "tôi muốn chết",
    "chồng em bỏ em, em không muốn sống nữa",
    "mẹ ơi con đi đây",
    "vợ bỏ tôi sống làm gì nữa",
    "ba mẹ đánh con hoài, con muốn chết",
    "con xin lỗi ba mẹ, con đi",
    "cảm ơn mọi người, tôi đi",
    "em rạch tay rồi",
  ])("in doubt their own: %s", (text) => {
    expect(ofSomeoneElse(text)).toBe(false);
    expect(ofSomeoneElse(fold(text))).toBe(false);
  });
});

describe("what is told after a number was given", () => {
  test.each([
    ["asks", "em phải làm sao"],
    ["asks", "chưa biết làm sao"],
    ["asks", "tôi không dám gọi công an"],
    ["asks", "gọi mãi không được"],
    ["over", "dập xong rồi"],
    ["over", "xe cứu hỏa tới rồi"],
    ["over", "vớt được cháu rồi"],
    ["over", "gọi rồi, họ đang tới"],
    ["damage", "nước rút rồi, nhà hư hết, báo xã hỗ trợ"],
    ["damage", "nhà tốc mái hết, nhờ xã thống kê"],
  ])("%s: %s", (told, text) => {
    expect(aftermathIn(text)).toBe(told);
    expect(aftermathIn(fold(text))).toBe(told);
  });

  test.each([
    "nước rút rồi mà bà nội chưa thấy đâu",
    "cứu hỏa tới rồi nhưng lửa vẫn cháy",
    "nó tìm thấy em rồi",
    "chồng em về rồi",
    "họ đến rồi",
    "cháy hết rồi cứu với",
    "làm sao để làm khai sinh",
    "thôn 3",
  ])("none of it: %s", (text) => {
    expect(aftermathIn(text)).toBeUndefined();
    expect(aftermathIn(fold(text))).toBeUndefined();
  });
});

test.each([
  ["thấy quả bom ngoài ruộng", "khan_cap.vat_no"],
  ["tụi nhỏ nhặt được lựu đạn", "khan_cap.vat_no"],
  ["dây điện đứt nằm giữa đường", "khan_cap.dien"],
  ["trạm biến áp bốc khói", "khan_cap.dien"],
  ["máy bơm nước cháy", undefined],
  ["chồng tôi cầm dao", undefined],
])("what kills whoever comes near: %s", (text, warning) => {
  expect(warningFor(text)).toBe(warning);
  expect(warningFor(fold(text))).toBe(warning);
});
