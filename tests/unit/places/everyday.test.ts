import { describe, expect, test } from "vitest";
import { openShipped, told } from "./shipped.ts";

const places = await openShipped();

/** Names of communes are common words too; none of these sentences says where. */
const SENTENCES = [
  "gia đình tôi sống hòa bình",
  "mong cuộc sống hạnh phúc, an khang",
  "tinh thần đoàn kết, thắng lợi",
  "mất an ninh trật tự ở khu vực chợ",
  "phòng văn hóa xã hội làm việc chậm",
  "nhà văn hóa hư cửa",
  "nhà tôi xa trung tâm xã",
  "nha toi xa trung tam xa",
  "cách xa thành phố",
  "cach xa thanh pho qua",
  "cán bộ xã làm khó dân",
  "can bo xa lam kho dan",
  "thủ tục tiến hóa chậm như rùa",
  "hàng hóa để tràn lòng đường",
  "cơ sở đồng hóa chất thải",
  "xã hội đen đòi nợ",
  "đường xuống cấp, đi lại không thuận tiện",
  "thống nhất ý kiến của bà con",
  "thong nhat y kien cua ba con",
  "xã thanh tra giúp",
  "bảo hiểm xã hội chậm trả",
  "an toàn giao thông trước cổng trường",
  "an toan giao thong truoc cong truong",
  "độc lập tự do hạnh phúc",
  "nước sạch sơn thủy hữu tình",
  "đề nghị trung ương xem xét",
  "học sinh trường xuân hè",
  "tiểu học trường sơn xanh",
  "hoa hồng nở đẹp",
  "đang phong hóa bề mặt tường",
  "xã giao thôi",
  "phường hội buôn bán",
  "một cửa trả lời chậm",
  "cho con học mẫu giáo",
  "tôi ở trên này lâu rồi",
  "tại sao không ai trả lời",
  "thuận lợi cho người dân",
  "thanh toán tiền điện",
];

describe("common words are no places", () => {
  test.each(SENTENCES)("%s", (sentence) => {
    expect(told(places.find(sentence))).toBe("-");
  });
});

describe("with a cue they are", () => {
  test.each([
    ["rác ở xã An Ninh", "= Trường Ninh"],
    ["rác ở An Ninh, huyện Quảng Ninh", "= Trường Ninh"],
    ["đường xã Văn Hóa hỏng", "= Tuyên Hóa"],
    ["tôi ở Văn Hóa, Tuyên Hóa", "= Tuyên Hóa"],
    ["xã Trường Sơn", "= Trường Sơn"],
    ["xa tien hoa huyen tuyen hoa", "= Tuyên Hóa"],
    ["đường hỏng ở Đồng Hóa", "= Tuyên Phú"],
  ])("%s %s", (text, wanted) => {
    expect(told(places.find(text))).toBe(wanted);
  });
});
