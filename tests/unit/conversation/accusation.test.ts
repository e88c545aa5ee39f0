import { describe, expect, test } from "vitest";
import { accusesOfficial } from "../../../src/conversation/accusation.ts";

describe("somebody who holds an office is accused", () => {
  test.each([
    "cán bộ địa chính cầm của tôi 5 triệu mới chịu ký hồ sơ tách thửa",
    "can bo dia chinh cam cua toi 5 trieu moi chiu ky ho so tach thua",
    "truong thon ghi ten nguoi chet de lanh tien cuu tro",
    "công an xã đánh em trai tôi bầm mặt ở trụ sở rồi bắt ký giấy",
    "cong an xa danh em trai toi bam mat trong tru so",
    "kế toán xã giả chữ ký của dân để rút tiền hỗ trợ lũ",
    "cán bộ chính sách cắt xén mỗi suất quà tết của người già",
    "anh cán bộ tư pháp bảo phải biếu ảnh hai triệu thì khai sinh mới xong",
    "ong bi thu chi bo lay tien quy lam duong xay nha rieng",
    "tui dua cho ong dia chinh 3 chuc trieu ong hua ra so gio ong choi",
  ])("%s", (text) => {
    expect(accusesOfficial(text)).toBe(true);
  });

  test.each([
    ["nobody of an office does it", "nhà hàng xóm giả chữ ký của tôi bán đất"],
    ["somebody else does it", "báo công an thằng hàng xóm đánh tôi bầm mặt"],
    ["another person than the one told of", "cán bộ xã nói người dân lấy tiền cứu trợ tiêu riêng"],
    ["he is only played", "có người giả danh công an đòi tôi 5 triệu"],
    ["it was not done", "cán bộ không nhận tiền của dân"],
    ["a fee", "cán bộ thu lệ phí 50 nghìn mới làm"],
    ["a promise not kept", "chủ tịch xã hứa làm đường cho dân mà ba năm chưa làm"],
    ["how he spoke", "cán bộ một cửa nói chuyện khó nghe, hỏi gì cũng gắt"],
    ["money that is asked of all", "trưởng thôn thu tiền rác 30 nghìn một tháng mà rác không ai gom"],
    ["a lawful arrest", "công an bắt được trộm rồi, cảm ơn các anh"],
    ["a sentence of its own each", "Tôi lên gặp cán bộ xã. Hôm qua bị thằng Ba đánh tôi"],
  ])("not where %s", (_, text) => {
    expect(accusesOfficial(text)).toBe(false);
  });
});
