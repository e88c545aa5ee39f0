import { describe, expect, test } from "vitest";
import { withoutSender } from "../../../src/conversation/without-sender.ts";

describe("a report that is to hold neither the name nor the number of its sender", () => {
  test.each([
    ["Cán bộ hạch sách. Tôi Lê Văn Sơn 0912111777", "Cán bộ hạch sách."],
    ["Ống nước vỡ. Lý Văn Chung 0912111011", "Ống nước vỡ."],
    ["0978112277 Cao Thị Mến. Cống tắc ở thôn 4", "Cống tắc ở thôn 4"],
    ["Rác không ai thu\nNguyễn Thị Lan\n0912345678", "Rác không ai thu"],
    ["can bo vi phien dan, toi ten Ho Van Tuan so 0978112244", "can bo vi phien dan"],
    [
      "Cán bộ tên Nguyễn Hữu Phúc đòi tiền. Tôi: Trần Minh Đức, ĐT 0978 112 255",
      "Cán bộ tên Nguyễn Hữu Phúc đòi tiền.",
    ],
    ["Họ tên: Mai Văn Bốn. SĐT: 0978.112.288. Đường sụt lún", "Đường sụt lún"],
    ["ống nước vỡ, gọi lại cho tui Bốn 0978112200", "ống nước vỡ"],
    ["Tôi, Vũ Thị Loan, phản ánh đường ngập", "phản ánh đường ngập"],
    ["Đèn không sáng. Trân trọng, Hoàng Văn Thái", "Đèn không sáng."],
    ["dạ tôi tên Lê Thị Bé nhà ở xóm 3, số tôi không chín một hai ba bốn năm sáu bảy tám", "dạ, nhà ở xóm 3"],
  ])("%s → %s", (text, left) => {
    expect(withoutSender(text)).toBe(left);
  });

  test.each([
    "số 0978112299 gọi lừa tôi nộp phạt nguội",
    "Hàng xóm tôi là ông Lê Văn Tám đổ rác",
    "Con tôi là Nguyễn Văn Bi bị cô giáo phạt",
    "Ông Phạm Văn Tài 0911000222 trưởng thôn thu tiền",
    "cán bộ một cửa là Trần Văn Hào quát tôi",
    "Cán bộ quát dân. Trưởng phòng Nguyễn Văn Ba.",
    "Tôi là người dân thôn 7, đường ngập",
    "cháu là học sinh lớp 9, bị bạn đánh",
    "tôi đi chợ thì bị ông Bình quát",
  ])("%s stays", (text) => {
    expect(withoutSender(text)).toBe(text);
  });

  test("what is known from elsewhere in the talk is found however it is written", () => {
    const known = ["Phan Văn Kỳ", "+84966123455", "ẩn danh"];
    expect(withoutSender("nước đục ở xã Tân Kỳ, phan văn kỳ 0966.123.455 báo, gửi ẩn danh", known)).toBe(
      "nước đục ở xã Tân Kỳ, báo, gửi ẩn danh",
    );
  });
});
