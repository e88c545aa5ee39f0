import { describe, expect, test } from "vitest";
import { chooseMatch } from "../../../src/answers/match.ts";
import { readQuestion, tellingOf } from "../../../src/catalogue/index.ts";
import { knowledge, shippedCatalogue } from "../../fakes/search-office.ts";

/** What a first message comes to over the shipped procedures. */
async function matchOf(text: string) {
  const question = readQuestion(text, knowledge.lexicon);
  const hits = await shippedCatalogue.search.find(question.query, 60);
  return chooseMatch(
    { text, question, hits, practical: [], understood: { leaning: 0 }, hitsInContext: [] },
    shippedCatalogue,
  );
}

describe("a question that is the wording of a family and no more", () => {
  test.each([
    ["tạm trú", "tam-tru"],
    ["tam tru", "tam-tru"],
    ["hộ khẩu", "ho-khau"],
    // The old name is told without accents as well.
    ["ho khau", "ho-khau"],
    ["hỏi về hộ khẩu", "ho-khau"],
    ["giay phep xay dung", "giay-phep-xay-dung"],
  ])("%s is asked back with that family", async (text, family) => {
    expect(await matchOf(text)).toMatchObject({ kind: "unsure", family });
  });

  test.each([
    ["đăng ký tạm trú", "1.004194"],
    ["gia han tam tru", "1.002755"],
    ["đăng ký thường trú", "1.004222"],
    ["dang ky khai sinh", "1.001193"],
  ])("%s, the whole name of a procedure, is answered", async (text, code) => {
    expect(await matchOf(text)).toEqual({ kind: "one", code });
  });
});

test("what lies within the country is not what lies without", () => {
  const telling = (text: string) => tellingOf(readQuestion(text, knowledge.lexicon));
  expect(telling("nhận con nuôi trong nước")).not.toBe(telling("nhận con nuôi nước ngoài"));
  expect(telling("con nuôi nước ngoài")).toBe(telling("con nuôi ở nước ngoài"));
});

test.each([
  ["em mun xin che do", "unsure"],
  ["chế độ ăn kiêng cho người tiểu đường", "outside"],
  ["bi mat ho chieu, xa co nhan bao khong", "one"],
])("%s: %s", async (text, kind) => {
  expect(await matchOf(text)).toMatchObject({ kind });
});

test("a return that is handed in is no form that is asked for", () => {
  const facets = (text: string) => readQuestion(text, knowledge.lexicon).facets;
  expect(facets("em tre han nop to khai thue, xin gia han")).not.toContain("forms");
  expect(facets("cho tôi xin tờ khai đăng ký kết hôn")).toContain("forms");
});

test("rice is grown, nobody is cheated", () => {
  const { query } = readQuestion("xa bat chuyen muc dich trong lua phai dang ky", knowledge.lexicon);
  expect(query.words.join(" ")).toContain("trồng lúa");
});
