import { describe, expect, test } from "vitest";
import { tellsTrouble } from "../../../src/conversation/trouble.ts";

describe("a trouble in few words", () => {
  test.each([
    "ống nước vỡ ở Đồng Hới",
    "ống cống bể ở thôn 2",
    "trụ điện gãy",
    "bể ống nước ngay ngã ba",
    "sập cầu thôn 2",
    "duong nut thon 9",
    "ong nuoc bi be o thon 3",
    "điện chập chờn",
    "nước yếu quá",
    "sét đánh chết con bò",
    "xe tải cán chết con chó",
    "tau hoa can chet con bo",
    "con trâu bị sét đánh",
    "bò bị điện giật chết ở thôn 3",
  ])("%s", (text) => {
    expect(tellsTrouble(text)).toBe(true);
  });

  test.each([
    "bo nha toi bi set danh chet roi",
    "xe tải cán chết người",
    "ống nước vỡ thì báo ai",
    "ống nước nhà tôi muốn lắp",
    "xây cống qua đường xin phép ai",
    "bò chết có được hỗ trợ không",
    "con trai tôi chết, làm giấy gì",
    "điện thoại tôi hư rồi",
    "đèn xe hư",
    "tôi ngã cầu thang",
    "mất sổ đỏ",
    "cong ty bi vo no",
    "đường tách thửa",
    "cầu hư phải làm đơn",
  ])("none in “%s”", (text) => {
    expect(tellsTrouble(text)).toBe(false);
  });
});
