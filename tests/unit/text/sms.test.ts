import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fitSms, smsSize, unaccentForSms } from "../../../src/text/index.ts";

const STATUS =
  "Phường Bến Thành đã tiếp nhận phản ánh PA-2026-000123 của ông/bà về rác thải tại hẻm 45. Hạn trả lời: 29/11/2026. Tra cứu: nhắn TC PA-2026-000123 hoặc gọi 1022.";
const RESULT = "Hồ sơ H29.12-261101-0001 của ông/bà đã có kết quả. Mời đến Bộ phận Một cửa nhận trước 17h.";

describe("how many parts an SMS takes", () => {
  test.each([
    ["nothing", "", "gsm7", 0],
    ["160 plain letters", "a".repeat(160), "gsm7", 1],
    ["161 plain letters", "a".repeat(161), "gsm7", 2],
    ["306 plain letters", "a".repeat(306), "gsm7", 2],
    ["307 plain letters", "a".repeat(307), "gsm7", 3],
    ["70 accented letters", "ế".repeat(70), "ucs2", 1],
    ["71 accented letters", "ế".repeat(71), "ucs2", 2],
    ["134 accented letters", "ế".repeat(134), "ucs2", 2],
    ["135 accented letters", "ế".repeat(135), "ucs2", 3],
    ["a euro sign that just fits", `${"a".repeat(158)}€`, "gsm7", 1],
    ["a euro sign that does not", `${"a".repeat(159)}€`, "gsm7", 2],
    ["35 emoji", "🙏".repeat(35), "ucs2", 1],
    ["36 emoji", "🙏".repeat(36), "ucs2", 2],
    ["67 emoji, none cut in half", "🙏".repeat(67), "ucs2", 3],
    ["a status reply with marks", STATUS, "ucs2", 3],
    ["a status reply without", unaccentForSms(STATUS), "gsm7", 1],
    ["a result with marks", RESULT, "ucs2", 2],
    ["the seven Vietnamese letters GSM has", "àèéìòùÉ", "gsm7", 1],
  ] as const)("%s", (_, text, encoding, segments) => {
    expect(smsSize(text)).toMatchObject({ encoding, segments });
  });

  test("of the 134 accented letters only seven are in GSM-7", () => {
    const bases = [..."aăâeêioôơuưy"];
    const tones = ["", "\u0300", "\u0301", "\u0309", "\u0303", "\u0323"];
    const lower = [...bases.flatMap((base) => tones.map((tone) => (base + tone).normalize("NFC"))), "đ"].filter(
      (letter) => letter > "z",
    );
    const letters = [...lower, ...lower.map((letter) => letter.toUpperCase())];
    expect(letters).toHaveLength(134);
    expect(letters.filter((letter) => smsSize(letter).encoding === "gsm7").join("")).toBe("àèéìòùÉ");
  });
});

describe("Vietnamese without marks", () => {
  test.each([
    ["Đường làng hỏng nặng, đã 3 ngày", "Duong lang hong nang, da 3 ngay"],
    ["Đường làng".normalize("NFD"), "Duong lang"],
    ["“Một cửa” – lệ phí: 30.000 ₫…", '"Mot cua" - le phi: 30.000 d...'],
    ["Cảm ơn Anh/Chị 🙏🇻🇳 👩‍👩‍👧", "Cam on Anh/Chi"],
    ["dòng 1 ✅\ndòng 2", "dong 1\ndong 2"],
    ["a\u00a0b\u2003c", "a b c"],
    ["\uf0fc 100 m² ≤ 2 × 3 ● Ðơn\u00ad vị", " 100 m2 <= 2 x 3 - Don vi"],
  ])("%s → %s", (accented, plain) => expect(unaccentForSms(accented)).toBe(plain));

  test("fits the short alphabet whatever Vietnamese went in", () => {
    const letters = fc.string({
      unit: fc.constantFrom(..."aáàảãạâấầẩẫậăắằẳẵặđéèêếềểíìôốồộơớờợúùưứừựýỳỵ ĐÂƠƯ.,-–“”…₫🙏"),
      maxLength: 200,
    });
    fc.assert(
      fc.property(letters, (text) => {
        expect(smsSize(unaccentForSms(text)).encoding).toBe("gsm7");
      }),
    );
  });
});

describe("a text cut to the parts allowed", () => {
  const MORE = " (con nua)";
  test("a text that fits is left alone", () => expect(fitSms("a".repeat(160), 1, MORE)).toBe("a".repeat(160)));
  test("is cut at the last whole sentence, and says so", () => {
    const text = `${"Can mang theo can cuoc va to khai. ".repeat(4)}Le phi nop tai quay, neu nop qua mang thi khong mat tien.`;
    expect(fitSms(text, 1, MORE)).toBe("Can mang theo can cuoc va to khai. ".repeat(4).trim() + MORE);
  });
  test("is cut at a word where no sentence ends", () =>
    expect(fitSms("chu ".repeat(60), 1, MORE)).toMatch(/^(chu )+chu \(con nua\)$/));
  test("is cut anywhere where there is no pause", () =>
    expect(fitSms("a".repeat(500), 1, MORE)).toBe("a".repeat(150) + MORE));
  test("never exceeds the limit, and never loses words silently", () => {
    const wish = fc.tuple(fc.string({ unit: "grapheme", maxLength: 1200 }), fc.integer({ min: 1, max: 4 }));
    fc.assert(
      fc.property(wish, ([text, limit]) => {
        const fitted = fitSms(text, limit, MORE);
        expect(smsSize(fitted).segments).toBeLessThanOrEqual(limit);
        expect(fitted === text || fitted.endsWith(MORE)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});
