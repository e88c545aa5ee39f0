import { beforeAll, describe, expect, test } from "vitest";
import { carryOut } from "../../../src/tickets/apply.ts";
import { ticketFrom } from "../../../src/tickets/draft.ts";
import {
  type Actor,
  CONTENT_CODES,
  CONTENT_SURE,
  contentOf,
  contentsFor,
  fits,
  loadTicketRules,
  RECORD_TYPES,
  type RecordType,
  type Ticket,
  type TicketRules,
} from "../../../src/tickets/index.ts";

const MONDAY = Date.parse("2026-11-23T08:00:00+07:00");
let rules: TicketRules;
beforeAll(async () => {
  rules = await loadTicketRules("knowledge", MONDAY, { approval: false });
});

const read = (recordType: RecordType, text: string) => contentOf(recordType, text, rules.contents);

describe("which of the eight contents a report is", () => {
  test.each([
    ["pakn_hanh_vi", "cán bộ hẹn tới hẹn lui", "hv"],
    ["ho_so_tre", "hồ sơ nộp ba tháng chưa có", "hv"],
    ["pakn_quy_dinh", "quy định này dân miền núi chịu sao nổi", "qd.thuc_te"],
    ["pakn_quy_dinh", "quy dinh cu qua roi khong phu hop thuc te", "qd.thuc_te"],
    ["pakn_quy_dinh", "nghị định và thông tư chồng chéo, mâu thuẫn với nhau", "qd.dong_bo"],
    ["pakn_quy_dinh", "xã tự đặt ra khoản thu trái pháp luật", "qd.hop_phap"],
    ["pakn_quy_dinh", "quy định này trái với công ước Việt Nam đã ký", "qd.dieu_uoc"],
    ["kien_nghi", "đề nghị bỏ bớt giấy tờ khi làm thủ tục", "kn.phuong_an"],
    ["kien_nghi", "tỉnh nên ban hành quy định về giờ mở loa", "kn.sang_kien"],
  ] as const)("%s: %s: %s", (recordType, text, code) => {
    const reading = read(recordType, text);
    expect(reading.code).toBe(code);
    expect(reading.confidence).toBeGreaterThanOrEqual(CONTENT_SURE);
  });

  test("a regulation disliked without a reason is the article's rest, and doubtful", () => {
    const reading = read("pakn_quy_dinh", "tôi có ý kiến về quy định nuôi ong");
    expect(reading.code).toBe("qd.khac");
    expect(reading.confidence).toBeLessThan(CONTENT_SURE);
  });

  test("a proposal that is not about a regulation is none of the eight", () => {
    expect(read("kien_nghi", "đề nghị lắp thêm đèn đường")).toEqual({ code: null, confidence: 0 });
    for (const recordType of ["hien_truong", "hoi_dap", "khen_gop_y", "khieu_nai", "to_cao"] as const)
      expect(read(recordType, "quy định chồng chéo").code).toBeNull();
  });

  test("whatever is read fits the record, and every content can be chosen for one", () => {
    for (const recordType of RECORD_TYPES) {
      const { code } = read(recordType, "quy định chồng chéo, trái luật, nên sửa đổi, nên ban hành mới");
      expect(code === null || fits(recordType, code)).toBe(true);
    }
    expect(new Set(RECORD_TYPES.flatMap(contentsFor))).toEqual(new Set(CONTENT_CODES));
  });
});

describe("a ticket's content", () => {
  const open = (recordType: RecordType, content: string): Ticket => {
    const reporter = { address: null, name: null, phone: null, postalAddress: null };
    const draft = { key: "k", recordType, content, department: "kt", because: "", reporter, source: "sms" } as const;
    return ticketFrom(draft, "t", "PA-7K3M-92XF", MONDAY, rules);
  };
  const officer: Actor = { role: "officer", id: "an", department: "kt" };
  const set = (ticket: Ticket, contentCode: (typeof CONTENT_CODES)[number], actor = officer) =>
    carryOut(ticket, { command: "set_content", actor, data: { contentCode }, at: MONDAY + 1 }, rules);

  test("is set when it is opened, and changed by its unit without touching anything else", () => {
    const ticket = open("pakn_quy_dinh", "quy định chồng chéo");
    expect(ticket.contentCode).toBe("qd.dong_bo");
    const changed = set(ticket, "qd.hop_phap");
    expect(changed).toMatchObject({ ok: true, notice: null });
    if (!changed.ok) return;
    const { contentCode, version, updatedAt, ...rest } = changed.ticket;
    expect(contentCode).toBe("qd.hop_phap");
    expect({ ...ticket, ...rest }).toEqual(ticket);
    expect(version).toBe(2);
    expect(updatedAt).toBe(MONDAY + 1);
  });

  test("cannot be one of another kind of record, nor be set by another unit", () => {
    const ticket = open("pakn_quy_dinh", "quy định chồng chéo");
    expect(set(ticket, "hv")).toEqual({ ok: false, reason: "incomplete" });
    expect(set(ticket, "qd.khac", { ...officer, department: "vh" })).toEqual({ ok: false, reason: "not_allowed" });
  });

  test("is read anew when the record becomes another kind", () => {
    const ticket = open("hien_truong", "quy định chồng chéo quá, rác không ai dọn");
    expect(ticket.contentCode).toBeNull();
    const actor: Actor = { role: "coordinator", id: "dp" };
    const done = carryOut(
      ticket,
      { command: "reclassify", actor, data: { recordType: "pakn_quy_dinh" }, at: MONDAY },
      rules,
    );
    expect(done.ok && done.ticket.contentCode).toBe("qd.dong_bo");
  });
});
