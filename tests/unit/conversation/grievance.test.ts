import { describe, expect, test } from "vitest";
import { contestsDecision } from "../../../src/conversation/grievance.ts";

describe("whoever does not take a decision about themselves complains, whatever they call it", () => {
  test.each([
    "phường phạt tôi 3 triệu vì để vật liệu ngoài hẻm, tôi thấy phạt vậy là sai và tôi không phục",
    "xa phat toi 3 trieu vi de vat lieu ngoai duong, toi khong phuc",
    "nha toi bi xa ra quyet dinh cuong che thao do, toi ko chap nhan",
    "xã tính tiền bồi thường cây trồng của tôi quá thấp, tôi không nhất trí, xin tính lại",
    "xa den bu dat ruong cho tui ba coc ba dong, tui khong chiu",
    "xã cắt trợ cấp người cao tuổi của mẹ tôi mà không giải thích gì, tôi yêu cầu xem xét lại",
    "bi cat tien tro cap nguoi khuyet tat khong ly do",
    "nhà tôi đủ tiêu chí mà bị loại khỏi danh sách hộ nghèo, tôi không đồng tình",
    "nha toi bi gach ten, toi muon xa xem xet lai",
    "xã trả lại hồ sơ xin cấp phép xây dựng của tôi, tôi không đồng ý với lý do từ chối",
    "toi mo ho kinh doanh bi tu choi ma khong noi ro ly do",
    "ủy ban cấp bìa đỏ cho ông Tám đè lên đất nhà tui, tui yêu cầu hủy cái bìa đỏ đó",
    "uy ban thu hoi dat vuon nha toi lam duong, gia dinh toi phan doi quyet dinh nay",
    "xã làm đường lấy đất nhà tôi 2 mét mà không đền bù đồng nào",
    "công an xã lập biên bản phạt tôi oan, tôi không ký và không chấp nhận",
  ])("%s", (text) => {
    expect(contestsDecision(text)).toBe(true);
  });

  test.each([
    ["a spouse does not agree", "vợ tôi không đồng ý ly hôn thì làm thế nào"],
    ["the family does not agree", "anh em trong nhà không đồng ý chia đất thì làm sổ đỏ được không"],
    ["a neighbour does not pay", "hàng xóm không chấp nhận bồi thường con bò bị chó nhà họ cắn"],
    ["a procedure is asked for", "thủ tục hủy quyết định công nhận thuận tình ly hôn"],
    ["how rubbish is collected", "tôi không đồng ý với cách thu gom rác ở thôn 3, rác để cả tuần"],
    ["somebody else was fined", "quán karaoke gần nhà bị phạt rồi mà vẫn mở nhạc khuya, tôi không chấp nhận được"],
    ["an employer dismissed them", "công ty sa thải tôi, tôi không phục"],
    ["a neighbour builds", "nhà hàng xóm xây lấn sang đất tôi, tôi không đồng ý"],
    ["a neighbour does not move", "nha hang xom bi thu hoi dat ma khong chiu don di"],
    ["what is to be built is not wanted", "dân thôn 5 phản đối xây lò đốt rác gần nhà"],
    ["a lamp is to be looked at", "xem xét lại giúp tôi cái đèn đường thôn 3, lắp rồi vẫn không sáng"],
    ["the law is asked about", "thu hồi đất thì được đền bù thế nào"],
  ])("not where %s", (_, text) => {
    expect(contestsDecision(text)).toBe(false);
  });
});
