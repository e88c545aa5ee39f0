import { expect, test } from "vitest";
import { loadKnowledge } from "../../../src/catalogue/index.ts";
import { readQuestion } from "../../../src/catalogue/question.ts";

const { lexicon } = loadKnowledge("knowledge");
const asked = (text: string) => readQuestion(text, lexicon).facets.join(" ");

test.each([
  ["phí chứng thực bản sao", "fee"],
  ["le phi dang ky tam tru", "fee"],
  ["lệ phí trước bạ nhà đất", ""],
  ["phí bảo vệ môi trường nước thải", ""],
  ["giấy tờ đăng ký tạm trú", "papers"],
  ["giấy tờ xe bị mất", ""],
  ["chứng thực chữ ký ở xã được không", "place"],
  ["lam ho chieu o phuong luon dc ko", "place"],
  ["căn cứ pháp luật của thủ tục khai tử", "legal_basis"],
])("%s asks for: %s", (text, facets) => {
  expect(asked(text)).toBe(facets);
});

test("how to answer is no part of the matter", () => {
  const words = (text: string) =>
    readQuestion(text, lexicon)
      .query.words.filter((word) => !lexicon.isLight(word))
      .join(" ");
  expect(words("đừng hỏi lại, nói luôn khai tử")).toBe(words("khai tử"));
  expect(words("trả lời ngắn thôi, khai tử cần gì")).toBe(words("khai tử cần gì"));
});
