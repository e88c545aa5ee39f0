import { describe, expect, test } from "vitest";
import { referenceIn } from "../../../src/conversation/reference.ts";

const read = (text: string, state: Partial<Parameters<typeof referenceIn>[2]> = {}) =>
  referenceIn(text.split(" "), [], { topics: ["c", "b", "a"], lastFacets: ["fee"], ...state });
const codeOf = (text: string, state = {}) => {
  const reference = read(text, state);
  return reference?.kind === "procedure" ? reference.code : reference?.kind;
};

describe("words that point at what was spoken of", () => {
  test.each([
    ["cái đầu", "a"],
    ["thôi quay lại cái đầu tiên", "a"],
    ["còn cái thứ hai thì sao", "b"],
    ["thủ tục thứ ba", "c"],
    ["cái cuối cùng", "c"],
    ["còn cái kia", "b"],
    ["việc trước đó", "b"],
    ["cai luc nay", "b"],
    ["cái này", "c"],
    ["thủ tục đó", "c"],
    ["cái thứ tư", "lost"],
  ])("without a list, in the order in which things came up: %s", (text, code) => {
    expect(codeOf(text)).toBe(code);
  });

  test.each([
    ["cái thứ nhất", "x"],
    ["cái thứ hai ấy", "y"],
    ["cái còn lại", "y"],
  ])("in the order of the latest list: %s", (text, code) => {
    expect(codeOf(text, { listed: ["x", "y"], topics: ["x", "y", "a"] })).toBe(code);
  });

  test.each(["như trên nhưng đổi tên quán", "cái thứ hai đăng ký kết hôn", "đăng ký kết hôn", "2", "dạ", "đầu tư"])(
    "what names something itself, or only a number, is none: %s",
    (text) => {
      expect(read(text)).toBeUndefined();
    },
  );

  test.each([
    ["cái đầu không", "x"],
    ["cái thứ ba", "n"],
    ["cái cuối cùng", "n"],
  ])("what came up after the list is counted on: %s", (text, code) => {
    expect(codeOf(text, { listed: ["x", "y"], topics: ["n", "y", "x", "a"] })).toBe(code);
  });

  test("nothing was spoken of", () => {
    expect(read("còn cái kia", { topics: [] })).toEqual({ kind: "lost" });
  });

  test("the parts asked for stay those asked before, unless others are named", () => {
    const order = ["a", "b", "c"];
    expect(read("còn cái kia")).toEqual({ kind: "procedure", code: "b", facets: ["fee"], order });
    expect(referenceIn(["cái", "kia"], ["papers"], { topics: ["c", "b"], lastFacets: ["fee"] })).toEqual({
      kind: "procedure",
      code: "b",
      facets: ["papers"],
      order: ["b", "c"],
    });
  });
});
