import { describe, expect, test } from "vitest";
import { amountsIn, type FeeContext, feeCells, judgeFee } from "../../../src/catalogue/fees.ts";

const NOTHING_ELSE: FeeContext = { channels: [], elsewhere: "", notCaptured: false, field: "", name: "" };
const judged = (fee: string | null, context: Partial<FeeContext> = {}) => {
  const fact = judgeFee(fee, { ...NOTHING_ELSE, ...context });
  return fact.state === "stated" ? fact.lines : fact.reason;
};

describe("a published fee is stated", () => {
  test.each([
    ["Miễn phí", ["Miễn phí"]],
    ["0 VNĐ", ["0 VNĐ"]],
    ["Phí : Không Đồng", ["Phí : Không Đồng"]],
    ["70,000 VNĐ (70.000 đồng/Giấy)", ["70,000 VNĐ (70.000 đồng/Giấy)"]],
    ["Lệ phí : 03 USD (trừ trường hợp được miễn lệ phí)", ["Lệ phí : 03 USD (trừ trường hợp được miễn lệ phí)"]],
    [
      "Miễn phí (Không thu theo khoản 2 Điều 22 Luật Hợp tác xã)",
      ["Miễn phí (Không thu theo khoản 2 Điều 22 Luật Hợp tác xã)"],
    ],
  ])("%s", (fee, lines) => {
    expect(judged(fee)).toEqual(lines);
  });

  test("one line a channel", () => {
    expect(judged("Trực tuyến: 10,000 VNĐ (10.000 đồng/lần); Trực tiếp: 20,000 VNĐ (20.000 đồng/lần)")).toEqual([
      "Trực tuyến: 10,000 VNĐ (10.000 đồng/lần)",
      "Trực tiếp: 20,000 VNĐ (20.000 đồng/lần)",
    ]);
  });

  test("without the text the crawl glued on, unless it names amounts", () => {
    expect(judged("Miễn phí (Không)- Nộp hồ sơ tại Trung tâm cấp tỉnh")).toEqual(["Miễn phí (Không)"]);
    expect(judged("2,000 VNĐ (/trang)từ trang thứ 3 thu 1.000 đồng/trang")).toEqual([
      "2,000 VNĐ (/trang)từ trang thứ 3 thu 1.000 đồng/trang",
    ]);
  });
});

describe("free is free", () => {
  const council = "Thông tư hướng dẫn về phí và lệ phí thuộc thẩm quyền quyết định của Hội đồng nhân dân tỉnh";

  test("where the cell says so twice, whatever circulars the record names", () => {
    const fee = "Miễn phí (Miễn lệ phí. Phí cấp bản sao thực hiện theo Thông tư số 281/2016/TT-BTC)";
    expect(judged(fee, { elsewhere: `${council}\nnộp lệ phí nếu thuộc trường hợp phải nộp` })).toEqual([fee]);
    expect(judged("Miễn phí", { elsewhere: council })).toBe("set_by_province");
  });

  test("but not where the words beside it say for whom", () => {
    for (const whom of ["cho người thuộc hộ nghèo", "đối với hồ sơ nộp qua mạng"])
      expect(judged(`Miễn phí (Miễn lệ phí ${whom})`, { elsewhere: council })).toBe("set_by_province");
  });

  test("where the only money of a place is paid out", () => {
    const elsewhere = "hỗ trợ kinh phí cho cơ sở từ ngân sách của các địa phương";
    expect(judged("Miễn phí", { elsewhere })).toEqual(["Miễn phí"]);
  });
});

describe("a published fee is withheld", () => {
  test.each([
    [null, "not_published"],
    ["  ", "not_published"],
    ["N/A", "not_published"],
    ["Miễn phí (Mức lệ phí cụ thể do Hội đồng nhân dân tỉnh quyết định)", "set_by_province"],
    ["150,000 VNĐ (Mức do HĐND tỉnh quyết định)", "set_by_province"],
    ["Miễn phí (từ 20.000 đồng đối với hàng nhập khẩu)", "conflicting"],
    ["0 VNĐ (20.000 đ/tờ khai)", "conflicting"],
    ["20 VNĐ (20.000 đ/tờ khai)", "conflicting"],
    ["5,000 VNĐ (thu 7.000 đồng/lần)", "conflicting"],
    ["Miễn phí (Thông tư số 60/2023/TT-BTC quy định mức thu, nộp lệ phí)", "conflicting"],
    ["Phí :  Đồng", "not_readable"],
    ["Xem tại quầy", "not_readable"],
  ])("%s: %s", (fee, reason) => {
    expect(judged(fee)).toBe(reason);
  });

  test("when it says free and the steps ask for money, or leave it to the province", () => {
    expect(judged("Miễn phí", { elsewhere: "Bước 2: nộp lệ phí tại quầy" })).toBe("conflicting");
    expect(judged("Miễn phí", { elsewhere: "Phí theo nghị quyết của Hội đồng nhân dân tỉnh" })).toBe("set_by_province");
  });

  test("when it is a land service, but not for lack of a council where a dispute is settled", () => {
    const land = { field: "Đất đai", name: "Đăng ký đất đai lần đầu" };
    expect(judged("Miễn phí", land)).toBe("set_by_province");
    expect(
      judged("Miễn phí (Theo quy định của Luật phí và lệ phí)", { ...land, name: "Hòa giải tranh chấp đất đai" }),
    ).toBe("conflicting");
  });

  test("when a channel's note contradicts its amount", () => {
    const channels = [{ channel: "Trực tuyến", time: null, fee: "Miễn phí", note: "(lệ phí 500.000 đồng)" }];
    expect(judged("20,000 VNĐ", { channels })).toBe("conflicting");
  });

  test("when the crawl could not read it", () => {
    expect(judged("Miễn phí", { notCaptured: true })).toBe("not_published");
  });
});

test("amounts are read whichever way thousands are marked; articles and dates are none", () => {
  expect(amountsIn("10,000 Việt Nam Đồng (10.000đ)")).toEqual([10_000, 10_000]);
  expect(amountsIn("khoản 2 Điều 22, ngày 30/6/2025")).toEqual([]);
  expect(amountsIn("0 VNĐ")).toEqual([]);
});

test("a note with brackets in it ends with its own bracket", () => {
  expect(feeCells("4,500 VNĐ ((bốn nghìn)lệ phí)Nộp tại xã")).toEqual([
    {
      text: "4,500 VNĐ ((bốn nghìn)lệ phí)Nộp tại xã",
      head: "4,500 VNĐ",
      note: "((bốn nghìn)lệ phí)",
      rest: "Nộp tại xã",
    },
  ]);
});

describe("a fee that names its own last day", () => {
  test.each([
    ["25,000 VNĐ (25.000đ, áp dụng đến hết ngày 31/12/2025)", { state: "stated", until: "2025-12-31" }],
    ["5,000 VNĐ (đến ngày 1.7.2026, trước ngày 30/6/2026: 7.000 đồng)", { until: "2026-06-30" }],
    ["0 VNĐ (20.000 đ/tờ khai đến hết 31/12/2026)", { reason: "conflicting", until: "2026-12-31" }],
  ])("is known by that day: %s", (fee, expected) => {
    expect(judgeFee(fee, NOTHING_ELSE)).toMatchObject(expected);
  });

  test("and one the province decides stays the province's", () => {
    const fact = judgeFee("10,000 VNĐ (Mức do HĐND tỉnh quyết định, đến hết ngày 31/12/2026)", NOTHING_ELSE);
    expect(fact).toEqual({ state: "withheld", reason: "set_by_province" });
  });
});
