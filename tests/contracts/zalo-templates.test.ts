import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { loadZaloTemplates, type TemplateRegistry, type ZaloPorts, zaloChannel } from "../../src/channels/index.ts";
import { fill, registryOf, TemplatesFile } from "../../src/channels/zalo/templates/registry.ts";
import type { Reply } from "../../src/messages/index.ts";
import { fixedClock } from "../../src/platform/index.ts";
import { NOTICE_KEYS } from "../../src/tickets/notice.ts";
import { magicZaloUser, startZaloFake, type ZaloFake } from "../fakes/zalo.ts";
import { zaloPortsOf } from "../fakes/zalo-memory.ts";
import { magicZaloPhone } from "../fakes/zalo-templates.ts";
import { configured } from "./door.ts";
import { ZALO } from "./vectors.ts";

const NOW = 1_793_318_700_000;
const PERSON = { channel: "zalo", id: ZALO.userId, account: ZALO.oaId } as const;
const NUMBER = { channel: "zalo", id: "+84901234567" } as const;
const NOTICE: Reply = {
  key: "phieu_tra_loi",
  text: "…",
  values: { code: "PA-7K3M-92XF", department: "Phòng Kinh tế" },
};

const template = {
  key: "phieu_tra_loi",
  provider_id: "123456",
  approved_on: "2026-11-01",
  tag: "transaction",
  price_vnd: 120,
  reach: ["uid", "phone"],
  wording: "Phiếu <ma_phieu> đã có trả lời của <don_vi>.",
  params: [
    { name: "ma_phieu", value: "code", type: "text", max: 20 },
    { name: "don_vi", value: "department", type: "text", max: 30 },
  ],
};
const read = (change: object = {}) =>
  registryOf(TemplatesFile.parse({ templates: [{ ...template, ...change }] }).templates);

let fake: ZaloFake;
beforeEach(async () => {
  fake = await startZaloFake({
    now: () => NOW,
    templates: [{ id: "123456", params: { ma_phieu: 20, don_vi: 30 }, dailyLimit: 2 }],
  });
});
afterEach(() => fake.close());

function sender(templates: TemplateRegistry = read(), more: Partial<ZaloPorts> = {}, rehearsal = false) {
  const ports = zaloPortsOf(fixedClock(NOW), { templates, ...more });
  const hosts = { apiUrl: fake.url, oauthUrl: fake.url, znsUrl: fake.url };
  const settings = { ...ZALO, ...hosts, accessToken: fake.tokens().accessToken, templateRehearsal: rehearsal };
  const one = configured(zaloChannel(settings, ports)).sender?.template;
  if (!one) throw new Error("no templates");
  return one;
}

