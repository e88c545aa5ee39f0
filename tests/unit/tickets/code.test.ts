import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CODE_ALPHABET, findCode, hasMistypedCode, newCode, parseCode } from "../../../src/tickets/code.ts";

const anyCode = fc.uint8Array({ minLength: 32, maxLength: 32 }).map(newCode);
const symbolsOf = (code: string) => code.slice(3).replace("-", "");
const withSymbols = (symbols: string) => `PA-${symbols.slice(0, 4)}-${symbols.slice(4)}`;

/** Every way to get one symbol wrong. */
function withOneWrong(symbols: string): string[] {
  return [...symbols].flatMap((right, place) =>
    [...CODE_ALPHABET].filter((wrong) => wrong !== right).map((wrong) => [...symbols].with(place, wrong).join("")),
  );
}

/** Every way to exchange two symbols that differ. */
function withTwoSwapped(text: string): string[] {
  const symbols = [...text];
  const pairs = symbols.flatMap((a, i) => symbols.slice(i + 1).map((b, j) => ({ a, b, i, j: i + 1 + j })));
  return pairs.filter(({ a, b }) => a !== b).map(({ a, b, i, j }) => symbols.with(i, b).with(j, a).join(""));
}

describe("a ticket code", () => {
  test("has no look-alike and no sound-alike", () => {
    expect(CODE_ALPHABET).toHaveLength(17);
    expect(new Set(CODE_ALPHABET).size).toBe(17);
    expect(CODE_ALPHABET).not.toMatch(/[O0I1LBPDTECVZSQGN]/);
  });

  test("is read in two groups of four and comes back from parsing as it was", () => {
    fc.assert(
      fc.property(anyCode, (code) => {
        expect(code).toMatch(/^PA-[2-9AFHKMRUXY]{4}-[2-9AFHKMRUXY]{4}$/);
        expect(parseCode(code)).toEqual({ ok: true, code });
      }),
    );
  });

  test("every single wrong symbol is caught, in every place", () => {
    const wrong = fc.sample(anyCode, 60).flatMap((code) => withOneWrong(symbolsOf(code)));
    expect(wrong).toHaveLength(60 * 8 * 16);
    for (const symbols of wrong) expect(parseCode(withSymbols(symbols))).toEqual({ ok: false, reason: "check" });
  });

  test("every swap of two different symbols is caught, neighbours or not", () => {
    const swapped = fc.sample(anyCode, 200).flatMap((code) => withTwoSwapped(symbolsOf(code)));
    expect(swapped.length).toBeGreaterThan(4000);
    for (const symbols of swapped) expect(parseCode(withSymbols(symbols))).toEqual({ ok: false, reason: "check" });
  });

  test("uses every symbol about equally and never a byte that would favour some", () => {
    const bytes = Uint8Array.from({ length: 16 }, (_, i) => (i % 2 === 0 ? 255 : 16));
    expect(newCode(bytes)).toMatch(/^PA-YYYY-YYY/);
    expect(() => newCode(new Uint8Array(16).fill(255))).toThrow(RangeError);
  });

  const code = newCode(Uint8Array.from([5, 1, 11, 2, 7, 0, 12, 3]));
  const [first, second] = [symbolsOf(code).slice(0, 4), symbolsOf(code).slice(4)];

  test.each([
    ["lower case", code.toLowerCase()],
    ["spaces", `pa ${first} ${second}`],
    ["nothing between", `PA${first}${second}`],
    ["no prefix", `${first}${second}`],
    ["long dashes", `PA – ${first} — ${second}`],
    ["one symbol at a time", [...`${first}${second}`].join(" ")],
    ["a spoken dash", `mã phiếu pa ${first} gạch ngang ${second}`],
  ])("is understood with %s", (_name, said) => {
    expect(parseCode(said)).toEqual({ ok: true, code });
  });

  test("is understood when spelt out on the telephone, with and without accents", () => {
    const names: Record<string, string> = {
      "2": "hai",
      "3": "ba",
      "4": "bốn",
      "5": "năm",
      "6": "sáu",
      "7": "bảy",
      "8": "tám",
      "9": "chín",
      A: "a",
      F: "ép phờ",
      H: "hát",
      K: "ca",
      M: "em mờ",
      R: "e rờ",
      U: "u",
      X: "ích xì",
      Y: "i dài",
    };
    for (const sample of fc.sample(anyCode, 100)) {
      const said = `pê a ${[...symbolsOf(sample)].map((symbol) => names[symbol]).join(" ")}`;
      expect(parseCode(said)).toEqual({ ok: true, code: sample });
      expect(parseCode(said.normalize("NFD"))).toEqual({ ok: true, code: sample });
    }
  });

  test.each([
    ["", "shape"],
    ["PA-7K3", "shape"],
    ["rác thải", "shape"],
    ["PA-OOOO-1111", "shape"],
  ] as const)("%j is no code", (text, reason) => {
    expect(parseCode(text)).toEqual({ ok: false, reason });
  });

  test("is found inside a sentence, even right after another number", () => {
    expect(findCode(`cho hỏi phiếu ${code.toLowerCase()} xong chưa ạ`)).toBe(code);
    expect(findCode(`sdt 0912 ${first}${second} nhé`)).toBe(code);
    expect(findCode("hồ sơ của tôi nộp ngày 20/10 đã xong chưa")).toBeUndefined();
  });

  test("misread in one symbol inside a sentence is noticed, so that it can be asked for again", () => {
    const wrong = withOneWrong(`${first}${second}`)[0] ?? "";
    expect(findCode(`phiếu ${withSymbols(wrong)} sao rồi`)).toBeUndefined();
    expect(hasMistypedCode(`phiếu ${withSymbols(wrong)} sao rồi`)).toBe(true);
    expect(hasMistypedCode(`phiếu ${code} sao rồi`)).toBe(false);
    expect(hasMistypedCode("phiếu của tôi sao rồi, hồ sơ 12345678")).toBe(false);
  });
});
