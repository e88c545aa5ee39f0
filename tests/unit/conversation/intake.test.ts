import { describe, expect, test } from "vitest";
import { placeIn, withoutVillageNames } from "../../../src/conversation/intake.ts";
import { readContact } from "../../../src/conversation/sender.ts";
import type { InboundMessage } from "../../../src/messages/index.ts";

describe("the places a report names", () => {
  test.each([
    ["đèn đường ngõ 12 thôn Tân Lập hỏng", "ngõ 12, thôn Tân Lập"],
    ["Đường Lê Lợi ngập nước", "Đường Lê Lợi"],
    ["chó thả rông ở tổ 4", "tổ 4"],
    ["rác ở chợ Mai Hóa", "chợ Mai Hóa"],
    ["rac thai ngo 5 khong don", "ngo 5"],
    ["HOI THOI O THON 5 XA NUOC THAI", "THON 5"],
    ["cầu Rồng bị nứt", "cầu Rồng"],
  ])("%s → %s", (text, place) => {
    expect(placeIn(text)).toBe(place);
  });

  test.each([
    "đường hỏng nặng mấy tháng nay",
    "yêu cầu nộp bản sao hộ khẩu",
    "nên có ghế ngồi chờ cho người già",
    "bắt chuyển tiền cho mẹ tôi",
    "xóm tui mất nước",
    "xã không trả lời",
    "đường liên thôn xuống cấp",
    "yeu cau giai quyet cho dan",
    "trưởng thôn đã hứa",
    "den duong tat het may dem nay",
    "duong cao toc chay qua bui mu",
    "duong tu cho len truong nat het",
    "nop giay roi doi 10 ngay",
  ])("%s names none", (text) => {
    expect(placeIn(text)).toBeUndefined();
  });
});

const message = (channel: "zalo" | "sms", id = "u1"): InboundMessage => ({
  providerId: "m",
  from: { channel, id },
  sentAt: 0,
  text: "",
  attachments: [],
});

describe("who is writing", () => {
  test.each([
    ["Nguyễn Văn An 0912 345 678", "Nguyễn Văn An", "+84912345678"],
    ["em tên là Hoa, sđt 0987654321", "Hoa", "+84987654321"],
    ["tôi là Trần Bình +84 905 111 222", "Trần Bình", "+84905111222"],
    ["tui ten Tran Van Bay, so 0912345678", "Tran Van Bay", "+84912345678"],
    ["so dien thoai la 0912345678, Le Thi So", "Le Thi So", "+84912345678"],
  ])("%s", (text, name, phone) => {
    expect(readContact(text, message("zalo"))).toEqual({ name, phone, anonymous: false });
  });

  test.each(["ẩn danh", "AN DANH", "em không muốn nêu tên ạ"])("%s is anonymous, even from a telephone", (text) => {
    expect(readContact(text, message("sms", "+84912345678"))).toEqual({ name: null, phone: null, anonymous: true });
  });

  test("an SMS sender has given a number by writing", () => {
    expect(readContact("Lê Thị Tám", message("sms", "+84912345678"))).toEqual({
      name: "Lê Thị Tám",
      phone: "+84912345678",
      anonymous: false,
    });
  });
});

test("whose place it is names none, a name written large does", () => {
  expect(placeIn("duong vao xom bac o ga lay loi")).toBeUndefined();
  expect(placeIn("đường vào xóm Bắc ổ gà lầy lội")).toBe("xóm Bắc");
});

test.each([
  ["xóm Đình mất nước", "xóm mất nước"],
  ["Tổ Công an xã đòi tiền dân", "Tổ Công an xã đòi tiền dân"],
  ["Ở thôn Chợ\nRác không ai dọn", "Ở thôn\nRác không ai dọn"],
])("of a village only that it is one: %s", (text, left) => {
  expect(withoutVillageNames(text)).toBe(left);
});
