import { expect, test } from "vitest";
import { loadKnowledge } from "../../../src/catalogue/index.ts";
import { createAccentuate } from "../../../src/text/accents.ts";
import { fold } from "../../../src/text/index.ts";

const { lexicon } = loadKnowledge("knowledge");
const spelt = (text: string) => lexicon.accentuate(text.split(" ")).join(" ");

test.each([
  "chồng tôi mất hôm qua",
  "vợ em mới đẻ",
  "làm lại khai sinh đã mất sổ",
  "gia hạn giấy phép xây dựng nhà cấp 4 mất mấy ngày",
  "con tôi bị khuyết tật xin trợ cấp ở đâu",
])("%s, typed without accents", (text) => expect(spelt(fold(text))).toBe(text));

test("words that have accents stay as they are and help their neighbours", () => {
  const accentuate = createAccentuate(() => ["mặt trời mọc", "mất sổ đỏ", "mất sổ hộ khẩu"]);
  expect(accentuate(["mat", "sổ"])).toEqual(["mất", "sổ"]);
  expect(accentuate(["mat", "troi"])).toEqual(["mặt", "trời"]);
  expect(accentuate(["mặt", "so"])).toEqual(["mặt", "sổ"]);
});

test("what was never seen stays plain, and nothing is learnt of lines without accents", () => {
  const accentuate = createAccentuate(() => ["may mat dien thoai", "máy móc"]);
  expect(accentuate(["xyz", "may", "12"])).toEqual(["xyz", "máy", "12"]);
  expect(accentuate([])).toEqual([]);
});
