import { describe, expect, test } from "vitest";
import { placeIn } from "../../../src/conversation/intake.ts";
import { placeTold } from "../../../src/conversation/place-told.ts";

describe("a place where a name was asked for", () => {
  test.each([
    ["xom 3, xa Tuyen Binh", "whole"],
    ["thôn 4 xã Tuyên Bình", "whole"],
    ["dạ ở ngõ chùa ạ", "whole"],
    ["ngo 12", "whole"],
    ["o xom chua", "whole"],
    ["đường Trần Phú", "whole"],
    ["xã Tuyên Bình", "more"],
    ["o phuong Ba Don", "more"],
    ["ở gần chợ Mai Hóa", "more"],
    ["trước cổng trường mẫu giáo", "more"],
  ])("%s", (text, told) => {
    expect(placeTold(text)).toBe(told);
  });

  test.each([
    "Hồ Thị Lan",
    "Ngo Van An",
    "Duong Thi Mai",
    "Phuong Anh",
    "Huyen Trang",
    "Tô Văn Hai 0912345678",
    "To Thi Lan",
    "Đoàn Văn Chợ",
    "thôn 3, tên Nguyễn Văn An",
    "tôi là An ở xóm 3",
    "Nguyễn Văn An, xóm 3, 0912345678",
    "ẩn danh",
    "An",
  ])("not %s", (text) => {
    expect(placeTold(text)).toBeUndefined();
  });
});

describe("the place a report shows", () => {
  test.each([
    ["con duong vo xom 3 nat bet", "xom 3"],
    ["đường vô ấp 4 sình lầy", "ấp 4"],
    ["duong dat thon 2 lun", "thon 2"],
    ["đường Võ Nguyên Giáp ngập", "đường Võ Nguyên Giáp"],
    ["rác ở xóm chùa không ai dọn", "xóm chùa"],
    ["đèn đường Trường Sinh tắt", "đường Trường Sinh"],
    ["đường chưa ai sửa", undefined],
  ])("%s: %s", (text, place) => {
    expect(placeIn(text)).toBe(place);
  });
});
