import { expect, test } from "vitest";
import { asSentence, localPhone } from "../../../src/text/index.ts";

test.each([
  ["đang chờ vật tư", "Đang chờ vật tư."],
  ["Đang chờ vật tư.", "Đang chờ vật tư."],
  ["  đã hỏi “ai?” ", "Đã hỏi “ai?”"],
  ["12 hộ chưa đồng ý", "12 hộ chưa đồng ý."],
  ["", ""],
])("%j becomes a sentence another can follow", (typed, said) => {
  expect(asSentence(typed)).toBe(said);
});

test.each([
  ["+84912345678", "0912345678"],
  ["0912345678", "0912345678"],
  ["+8562012345", "+8562012345"],
])("%s is written %s", (kept, written) => {
  expect(localPhone(kept)).toBe(written);
});
