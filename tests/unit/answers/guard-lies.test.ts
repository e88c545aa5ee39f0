import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { judge, type PlainAnswer } from "../../../src/answers/guard.ts";
import { SAMPLES } from "../../../src/answers/phrase.ts";
import { honestRewrites } from "../../fakes/honest.ts";
import { LIES } from "../../fakes/lies.ts";
import { answersOf, plainOf, publishedProcedures, shipped } from "../../fakes/plain-answers.ts";
import { hasTestData } from "../../fakes/published.ts";

const starter = answersOf(shipped);
const SOME = 3;

/** The first answers, taken from all over, that a change applies to. */
function changedBy(change: (plain: PlainAnswer) => string, answers: readonly PlainAnswer[]) {
  const found: { plain: PlainAnswer; text: string }[] = [];
  for (let i = 0; i < answers.length && found.length < SOME; i++) {
    const plain = answers[(i * 37) % answers.length] as PlainAnswer;
    const text = change(plain);
    if (text !== plain.text) found.push({ plain, text });
  }
  return found;
}

function toldOver(answers: readonly PlainAnswer[]) {
  const told = LIES.map(({ what, tell }) => ({ what, tries: changedBy(({ text }) => tell(text), answers) }));
  return {
    told: told.filter(({ tries }) => tries.length > 0).length,
    believed: told.flatMap(({ what, tries }) =>
      tries.filter(({ text, plain }) => judge(text, plain).kind === "accepted").map(() => what),
    ),
  };
}

describe("lies a language model may tell over a true answer", () => {
  test("none is believed over the starter knowledge", { timeout: 60_000 }, () => {
    const { told, believed } = toldOver(starter);
    expect(believed).toEqual([]);
    expect(told).toBeGreaterThan(500);
  });

  test.skipIf(!hasTestData())("none is believed over published records", { timeout: 60_000 }, async () => {
    const { told, believed } = toldOver(answersOf(await publishedProcedures()));
    expect(believed).toEqual([]);
    expect(told).toBeGreaterThan(500);
  });
});

describe("honest wordings of a true answer", () => {
  test("are let through, all but a few", { timeout: 60_000 }, () => {
    const rich = starter.filter(({ text }) => text.length > 400);
    const tries = honestRewrites("").flatMap(([what], i) =>
      changedBy((plain) => honestRewrites(plain.name)[i]?.[1](plain.text) ?? plain.text, rich).map((one) => ({
        what,
        ...judge(one.text, one.plain),
      })),
    );
    const refused = tries.filter(({ kind }) => kind === "rejected").map(({ what }) => what);
    expect(tries.length).toBeGreaterThan(300);
    // “Dạ vâng” at the head would answer yes to whatever was asked.
    expect([...new Set(refused)]).toEqual(["Dạ vâng, thưa Anh/Chị, thông tin như sau ạ:"]);
  });
});

test("every courtesy the model is given as a sample is let through, at the head and at the end", () => {
  const [plain] = starter as [PlainAnswer];
  const refused = SAMPLES.flatMap((sample) => [`${sample}\n\n${plain.text}`, `${plain.text}\n\n${sample}`]).filter(
    (text) => judge(text, plain).kind === "rejected",
  );
  expect(refused).toEqual([]);
});

/** What tells in a text, read without the guard: numbers with what is written close around them, and words that turn a sentence. */
const valuesIn = (text: string): string[] =>
  [
    ...text
      .normalize("NFC")
      .toLowerCase()
      .matchAll(/\S*\p{N}\S*(?: (?:đồng|ngày|tháng|giờ|bản|năm|tuần))?(?: làm việc)?|không|chưa|miễn|phải|hoặc|trừ/gu),
  ]
    .map(([value]) => value.replace(/[.,;:!]+$/u, ""))
    .sort();

const WORDS =
  "không chưa miễn phải hoặc trừ được nếu cần dưới trên khoảng hơn một hai ba mười năm nghìn triệu đồng ngày giờ tháng làm việc bản sao chính của và về cho tôi gửi trả phí lệ giấy tờ thời hạn kết quả công an huyện tỉnh 5 15 500.000 20% IV ; , . / - ạ nhé dạ thưa anh/chị".split(
    " ",
  );
const plains = shipped.slice(0, 40).map((procedure) => plainOf(procedure, ["papers", "time_limit", "fee"]));

const edit = fc.oneof(
  fc.record({ kind: fc.constant("put in" as const), word: fc.constantFrom(...WORDS) }),
  fc.record({ kind: fc.constant("put for another" as const), word: fc.constantFrom(...WORDS) }),
  fc.record({ kind: fc.constantFrom("take out" as const, "say twice" as const, "turn around" as const) }),
);

/** One edit at the n-th word; the blanks between words stay what they are. */
function edited(text: string, where: number, change: { kind: string; word?: string }): string {
  const tokens = text.split(/(?<=\s)(?=\S)/u);
  const at = where % tokens.length;
  const [word = "", next = ""] = [tokens[at], tokens[at + 1]];
  const instead: Readonly<Record<string, readonly string[]>> = {
    "put in": [`${change.word} `, word],
    "put for another": [word.replace(/^\S+/u, () => change.word ?? "")],
    "take out": [],
    "say twice": [`${word.trimEnd()} `, word],
  };
  return change.kind === "turn around"
    ? tokens.toSpliced(at, 2, `${next.trimEnd()} `, word).join("")
    : tokens.toSpliced(at, 1, ...(instead[change.kind] ?? [])).join("");
}

describe("a true answer with words put in, taken out, doubled, turned around or exchanged", () => {
  test("never goes out when what it states has changed", { timeout: 60_000 }, () => {
    let [changed, harmless] = [0, 0];
    fc.assert(
      fc.property(
        fc.constantFrom(...plains),
        fc.array(fc.tuple(fc.nat(), edit), { minLength: 1, maxLength: 3 }),
        (plain, edits) => {
          const text = edits.reduce((before, [where, change]) => edited(before, where, change), plain.text);
          const isAccepted = judge(text, plain).kind === "accepted";
          if (isAccepted) harmless += 1;
          if (valuesIn(text).join("|") === valuesIn(plain.text).join("|")) return;
          changed += 1;
          expect(isAccepted).toBe(false);
        },
      ),
      { numRuns: 1500 },
    );
    expect(changed).toBeGreaterThan(300);
    expect(harmless).toBeLessThan(150);
  });
});
