import { describe, expect, test } from "vitest";
import { openShipped } from "./shipped.ts";

const places = await openShipped();

describe("a unit that is in no table", () => {
  test.each([
    ["ở huyện Ngọc Lặc có bãi rác bốc mùi", "huyện Ngọc Lặc"],
    ["đường xã Chiềng Hặc hỏng nặng", "xã Chiềng Hặc"],
    ["quận Cầu Giấy ngập từ sáng", "quận Cầu Giấy"],
  ])("%s: %s", (text, words) => {
    expect(places.unlisted(text)).toBe(words);
  });

  test.each([
    ["huyen ngoc lac", "huyen ngoc lac"],
    ["thôn 3 xã Chiềng Hặc", "xã Chiềng Hặc"],
    ["phường Dịch Vọng Hậu, Cầu Giấy", "phường Dịch Vọng Hậu"],
  ])("answering where: %s", (text, words) => {
    expect(places.unlisted(text, { asked: true })).toBe(words);
  });

  test.each([
    "xã Mai Hóa mất nước",
    "xã không trả lời",
    "Công An Xã Bắt Dân Nộp Tiền",
    "ở Phường Công An làm khó dân",
    "lên huyện hỏi thì huyện chỉ về xã",
    "Thành phố Hồ Chí Minh ngập",
  ])("%s says none", (text) => {
    expect(places.unlisted(text)).toBeUndefined();
  });

  test.each(["huyện bảo lên xã", "xã này", "xã không trả lời", "o xa minh day"])("nor does the answer %s", (text) => {
    expect(places.unlisted(text, { asked: true })).toBeUndefined();
  });
});
