import { describe, expect, test } from "vitest";
import { tellsConduct } from "../../../src/conversation/conduct.ts";

describe("how somebody who serves the public behaved", () => {
  test.each([
    "cán bộ quát tôi trước mặt mọi người",
    "can bo quat toi truoc mat moi nguoi",
    "cán bộ bảo em ngu",
    "ông trưởng thôn chửi mẹ tôi giữa cuộc họp",
    "bị cán bộ đuổi ra khỏi phòng",
    "chị cán bộ chính sách cười nhạo hoàn cảnh nhà tôi",
    "mấy cô trên xã coi thường người dân tộc tụi tui",
    "gọi điện cho cán bộ hộ tịch mấy lần không nghe máy",
    "chủ tịch xã nhậu say trong giờ làm việc",
    "ong pho chu tich xa uong ruou trong gio hanh chinh, toi den khong gap duoc",
    "cô ngồi quầy 2 hất giấy tờ trả lại cho tôi",
    "công an xã bắt tôi nộp phạt 500 nghìn, tôi thấy không đúng",
    "can bo dia chinh hen 7 lan khong giai quyet so do",
    "thủ tục bồi thường lâu quá, cán bộ không giải thích",
    "anh công an xã chỉ mặt tôi nói to",
    "cán bộ một cửa mặt nặng mày nhẹ với dân",
    "cô cán bộ làm mất hồ sơ của tôi",
    "can bo di lam tre, 8h ruoi chua thay ai",
    "bảo vệ ủy ban không cho tôi vào",
    "chủ tịch xã nói năng thô lỗ với dân khi tiếp dân",
    "phó chủ tịch xã hứa tiếp dân sáng thứ hai mà không có mặt",
    "chu tich xa hen gap dan roi bo di khong toi",
    "công an xã hẹn 8h lên mà 10h chưa thấy ai",
    "can bo mot cua bat toi di photo 4 lan",
    "hồ sơ của tôi bị cán bộ làm thất lạc",
    "hồ sơ đất trễ 2 tháng, lên hỏi thì chị Hoa nạt tôi",
    "cán bộ phân biệt đối xử, người quen thì làm trước",
  ])("%s", (text) => {
    expect(tellsConduct(text)).toBe(true);
  });

  test.each([
    ["a neighbour does it", "báo công an xã hàng xóm nhậu say chửi tôi suốt đêm"],
    ["another is named in between", "công an xã không xử lý vụ thằng Ba chửi tôi"],
    ["a guest of a bar", "xã xử phạt quán karaoke để khách uống rượu quát tháo"],
    ["a neighbour answers", "đất có giấy tờ đủ, tôi sang hỏi hàng xóm thì bị chửi"],
    ["papers lost by oneself", "tôi làm mất giấy khai sinh, lên xã hỏi cán bộ làm lại"],
    ["a kind word", "cán bộ hướng dẫn tôi rất tận tình"],
    ["a sentence of its own each", "Tôi đã gặp cán bộ xã. Hàng xóm chửi tôi hằng ngày"],
    ["a fallen tree", "cây đổ trước cửa ủy ban, nhờ cán bộ xuống xem"],
  ])("not where %s", (_, text) => {
    expect(tellsConduct(text)).toBe(false);
  });
});
