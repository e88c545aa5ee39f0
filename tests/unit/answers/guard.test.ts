import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { judge, type PlainAnswer } from "../../../src/answers/guard.ts";
import { FIELDS } from "../../../src/catalogue/index.ts";
import { headings, plainOf, refusals, shipped, wording } from "../../fakes/plain-answers.ts";

const HELLO = "Dạ thưa Anh/Chị, tôi xin gửi thông tin như sau ạ:";
const SOURCE =
  "Nguồn: Cơ sở dữ liệu quốc gia, theo Quyết định công bố số 12/QĐ-UBND, đối chiếu 2026-05-02. https://congkhai.example/1";
const TEXT = `Đăng ký việc nuôi con nuôi trong nước (mã 2.001263)

Giấy tờ cần có:
- Đơn xin nhận con nuôi theo mẫu
- Phiếu lý lịch tư pháp, cấp không quá 6 tháng
- Giấy khám sức khỏe

Thời hạn giải quyết: 30 ngày làm việc

Phí, lệ phí: 400.000 đồng

Kết quả nhận được: Không

Điều kiện: ${wording.text("im_lang.not_published")}

${SOURCE}`;
const PLAIN: PlainAnswer = { text: TEXT, name: "Đăng ký việc nuôi con nuôi trong nước", headings, refusals };

const verdict = (phrased: string, plain = PLAIN) => {
  const judged = judge(phrased, plain);
  return judged.kind === "accepted" ? "accepted" : judged.because;
};
const changed = (from: string, to: string) => {
  expect(TEXT).toContain(from);
  return TEXT.replace(from, to);
};

describe("a model's wording goes out when", () => {
  test.each([
    ["it is the plain answer", TEXT],
    [
      "it is the plain answer between courtesies",
      `${HELLO}\n\n${TEXT}\n\nAnh/Chị cần hỏi thêm, xin nhắn lại giúp tôi ạ.`,
    ],
    ["it has other list marks and spaces", TEXT.replaceAll("\n- ", "\n•  ")],
    [
      "it introduces the procedure by name",
      `Dạ, về thủ tục nuôi con nuôi trong nước, tôi xin gửi Anh/Chị thông tin ạ.\n\n${TEXT}`,
    ],
    ["it names a part in its own way", changed("Phí, lệ phí: 400.000 đồng", "Về lệ phí: 400.000 đồng")],
    [
      "it turns two parts around",
      changed(
        "Thời hạn giải quyết: 30 ngày làm việc\n\nPhí, lệ phí: 400.000 đồng",
        "Phí, lệ phí: 400.000 đồng\n\nThời hạn giải quyết: 30 ngày làm việc",
      ),
    ],
  ])("%s", (_what, phrased) => {
    expect(judge(phrased, PLAIN)).toEqual({ kind: "accepted", text: phrased });
  });

  test("it repeats any shipped procedure's answer, with courtesies around", { timeout: 60_000 }, () => {
    const asked = [[], ["papers", "fee", "time_limit"], ...FIELDS.map((field) => [field])] as const;
    const rejected = shipped.flatMap((procedure) =>
      asked.flatMap((facets) => {
        const plain = plainOf(procedure, facets);
        return [plain.text, `${HELLO}\n\n${plain.text}`]
          .map((text) => verdict(text, plain))
          .filter((outcome) => outcome !== "accepted" && outcome !== "too_long");
      }),
    );
    expect(shipped.length).toBeGreaterThan(50);
    expect(rejected).toEqual([]);
  });
});

