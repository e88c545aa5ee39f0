import { describe, expect, test } from "vitest";
import { commandIn } from "../../../src/conversation/command.ts";
import type { ChannelName, InboundMessage } from "../../../src/messages/index.ts";

const message = (text: string, channel: ChannelName = "zalo"): InboundMessage => ({
  providerId: "1",
  from: { channel, id: "1" },
  sentAt: 0,
  text,
  attachments: [],
});

describe("a sentence that commands", () => {
  test.each([
    ["đừng nhắn tin cho tôi nữa", "stop"],
    ["Dạ thôi đừng gửi tin nhắn cho em nữa ạ", "stop"],
    ["dung nhan tin nua", "stop"],
    ["tôi không muốn nhận tin nữa", "stop"],
    ["thôi không nhận tin nữa", "stop"],
    ["hủy nhận tin báo", "stop"],
    ["ngừng nhận tin", "stop"],
    ["đừng nhắn cho tôi nữa", "stop"],
    ["từ chối nhận tin nhắn", "stop"],
    ["nhận lại tin báo", "start"],
    ["tôi muốn nhận lại tin nhắn", "start"],
    ["Đăng ký nhận tin", "start"],
  ])("%s: %s", (text, means) => expect(commandIn(message(text))).toBe(means));

  test.each([
    "tôi không nhận được tin nhắn nào",
    "không nhận tin nhắn của xã là sao",
    "đừng gửi nữa",
    "hủy",
    "STOP",
    "đừng nhắn tin quấy rối dân nữa",
    "bị nhắn tin lừa đảo, đừng nhận",
    "nhận tin vui rồi",
    "đăng ký nhận nuôi con nuôi",
  ])("“%s” is part of the talk", (text) => expect(commandIn(message(text))).toBeUndefined());

  test("a channel's own word goes first, and a caller is not sent messages", () => {
    expect(commandIn({ ...message("đừng nhắn tin cho tôi nữa", "sms"), keyword: { means: "leave" } })).toBe("leave");
    expect(commandIn(message("đừng nhắn tin cho tôi nữa", "voice"))).toBeUndefined();
  });
});
