import { describe, expect, test } from "vitest";
import { loadKnowledge } from "../../../src/catalogue/index.ts";
import { createUnderstanding, loadIntents, loadModels } from "../../../src/conversation/index.ts";
import { decodeLeaning, leansOn, surelyLeans } from "../../../src/conversation/leans.ts";
import { fold } from "../../../src/text/index.ts";
import { HELD_OUT } from "../../fakes/emergencies/texts.ts";

const models = loadModels("knowledge");
const understand = createUnderstanding(
  loadIntents("knowledge"),
  loadKnowledge("knowledge").lexicon.standardise,
  models,
);
const leans = (text: string) => surelyLeans(understand(text).leaning);

describe("more of what is talked about, by its own words", () => {
  test.each([
    "con dâu đứng đơn được không",
    "hộ khẩu tận Nghệ An thì sao",
    "mấy bữa thì có giấy",
    "làm trên mạng được hông",
    "nop o dau",
  ])("%s", (text) => {
    expect([leans(text), leans(fold(text))]).toEqual([true, true]);
  });

  test.each([
    "đăng ký kết hôn cần giấy tờ gì",
    "đường làng hư hết rồi, mưa xuống lầy lội không đi được",
    "hồ sơ đất nộp ba tháng rồi chưa có kết quả",
    "cháy nhà rồi cứu với",
  ])("not: %s", (text) => {
    expect([leans(text), leans(fold(text))]).toEqual([false, false]);
  });

  test("no call for help put aside is taken for it", () => {
    const calls = HELD_OUT.filter(({ label }) => label !== "none");
    expect(calls.length).toBeGreaterThan(200);
    expect(calls.filter(({ text }) => leans(text) || leans(fold(text)))).toEqual([]);
  });

  test("by itself a message leans on nothing", () => {
    expect([leansOn({ topics: [] }, 4), leansOn({ topics: ["1.001193"] }, 4)]).toEqual([false, true]);
  });
});

test("a file cut short is refused", () => {
  const classes = [{ intent: "leans", bias: 0, scale: 1, weights: "AAAA" }];
  expect(() => decodeLeaning({ classes })).toThrow("leaning-model.json: leans has 3 weights");
});