describe("a model's wording is thrown away when", () => {
  test.each([
    ["it says nothing", "  \n ", "empty"],
    ["it talks on", `${TEXT}\n\n${"Dạ, xin cảm ơn Anh/Chị ạ. ".repeat(15)}`, "too_long"],
    ["it names another fee", changed("400.000 đồng", "500.000 đồng"), "number"],
    ["it speaks of another fee", changed("Phí, lệ phí:", "Phí thêm:"), "own_words"],
    [
      "it names a fee beside the right one",
      changed("400.000 đồng", "400.000 đồng (người nghèo 200.000 đồng)"),
      "number",
    ],
    ["it says a number in words", changed("400.000 đồng", "400.000 đồng, tức bốn trăm nghìn"), "own_words"],
    ["it takes the fee away in words", changed("400.000 đồng", "400.000 đồng, miễn cho Anh/Chị"), "own_words"],
    ["it denies a paper", changed("- Giấy khám sức khỏe", "- Không cần: Giấy khám sức khỏe"), "own_words"],
    ["it leaves a paper out", changed("\n- Giấy khám sức khỏe", ""), "missing_value"],
    ["it adds a paper", changed("- Giấy khám sức khỏe", "- Giấy khám sức khỏe\n- Sổ hộ khẩu"), "own_words"],
    [
      "it shortens a value",
      changed("Phiếu lý lịch tư pháp, cấp không quá 6 tháng", "Phiếu lý lịch tư pháp"),
      "own_words",
    ],
    ["it lengthens a time", changed("30 ngày làm việc", "130 ngày làm việc"), "number"],
    ["it shortens a time by a word", changed("30 ngày làm việc", "30 ngày làm việc, có khi sớm hơn"), "own_words"],
    [
      "it moves the fee under the time",
      changed(
        "Thời hạn giải quyết: 30 ngày làm việc\n\nPhí, lệ phí: 400.000 đồng",
        "Thời hạn giải quyết: 400.000 đồng\n\nPhí, lệ phí: 30 ngày làm việc",
      ),
      "misplaced",
    ],
    [
      "it puts a value under two headings at once",
      changed("Phí, lệ phí: 400.000", "Thời hạn và lệ phí: 400.000"),
      "misplaced",
    ],
    ["it drops the headings", changed("Thời hạn giải quyết: 30", "30"), "misplaced"],
    ["it hides the one-word value in a sentence", changed("Kết quả nhận được: Không", "Không thì thôi"), "own_words"],
    ["it changes a law's number", changed("12/QĐ-UBND", "21/QĐ-UBND"), "url"],
    ["it changes the day of checking", changed("2026-05-02", "2026-11-22"), "url"],
    ["it leaves the source out", changed(`\n\n${SOURCE}`, ""), "missing_source"],
    [
      "it leaves a refusal out",
      changed(`\n\nĐiều kiện: ${wording.text("im_lang.not_published")}`, ""),
      "missing_refusal",
    ],
    [
      "it answers what the record withholds",
      changed(wording.text("im_lang.not_published"), "từ hai mươi tuổi trở lên"),
      "own_words",
    ],
    ["it names an authority", `${TEXT}\n\nAnh/Chị hỏi Công an xã ạ.`, "own_words"],
    ["it answers yes", `Dạ được ạ.\n\n${TEXT}`, "own_words"],
    ["it says yes in other words", `Dạ vâng, có ạ.\n\n${TEXT}`, "own_words"],
    ["it promises", `${TEXT}\n\nHồ sơ của Anh/Chị sẽ được giải quyết ạ.`, "promise"],
    ["it reassures", `Anh/Chị yên tâm ạ.\n\n${TEXT}`, "promise"],
    ["it adds a link", `${TEXT}\n\nXem: https://congkhai.example.evil.com`, "url"],
    ["it adds a bare address", `${TEXT}\n\nXem thêm: nhanh-gon.vn`, "url"],
    ["it uses mark-up", TEXT.replace("Giấy tờ cần có", "**Giấy tờ cần có**"), "format"],
    ["it hides letters", TEXT.replace("Giấy tờ cần có", "Giấy\u200b tờ cần có"), "format"],
    ["it writes letters that only look right", TEXT.replace("Phí, lệ phí:", "Рhí, lệ phí:"), "own_words"],
    ["it is another answer", "Dạ, Anh/Chị hỏi lại giúp tôi ạ.", "missing_value"],
  ])("%s", (_what, phrased, because) => {
    expect(verdict(phrased)).toBe(because);
  });

  test("any digit of it is changed, wherever it stands", () => {
    const digits = [...TEXT.matchAll(/\d/g)].map(({ index }) => index);
    expect(digits.length).toBeGreaterThan(20);
    const accepted = digits.filter(
      (at) => verdict(`${TEXT.slice(0, at)}${(Number(TEXT[at]) + 1) % 10}${TEXT.slice(at + 1)}`) === "accepted",
    );
    expect(accepted).toEqual([]);
  });

  test("a word that tells is put in anywhere", () => {
    const foreign = fc.constantFrom(
      "không",
      "miễn",
      "phí thêm",
      "trưởng thôn",
      "ba",
      "mười",
      "hộ chiếu",
      "500",
      "phải",
      "được",
      "chỉ",
      "trừ",
      "công an",
    );
    const places = fc.nat({ max: TEXT.length });
    fc.assert(
      fc.property(foreign, places, (word, at) => {
        expect(verdict(`${TEXT.slice(0, at)} ${word} ${TEXT.slice(at)}`)).not.toBe("accepted");
      }),
      { numRuns: 500 },
    );
  });

  test("it is anything at all but this answer, and the guard itself never fails", { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 300 }), fc.nat({ max: 3 }), (noise, where) => {
        const phrased = [noise, TEXT + noise, noise + TEXT, TEXT.replace("30 ngày", () => noise)][where] ?? "";
        const outcome = verdict(phrased);
        if (outcome === "accepted")
          expect(phrased.replace(/[\s.,:;!?()/"“”'…–•-]/gu, "")).toContain(
            TEXT.replace(/[\s.,:;!?()/"“”'…–•-]/gu, "").slice(0, 40),
          );
      }),
      { numRuns: 500 },
    );
  });
});
