import { expect, test } from "vitest";
import { loadScript } from "../../../src/conversation/index.ts";
import { smsSize, unaccentForSms } from "../../../src/text/index.ts";

const { wording } = loadScript("flows");
const CODE = "PA-ABCD-1234";
const DUE = "17:00 ngày 30/11/2026";
const UNIT = "Chi nhánh Văn phòng đăng ký đất đai";
/** As long as they come in practice. What officers write is not ours to bound, so it is left short. */
const VALUES = {
  don_vi: "xã Tuyên Bình, tỉnh Quảng Trị",
  ma_phieu: CODE,
  code: CODE,
  into: CODE,
  due: DUE,
  han: DUE,
  department: UNIT,
  noi_xu_ly: UNIT,
  trang_thai: "chờ Anh/Chị bổ sung thông tin",
  loai: "phản ánh về hành vi, thái độ phục vụ",
  noi_dung: "x".repeat(200),
  dia_ban: "thôn Đồng Phú, xã Tuyên Bình",
  nguoi_gui: "Nguyễn Văn An, +84912345678",
  chi_dan: "x".repeat(160),
  ma: "1.001193",
  ngay: "2026-07-18",
  so: "163/QĐ-BTP",
};
const CHOICES: Readonly<Record<string, readonly string[]>> = { hoi_xac_nhan: ["Gửi", "Sửa nội dung", "Không gửi nữa"] };

test.each(wording.keys())("%s fits three SMS without accents", (key) => {
  const reply = wording.say(key, VALUES, CHOICES[key] ?? []);
  const size = smsSize(unaccentForSms(reply.short ?? reply.text));
  expect(size).toMatchObject({ encoding: "gsm7" });
  expect(size.segments).toBeLessThanOrEqual(3);
});
