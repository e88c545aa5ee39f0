import { describe, expect, test } from "vitest";
import { outcomeOfCode } from "../../../src/channels/zalo/outcome.ts";
import { troubleWords } from "../../../src/officers/desk/trouble.ts";

describe("why a message did not go, in words", () => {
  test.each([
    ["zalo -217", "người dân đã chặn OA; mã: zalo -217"],
    ["zalo token -32", "Zalo đang giới hạn số lần gọi; mã: zalo token -32"],
    ["window_closed", "đã quá 7 ngày từ lần cuối người dân nhắn Zalo; mã: window_closed"],
    ["esms time-out", "nhà cung cấp không trả lời kịp; mã: esms time-out"],
    ["token zalo time-out", "nhà cung cấp không trả lời kịp; mã: token zalo time-out"],
    ["zalo: token refused (-14014)", "hệ thống chưa có hoặc đã mất quyền gửi tin; mã: zalo: token refused (-14014)"],
    [
      "zalo: no template for this notice",
      "chưa có mẫu tin được duyệt cho việc này; mã: zalo: no template for this notice",
    ],
    ["android http 503", "nhà cung cấp đang gặp sự cố; mã: android http 503"],
    ["twilio: no sender (TWILIO_FROM)", "chưa đặt số gửi (TWILIO_FROM); mã: twilio: no sender (TWILIO_FROM)"],
    ["no sender", "kênh này đang tắt; mã: no sender"],
    ["zalo -201", "nhà cung cấp không nhận; mã: zalo -201"],
    ["esms 99", "nhà cung cấp không nhận; mã: esms 99"],
    ["not delivered: twilio 30003", "nhà cung cấp báo tin không tới máy; mã: not delivered: twilio 30003"],
    ["told by telephone", "mã: told by telephone"],
  ])("%s", (reason, words) => expect(troubleWords(reason)).toBe(words));

  test("every number of Zalo's that means somebody out of reach has words of its own", () => {
    const codes = Array.from({ length: 2000 }, (_, nth) => -nth - 1);
    const unreachable = codes.filter((code) => {
      const outcome = outcomeOfCode(code, 0);
      return outcome !== "refresh" && outcome.kind === "unreachable";
    });
    expect(unreachable.length).toBeGreaterThan(10);
    expect(unreachable.filter((code) => troubleWords(`zalo ${code}`).startsWith("nhà cung cấp"))).toEqual([]);
  });
});
