import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { loadKnowledge } from "../../../src/catalogue/index.ts";
import { createUnderstanding, loadIntents, loadModels } from "../../../src/conversation/index.ts";
import { decodeSorts, likeliest, SORTS, SortModelFile, sharesByScores } from "../../../src/conversation/sorts.ts";
import { isEmergency } from "../../../src/conversation/understand.ts";
import { fold } from "../../../src/text/index.ts";
import { ALARMING } from "../../fakes/emergencies/texts.ts";

const { sorts, emergencies } = loadModels("knowledge");
const { standardise } = loadKnowledge("knowledge").lexicon;
const understand = createUnderstanding(loadIntents("knowledge"), standardise, { emergencies, sorts });
const sortOf = (text: string) => {
  const { sort } = understand(text);
  return sort && likeliest(sort);
};

describe("what sort of message it is", () => {
  test.each([
    ["report", "mái che bến xe buýt rách bươm, mưa là ướt hết, để vậy hoài sao"],
    ["report", "mấy ông say ngồi hát trước cổng trường mầm non suốt buổi trưa"],
    ["late", "tôi nộp giấy tách thửa từ đầu hè, giờ sang đông rồi vẫn chưa thấy trả"],
    ["status", "giấy phép xây nhà của em nộp hôm kia đã chuyển lên lãnh đạo chưa ạ"],
    ["question", "nhà em bị cháy mất hết giấy tờ, giờ xin cấp lại giấy khai sinh thì cần gì"],
    ["question", "ba em đi bộ đội về, chưa có chế độ gì, muốn làm hồ sơ thì nộp ở đâu"],
    ["chat", "hôm nay nắng quá trời luôn ha"],
    ["emergency", "có người rơi xuống giếng rồi, cứu với"],
  ])("%s: %s", (sort, text) => {
    expect(sortOf(text)).toBe(sort);
    expect(sortOf(fold(text))).toBe(sort);
  });

  test("of the texts put aside as many are told as was measured, and nearly as many without accents", () => {
    const lines = readFileSync("tests/bench/questions/readings-held-out.txt", "utf8").split("\n").filter(Boolean);
    const share = (label: string, typed: (text: string) => string, other?: string) => {
      const texts = lines.filter((line) => line.startsWith(`${label}\t`)).map((line) => line.slice(label.length + 1));
      return texts.filter((text) => [label, other].includes(sortOf(typed(text)))).length / texts.length;
    };
    for (const typed of [(text: string) => text, fold]) {
      // A proposal is a report too.
      expect(share("report", typed, "propose")).toBeGreaterThan(0.82);
      expect(share("question", typed)).toBeGreaterThan(0.9);
      expect(share("late", typed)).toBeGreaterThan(0.75);
      expect(share("status", typed)).toBeGreaterThan(0.72);
    }
  });

  test("shares are probabilities, and a question is what nothing speaks against", () => {
    const shares = sharesByScores(SORTS.map(() => -9));
    expect(Object.values(shares).reduce((sum, share) => sum + share, 0)).toBeCloseTo(1);
    expect(likeliest(shares)).toBe("question");
  });
});

test("an alarm that reads like an everyday report is dismissed, a call within a complaint is not", () => {
  const isAlarm = (text: string) => understand(text).sightings.some(({ intent }) => isEmergency(intent));
  expect(isAlarm("đường toàn ổ gà, hôm qua em té xe xíu nữa gãy tay")).toBe(false);
  expect(isAlarm("đường này ổ gà báo hoài không sửa, giờ có người té xe chảy máu đầu nằm bất tỉnh")).toBe(true);
});

describe("words that alarm", () => {
  const called = (text: string) => understand(text).sightings.find(({ intent }) => isEmergency(intent))?.intent;

  test.each([
    "mẹ tôi còn sống mà sổ hộ khẩu ghi đã mất, sửa ở đâu",
    "chó nhà hàng xóm cắn em tuần trước",
    "đường vô thôn lầy lội quá cháu ơi, xe máy đi không được",
    "bà ngoại sống một mình, xin trợ cấp cần gì",
    "bỏ cuộc rồi, cái máy này nói chán quá",
  ])("said of everyday life raise no alarm: %s", (text) => {
    expect(called(text)).toBeUndefined();
    expect(called(fold(text))).toBeUndefined();
  });

  test.each([
    ["khan_cap.113", "đào mương lòi ra quả đạn pháo"],
    ["khan_cap.114", "máy biến áp sau chợ đang bốc khói"],
    ["khan_cap.113", "chồng em dọa phóng lửa đốt nhà nếu em bỏ đi"],
    ["khan_cap.112", "xuồng bị lật ngoài đầm rồi"],
    ["khan_cap.112", "thân đập rò nước càng lúc càng mạnh"],
    ["khan_cap.115", "vợ tôi sinh giữa đường rồi"],
    ["tu_hai", "con mệt lắm rồi, cảm ơn mọi người đã thương con, con đi"],
    ["tu_hai", "chị em để lại lá thư rồi đi mất, em sợ chị làm điều dại"],
  ])("a call is one however it is put: %s: %s", (intent, text) => {
    expect(called(text)).toBe(intent);
    expect(called(fold(text))).toBe(intent);
  });

  test.each([
    ["as typed", (text: string) => text],
    ["without accents", fold],
  ] as const)("of those put aside, %s, as many are told as was measured less three points", (_name, typed) => {
    const share = (isCall: boolean) => {
      const texts = ALARMING.filter(({ label }) => isEmergency(label) === isCall);
      return texts.filter(({ text }) => called(typed(text)) !== undefined).length / texts.length;
    };
    expect(share(true)).toBeGreaterThanOrEqual(0.755);
    expect(share(false)).toBeLessThanOrEqual(0.09);
  });
});

test("a file cut short, or of other sorts, is refused", () => {
  const file = SortModelFile.parse(JSON.parse(readFileSync("knowledge/sort-model.json", "utf8")));
  expect(() => decodeSorts({ classes: file.classes.slice(1) })).toThrow("sort-model.json holds");
  const [first, ...others] = file.classes;
  const short = { ...(first as NonNullable<typeof first>), weights: "AAAA" };
  expect(() => decodeSorts({ classes: [short, ...others] })).toThrow("has 3 weights");
});
