import { describe, expect, test } from "vitest";
import { openShipped, told } from "./shipped.ts";

const places = await openShipped();
const find = (text: string) => told(places.find(text));
const answer = (text: string) => told(places.find(text, { asked: true }));

describe("one place", () => {
  test.each([
    ["xã Mai Hóa", "= Tuyên Bình"],
    ["rác ở xã Mai Hóa không ai dọn", "= Tuyên Bình"],
    ["Đồng Lê", "= Đồng Lê"],
    ["tt Đồng Lê", "= Đồng Lê"],
    ["TT. Đồng Lê", "= Đồng Lê"],
    ["thị trấn Hồ Xá", "= Vĩnh Linh"],
    ["mai hoa", "= Tuyên Bình"],
    ["o xa mai hoa huyen tuyen hoa", "= Tuyên Bình"],
    ["XÃ MAI HÓA HUYỆN TUYÊN HÓA", "= Tuyên Bình"],
    ["Mai Hóa, Tuyên Hóa, Quảng Bình", "= Tuyên Bình"],
    ["tỉnh Quảng Bình huyện Tuyên Hóa xã Mai Hóa", "= Tuyên Bình"],
    ["xã Mai Hóa cũ, nay là xã Tuyên Bình", "= Tuyên Bình"],
    ["p1 Đông Hà", "= Đông Hà"],
    ["phường 1 thị xã Quảng Trị", "= Quảng Trị"],
    ["xã Tân Thành huyện Minh Hóa", "= Tân Thành"],
    ["xã Cam Thủy, Cam Lộ", "= Hiếu Giang"],
    ["cam thuy le thuy", "= Cam Hồng"],
    ["xã Hải Dương", "= Mỹ Thủy"],
    ["xã Thanh Hóa", "= Tuyên Lâm"],
    ["xã Quảng Ninh", "= Quảng Ninh"],
    ["xã Lìa", "= Lìa"],
    ["xa lia huong hoa", "= Lìa"],
    ["thị xã Quảng Trị", "= Quảng Trị"],
    ["huyện Cồn Cỏ", "= Cồn Cỏ"],
    ["xã Đồng Hới", "= Đồng Hới"],
    ["thôn 3 xã Mai Hóa", "= Tuyên Bình"],
    ["bản Ka Ai xã Dân Hóa", "= Dân Hóa"],
  ])("%s %s", (text, wanted) => {
    expect(find(text)).toBe(wanted);
  });
});

describe("misspelt", () => {
  test.each([
    ["xã Mai Hoá", "= Tuyên Bình"],
    ["xã Mai Hoaa", "= Tuyên Bình"],
    ["xã Mau Hóa", "= Tuyên Bình"],
    ["xã Mia Hóa", "= Tuyên Bình"],
    ["xax Mai Hoas", "= Tuyên Bình"],
    ["ddoongf lee", "= Đồng Lê"],
    ["xã maihoa", "= Tuyên Bình"],
    ["xả Mai Hóa", "= Tuyên Bình"],
    ["xã Tuiên Bình", "= Tuyên Bình"],
    ["xã Kim Phũ", "= Kim Phú"],
    ["xã Xen Ngư", "= Sen Ngư"],
    ["fường Đồng Sơn", "= Đồng Sơn"],
    ["xã Mai Hóa".normalize("NFD"), "= Tuyên Bình"],
  ])("%s %s", (text, wanted) => {
    expect(find(text)).toBe(wanted);
  });
});

