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
    "cán bộ thuế bắt quán tôi nộp mỗi tháng năm trăm không thì kiếm chuyện",
    "ong cong an khu vuc bat quan toi nop moi thang nam tram khong thi kiem chuyen",
    "tháng nào đội quản lý thị trường cũng xuống quán tôi lấy năm trăm, không đưa là lập biên bản",
    "mấy anh quản lý đô thị kêu tiệm em đóng 300k một tháng, không đóng thì dẹp",
    "anh địa chính gợi ý nếu muốn nhanh thì cà phê cho anh ấy vài triệu",
    "cô văn thư nói có phong bì thì chiều lấy giấy, không thì tuần sau",
    "ra một cửa nó đòi năm trăm mới nhận hồ sơ",
    "tui dua cho ong dia chinh 3 chuc trieu ong hua ra so gio ong choi",
  ])("%s", (text) => {
    expect(accusesOfficial(text)).toBe(true);
  });

  test.each([
    "bắt quán tôi nộp mỗi tháng năm trăm không thì kiếm chuyện",
    "bat tiem em dong moi thang 500k, khong dong la toi quay",
    "tháng nào cũng đòi năm trăm, không có thì làm khó",
  ])("nobody is named, and the threat tells it: %s", (text) => {
    expect(accusesOfficial(text)).toBe(true);
  });

  test.each([
    ["rogues ask for it", "thanh niên xóm bên bắt quán tôi nộp mỗi tháng năm trăm không thì quậy phá"],
    ["a landlord asks for it", "chủ trọ đòi thêm năm trăm không thì làm khó"],
    ["a tax", "cán bộ thuế thu thuế quán tôi mỗi tháng năm trăm, không nộp thì phạt"],
    ["a fine", "công an bắt tôi nộp phạt 500 nghìn, không nộp thì giữ xe"],
    ["a bill", "điện lực đòi tiền điện 2 triệu, không đóng thì cắt"],
    ["a fund of the village", "trưởng thôn bắt mỗi nhà nộp quỹ hai trăm, không nộp thì không ký giấy"],
    ["saving money", "cán bộ bảo tôi nộp qua mạng cho đỡ tốn tiền"],
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
