import { describe, expect, test } from "vitest";
import { acceptAnswer, choiceNumber } from "../../../src/conversation/flow/accept.ts";

const WAYS: Readonly<Record<string, readonly string[]>> = {
  "dong-y": ["Gửi", "ok", "đồng ý", "được", "gửi đi", "đúng", "ừ", "vâng", "dạ"],
  sua: ["Sửa nội dung", "sửa", "sai rồi"],
  thoi: ["Không gửi nữa", "thôi", "hủy", "không gửi", "không"],
};
const WORLD = { optionWords: (option: string) => WAYS[option] ?? [], ticketCode: () => undefined };
const choose = (text: string) => acceptAnswer({ kind: "choice", options: ["dong-y", "sua", "thoi"] }, text, WORLD);

describe("an answer to a question with choices", () => {
  test.each([
    ["1", "dong-y"],
    ["số 2", "sua"],
    ["cái thứ ba", "thoi"],
    ["ok gửi", "dong-y"],
    ["dạ gửi đi ạ", "dong-y"],
    ["vâng ạ", "dong-y"],
    ["gui", "dong-y"],
    ["không gửi", "thoi"],
    ["thôi ạ", "thoi"],
    ["sửa nội dung giúp em", "sua"],
    ["Đúng, gửi đi", "dong-y"],
    ["cho gửi đi", "dong-y"],
  ])("%s → %s", (text, option) => {
    expect(choose(text)).toBe(option);
  });

  test.each(["đừng gửi đi", "khoan gửi đi", "dung gui di", "?", "em", "anh ơi", "là sao", "9", "để xem đã", ""])(
    "%j consents to nothing",
    (text) => {
      expect(choose(text)).toBeUndefined();
    },
  );
});

describe("other answers", () => {
  test("a text that is too short is none, and one too long is cut to what may be kept", () => {
    expect(acceptAnswer({ kind: "text", min: 10, max: 20 }, "rác", WORLD)).toBeUndefined();
    expect(acceptAnswer({ kind: "text", min: 10, max: 20 }, "x".repeat(50), WORLD)).toHaveLength(20);
  });

  test.each([
    ["thôn 2", "thôn 2"],
    ["em không nhớ rõ ạ", "không rõ"],
    ["không rõ", "không rõ"],
    ["k biết", "không rõ"],
    ["không biết chỗ đó gọi là gì", "không rõ"],
    ["em không rành đường ở đây", "không rõ"],
    ["không rõ nhưng gần chợ", "không rõ nhưng gần chợ"],
  ])("a place: %s → %s", (text, place) => {
    expect(acceptAnswer({ kind: "place" }, text, WORLD)).toBe(place);
  });

  test.each([
    ["4321", "4321"],
    ["là 4321 nhé", "4321"],
    ["43210", undefined],
    ["bốn ba", undefined],
  ])("four digits: %s → %s", (text, digits) => {
    expect(acceptAnswer({ kind: "digits", length: 4 }, text, WORLD)).toBe(digits);
  });

  test.each([
    ["2", 3, 1],
    ["cái cuối", 3, 2],
    ["thứ hai", 4, 1],
    ["5", 4, undefined],
    ["hai vợ chồng", 4, undefined],
  ])("a number in words: %s of %i → %s", (text, count, index) => {
    expect(choiceNumber(text, count)).toBe(index);
  });
});

test("thanks are no place, a numbered place is no name", () => {
  expect(acceptAnswer({ kind: "place" }, "cam on chau nhe", WORLD)).toBeUndefined();
  expect(acceptAnswer({ kind: "contact" }, "thon 5", WORLD)).toBeUndefined();
  expect(acceptAnswer({ kind: "contact" }, "xom 3 thon Dong Linh", WORLD)).toBeUndefined();
  expect(acceptAnswer({ kind: "contact" }, "thon 3 xa Tuyen Binh, gan nha van hoa", WORLD)).toBeUndefined();
  expect(acceptAnswer({ kind: "contact" }, "To Thi Lan", WORLD)).toBe("To Thi Lan");
  expect(acceptAnswer({ kind: "contact" }, "Hồ Thị Lan 0912345678", WORLD)).toBe("Hồ Thị Lan 0912345678");
});

test.each(["Hà Thị Lan", "Hạ Văn Nam", "Sao Mai", "Ai Thị Hoa"])("%s is a name", (name) => {
  expect(acceptAnswer({ kind: "contact" }, name, WORLD)).toBe(name);
});

test.each(["sao phải cho số?", "sao vậy em", "để làm gì", "ai cần biết", "hả"])(
  "“%s” asks back and is no name",
  (text) => {
    expect(acceptAnswer({ kind: "contact" }, text, WORLD)).toBeUndefined();
  },
);