describe("asked back", () => {
  test.each([
    ["xã Tân Thành", "? Lao Bảo, Tân Thành"],
    ["xã Cam Thủy", "? Cam Hồng, Hiếu Giang"],
    ["xã Minh Hóa", "? Kim Phú, Minh Hóa"],
    ["xã Hòa Trạch", "? Hoàn Lão, Hòa Trạch"],
    ["phường 1", "? Quảng Trị, Đông Hà"],
    ["thành phố Đồng Hới", "? Đồng Hới, Đồng Sơn, Đồng Thuận"],
    ["ở Thanh Hóa", "? Tuyên Lâm, tỉnh Thanh Hóa"],
    ["Quảng Ninh", "? Quảng Ninh, tỉnh Quảng Ninh"],
    ["rác từ xã Đồng Lê tới xã Kim Phú", "? Kim Phú, Đồng Lê"],
  ])("%s %s", (text, wanted) => {
    expect(find(text)).toBe(wanted);
  });

  test("a district of more than four communes offers four, our own first", () => {
    const found = places.find("huyện Tuyên Hóa");
    expect(found).toMatchObject({ kind: "ambiguous", more: true, question: { about: "district" } });
    if (found.kind !== "ambiguous") return;
    expect(found.choices).toHaveLength(4);
    expect(found.choices[0]).toMatchObject({ unit: { name: "Tuyên Bình" } });
  });
});

describe("elsewhere", () => {
  test.each([
    ["ở Hà Nội rác nhiều quá", "→ Hà Nội"],
    ["tỉnh Thanh Hóa", "→ Thanh Hóa"],
    ["xã Tân Thành, tỉnh Đồng Nai", "→ Đồng Nai"],
    ["xã Mai Hóa, Hà Nội", "→ Hà Nội"],
    ["đường hỏng tại tỉnh Thái Bình", "→ Hưng Yên"],
    ["tp hcm", "→ Thành phố Hồ Chí Minh"],
    ["quê tôi ở Hà Nội nhưng rác ở xã Mai Hóa", "= Tuyên Bình"],
    ["quê ở Hà Nội", "-"],
    ["xe biển số Hà Nội đổ trộm rác", "-"],
    ["anh Nam người Hà Tĩnh đổ trộm rác", "-"],
    ["đường Hà Nội ngập", "-"],
    ["ở Quảng Bình", "-"],
    ["tỉnh Quảng Trị", "-"],
  ])("%s %s", (text, wanted) => {
    expect(find(text)).toBe(wanted);
  });
});

describe("in answer to the question where", () => {
  test.each([
    ["mai hoa", "= Tuyên Bình"],
    ["an ninh", "= Trường Ninh"],
    ["phong hóa", "= Tuyên Bình"],
    ["dong le", "? Nam Đông Hà, Đồng Lê"],
    ["cuối chợ Mai Hóa", "= Tuyên Bình"],
    ["tan thanh minh hoa", "= Tân Thành"],
    ["hòa bình", "→ Phú Thọ"],
    ["thôn 5", "-"],
    ["thôn Tân Lập", "-"],
    ["tổ 5 đường Trần Phú", "-"],
    ["gần nhà văn hóa thôn 2", "-"],
  ])("%s %s", (text, wanted) => {
    expect(answer(text)).toBe(wanted);
  });
});

describe("what is told to officers", () => {
  test("the unit it was, and the words as written", () => {
    expect(places.find("rác ở xã Mai Hoá, Tuyên Hoá")).toMatchObject({
      kind: "one",
      words: "xã Mai Hoá, Tuyên Hoá",
      because: "xã Mai Hóa, huyện Tuyên Hóa cũ, nay thuộc xã Tuyên Bình",
      unit: { id: "18991", code: "18991", kind: "xã" },
    });
  });
});

describe("an address whose commune no table here knows", () => {
  test.each([
    ["ở quận Hoàng Mai Hà Nội mất nước ba ngày rồi", "Hà Nội"],
    ["quận Hoàng Mai, Hà Nội", "Hà Nội"],
    ["Em o xa Minh Son huyen Ngoc Lac tinh Thanh Hoa, duong hong nang", "Thanh Hóa"],
  ])("%s: %s", (text, province) => {
    expect(places.find(text)).toMatchObject({ kind: "other_province", province });
  });

  test.each(["Anh cán bộ xã làm chậm, Hà Nội còn nhanh hơn", "xa lam duong qua lau ha noi nghe khong"])(
    "a province spoken of is not where it is: %s",
    (text) => {
      expect(places.find(text).kind).not.toBe("other_province");
    },
  );
});
