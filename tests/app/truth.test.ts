import { describe, expect, onTestFinished, test } from "vitest";
import { openRehearsal } from "../../src/cli/rehearsal.ts";
import { hasTestData, type RawRecord, readCommuneRecords, readStarterRecords } from "../fakes/published.ts";
import { auditReceipts, auditReply } from "../fakes/truth.ts";
import { AUDIT_DAY, auditTruth, openPublished } from "../fakes/truth-run.ts";

const MINUTES = 60_000;
const every = <T>(step: number, list: readonly T[]): T[] => list.filter((_, i) => i % step === 0);

describe("an answer states nothing but what the record says", () => {
  test("the starter knowledge, in a sample of procedures, parts and phrasings", { timeout: 4 * MINUTES }, async () => {
    const records = readStarterRecords();
    const rehearsal = await openRehearsal({ now: AUDIT_DAY, catalogueFile: undefined });
    onTestFinished(() => rehearsal.close());
    const figures = await auditTruth(every(2, records), records, rehearsal, 1);
    expect(figures.violations).toEqual([]);
    expect(figures.asked).toBeGreaterThan(250);
    expect(figures.aboutIt / figures.asked).toBeGreaterThan(0.9);
    expect(figures.stated / figures.asked).toBeGreaterThan(0.5);
    expect(figures.values).toBeGreaterThan(2000);
  });

  test.skipIf(!hasTestData())(
    "the published catalogue, one procedure in twelve (all of it: node tests/bench/truth.ts)",
    { timeout: 4 * MINUTES },
    async () => {
      const records = readCommuneRecords();
      const rehearsal = await openPublished();
      onTestFinished(() => rehearsal.close());
      const figures = await auditTruth(every(12, records), records, rehearsal, 1);
      expect(figures.violations).toEqual([]);
      expect(figures.asked).toBeGreaterThanOrEqual(59 * 7);
      expect(figures.aboutIt / figures.asked).toBeGreaterThan(0.9);
      expect(figures.stated / figures.asked).toBeGreaterThan(0.6);
      expect(figures.values).toBeGreaterThan(5_000);
    },
  );
});

const RECORD: RawRecord = {
  code: "1.234567",
  name: "Thủ tục đăng ký thử",
  fields: {
    papers: "Tờ khai theo mẫu số 5\nBản sao căn cước\nĐơn đề nghị; nộp một lần [2 bản chính,0 bản sao]",
    fee: "Lệ phí: 15.000 đồng/lần\nTrực tuyến: 7,000 Việt Nam Đồng",
    agency: "Công an cấp Xã",
    time_limit: "3 ngày làm việc",
    legal_basis: "Luật 49/2019/Q\nH1449/2019/QH14N\nghị định 12/2024/NĐ-CP",
  },
  identity: ["1.234567", "77/QĐ-UBND", "2026-07"],
  asides: [],
  flags: [],
  silences: {},
};
const HEAD = "Thủ tục đăng ký thử (mã 1.234567)\n\n";
const END =
  "\n\nNguồn: Cơ sở dữ liệu quốc gia về thủ tục hành chính, theo Quyết định công bố số 77/QĐ-UBND, đối chiếu 2026-07.";
const audit = (facet: string, body: string) =>
  auditReply({ key: "tra_loi", text: HEAD + body + END }, [facet], [RECORD]).violations.length;

