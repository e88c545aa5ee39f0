import { describe, expect, test } from "vitest";
import { ASKS } from "../../../src/conversation/asking.ts";
import { tellsMore } from "../../../src/conversation/told-more.ts";
import { fold, words } from "../../../src/text/index.ts";

const KNOWN = new Set(["xã tuyên bình", "mai hóa"]);
const places = {
  find: (text: string) => (KNOWN.has(text.toLowerCase()) ? { kind: "one" } : { kind: "none" }) as never,
};

/** Whether a text is taken as more of the report where `step` asks for something else. */
function isMore(step: string, text: string): boolean {
  const asks = text.includes("?") || ASKS.test(` ${words(fold(text)).join(" ")} `);
  return tellsMore({ message: { text }, whole: { understood: { asks } } } as never, step, places);
}

describe("where the place is asked for", () => {
  test.each([
    "xã có cho tiền sửa hông",
    "nhờ xã xuống đo giùm",
    "hỏi ai",
    "bao giờ mới có người tới coi",
    "nho xa xuong xem giup",
  ])("more of the matter: %s", (text) => {
    expect(isMore("dia-ban", text)).toBe(true);
  });
  test.each(["ấp 4", "xã Tuyên Bình", "mai hóa", "gần nhà văn hóa", "trước cổng trường cấp hai", "khong ro"])(
    "the place: %s",
    (text) => {
      expect(isMore("dia-ban", text)).toBe(false);
    },
  );
});

describe("where the name is asked for", () => {
  test.each([
    "nhờ xã xuống đo giùm",
    "bà già đi 3 lần không xong cái giấy",
    "thôi hòa giải trước đi",
    "ho so cua toi nop ba thang roi chua co",
  ])("more of the matter: %s", (text) => {
    expect(isMore("lien-he", text)).toBe(true);
  });
  test.each([
    "Nguyễn Văn Sáu 0912345678",
    "nguyen van sau",
    "tui ten Nguyen Van Sau o ap 2",
    "chú Bảy bán bánh canh",
    "ẩn danh",
    "không cần tên đâu",
    "sao phải cho biết tên",
    "0912 345 678",
    "Trần Thị Đã",
  ])("an answer: %s", (text) => {
    expect(isMore("lien-he", text)).toBe(false);
  });
});
