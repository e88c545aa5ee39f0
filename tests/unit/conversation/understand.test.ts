import { describe, expect, test } from "vitest";
import { asidesOf, segmentsOf } from "../../../src/conversation/segments.ts";
import { createUnderstanding } from "../../../src/conversation/understand.ts";

const understand = createUnderstanding(
  [
    {
      intent: "chay",
      say: ["cháy nhà", "nhà .. cháy"],
      always: ["đang cháy"],
      accented: ["bốc hỏa"],
      unless: ["năm ngoái"],
      except: ["bán cháy nhà hàng"],
    },
    { intent: "phieu", say: ["rút pa"] },
    { intent: "danh", say: ["nó|hắn đánh em|tôi"] },
  ],
  (text) => text.toLowerCase().split(/\s+/),
);
const intents = (text: string) => understand(text).sightings.map(({ intent }) => intent);

describe("a cue", () => {
  test.each([
    ["cháy nhà rồi", ["chay"]],
    ["chay nha roi", ["chay"]],
    ["chays nhaf roif", ["chay"]],
    ["cháyyyy nhàaaa", ["chay"]],
    ["nhà bác hai cháy", ["chay"]],
    ["nhà bác hai hôm nọ kể chuyện cháy", []],
    ["cháy nhà năm ngoái", []],
    ["năm ngoái cháy, giờ lại đang cháy", ["chay"]],
    ["bán cháy nhà hàng", []],
    ["bốc hỏa", ["chay"]],
    ["boc hoa", []],
    ["hắn đánh tôi", ["danh"]],
    ["hắn đánh chó", []],
    ["rút PA-ABCD-1234 giúp em", ["phieu"]],
  ])("%s → %j", (text, wanted) => {
    expect(intents(text)).toEqual(wanted);
  });
});

describe("telling a question from a tale", () => {
  test.each([
    ["làm giấy khai sinh cần gì", true],
    ["le phi bao nhieu", true],
    ["cho em hỏi với ạ", true],
    ["có mất tiền không ạ", true],
    ["đường hỏng mấy tháng nay", false],
    ["hỏi thì cứ bảo chờ, không ai trả lời", false],
  ])("%s asks: %s", (text, asks) => {
    expect(understand(text).asks).toBe(asks);
  });

  test("a matter merely named is sought, not asked", () => {
    expect(understand("xin cấp phép vỉa hè")).toMatchObject({ asks: false, seeks: true });
  });
});

describe("cutting a message into matters", () => {
  test("at sentences and at words that begin another matter", () => {
    expect(segmentsOf("Đường hỏng. Rác đầy, ngoài ra chó thả rông")).toEqual([
      "Đường hỏng.",
      "Rác đầy",
      "ngoài ra chó thả rông",
    ]);
  });

  test("at the point where somebody begins to ask, but not after a greeting", () => {
    expect(asidesOf("đèn đường ngõ 8 không sáng, cho em hỏi làm khai sinh cần gì")).toEqual([
      "đèn đường ngõ 8 không sáng",
      "cho em hỏi làm khai sinh cần gì",
    ]);
    expect(asidesOf("chào anh, cho em hỏi làm khai sinh cần gì")).toHaveLength(1);
  });
});
