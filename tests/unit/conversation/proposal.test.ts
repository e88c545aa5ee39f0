import { expect, test } from "vitest";
import { proposes } from "../../../src/conversation/proposal.ts";

test.each([
  "mong xã mở thêm lớp dạy nghề cho thanh niên",
  "nên lắp gờ giảm tốc trước cổng trường",
  "de nghi xa to chuc lop boi cho tre em",
])("%s: a proposal", (text) => {
  expect(proposes(text)).toBe(true);
});

test.each([
  "Đề nghị miễn giảm học phí, hỗ trợ chi phí học tập lệ phí bao nhiêu",
  "Thủ tục đề nghị thành lập chi nhánh của tổ chức tài chính vi mô",
  "Giải thể trung tâm học tập cộng đồng theo đề nghị của tổ chức",
  "đề nghị lắp lại nắp cống bị vỡ",
])("%s: a procedure, or what is to be put right", (text) => {
  expect(proposes(text)).toBe(false);
});
