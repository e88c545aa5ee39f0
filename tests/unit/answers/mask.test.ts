import { describe, expect, test } from "vitest";
import { maskPersonal } from "../../../src/answers/mask.ts";

describe("what a language model is shown of a citizen's words", () => {
  test.each([
    ["gọi lại cho tôi số 0912 345 678 nhé", ["0912", "345", "678"], "gọi lại"],
    ["căn cước 001187012345, hộ chiếu C1234567", ["001187012345", "C1234567"], "căn cước"],
    ["số của tôi là không chín một hai ba bốn năm sáu bảy tám", ["chín một", "sáu bảy"], "số của tôi"],
    ["so cua toi la khong chin mot hai ba bon", ["chin mot", "hai ba"], "so cua toi"],
    ["gửi mail hoa.nt@thu.vn hoặc xem facebook https://fb.example/hoa", ["hoa.nt", "fb.example"], "gửi mail"],
    ["Tôi tên là Nguyễn Thị Hoa, xin hỏi khai sinh", ["Nguyễn", "Thị", "Hoa"], "khai sinh"],
    ["toi ten la nguyen thi hoa, xin hoi khai sinh", ["nguyen", "thi", "hoa"], "khai sinh"],
    ["em tên bin bố em muốn hỏi đăng ký", ["bin"], "đăng ký"],
    ["làm khai sinh cho cháu Trần Gia Bảo", ["Trần", "Gia", "Bảo"], "khai sinh"],
    ["Lò Văn Pánh làm lại giấy khai sinh", ["Lò", "Văn", "Pánh"], "giấy khai sinh"],
    ["nhà tôi ở thôn Đông Lĩnh, hỏi lệ phí", ["Đông", "Lĩnh"], "hỏi"],
    ["nha o xom dong linh hoi tam tru", ["dong", "linh"], "tru"],
  ])("of “%s” nothing that could tell who it is", (text, hidden, kept) => {
    const masked = maskPersonal(text);
    expect(hidden.filter((secret) => masked.includes(secret))).toEqual([]);
    expect(masked).toContain(kept);
  });

  test("a question without any such thing stays as it is", () => {
    const text = "đăng ký kết hôn cần giấy tờ gì, lệ phí bao nhiêu, mất mấy ngày";
    expect(maskPersonal(text)).toBe(text);
  });

  test("only the beginning of a long story", () => {
    expect(maskPersonal("xin hỏi ".repeat(500)).length).toBeLessThanOrEqual(400);
  });
});
