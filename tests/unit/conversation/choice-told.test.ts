import { expect, test } from "vitest";
import { readQuestion } from "../../../src/catalogue/index.ts";
import { tellsChoice } from "../../../src/conversation/choice-told.ts";
import { knowledge, shippedCatalogue } from "../../fakes/search-office.ts";

const OFFERED = {
  codes: ["1.014061", "1.014063", "1.014064"],
  labels: ["Lần đầu, từ 14 tuổi trở lên", "Đổi vì hết hạn, sai, cũ", "Làm lại vì mất, hỏng"],
  text: "làm căn cước",
  facets: [],
};

async function told(code: string, text: string) {
  const question = readQuestion(text, knowledge.lexicon);
  const hits = await shippedCatalogue.search.find(question.query, 60);
  return tellsChoice(code, OFFERED, { text, question, hits, hitsInContext: [] });
}

test.each([
  ["1.014064", "bị mất rồi"],
  ["1.014063", "thẻ cũ hết hạn"],
  ["1.014061", "lần đầu"],
  ["1.014061", "phí bao nhiêu"],
])("%s may be what %s chooses", async (code, text) => {
  expect(await told(code, text)).toBe(true);
});

test.each(["ba bị liệt", "ba bi liet", "má tôi nằm viện"])("%s chooses none", async (text) => {
  expect(await told("1.014061", text)).toBe(false);
});
