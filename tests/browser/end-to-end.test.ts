import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { App } from "../../src/app.ts";
import { createSetupLink } from "../../src/officers/index.ts";
import { onPhone, startBrowser } from "../fakes/browser.ts";
import {
  callWebhook,
  openSite,
  postTo,
  type Said,
  type Site,
  smsWebhook,
  startHere,
  type Webhook,
  zaloWebhook,
} from "../fakes/running-app.ts";

const PASSWORD = "mot cau that de nho";
const ANSWER = "Dạ, tổ vệ sinh đã dọn sạch bãi rác sáng nay. Cảm ơn Anh/Chị đã báo.";

let browser: Browser;
let site: Site;
let app: App;
let page: Page;

beforeAll(async () => {
  browser = await startBrowser();
}, 60_000);
afterAll(() => browser.close());

beforeEach(async () => {
  site = await openSite();
  app = await startHere(site);
  const context = await onPhone(browser);
  context.setDefaultTimeout(10_000);
  page = await context.newPage();
});
afterEach(async () => {
  await page.context().close();
  await app.stop();
  await site.close();
});

/** A citizen says one thing after the other and waits for the reply each time. */
async function citizenSays(hook: (said: Said) => Webhook, person: string, texts: readonly string[]): Promise<void> {
  for (const [i, text] of texts.entries()) {
    const response = await postTo(app.url, hook({ person, text, id: `m-${person}-${i}` }));
    expect(response.status).toBe(200);
    await app.settle();
  }
}

/** The first officer sets the console up, finds the only ticket and answers it. */
async function officerAnswers(inQueue: string): Promise<string> {
  const token = await createSetupLink(app.db, Date.now());
  await page.goto(`${app.url}/console/cai-dat?token=${token}`);
  await page.getByLabel("Họ tên").fill("Trần Thị Lan");
  await page.getByLabel("Tên đăng nhập").fill("lan.tran");
  await page.getByLabel("Mật khẩu", { exact: true }).fill(PASSWORD);
  await page.getByLabel("Nhập lại mật khẩu").fill(PASSWORD);
  await page.getByRole("button", { name: "Tạo tài khoản" }).click();
  await page.waitForURL("**/console");
  await page.getByRole("button", { name: "Đăng xuất" }).click();
  await page.getByLabel("Tên đăng nhập").fill("lan.tran");
  await page.getByLabel("Mật khẩu").fill(PASSWORD);
  await page.getByRole("button", { name: "Đăng nhập" }).click();
  await page.waitForURL("**/console");
  const ticket = page.locator(".ln-list").getByText(inQueue);
  if (!(await ticket.isVisible())) await page.getByRole("link", { name: "Đang xử lý" }).click();
  await ticket.click();
  const code = (await page.locator("h1.ln-code").textContent()) ?? "";
  const take = page.getByRole("button", { name: "Nhận xử lý phiếu này" });
  if (!(await take.isVisible())) {
    await page.getByText("Giao xử lý", { exact: true }).click();
    await page.getByLabel("Giao cho").selectOption({ label: "Cả đơn vị Phòng Kinh tế xã Tuyên Bình" });
    await page.getByRole("button", { name: "Giao phiếu" }).click();
  }
  await take.click();
  await page.getByText("Trả lời người dân", { exact: true }).click();
  await page.getByLabel("Nội dung trả lời").fill(ANSWER);
  await page.getByRole("button", { name: "Gửi trả lời" }).click();
  await page.getByText("Tin cho người dân đang được gửi.").waitFor();
  await app.settle();
  return code.trim();
}

const REPORT = "Tôi phản ánh bãi rác tự phát ở thôn Minh Ngọc bốc mùi cả tuần nay không ai dọn";

describe("a complaint goes from the citizen to an officer and its answer goes back, once", () => {
  test("on Zalo, through signed webhooks", async () => {
    const person = "8170236945512073846";
    await citizenSays(zaloWebhook, person, [REPORT, "Nguyễn Văn Bình 0912345678", "1"]);
    const receipt = site.zalo.sent.at(-1)?.text ?? "";
    const code = await officerAnswers("bãi rác tự phát");
    expect(receipt).toContain(code);
    const answers = site.zalo.sent.filter(({ text }) => text.includes(ANSWER));
    expect(answers.map(({ userId }) => userId)).toEqual([person]);
    expect(answers[0]?.text).toContain(code);
  }, 60_000);

  test("by SMS", async () => {
    const person = "+84912345678";
    await citizenSays(smsWebhook, person, [REPORT, "Nguyen Van Binh", "gui"]);
    const code = await officerAnswers("bãi rác tự phát");
    const answers = site.twilio.sent.filter(({ body }) => body.includes("to ve sinh da don sach bai rac"));
    expect(answers.map(({ to }) => to)).toEqual([person]);
    expect(answers[0]?.body).toContain(code);
  }, 60_000);

  test("in a hotline call: the caller is answered by SMS", async () => {
    const person = "+84987654321";
    await citizenSays(callWebhook, person, [REPORT]);
    const code = await officerAnswers("bãi rác tự phát");
    const answers = site.twilio.sent.filter(({ body }) => body.includes("to ve sinh da don sach bai rac"));
    expect(answers.map(({ to }) => to)).toEqual([person]);
    expect(answers[0]?.body).toContain(code);
  }, 60_000);
});
