import { describe, expect, test } from "vitest";
import { createElsewhere, notForElsewhere } from "../../../src/conversation/elsewhere.ts";
import type { Trace, Turn, TurnInput } from "../../../src/conversation/model.ts";
import { createWording } from "../../../src/messages/index.ts";

const elsewhere = createElsewhere(
  [
    { code: "44", name: "Quảng Trị", former: ["Quảng Bình"], also: [] },
    { code: "79", name: "Thành phố Hồ Chí Minh", former: [], also: ["tp hcm", "sài gòn"] },
    { code: "25", name: "Phú Thọ", former: ["Hòa Bình"], also: [] },
  ],
  "Quảng Trị",
);

describe("another province", () => {
  test.each([
    ["ở Sài Gòn phí bao nhiêu", "Thành phố Hồ Chí Minh"],
    ["em o tp hcm lam sao", "Thành phố Hồ Chí Minh"],
    ["tỉnh Hòa Bình mấy giờ mở cửa", "Phú Thọ"],
    ["gia đình sống hòa bình", undefined],
    ["ở Quảng Bình phí bao nhiêu", undefined],
    ["đường Sài Gòn ngập", undefined],
  ])("%s", (text, name) => {
    expect(elsewhere(text)).toBe(name);
  });
});

const wording = createWording({ khac_tinh: "Không thay {{noi}}." });
const reasonAfter = (trace: Partial<Trace>) => {
  const turn = { replies: [], commands: [], trace: { intent: "hoi_thu_tuc", ...trace } } as unknown as Turn;
  const input = { message: { text: "ở Sài Gòn thì sao" } } as TurnInput;
  return notForElsewhere(turn, input, { wording, officeName: "xã", elsewhere }).trace.reason;
};

describe("what is not said for another province", () => {
  test.each<[string, Partial<Trace>]>([
    ["a fee its council decides", { outcome: "answered", reason: "set_by_province", facets: ["fee"] }],
    ["what is not in our catalogue", { outcome: "refused", reason: "not_in_catalogue" }],
    ["its office's hours", { intent: "gio_lam_viec", outcome: "directions" }],
  ])("%s", (_, trace) => {
    expect(reasonAfter(trace)).toBe("other_province");
  });

  test.each<[string, Partial<Trace>]>([
    ["what the whole country does alike", { outcome: "answered", facets: ["papers"] }],
    ["a fee among other parts", { outcome: "answered", reason: "set_by_province", facets: ["papers", "fee"] }],
    ["who handles it", { outcome: "refused", reason: "other_agency" }],
  ])("but %s is", (_, trace) => {
    expect(reasonAfter(trace)).toBe(trace.reason);
  });
});

describe("where somebody lives or means to go is spoken of first", () => {
  const notes = createWording({ o_tinh_khac: "Ở {{noi}}.", cap_huyen_da_bo: "Không còn huyện." });
  const notesOf = (text: string) => {
    const trace = { intent: "hoi_thu_tuc", outcome: "answered", facets: ["papers"] };
    const turn = { replies: [], commands: [], trace } as unknown as Turn;
    const input = { message: { text } } as TurnInput;
    return notForElsewhere(turn, input, { wording: notes, officeName: "xã", elsewhere }).replies.map(({ key }) => key);
  };

  test.each([
    ["em ở Sài Gòn, xã em làm khai sinh mấy ngày", ["o_tinh_khac"]],
    ["lên huyện làm khai sinh được không", ["cap_huyen_da_bo"]],
    ["nop o uy ban nhan dan huyen dung khong", ["cap_huyen_da_bo"]],
    ["vợ chồng em sống ở Sài Gòn, đăng ký kết hôn chỗ nào", ["o_tinh_khac"]],
    ["em đang thuê trọ ở Sài Gòn, làm tạm trú ở đâu", ["o_tinh_khac"]],
    ["con tôi sinh ở Sài Gòn, làm khai sinh ở đâu", []],
    ["chồng tôi làm ở Sài Gòn, khai sinh tôi làm một mình", []],
    ["mẹ tôi ở Sài Gòn muốn nhập khẩu với tôi", []],
    ["em sống ở Sài Gòn muốn kết hôn ở quê", []],
    ["con sinh ở bệnh viện huyện", []],
    ["hồi trước làm khai sinh ở ủy ban huyện, giờ xin trích lục", []],
  ])("%s: %j", (text, keys) => {
    expect(notesOf(text)).toEqual(keys);
  });
});
