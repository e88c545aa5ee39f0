import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { App } from "../../src/app.ts";
import { createSetupLink } from "../../src/officers/index.ts";
import { onPhone, startBrowser } from "../fakes/browser.ts";
import { openSite, postTo, startHere, zaloWebhook } from "../fakes/running-app.ts";

const PASSWORD = "mot cau that de nho";

let browser: Browser;
beforeAll(async () => {
  browser = await startBrowser();
}, 60_000);
afterAll(() => browser.close());

async function citizenSays(app: App, text: string, id: string): Promise<void> {
  expect((await postTo(app.url, zaloWebhook({ person: "dan-1", text, id }))).status).toBe(200);
  await app.settle();
}

async function setUp(app: App, page: Page): Promise<void> {
  await page.goto(`${app.url}/console/cai-dat?token=${await createSetupLink(app.db, Date.now())}`);
  await page.getByLabel("Họ tên").fill("Trần Thị Lan");
  await page.getByLabel("Tên đăng nhập").fill("lan.tran");
  await page.getByLabel("Mật khẩu", { exact: true }).fill(PASSWORD);
  await page.getByLabel("Nhập lại mật khẩu").fill(PASSWORD);
  await page.getByRole("button", { name: "Tạo tài khoản" }).click();
  await page.waitForURL("**/console");
}

test("what the citizen writes in a talk appears by itself, beside what the officer is typing", async () => {
  const site = await openSite();
  const app = await startHere(site);
  const context = await onPhone(browser);
  context.setDefaultTimeout(10_000);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(error.message));
  await citizenSays(app, "gặp cán bộ", "m1");
  await setUp(app, page);
  await page.locator("a.ln-ticket").first().click();
  await page.getByText("Hỏi thêm người dân", { exact: true }).click();
  await page.getByLabel("Câu hỏi").fill("Anh/Chị cần hỏi việc gì ạ?");
  await page.getByRole("button", { name: "Xem trước tin gửi" }).filter({ visible: true }).click();
  await page.getByText("Người dân sẽ nhận").waitFor();
  const top = (await page.evaluate(
    "document.getElementById('xem-truoc-hoi-them').getBoundingClientRect().top",
  )) as number;
  expect(top).toBeGreaterThanOrEqual(0);
  expect(top).toBeLessThan(844);
  await page.getByRole("button", { name: "Trực tiếp trao đổi" }).click();
  await page.getByLabel("Nhắn cho người dân").fill("Dạ, tôi đang xem");
  await citizenSays(app, "Tôi muốn hỏi về con đường thôn 3", "m2");
  await page.locator("#dong-tro-chuyen").getByText("con đường thôn 3").waitFor();
  expect(await page.getByLabel("Nhắn cho người dân").inputValue()).toBe("Dạ, tôi đang xem");
  expect(complaints).toEqual([]);
  await context.close();
  await app.stop();
  await site.close();
}, 60_000);
