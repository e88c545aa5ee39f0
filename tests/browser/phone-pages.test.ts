import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { onPhone, screenshotFolder, startBrowser } from "../fakes/browser.ts";
import { openOffice, PASSWORD, signedIn } from "../fakes/console-office.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await startBrowser();
}, 60_000);
afterAll(() => browser.close());

test("every page an administrator's menu leads to fits a phone, and none complains", async () => {
  const office = await openOffice();
  await office.openTicket("a");
  await signedIn(office, "chanh.vp", "admin", null);
  const context = await onPhone(browser);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("console", (message) => message.type() === "error" && complaints.push(`${page.url()} ${message.text()}`));
  await page.goto(`${office.url}/console`);
  await page.getByLabel("Tên đăng nhập").fill("chanh.vp");
  await page.getByLabel("Mật khẩu").fill(PASSWORD);
  await page.getByRole("button", { name: "Đăng nhập" }).click();
  await page.waitForURL(/\/console/);
  const links = (await page.evaluate(
    "[...new Set([...document.querySelectorAll('nav a[href^=\"/console\"]')].map((a) => a.getAttribute('href')))]",
  )) as string[];
  expect(links.length).toBeGreaterThan(5);
  const tooWide: string[] = [];
  for (const link of links) {
    const answer = await page.goto(`${office.url}${link}`);
    expect([link, answer?.status()]).toEqual([link, 200]);
    const [needs, has] = (await page.evaluate("[document.documentElement.scrollWidth, innerWidth]")) as [
      number,
      number,
    ];
    if (needs > has) tooWide.push(`${link}: ${needs} > ${has}`);
    await page.screenshot({
      path: join(screenshotFolder(), `phone${link.replaceAll(/\W+/g, "-")}.png`),
      fullPage: true,
    });
  }
  expect(tooWide).toEqual([]);
  expect(complaints).toEqual([]);
  await context.close();
  await office.close();
});
