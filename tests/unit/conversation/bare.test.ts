import { expect, test } from "vitest";
import { saidBarely } from "../../../src/conversation/bare.ts";

test.each([
  ["không phải", "denies"],
  ["dạ ko phải anh ơi", "denies"],
  ["không cái nào cả", "denies"],
  ["sai rồi", "denies"],
  ["chưa hiểu", "unclear"],
  ["em chưa hiểu, nói lại đơn giản hơn đi", "unclear"],
  ["dài quá", "unclear"],
  ["đúng rồi ạ", "agrees"],
  ["thế thôi à", "agrees"],
  ["đừng hỏi lại nữa", "agrees"],
  ["giúp tôi với", "begs"],
  ["bạn trả lời sai rồi", "blames"],
  ["tra loi khong dung cau hoi", "blames"],
  ["may ngu qua tra loi sai hoai", "blames"],
  ["hỏi một đằng trả lời một nẻo", "blames"],
  ["không phải cái tôi hỏi", "blames"],
  ["bot dở quá", "blames"],
  // What names something, or may be an answer, is none of these.
  ["không phải khai sinh, khai tử", undefined],
  ["đúng hạn", undefined],
  ["không", undefined],
  ["sai tên mẹ", undefined],
  ["cán bộ trả lời sai", undefined],
  ["xã trả lời đơn của tôi sai rồi", undefined],
  ["giấy khai sinh ghi sai rồi", undefined],
  ["nó chửi tôi ngu", undefined],
  ["chưa hiểu thủ tục khai tử", undefined],
  ["nhầm tên", undefined],
  ["phải nộp gì", undefined],
  ["giúp tôi làm khai sinh", undefined],
] as const)("%s → %s", (text, kind) => {
  expect(saidBarely(text)).toBe(kind);
});