describe("template messages", () => {
  test("go to a Zalo user by id, and say what they cost", async () => {
    expect(await sender().send(PERSON, NOTICE, "0199aa-1")).toEqual({
      kind: "sent",
      providerId: fake.templatesSent[0]?.messageId,
      billed: { service: "zalo_tin_mau", units: 1, amountVnd: 120 },
    });
    expect(fake.templatesSent).toMatchObject([
      { by: "uid", to: ZALO.userId, data: { ma_phieu: "PA-7K3M-92XF", don_vi: "Phòng Kinh tế" }, trackingId: "" },
    ]);
  });

  test("go to a number without its plus, under our own key", async () => {
    expect(await sender(read({ price_vnd: null })).send(NUMBER, NOTICE, "0199aa-1")).toMatchObject({
      kind: "sent",
      billed: { service: "zalo_tin_mau", units: 1 },
    });
    expect(fake.templatesSent).toMatchObject([{ by: "phone", to: "84901234567", trackingId: "0199aa-1", mode: "" }]);
  });

  test("in a rehearsal Zalo is asked to send to administrators only", async () => {
    await sender(read(), {}, true).send(NUMBER, NOTICE, "k");
    expect(fake.templatesSent).toMatchObject([{ mode: "development" }]);
  });

  test("are not sent again when Zalo has said that they arrived", async () => {
    const sent = await sender(read(), { hasArrived: async (key) => key === "k" }).send(NUMBER, NOTICE, "k");
    expect([sent, fake.templatesSent]).toEqual([{ kind: "sent", providerId: "k" }, []]);
  });

  test.each([
    ["a notice without a template", { key: "khac" }, PERSON, "operator", "no template for this notice"],
    ["a template nobody has approved", { provider_id: null, approved_on: null }, PERSON, "operator", "not approved"],
    ["a template that does not go by number", { reach: ["uid"] }, NUMBER, "unreachable", "does not go by phone"],
    [
      "a value too long",
      { params: [{ ...template.params[0], max: 3 }, template.params[1]] },
      PERSON,
      "refused",
      "ma_phieu is longer than 3",
    ],
  ] as const)("%s costs no call", async (_, change, to, kind, reason) => {
    const one = sender(read(change));
    expect(await one.send(to, NOTICE, "k")).toEqual({ kind, reason: expect.stringContaining(reason) });
    expect(fake.proofs).toEqual([]);
  });

  test("a key longer than Zalo takes is refused", async () => {
    expect(await sender().send(NUMBER, NOTICE, "k".repeat(49))).toMatchObject({ kind: "refused" });
    expect(await sender().send(NUMBER, NOTICE, "k".repeat(48))).toMatchObject({ kind: "sent" });
  });

  test.each([
    [-108, "unreachable"],
    [-114, "unreachable"],
    [-118, "unreachable"],
    [-139, "unreachable"],
    [-115, "operator"],
    [-131, "operator"],
    [-1122, "refused"],
    [-133, "retry"],
  ])("a number with %i is %s", async (code, kind) => {
    const to = { channel: "zalo", id: magicZaloPhone(code) } as const;
    expect(await sender().send(to, NOTICE, "k")).toMatchObject({ kind, reason: `zalo ${code}` });
  });

  test("a person who has blocked the account cannot be reached by a template either", async () => {
    expect(await sender().send({ ...PERSON, id: magicZaloUser(-217) }, NOTICE, "k")).toMatchObject({
      kind: "unreachable",
    });
  });

  test("beyond the template's daily limit they wait for tomorrow", async () => {
    const one = sender();
    for (const key of ["a", "b"]) await one.send(NUMBER, NOTICE, key);
    expect(await one.send(NUMBER, NOTICE, "c")).toMatchObject({ kind: "retry", reason: "zalo -147" });
  });

  test("only an approved one counts as there", () => {
    expect(sender().has("phieu_tra_loi")).toBe(true);
    expect(sender().has("khac")).toBe(false);
    expect(sender(read({ provider_id: null, approved_on: null })).has("phieu_tra_loi")).toBe(false);
  });
});

describe("the registry", () => {
  test.each([
    ["an id without a date", { approved_on: null }],
    ["a parameter the wording lacks", { wording: "Phiếu <ma_phieu>." }],
    ["a parameter the list lacks", { wording: "Phiếu <ma_phieu> <don_vi> <them>." }],
    ["a field nobody knows", { note: "x" }],
    ["no way to anybody", { reach: [] }],
  ])("refuses %s", (_, change) => expect(() => read(change)).toThrow());

  test("refuses two templates for one notice", () => {
    expect(TemplatesFile.safeParse({ templates: [template, template] }).success).toBe(false);
  });

  const one = (type: string, value: string) => {
    const [only] = read({ wording: "<x>", params: [{ name: "x", value: "v", type, max: 12 }] }).values();
    if (!only) throw new Error("no template");
    return fill(only, { v: value }).kind;
  };
  test.each([
    ["text", "Phòng Kinh tế".normalize("NFD"), "unfit"],
    ["text", "Phòng A".normalize("NFD"), "filled"],
    ["text", "hai\ndòng", "unfit"],
    ["text", " ", "unfit"],
    ["number", "12", "filled"],
    ["number", "12a", "unfit"],
    ["date", "29/11/2026", "filled"],
    ["date", "2026-11-29", "unfit"],
  ])("as a %s, %j is %s", (type, value, kind) => expect(one(type, value)).toBe(kind));

  test("as shipped holds templates for notices only, and none approved", () => {
    const shipped = [...loadZaloTemplates("knowledge").values()];
    expect(shipped.length).toBeGreaterThan(2);
    expect(shipped.filter(({ key }) => !NOTICE_KEYS.includes(key))).toEqual([]);
    expect(shipped.filter(({ provider_id }) => provider_id !== null)).toEqual([]);
    const values = ["code", "department", "due", "reason", "question", "agency", "into", "answer"];
    expect(shipped.flatMap(({ params }) => params).filter(({ value }) => !values.includes(value))).toEqual([]);
  });

  test("of an office without the file is empty", () => expect(loadZaloTemplates("flows").size).toBe(0));
});
