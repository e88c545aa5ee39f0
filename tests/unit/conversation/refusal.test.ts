import { describe, expect, test } from "vitest";
import { staysUnnamed } from "../../../src/conversation/refusal.ts";
import { senderTold } from "../../../src/conversation/sender.ts";

describe("asked for their name", () => {
  test.each([
    "khong ten",
    "khỏi xưng tên nha",
    "ten thi khoi di",
    "tên làm gì, lo mà sửa đi",
    "cu de la nguoi dan thon 3",
    "em ngại đụng chạm",
    "sợ họ trả thù",
    "miễn phản hồi cũng được",
    "dung cho ong truong thon biet ten",
    "thôi giữ kín giúp tôi",
  ])("“%s” stays unnamed", (text) => {
    expect(staysUnnamed(text)).toBe(true);
  });

  test.each([
    "Trần Văn Không 0905111222",
    "Sáu không có điện thoại",
    "tôi tên Lan, không cần gọi lại",
    "Hồ Bí",
    "Hoàng Thị Kín",
    "so 0905111222",
    "từ tháng 9",
  ])("“%s” does not", (text) => {
    expect(staysUnnamed(text)).toBe(false);
  });
});

describe("who sends a report", () => {
  test.each([
    ["ho ten Vo Dinh Cuong dt 0914555666 o thon 7", "Vo Dinh Cuong", "0914555666"],
    ["Bình địa chỉ thôn 2", "Bình", null],
    ["Anh Tuấn đây nhà cạnh chùa", "Anh Tuấn", null],
    ["bố tôi tên Lê Văn Cừ, tôi là con tên Hùng", "Hùng", null],
    ["Nguyễn Văn A, sinh 1965, cccd 044065001234, sđt 0905333221", "Nguyễn Văn A", "0905333221"],
    ["le van ba khong chin mot hai ba ba ba bon bon bon", "le van ba", "0912333444"],
    ["met qua", null, null],
    ["mai tôi nhắn sau", null, null],
    ["tu thang 9", null, null],
    ["ubnd xã", null, null],
    ["Dung", null, null],
    ["cua quoc gia", null, null],
  ])("%s → %s, %s", (text, name, phone) => {
    expect(senderTold(text)).toMatchObject({ name, phone });
  });
});
