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
    "em o quay ho tich xin 300k tra nuoc moi lam giay cho toi",
    "ông cán bộ tư pháp gợi ý tôi bồi dưỡng mới làm nhanh",
    "nghe dân nói bà phó chủ tịch nhận 40 triệu của chủ thầu để cho làm đường",
    "ông ấy làm trưởng thôn mà cho con dâu vô hộ nghèo hết, ai nói là bị đì",
    "thu quy hop tac xa nong nghiep thut ket tien cua xa vien",
    "khai man dien tich de an tien den bu, ca xa biet",
    "bo doi bien phong lay 2 trieu moi cho qua",
    "phó chủ tịch xã lấy xe cơ quan chở vợ đi du lịch",
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
    "chủ tịch xã cấp đất cho con ruột không qua đấu giá",
    "ông trưởng thôn lấy suất hộ nghèo cho em ruột mình nhà hai tầng",
    "trưởng ấp cho bà con mình vào danh sách hộ nghèo",
    "truong ap cho ba con minh vao danh sach ho ngheo",
    "ông bí thư nhận cháu vào làm kế toán xã không thi tuyển",
    "chủ tịch xã đưa em vợ vào làm cán bộ không thi tuyển",
    "trưởng thôn bán ao của xóm cho anh rể, tiền không ai biết",
    "đất công chia cho con chủ tịch xã hết rồi",
    "cán bộ địa chính lấn đất của nhà tôi sang nhà em trai ổng",
    "phó chủ tịch chiếm đất công xây nhà trọ",
    "chủ tịch trù dập người đã phản ánh",
    "công an xã chống lưng cho xới bạc",
    "bi thu chi bo em don cua dan, chia dat cho con dau",
    "cán bộ địa chính câu kết với cò đất làm sổ giả",
    "trưởng ấp kê thêm người để lãnh gạo cứu trợ",
    "xã cho em ông chủ tịch trúng thầu hết các công trình",
    "phó chủ tịch xã dùng xe công đi đám cưới",
    "trưởng công an xã tha người buôn ma túy vì quen biết",
    "mấy ông trên xã chia nhau lô đất mặt đường",
    "họ chạy hộ nghèo, ai đưa tiền cho trưởng thôn thì được",
    "chu tich xa nhan tien chay viec 200 trieu",
  ])("an office is used for one's own, or against others: %s", (text) => {
    expect(accusesOfficial(text)).toBe(true);
  });

  test.each([
    ["a course of training", "cán bộ xã nói đi bồi dưỡng nghiệp vụ thì được hỗ trợ"],
    ["a stall at the market", "chị ở quầy thịt đòi 200 nghìn một ký"],
    ["a lorry of a building site", "xe công trình chở đất rơi vãi đường thôn 2"],
    ["what they are is only said", "tôi làm kế toán xã muốn hỏi chế độ phụ cấp"],
    ["kin of who writes", "cán bộ xét hộ nghèo cho người nhà tôi chậm quá"],
    ["kin of who writes, put on a list", "nhờ cán bộ đưa mẹ tôi vào danh sách hộ nghèo"],
    ["what an office is for", "chủ tịch xã trao nhà tình nghĩa cho hộ nghèo"],
    ["land of who writes", "cán bộ địa chính cấp sổ đỏ cho nhà tôi trễ ba tháng"],
    ["a neighbour who takes land", "báo cán bộ địa chính hàng xóm lấn đất nhà tôi"],
    ["a citizen's own move", "nhờ cán bộ tư pháp hướng dẫn bố tôi cho đất con ruột"],
    ["thanks", "cảm ơn các chú công an giữ lại tiền của dân bị rơi trả tận nơi"],
    ["relief that was brought", "chủ tịch xã mang gạo cứu trợ tới tận nhà dân"],
    ["a permit others suffer from", "chủ tịch xã cấp phép cho quán karaoke ồn quá"],
    ["work not done", "công an xã không xử lý bọn đánh bạc"],
    ["only rudeness", "cán bộ một cửa quát bà già, nói năng cộc lốc"],
    ["work found for who writes", "cảm ơn cán bộ xã nhận con tôi vào làm công nhân vệ sinh"],
  ])("not where it is %s", (_, text) => {
    expect(accusesOfficial(text)).toBe(false);
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
