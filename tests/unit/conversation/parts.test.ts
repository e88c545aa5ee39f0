import { describe, expect, test } from "vitest";
import { partsAnswer } from "../../../src/conversation/flow/parts-answer.ts";
import { numberedIn } from "../../../src/conversation/gather.ts";
import { askingIn, keptParts, nextReport, type ToldPart } from "../../../src/conversation/parts.ts";
import { segmentsOf } from "../../../src/conversation/segments.ts";

const RIGHT = { kind: "all_right" };
const without = (...nths: number[]) => ({ kind: "without", nths });
const only = (...nths: number[]) => ({ kind: "only", nths });
const right = (nth: number) => ({ kind: "right", nth });
const instead = (nth: number, text: string) => ({ kind: "instead", nth, text });

describe("an answer to a list of three parts", () => {
  test.each([
    ["đúng hết", RIGHT],
    ["dung het a", RIGHT],
    ["dạ đúng rồi ạ", RIGHT],
    ["gửi đi", RIGHT],
    ["bỏ ý 2", without(2)],
    ["bo y 2", without(2)],
    ["bỏ ý thứ hai đi", without(2)],
    ["ý 2 thì bỏ", without(2)],
    ["bỏ phần cuối", without(3)],
    ["bỏ ý 1 và ý 3", without(1, 3)],
    ["chỉ gửi ý 1", only(1)],
    ["chi gui y 1 va 3", only(1, 3)],
    ["ý 1 đúng", right(1)],
    ["ý 1 sai, phải là đường thôn 5 hỏng", instead(1, "đường thôn 5 hỏng")],
    ["y 1 sai phai la duong thon 5 hong", instead(1, "duong thon 5 hong")],
    ["sửa ý hai thành đèn ngõ 7 bị tắt", instead(2, "đèn ngõ 7 bị tắt")],
    ["ý 3: xe tải chạy ẩu", instead(3, "xe tải chạy ẩu")],
  ])("%s", (text, change) => {
    expect(partsAnswer(text, 3)).toEqual([change]);
  });

  test.each(["dừng", "đừng", "dừng đi ạ", "đừng gửi"])("“%s” confirms nothing", (text) => {
    expect(partsAnswer(text, 3)).toBeUndefined();
  });

  test.each([
    ["Bỏ ý 2. Ý 1 đúng", [without(2), right(1)]],
    ["ý 1 đúng, bỏ ý 2", [right(1), without(2)]],
    ["bỏ ý 2, ý 1 sai, phải là đèn đường hỏng", [without(2), instead(1, "đèn đường hỏng")]],
  ])("%s", (text, changes) => {
    expect(partsAnswer(text, 3)).toEqual(changes);
  });

  test("says several things at once", () => {
    expect(partsAnswer("ý 1 đúng, ý 2 bỏ", 3)).toEqual([right(1), without(2)]);
    expect(partsAnswer("ý 1 sai, phải là đường thôn 5 hỏng, còn ý 2 bỏ đi", 3)).toEqual([
      instead(1, "đường thôn 5 hỏng"),
      without(2),
    ]);
  });

  test.each(["?", "là sao", "bỏ ý 9", "đường thôn 5 hỏng", "làm khai sinh cần gì", "2", "bỏ ý 1 và 9"])(
    "“%s” is none",
    (text) => {
      expect(partsAnswer(text, 3)).toBeUndefined();
    },
  );
});

test("reports are written down one after the other, and what was answered or guided is none", () => {
  const parts: ToldPart[] = [
    { kind: "guided", recordType: "to_cao" },
    { kind: "report", recordType: "hien_truong", text: "đèn hỏng" },
    { kind: "answered", text: "khai sinh cần gì" },
    { kind: "report", recordType: "kien_nghi", text: "thêm thùng rác" },
  ];
  const first = nextReport(parts);
  expect(first).toMatchObject({ content: "đèn hỏng", record_type: "hien_truong" });
  expect(JSON.parse(first?.["parts"] ?? "")).toEqual([parts[3]]);
  expect(nextReport([{ kind: "answered", text: "khai sinh cần gì" }])).toBeUndefined();
});

test.each([
  ["1. Đường hỏng. 2. Đèn tắt", ["1. Đường hỏng.", "2. Đèn tắt"]],
  ["1) Đường hỏng 2) Đèn tắt", ["1) Đường hỏng", "2) Đèn tắt"]],
  ["Tôi có mấy ý: 1. Đường hỏng", ["Tôi có mấy ý: 1. Đường hỏng"]],
  ["rác ở ngõ 5. Đèn tắt", ["rác ở ngõ 5.", "Đèn tắt"]],
])("numbers in %s", (text, segments) => {
  expect(segmentsOf(text)).toEqual(segments);
});

test("figures in brackets part nothing", () => {
  expect(segmentsOf("Hôm qua (ngày 12) tôi thấy rác")).toEqual(["Hôm qua (ngày 12) tôi thấy rác"]);
});

describe("what a message numbers itself", () => {
  test.each([
    ["em cần 2 thứ: 1) nhập khẩu, 2) xóa khẩu", ["1) nhập khẩu", "2) xóa khẩu"]],
    ["hỏi hai việc: một là khai sinh, hai là bảo hiểm", ["một là khai sinh", "hai là bảo hiểm"]],
    ["viec thu nhat la khai tu, viec thu hai la mai tang", ["viec thu nhat la khai tu", "viec thu hai la mai tang"]],
    ["Đèn đường hỏng ở thôn 3. Rác ở tổ 4. không ai dọn", []],
    ["Đèn hỏng ở thôn 1. Rác ở tổ 2. không ai dọn", []],
    ["Đèn ở ngõ (tổ 1) hỏng, cống ở ngõ (tổ 2) tắc", []],
    ["Thứ hai là ngày nghỉ, thứ ba là ngày làm", []],
    ["ba là bộ đội, hai là con", []],
  ])("%s", (text, numbered) => {
    expect(numberedIn(text)).toEqual(numbered);
  });
});

describe("a question to be asked back", () => {
  const asking = {
    reply: { key: "hoi_lai_nhom", text: "Cấp lại hay cấp mới?" },
    offered: { codes: ["1", "2"], labels: ["cấp lại", "cấp mới"], text: "xin giấy phép", facets: [] },
  };
  const later: ToldPart = { kind: "later", text: "xin giấy phép", asking };
  const report: ToldPart = { kind: "report", recordType: "hien_truong", text: "đường hỏng" };

  test("is kept while the reports are written down", () => {
    const saved = nextReport([later, report]) ?? {};
    expect(saved["content"]).toBe("đường hỏng");
    expect(askingIn(saved, "gửi")).toEqual(asking);
  });

  test("outlives the list it stood in, unless it is left out of it", () => {
    const saved = keptParts([later, report]);
    expect(askingIn(saved, "thôi")).toEqual(asking);
    expect(askingIn(saved, "bỏ ý 1")).toBeUndefined();
    expect(askingIn(keptParts([report, report]), "thôi")).toBeUndefined();
  });
});
