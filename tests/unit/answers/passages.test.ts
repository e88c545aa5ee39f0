import { describe, expect, test } from "vitest";
import { passagesOf } from "../../../src/answers/index.ts";
import { readQuestion } from "../../../src/catalogue/index.ts";
import { knowledge, shipped, shippedCatalogue } from "../../fakes/search-office.ts";

const AT = { today: "2026-11-01", page: 0 };

function passagesFor(code: string, text: string) {
  const procedure = shippedCatalogue.procedure(code);
  if (!procedure) throw new Error(`${code} is not shipped`);
  const question = readQuestion(text, knowledge.lexicon);
  const practical = knowledge.practicalities.filter(({ isAsked }) => isAsked(question.said));
  return passagesOf(procedure, question, practical, AT).map(({ text: said }) => said);
}

describe("what the record itself says of a practical question", () => {
  test.each([
    ["1.001193", "ai đi nộp cũng được hả", "ủy quyền"],
    ["1.001193", "ong noi di lam duoc khong", "ủy quyền"],
    ["1.001193", "hộ khẩu tận tỉnh khác thì làm ở xã này được không", "nơi thường trú hoặc tạm trú"],
    ["1.000894", "có phải cả 2 cùng đi ko", "Hai bên cùng có mặt"],
  ])("%s: %s", (code, text, said) => {
    expect(passagesFor(code, text)[0]).toContain(said);
  });

  test("is nothing where the record is silent, rather than a sentence that shares a common word", () => {
    expect(passagesFor("1.000894", "lỡ bị từ chối thì sao")).toEqual([]);
  });

  test("is always a piece of one of its lines, whatever is asked of whatever procedure", () => {
    const asked = readQuestion("thiếu giấy tờ thì sao", knowledge.lexicon);
    let said = 0;
    for (const procedure of shipped) {
      const lines = Object.values(procedure.facts).flatMap((fact) => (fact.state === "stated" ? fact.lines : []));
      for (const practical of knowledge.practicalities)
        for (const { text } of passagesOf(procedure, asked, [practical], AT)) {
          expect(lines.some((line) => line.includes(text))).toBe(true);
          said += 1;
        }
    }
    expect(said).toBeGreaterThan(200);
  });
});

describe("what may be asked of any procedure", () => {
  const asked = (text: string) => {
    const { said } = readQuestion(text, knowledge.lexicon);
    return knowledge.practicalities.filter(({ isAsked }) => isAsked(said)).map(({ id }) => id);
  };

  test.each(["nộp rồi mấy ngày có", "làm mất bao lâu", "bao lâu thì xong", "may ngay lay duoc"])(
    "%s: how long the office takes is a part of every record",
    (text) => {
      expect(asked(text)).not.toContain("han_phai_lam");
    },
  );

  test.each([
    ["con dâu đứng đơn được không", "nguoi_khac_di_thay"],
    ["nho em gai toi di nop duoc hong", "nguoi_khac_di_thay"],
    ["ho khau tui em tan Nghe An, lam o xa nay dc k", "o_noi_khac"],
    ["ba tui nằm một chỗ thì sao", "om_yeu_tai_nha"],
    ["trễ 2 tháng có sao không", "tre_han"],
    ["tre 2 thang co sao khong", "tre_han"],
    ["mỗi tháng được bao nhiêu", "duoc_bao_nhieu_tien"],
    ["mất rồi thì trong vòng mấy ngày phải báo", "han_phai_lam"],
    ["het han la bao lau truoc phai doi", "han_phai_lam"],
    ["đi trễ có bị phạt bao nhiêu không", "muc_phat"],
    ["giấy đó có giá trị mấy tháng", "gia_tri_bao_lau"],
  ])("%s", (text, id) => {
    expect(asked(text)).toContain(id);
  });

  test.each([
    "nộp hồ sơ ở đâu",
    "có mất phí không",
    "làm hộ khẩu cho con",
    "lam ho chieu",
    "đăng ký kết hôn cần giấy tờ gì",
  ])("not in: %s", (text) => {
    expect(asked(text)).toEqual([]);
  });
});
