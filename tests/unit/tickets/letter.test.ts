import { beforeAll, describe, expect, test } from "vitest";
import { ticketFrom } from "../../../src/tickets/draft.ts";
import { loadTicketRules, type RecordType, type TicketRules } from "../../../src/tickets/index.ts";
import { letterName, letterText, writeLetter } from "../../../src/tickets/letters/letter.ts";

const MONDAY = Date.parse("2026-11-23T08:00:00+07:00");
let rules: TicketRules;
beforeAll(async () => {
  rules = await loadTicketRules("knowledge", MONDAY, { approval: false });
});

function letter(recordType: RecordType, more: { anonymous?: boolean; at?: number; enclosures?: string[] } = {}) {
  const reporter = { address: null, name: "Lê Thị Bưởi", phone: "+84900000001", postalAddress: "thôn Bắc" };
  const draft = { key: "k", recordType, content: "Lời người dân", department: null, because: "", reporter } as const;
  const ticket = ticketFrom({ ...draft, source: "sms", ...more }, "t", "PA-7K3M-92XF", MONDAY, rules);
  const facts = { number: "12/PC-UBND", to: "Công an xã", reason: "", kind: "phản ánh", source: "SMS" };
  const at = more.at ?? MONDAY;
  return letterText(writeLetter(ticket, { ...facts, enclosures: more.enclosures ?? [], at }, rules.letterhead));
}

describe("the letter that passes a matter on", () => {
  test("quotes the citizen, names the sender, and asks the agency to answer them", () => {
    const text = letter("hien_truong");
    expect(text).toContain("“Lời người dân”");
    expect(text).toContain("Người gửi: Lê Thị Bưởi, điện thoại 0900000001, địa chỉ thôn Bắc.");
    expect(text).toContain("trả lời người gửi và thông báo kết quả");
    expect(text).not.toContain("{{");
    expect(text).not.toContain("Kèm theo");
  });

  test.each(["pakn_hanh_vi"] as const)("of %s keeps the sender secret", (recordType) => {
    const text = letter(recordType);
    expect(text).not.toMatch(/Bưởi|900000001|thôn Bắc/);
    expect(text).toContain("gửi kết quả về");
  });

  test("without a name asks for the result to be sent back", () => {
    const text = letter("hien_truong", { anonymous: true });
    expect(text).not.toMatch(/Bưởi|900000001/);
    expect(text).toContain("Người gửi không nêu tên.");
    expect(text).toContain("gửi kết quả về");
  });

  test("rests on the decree only where the decree speaks of that kind of record", () => {
    for (const kind of ["pakn_quy_dinh", "kien_nghi", "ho_so_tre"] as const)
      expect(letter(kind)).toContain("Căn cứ Điều 9");
    for (const kind of ["hien_truong", "hoi_dap", "khen_gop_y"] as const) {
      expect(letter(kind)).not.toContain("Căn cứ");
      expect(letter(kind)).toContain("Vận dụng thời hạn chuyển 05 ngày làm việc");
    }
  });

  test("names what goes with it, and dates itself as papers are dated", () => {
    expect(letter("hien_truong", { enclosures: ["PA-1.jpg"] })).toContain("Kèm theo:\n- PA-1.jpg");
    expect(letter("hien_truong", { at: Date.parse("2027-02-05T08:00:00+07:00") })).toContain(
      "ngày 05 tháng 02 năm 2027",
    );
    expect(letter("hien_truong", { at: Date.parse("2027-03-15T08:00:00+07:00") })).toContain(
      "ngày 15 tháng 3 năm 2027",
    );
    expect(letterName("3/PC-UBND", Date.parse("2026-12-31T23:30:00+07:00"))).toBe("số 3/PC-UBND ngày 31/12/2026");
  });
});
