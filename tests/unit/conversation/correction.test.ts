import { describe, expect, test } from "vitest";
import { correctionIn } from "../../../src/conversation/correction.ts";
import { acceptAnswer } from "../../../src/conversation/flow/accept.ts";
import { readContact } from "../../../src/conversation/sender.ts";
import type { InboundMessage } from "../../../src/messages/index.ts";

const POSITION = {
  flow: "gui-phan-anh",
  step: "xac-nhan",
  saved: { content: "rác ở ngõ 5", contact: "Lê Hà 0933444555" },
  retries: 0,
};

describe("what is put right at the confirmation", () => {
  test.each([
    ["số điện thoại sai, phải là 0933444556", "contact", "Lê Hà 0933444556"],
    ["so dien thoai sai phai la 0933444556", "contact", "Lê Hà 0933444556"],
    ["sai tên rồi, tôi là Lê Thị Hà", "contact", "Lê Thị Hà 0933444555"],
    ["sửa tên thành Lê Thị Hà", "contact", "Lê Thị Hà 0933444555"],
    ["tên phải là Lê Thị Hà ạ", "contact", "Lê Thị Hà 0933444555"],
    ["Lê Thị Hà 0933444556", "contact", "Lê Thị Hà 0933444556"],
    ["nhầm, ở ngõ 17 thôn 3 cơ", "place", "ngõ 17 thôn 3"],
    ["sửa địa chỉ thành ngõ 17 thôn 3", "place", "ngõ 17 thôn 3"],
    ["dia chi sai roi, la ngo 17 thon 3", "place", "ngo 17 thon 3"],
    ["ghi giúp em là Hoàng Thị Anh", "contact", "Hoàng Thị Anh 0933444555"],
    ["dau phai thon 3, thon 5 kia", "place", "thon 5"],
    ["thôn 4 chứ không phải thôn 2", "place", "thôn 4"],
    ["sua lai la thon 8 nghe", "place", "thon 8"],
    ["sửa nội dung thành rác ở ngõ 15 không ai gom", "content", "rác ở ngõ 15 không ai gom"],
  ])("%s", (text, save, answer) => {
    expect(correctionIn(text, POSITION)).toEqual({ save, answer });
  });

  test("what is told besides is added, and the rest stands", () => {
    expect(correctionIn("bổ sung là nước chảy vào nhà bà Tám", POSITION)).toEqual({
      save: "contact",
      answer: "Lê Hà 0933444555",
      content: "rác ở ngõ 5\nbổ sung là nước chảy vào nhà bà Tám",
    });
  });

  test.each([
    "địa chỉ sai rồi",
    "sai địa chỉ rồi",
    "số sai rồi",
    "sai tên rồi",
    "nhầm số rồi em",
    "sửa cho tôi với",
    "sai số nhà, phải là 12 ngõ 5",
  ])("“%s” does not say what is right, and nothing is overwritten", (text) => {
    expect(correctionIn(text, POSITION)).toBeUndefined();
  });

  test("what is put right in the matter stands below it", () => {
    expect(correctionIn("không phải nghẹt mà là vỡ hẳn", POSITION)).toMatchObject({
      answer: "Lê Hà 0933444555",
      content: "rác ở ngõ 5\nkhông phải nghẹt mà là vỡ hẳn",
    });
  });

  test("for whom is no place", () => {
    expect(correctionIn("sửa lại cho em tên là Lan", POSITION)).toMatchObject({ save: "contact" });
  });

  test.each(["gửi", "đúng rồi", "1", "sửa tên", "sai rồi", "thôi", "không gửi nữa", "gửi ngay giúp tôi"])(
    "“%s” only answers",
    (text) => {
      expect(correctionIn(text, POSITION)).toBeUndefined();
    },
  );
});

const WAYS: Readonly<Record<string, readonly string[]>> = {
  yes: ["gửi", "ok", "đồng ý", "gửi đi", "đúng", "đúng rồi", "phải", "dạ", "vâng"],
  change: ["sửa", "sai rồi", "chưa đúng", "không đúng"],
  stop: ["thôi", "không", "không gửi", "không gửi nữa"],
};
const choose = (text: string) =>
  acceptAnswer({ kind: "choice", options: ["yes", "change", "stop"] }, text, {
    optionWords: (option) => WAYS[option] ?? [],
    ticketCode: () => undefined,
  });

describe("consent", () => {
  test.each([
    "số điện thoại sai, phải là 0933444556",
    "đừng gửi",
    "đừng",
    "đừng gửi đi",
    "khoan gửi đi",
    "dung gui di",
    "chưa phải",
    "để tôi xem có đúng không đã",
  ])("“%s” is none", (text) => {
    expect(choose(text)).not.toBe("yes");
  });
  test.each(["gửi ngay giúp tôi", "uh gửi đi", "ok cảm ơn", "đúng rồi đó", "vâng gửi giúp"])("“%s” is", (text) => {
    expect(choose(text)).toBe("yes");
  });
  test("“không đúng” is no wish to stop", () => {
    expect(choose("không đúng")).toBe("change");
  });
});

describe("who somebody is", () => {
  const contact = (text: string) =>
    acceptAnswer({ kind: "contact" }, text, { optionWords: () => [], ticketCode: () => undefined });
  test.each(["sao phải cho số điện thoại?", "cảm ơn ad nha", "Lê Hà 093344455", "để làm gì", "ok"])(
    "“%s” is no answer",
    (text) => {
      expect(contact(text)).toBeUndefined();
    },
  );

  const message = { from: { channel: "zalo", id: "1" } } as InboundMessage;
  test.each([
    ["e tên Thảo 0356111222", "Thảo"],
    ["toi ten la Nguyen Van Khoa 0905333444", "Nguyen Van Khoa"],
    ["bác tên Tư, 0912777888", "Tư"],
    ["tui là Sáu Lành 0939222111", "Sáu Lành"],
    ["Chu Văn An 0939222111", "Chu Văn An"],
    ["Anh Tuấn 0939222111", "Anh Tuấn"],
  ])("%s → %s", (text, name) => {
    expect(readContact(text, message).name).toBe(name);
  });
});
