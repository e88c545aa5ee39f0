import { readFileSync } from "node:fs";
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

test("a citizen's receipt and the form for the national system fit a phone", async () => {
  const office = await openOffice();
  const ticket = await office.openTicket("a", { recordType: "kien_nghi", contentCode: "kn.phuong_an" });
  await signedIn(office, "dieu.phoi", "coordinator", "van-phong");
  const context = await onPhone(browser);
  const page = await context.newPage();
  const fits = async (name: string) => {
    const width = (await page.evaluate("[document.documentElement.scrollWidth, innerWidth]")) as [number, number];
    await page.screenshot({ path: join(screenshotFolder(), `phone-${name}.png`), fullPage: true });
    expect([name, width[0] <= width[1]]).toEqual([name, true]);
  };
  await page.goto(`${office.url}/tra-cuu?ma=${ticket.code}`);
  await page.getByLabel("Bốn số cuối").fill("5678");
  await page.getByRole("button", { name: "Xem tình trạng" }).click();
  await page.getByText("Biên nhận có chữ ký số").click();
  await fits("bien-nhan");
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Tải biên nhận" }).click(),
  ]);
  expect(file.suggestedFilename()).toBe(`bien-nhan-${ticket.code}.txt`);
  const receipt = /LN1\.\S+/.exec(readFileSync(await file.path(), "utf8"))?.[0] ?? "";
  await page.goto(`${office.url}/tra-cuu/khoa`);
  await fits("khoa");
  await page.getByRole("link", { name: "Kiểm tra một biên nhận" }).click();
  await page.getByLabel("Chuỗi biên nhận").fill(receipt);
  await page.getByRole("button", { name: "Kiểm tra" }).click();
  await page.getByText("Đúng là biên nhận").waitFor();
  await fits("kiem-tra-bien-nhan");
  await page.goto(`${office.url}/console/phieu/${ticket.code}`);
  await page.getByLabel("Tên đăng nhập").fill("dieu.phoi");
  await page.getByLabel("Mật khẩu").fill(PASSWORD);
  await page.getByRole("button", { name: "Đăng nhập" }).click();
  await page.waitForURL(/\/console/);
  await page.goto(`${office.url}/console/phieu/${ticket.code}`);
  await page.getByRole("link", { name: "Nhập vào hệ thống quốc gia" }).click();
  await fits("he-thong-quoc-gia");
  await page.getByLabel("Mã hệ thống quốc gia").fill("PAKN.20261124.0001");
  await page.getByRole("button", { name: "Ghi mã" }).click();
  await page.getByText("Đã ghi mã hệ thống quốc gia").waitFor();
  await fits("phieu");
  await context.close();
  await office.close();
});
