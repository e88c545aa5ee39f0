import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openOffice, signedIn } from "../fakes/console-office.ts";
import { RECORD, recordTwice } from "../fakes/record-versions.ts";

let office: Awaited<ReturnType<typeof openOffice>>;
beforeEach(async () => {
  office = await openOffice();
  await recordTwice(office.db);
});
afterEach(() => office.close());

describe("the console's page of a record's history", () => {
  let admin: Awaited<ReturnType<typeof signedIn>>;
  beforeEach(async () => {
    admin = await signedIn(office, "quan.tri", "admin", null);
  });
  const page = async (query: string) => {
    const status = await admin.get(`/console/thu-tuc/lich-su?${query}`);
    return { status, text: admin.page() };
  };

  test("shows its versions, newest first, and what changed by part", async () => {
    const { status, text } = await page("code=9.000001");
    expect(status).toBe(200);
    expect(text).toContain(RECORD.name);
    expect(text.indexOf("1/QĐ-BTP #2")).toBeLessThan(text.indexOf("7.jsonl"));
    expect(text).toContain("<del>8.000 &lt;đồng&gt;</del>");
    expect(text).toContain("<ins>9.000 đồng</ins>");
    expect(text.match(/<h3[^>]*>[^<]*/g)).toEqual(['<h3 class="govuk-heading-s">Phí, lệ phí']);
  });

  test("says which version held on a day, and that the bot did not answer then", async () => {
    const { text } = await page("code=9.000001&ngay=15/8/2026");
    expect(text).toMatch(/theo bản <strong>1\/QĐ-BTP<\/strong>, đối chiếu 2026-07/);
    expect(text).toContain("bot không trả lời thủ tục này");
    expect((await page("code=9.000001&ngay=1/1/2026")).text).toContain("không biết thủ tục ghi gì");
  });

  test.each([
    ["code=9.9", "Chưa lần nhập nào có mã thủ tục này."],
    ["code=9.000001&ngay=h%C3%B4m+qua", "Ghi ngày, ví dụ 1/9/2025."],
    ["code=9.000001&ngay=2026-08", "Ghi ngày, ví dụ 1/9/2025."],
    ["code[]=1", "Chưa lần nhập nào có mã thủ tục này."],
  ])("%s is answered with what to do", async (query, problem) => {
    const { status, text } = await page(query);
    expect(status).toBe(422);
    expect(text).toContain(problem);
  });

  test("does not exist for officers", async () => {
    const person = await signedIn(office, "nguoi.thu", "officer", "phong-kinh-te");
    expect(await person.get("/console/thu-tuc/lich-su?code=9.000001")).toBe(404);
  });
});
