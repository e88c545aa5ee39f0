import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { speakable } from "../../../src/channels/voice/speakable.ts";
import { createWording, WordingFile } from "../../../src/messages/index.ts";
import { digitsInWords, numberInWords } from "../../../src/text/index.ts";
import { newCode, parseCode } from "../../../src/tickets/index.ts";

test.each([
  [0, "không"],
  [5, "năm"],
  [10, "mười"],
  [15, "mười lăm"],
  [21, "hai mươi mốt"],
  [105, "một trăm linh năm"],
  [1005, "một nghìn không trăm linh năm"],
  [8000, "tám nghìn"],
  [150_000, "một trăm năm mươi nghìn"],
  [1_250_000, "một triệu hai trăm năm mươi nghìn"],
  [2_000_000_015, "hai tỷ không trăm mười lăm"],
  [1e12, digitsInWords("1000000000000")],
])("%i is read %s", (value, words) => expect(numberInWords(value)).toBe(words));

test.each([
  ["Hạn trả lời 17:00 thứ Sáu 27/11/2026.", "Hạn trả lời 17 giờ thứ Sáu ngày 27 tháng 11 năm 2026."],
  ["từ ngày 1/7/2026", "từ ngày 1 tháng 7 năm 2026"],
  ["07:30-11:30, 13h30 - 17h", "7 giờ 30 đến 11 giờ 30, 13 giờ 30 đến 17 giờ"],
  ["thứ 2–6, phí 5.000–10.000 đồng", "thứ 2 đến 6, phí năm nghìn đến mười nghìn đồng"],
  ["Mẫu CT01, CT 07", "Mẫu CT01, CT 07"],
  ["Mã phiếu: PA-7K3M-92XF", "Mã phiếu: pê a, bảy ca ba em mờ, chín hai ích xì ép"],
  ["8.000 đồng/bản", "tám nghìn đồng mỗi bản"],
  [
    "1.005.000 đ (theo Nghị định số 20/2008/NĐ-CP)",
    "một triệu không trăm linh năm nghìn đồng, theo Nghị định số 20 năm 2008",
  ],
  ["Luật số 91/2025/QH15", "Luật số 91 năm 2025"],
  ["Anh/Chị nộp ở xã/phường", "Anh Chị nộp ở xã hoặc phường"],
  ["ngõ 12/4", "ngõ 12 xuyệt 4"],
  ["gọi 18001096 hoặc 0912 345 678", "gọi một tám không không một không chín sáu hoặc 0912 345 678"],
  ["gọi 0912345678", "gọi không chín một hai ba bốn năm sáu bảy tám"],
  ["GỌI NGAY 115, hoặc 113", "GỌI NGAY một một năm, hoặc một một ba"],
  ["Điều 113", "Điều 113"],
  ["02 bản, 05 ngày", "2 bản, 5 ngày"],
  ["Xem https://dichvucong.gov.vn/a?b=1 nhé", "Xem nhé"],
  ["Cổng Dịch vụ công quốc gia dichvucong.gov.vn.", "Cổng Dịch vụ công quốc gia trên mạng."],
  ["UBND xã, thẻ BHYT", "Ủy ban nhân dân xã, thẻ bảo hiểm y tế"],
  ["Gửi không ạ?\n1. Gửi\n2. Sửa", "Gửi không ạ? Bấm phím một: Gửi. Bấm phím hai: Sửa."],
  ["- Loại: “rác”\n- Nơi: thôn 2", "Loại: rác. Nơi: thôn 2"],
  ["100 m², 15%", "100 mét vuông, 15 phần trăm"],
])("%j is spoken %j", (written, spoken) => expect(speakable(written)).toBe(spoken));

test("a code spelt out is heard as the same code", () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 40, maxLength: 40 }), (bytes) => {
      const code = newCode(bytes.map((byte) => byte % 200));
      expect(parseCode(speakable(code))).toEqual({ ok: true, code });
    }),
  );
});

test("nothing unspeakable is left of any text, and nothing throws", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", maxLength: 300 }), (text) => {
      expect(speakable(text)).not.toMatch(/[/“”"«»()[\]\n]/);
    }),
  );
});

describe("every wording, as it is spoken", () => {
  const file = join(resolve(import.meta.dirname, "../../../flows/messages"), "vi.yaml");
  const wording = createWording(WordingFile.parse(parse(readFileSync(file, "utf8"))));
  /** What is only ever written: short replies, keywords of SMS, news of a ticket. */
  const written =
    /_ngan|^tra_loi\.(dau|nguon|rieng|luu_y|con_nua|phan_khac|quyet_dinh)$|^phieu_(?!da_mo)|^goi\.do_dang$|^(ngung_tin_bao|nhan_lai_tin_bao|tro_giup_tin_nhan|tin_co_dau|tin_khong_dau)$/;

  test.each(wording.keys().filter((key) => !written.test(key)))(
    "%s tells nobody to write, and reads no address",
    (key) => {
      const reply = wording.say(key);
      const spoken = speakable(reply.spoken ?? reply.text);
      expect(spoken).not.toMatch(/(?<!tin )nhắn|gov\.vn|https?:|[/“”"()]|XXXX/);
    },
  );
});
