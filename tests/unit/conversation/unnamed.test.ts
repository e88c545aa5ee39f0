import { describe, expect, test } from "vitest";
import { stayingUnnamed } from "../../../src/conversation/unnamed.ts";

describe("the wish to stay unnamed", () => {
  test.each([
    ["ẩn danh", ""],
    ["Ẩn danh nhé", ""],
    ["AN DANH", ""],
    ["dạ em xin giấu tên ạ", ""],
    ["không muốn nêu tên", ""],
    ["khỏi cần tên", ""],
    ["dạ khỏi ghi tên em nha", ""],
    ["đừng ghi tên tôi nhé", ""],
    ["dung ghi ten", ""],
    ["tôi sợ bị trả thù, đừng ghi tên", ""],
    ["xóm chùa xã Mai Hóa, khỏi cần tên", "xóm chùa xã Mai Hóa"],
    ["anh chị đừng nêu tên tôi vì xóm nhỏ lắm", "anh chị vì xóm nhỏ lắm"],
    ["ko muon neu ten", ""],
    ["phản ánh ẩn danh được không", ""],
    ["em muốn phản ánh mà xin giấu tên được không ạ", ""],
    ["rác ở thôn 4 hôi lắm (ẩn danh)", "rác ở thôn 4 hôi lắm"],
    ["Thôn 4, không cần nêu tên đâu. Ẩn danh", "Thôn 4"],
    ["Tôi muốn phản ánh ẩn danh việc đường thôn 2 hỏng", "việc đường thôn 2 hỏng"],
    ["toi muon phan anh an danh viec duong thon 2 hong", "viec duong thon 2 hong"],
    [
      "tôi không dám nói tên vì sợ bị trả thù, cán bộ thôn 2 thu tiền sai",
      "vì sợ bị trả thù, cán bộ thôn 2 thu tiền sai",
    ],
  ])("%s → %s", (text, rest) => {
    expect(stayingUnnamed(text)?.rest).toBe(rest);
  });

  test.each([
    "có số ẩn danh gọi lừa đảo bà con",
    "tài khoản giấu tên bôi nhọ tôi",
    "có người gửi đơn nặc danh",
    "cán bộ không nêu tên, quát nạt dân",
    "biển báo không ghi tên đường",
    "đừng ghi tên tôi vào danh sách nhận gạo",
    "sổ hộ khẩu không có tên con tôi",
    "cô giáo không cho con ăn, đánh con tím tay",
    "co giao khong cho con an danh con",
    "Đoàn Ẩn Danh 0912345678",
    "tôi bị kẻ giấu tên đe dọa",
  ])("%s is none", (text) => {
    expect(stayingUnnamed(text)).toBeUndefined();
  });
});
