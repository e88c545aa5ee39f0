import { describe, expect, test } from "vitest";
import { bracketed, fitting, measuresIn } from "../../../src/conversation/brackets.ts";

const CARD = { codes: ["a", "b", "c"], labels: ["Dưới 14 tuổi", "Từ 14 tuổi, chưa có thẻ", "Có thẻ rồi, cần đổi"] };
const SERVICE = {
  codes: ["a", "b", "c", "d"],
  labels: [
    "Dưới 15 năm (trợ cấp một lần)",
    "Từ 15 đến dưới 20 năm",
    "Từ 20 năm trở lên (hưu trí)",
    "Dân công hỏa tuyến",
  ],
};

const GROWN = {
  codes: ["a", "b", "c"],
  labels: ["Trẻ em chưa làm khai sinh", "Người lớn, từ trước chưa làm khai sinh", "Mất giấy, xã còn sổ"],
};

describe("choices told apart by age or years", () => {
  test.each([
    [CARD, "bé nhà em 8 tuổi", "a"],
    [CARD, "be moi 8t", "a"],
    [CARD, "con em mười bốn tuổi", "b"],
    [CARD, "con em tròn 15 tuổi rồi", "b"],
    [CARD, "cháu đang học lớp 3", "a b c"],
    [SERVICE, "có 17 năm trong quân ngũ rồi phục viên", "b"],
    [SERVICE, "tui đi bộ đội 25 năm", "c"],
    [SERVICE, "di 8 nam thoi", "a"],
    [SERVICE, "ông cụ 80 tuổi", "a b c d"],
    [SERVICE, "ba tôi mất 4 năm rồi", "a b c d"],
    [SERVICE, "đi bộ đội năm 1972", "a b c d"],
    [GROWN, "làm cho tôi, tôi 40 tuổi", "b"],
    [GROWN, "chau 7 tuoi", "a"],
    [GROWN, "mất hết rồi", "a b c"],
  ])("%o: %s → %s", (choices, text, kept) => {
    expect(fitting(choices, text).codes.join(" ")).toBe(kept);
  });

  test("two fit: both stay, and what has another bracket goes", () => {
    const two = {
      codes: ["a", "b", "c"],
      labels: ["Chống Mỹ, dưới 15 năm", "Sau 1975, dưới 15 năm", "Từ 20 năm trở lên"],
    };
    expect(fitting(two, "đi 8 năm")).toEqual({ codes: ["a", "b"], labels: two.labels.slice(0, 2) });
  });

  test("where no label fits, the others are left to choose from, but one is never chosen for being the last", () => {
    const labels = ["Dưới 14 tuổi", "Bị mất thẻ", "Thẻ hết hạn"];
    expect(fitting({ codes: ["a", "b", "c"], labels }, "tôi 60 tuổi").codes).toEqual(["b", "c"]);
    expect(fitting({ codes: ["a", "b"], labels: labels.slice(0, 2) }, "tôi 60 tuổi").codes).toEqual(["a", "b"]);
  });
});

test("numbers in words and figures", () => {
  expect(measuresIn("hai mươi lăm tuổi, phục vụ 17 năm")).toEqual([
    { unit: "tuoi", value: 25 },
    { unit: "nam", value: 17 },
  ]);
  expect(measuresIn("còn 8 tấn, năm nay, tuổi trẻ")).toEqual([]);
});

describe("the sibling of another age", () => {
  const families = [
    { lost: "Bị mất thẻ", child: "Dưới 14 tuổi", grown: "Từ 14 tuổi, chưa có thẻ" },
    { child: "Cho trẻ dưới 14 tuổi", grown: "Lần đầu, từ 14 tuổi trở lên" },
  ];

  test.each([
    ["grown", "cho bé 8 tuổi", "child"],
    ["child", "anh nó 15t", "grown"],
    ["child", "bé 8 tuổi", "child"],
    ["grown", "làm ở đâu", "grown"],
    ["grown", "em 30 tuổi, bé 8 tuổi", "grown"],
    ["lost", "bé 8 tuổi", "lost"],
  ])("%s, told %s: %s", (code, text, meant) => {
    expect(bracketed(code, families, text)).toBe(meant);
  });
});

test("whoever is below a limit is not of that age", () => {
  const cards = { "1.014062": "Dưới 14 tuổi", "1.014061": "Từ 14 tuổi, chưa có thẻ" };
  expect(bracketed("1.014062", [cards], "Cấp thẻ căn cước cho người dưới 14 tuổi")).toBe("1.014062");
  expect(bracketed("1.014061", [cards], "con em chưa đủ 14 tuổi làm căn cước")).toBe("1.014062");
  expect(bracketed("1.014062", [cards], "cháu vừa tròn mười bốn tuổi")).toBe("1.014061");
  expect(measuresIn("dưới 15 năm, chưa tới hai mươi tuổi")).toEqual([
    { unit: "nam", value: 14.5 },
    { unit: "tuoi", value: 19.5 },
  ]);
});