describe("the auditor itself", () => {
  test.each([
    ["papers", "Giấy tờ cần có:\n- Tờ khai theo mẫu số 5\n- Bản sao căn cước"],
    ["fee", "Phí, lệ phí: Lệ phí: 15.000 đồng/lần"],
    ["fee", "Phí, lệ phí: Trực tuyến: 7.000 đồng"],
    ["papers", "Giấy tờ cần có: Đơn đề nghị…; Đơn đề nghị; nộp một lần (2 bản chính)"],
    [
      "time_limit",
      "Thời hạn giải quyết: nguồn công bố không ghi, nên tôi không nói thay. Anh/Chị hỏi Công an cấp Xã để biết chắc.",
    ],
    ["time_limit", "Thời hạn giải quyết: 3 ngày làm việc"],
    ["legal_basis", "Căn cứ pháp lý:\n- 49/2019/QH14\n- 12/2024/NĐ-CP"],
  ])("lets a true %s pass", (facet, body) => {
    expect(audit(facet, body)).toBe(0);
  });

  test.each([
    ["an invented paper", "papers", "Giấy tờ cần có:\n- Tờ khai theo mẫu số 5\n- Sổ hộ khẩu"],
    ["a paper with a word changed", "papers", "Giấy tờ cần có: Bản chính căn cước"],
    ["more copies than asked for", "papers", "Giấy tờ cần có: Đơn đề nghị; nộp một lần (3 bản chính)"],
    ["copies of which there are none", "papers", "Giấy tờ cần có: Đơn đề nghị; nộp một lần (2 bản sao)"],
    ["an amount with its thousands lost", "fee", "Phí, lệ phí: Trực tuyến: 7 đồng"],
    [
      "a body the record does not name",
      "fee",
      "Phí, lệ phí: nguồn công bố không ghi, nên tôi không nói thay. Anh/Chị hỏi Công an cấp tỉnh để biết chắc.",
    ],
    ["a day it was not checked on", "fee", "Đối chiếu tháng 8/2026.\n\nPhí, lệ phí: Lệ phí: 15.000 đồng/lần"],
    ["another amount", "fee", "Phí, lệ phí: Lệ phí: 25.000 đồng/lần"],
    ["an amount cut short", "fee", "Phí, lệ phí: Lệ phí: 15"],
    ["free where there is a fee", "fee", "Phí, lệ phí: Miễn phí"],
    ["a part of a number", "time_limit", "Thời hạn giải quyết: 13 ngày làm việc"],
    ["the value of another part", "fee", "Phí, lệ phí: 3 ngày làm việc"],
    ["a law glued from two", "legal_basis", "Căn cứ pháp lý: 1449/2019/QH14"],
    ["a law that is not there", "legal_basis", "Căn cứ pháp lý: 15/2020/NĐ-CP"],
    ["a number outside the asked part", "fee", "Gọi 0912345678.\n\nPhí, lệ phí: Lệ phí: 15.000 đồng/lần"],
    [
      "words after a silence",
      "fee",
      "Phí, lệ phí: nguồn công bố ghi con số mà thiếu đơn vị, nên tôi không nói để Anh/Chị khỏi nhầm. Anh/Chị hỏi Trung tâm Phục vụ hành chính công để biết chắc. Thường là miễn phí.",
    ],
  ])("catches %s", (_, facet, body) => {
    expect(audit(facet, body)).toBeGreaterThan(0);
  });

  test("holds the short and the spoken form to the same", () => {
    const reply = { key: "tra_loi", text: `${HEAD}Phí, lệ phí: Lệ phí: 15.000 đồng/lần${END}` };
    const short = "Đăng ký thử Phí, lệ phí: Lệ phí: 16.000 đồng/lần. Ma 1.234567, doi chieu 2026-07.";
    expect(auditReply({ ...reply, short }, ["fee"], [RECORD]).violations).toHaveLength(2);
    expect(
      auditReply(
        { ...reply, spoken: "Về thủ tục đăng ký thử. Phí, lệ phí: Lệ phí: 15.000 đồng/lần." },
        ["fee"],
        [RECORD],
      ).violations,
    ).toEqual([]);
  });

  test("wants each receipt to stand in the field it names, of the record it names", () => {
    const receipt = { code: "1.234567", field: "fee", text: "15.000 đồng/lần" };
    expect(auditReceipts([receipt], [RECORD]).violations).toEqual([]);
    expect(auditReceipts([{ ...receipt, field: "papers" }], [RECORD]).violations).toHaveLength(1);
    expect(auditReceipts([{ ...receipt, code: "9.999999" }], [RECORD]).violations).toHaveLength(1);
  });
});
