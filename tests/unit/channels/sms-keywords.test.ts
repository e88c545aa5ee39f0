import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { keywordIn, withKeyword } from "../../../src/channels/sms/keywords.ts";
import { renderSms } from "../../../src/channels/sms/render.ts";
import { loadScript } from "../../../src/conversation/index.ts";
import { smsSize } from "../../../src/text/index.ts";

describe("a word that commands the SMS service", () => {
  test.each([
    ["STOP", "stop"],
    ["stop.", "stop"],
    ["Unsubscribe", "stop"],
    ["HUY", "leave"],
    ["Hủy", "leave"],
    ["huỷ", "leave"],
    ["HU\u0309Y", "leave"],
    ["NGUNG", "leave"],
    ["ngưng!", "leave"],
    ["TU CHOI", "leave"],
    ["TUCHOI", "leave"],
    ["Từ chối nhận tin", "leave"],
    ["hủy nhé", "leave"],
    ["Dạ huy a", "leave"],
    ["HUY DANG KY", "leave"],
    ["dừng nhắn tin giúp tôi", "leave"],
    ["Stop ạ", "stop"],
    ["START", "start"],
    ["dang ky", "start"],
    ["ĐĂNG KÝ", "start"],
    ["TROGIUP", "help"],
    ["tro giup", "help"],
    ["Trợ giúp", "help"],
    ["HELP", "help"],
    ["CO DAU", "accents"],
    ["có dấu", "accents"],
    ["KHONG DAU", "no_accents"],
    ["khôngdấu", undefined],
  ])("%s: %s", (text, means) => expect(keywordIn(text)).toBe(means));

  test.each([
    "hủy đăng ký thường trú",
    "dang ky ket hon",
    "đăng ký khai sinh cần gì",
    "cô dâu",
    "cờ đậu",
    "tôi muốn hủy",
    "đúng ạ",
    "dung",
    "Huy Trần",
    "xin tro giup phap ly",
    "stop đi",
    "không có dấu",
    "",
    "?",
  ])("“%s” says something else", (text) => expect(keywordIn(text)).toBeUndefined());

  test("never throws, and reads a text the same whatever its composition", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        expect(keywordIn(text.normalize("NFD"))).toBe(keywordIn(text.normalize("NFC")));
      }),
    );
  });

  test("what the provider has answered by itself is marked, whatever the text says", () => {
    const message = {
      providerId: "1",
      from: { channel: "sms", id: "+84901234567" },
      sentAt: 0,
      text: "thoi",
      attachments: [],
    } as const;
    expect(withKeyword(message)).toEqual(message);
    expect(withKeyword(message, "stop")).toEqual({ ...message, keyword: { means: "stop", answered: true } });
    expect(withKeyword({ ...message, text: "HELP" }).keyword).toEqual({ means: "help" });
  });
});

describe("what commands are answered with", () => {
  const { wording } = loadScript("flows");
  const style = { accents: false, maxSegments: 3 };
  const say = (key: string) => wording.say(key, { don_vi: "xã Trường Hà, tỉnh Cao Bằng" });
  test.each(["ngung_tin_bao", "nhan_lai_tin_bao", "tro_giup_tin_nhan", "tin_khong_dau"])("%s costs one part", (key) => {
    expect(renderSms(say(key), style).map((part) => smsSize(part).segments)).toEqual([1]);
  });
  test("the first message with marks costs one part too", () => {
    const [part = ""] = renderSms(say("tin_co_dau"), style, { accents: true });
    expect([smsSize(part).segments, smsSize(part).encoding]).toEqual([1, "ucs2"]);
  });
  test.each([
    [{ accents: true }, "Từ nay"],
    [{ accents: false }, "Tu nay"],
    [{ accents: null }, "Tu nay"],
  ])("a person's wish %j stands above the office's habit", (wishes, start) => {
    expect(renderSms(say("tin_khong_dau"), style, wishes)[0]?.startsWith(start)).toBe(true);
  });
});
