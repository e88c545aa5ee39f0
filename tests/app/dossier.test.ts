import { afterEach, describe, expect, test } from "vitest";
import { openDossierDesk } from "../../src/conversation/dossier/client.ts";
import { dossierNumberIn } from "../../src/conversation/dossier/number.ts";
import { fakeOneStop, ONE_STOP_TOKEN } from "../fakes/one-stop.ts";

const CODE = "H29.12-261101-0001";
const KEPT = { code: CODE, state: "processing", step: "Thẩm định", unit: "Phòng Kinh tế", due: "2026-11-20" };
let fake: Awaited<ReturnType<typeof fakeOneStop>>;
afterEach(() => fake?.close());

async function desk(dossiers: Record<string, unknown>, token: string | undefined = ONE_STOP_TOKEN) {
  fake = await fakeOneStop(dossiers);
  let now = 0;
  const opened = openDossierDesk({ url: fake.url, token, now: () => now, timeoutMs: 300 });
  return { ...opened, later: (ms: number) => (now += ms) };
}

describe("a dossier's number", () => {
  test.each([
    ["hồ sơ H29.12-261101-0001 xong chưa", CODE],
    ["ho so h29.12 261101 0001 xong chua", CODE],
    ["H29 12 – 261101 – 0001", CODE],
    ["mã 000.00.12.H29-261101-0001 ạ", "000.00.12.H29-261101-0001"],
    ["hát hai chín chấm một hai gạch hai sáu một một không một gạch không không không một", CODE],
    ["hồ sơ đất của tôi xong chưa", undefined],
    ["phiếu PA-7K3M-92XF", undefined],
    ["gọi 0912345678 ngày 26/11/2026", undefined],
    ["H29.12-261399-0001", undefined],
  ])("%s → %s", (text, number) => expect(dossierNumberIn(text)).toBe(number));
});

describe("the one-stop system", () => {
  test("state, step, unit and day are taken, and nothing about a person", async () => {
    const more = { ...KEPT, applicant: "Nguyễn Thị Kín", phone: "0912345678", unit: "Bà Kín 0912 345 678" };
    const found = await (await desk({ [CODE]: more })).find(CODE);
    expect(found).toEqual({ ...KEPT, kind: "found", unit: "" });
    expect(JSON.stringify(found)).not.toMatch(/Kín|0912/);
  });

  test("one it does not know is unknown", async () => {
    expect(await (await desk({})).find(CODE)).toEqual({ kind: "unknown", code: CODE });
  });

  test.each([
    ["a state nobody agreed on", { ...KEPT, state: "dang-o-dau-do" }],
    ["another dossier", { ...KEPT, code: "H29.12-261101-0002" }],
    ["a day that is none", { ...KEPT, due: "hôm kia" }],
    ["a list", []],
  ])("%s is no answer", async (_name, odd) => {
    expect(await (await desk({ [CODE]: odd })).find(CODE)).toEqual({ kind: "unreachable", code: CODE });
  });

  test("a wrong token is no answer", async () => {
    expect((await (await desk({ [CODE]: KEPT }, "khac")).find(CODE)).kind).toBe("unreachable");
  });

  test("slow or down it is given up, left alone for a while, and tried again", async () => {
    const opened = await desk({ [CODE]: KEPT });
    fake.plan({ delayMs: 600 });
    fake.plan({ status: 503 }, 2);
    for (let i = 0; i < 4; i++) expect((await opened.find(CODE)).kind).toBe("unreachable");
    expect(fake.asked).toHaveLength(3);
    expect(opened.isWell()).toBe(false);
    opened.later(31_000);
    expect((await opened.find(CODE)).kind).toBe("found");
    expect(opened.isWell()).toBe(true);
  });
});
