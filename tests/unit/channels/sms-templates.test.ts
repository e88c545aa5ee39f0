import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { loadSmsTemplates } from "../../../src/channels/index.ts";
import { refusedByTemplates, SmsTemplateFile } from "../../../src/channels/sms/templates/registry.ts";

const OPENED = {
  name: "phieu_da_mo",
  brand: "UBNDXA",
  text: "Da nhan phan anh. Ma phieu: {ma}. Han tra loi: {han}.",
  max: { ma: 12, han: 16 },
  approved: "2026-01-31",
};
const ANSWERED = {
  name: "tra_loi",
  brand: "UBNDXA",
  text: "Phieu {ma}: {tra_loi}",
  max: { ma: 12, tra_loi: 60 },
  approved: "2026-01-31",
};
const ALL = SmsTemplateFile.parse([
  OPENED,
  ANSWERED,
  { ...ANSWERED, name: "noi_khac", brand: "NOIKHAC", text: "{tra_loi}", max: { tra_loi: 600 } },
]);

describe("a text under a brand name", () => {
  test.each([
    ["Da nhan phan anh. Ma phieu: PA-7K3M-92XF. Han tra loi: 29/11/2026.", undefined],
    ["Phieu PA-7K3M-92XF: Duong da sua. Cam on Anh/Chi: da xong.", undefined],
    [
      "Da nhan phan anh. Ma phieu: PA-7K3M-92XF. Han tra loi: truoc 17 gio ngay 29/11/2026.",
      "template phieu_da_mo: a place is too long",
    ],
    [`Phieu PA-7K3M-92XF: ${"a".repeat(61)}`, "template tra_loi: a place is too long"],
    ["Da nhan phan anh. Ma phieu: . Han tra loi: 29/11/2026.", "no approved template of UBNDXA fits"],
    ["Da nhan phan anh! Ma phieu: PA-7K3M-92XF. Han tra loi: 29/11/2026.", "no approved template of UBNDXA fits"],
    ["da nhan phan anh. Ma phieu: PA-7K3M-92XF. Han tra loi: 29/11/2026.", "no approved template of UBNDXA fits"],
    ["Da nhan phan anh. Ma phieu: PA-7K3M-92XF. Han tra loi: 29/11/2026. ", "no approved template of UBNDXA fits"],
    ["Chao Anh/Chi", "no approved template of UBNDXA fits"],
  ])("%s", (text, refused) => expect(refusedByTemplates(text, "UBNDXA", ALL)).toBe(refused));

  test("another brand's templates are not ours", () => {
    expect(refusedByTemplates("bat ky", "NOIKHAC", ALL)).toBeUndefined();
    expect(refusedByTemplates("bat ky", "UBNDXA", ALL)).toBe("no approved template of UBNDXA fits");
    expect(refusedByTemplates("bat ky", "KHAC", [])).toBe("no approved template of KHAC fits");
  });

  test("whatever fits into the places fits the template, whatever signs it holds", () => {
    const value = (max: number) =>
      fc.string({ unit: "binary", minLength: 1, maxLength: max }).filter((v) => v.length <= max && v !== "");
    fc.assert(
      fc.property(value(12), value(16), (ma, han) => {
        const text = `Da nhan phan anh. Ma phieu: ${ma}. Han tra loi: ${han}.`;
        expect(refusedByTemplates(text, "UBNDXA", ALL)).toBeUndefined();
        expect(refusedByTemplates(`x${text}`, "UBNDXA", ALL)).toBeDefined();
      }),
    );
  });
});

describe("the registry", () => {
  test.each([
    ["a place without a length", { ...OPENED, max: { ma: 12 } }, "thiếu độ dài của {han}"],
    ["a length without a place", { ...OPENED, max: { ...OPENED.max, ten: 9 } }, "mẫu không có {ten}"],
    ["a day that is none", { ...OPENED, approved: "31/01/2026" }, "date"],
    ["a brand name too long", { ...OPENED, brand: "UBNDXATRUONGHA" }, "pattern"],
  ])("%s is a mistake", (_, template, message) => {
    expect(SmsTemplateFile.safeParse([template]).error?.message).toContain(message);
  });
  test("as shipped it claims no approval, and a folder without one has none", () => {
    expect(loadSmsTemplates("knowledge")).toEqual([]);
    expect(loadSmsTemplates("flows")).toEqual([]);
  });
});
