import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { onPhone, screenshotFolder, startBrowser } from "../fakes/browser.ts";
import { openOffice, PASSWORD, signedIn } from "../fakes/console-office.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await startBrowser();
}, 60_000);
afterAll(() => browser.close());

async function look(page: Page, name: string): Promise<void> {
  const [needs, has] = (await page.evaluate("[document.documentElement.scrollWidth, innerWidth]")) as [number, number];
  expect([name, needs > has]).toEqual([name, false]);
  await page.screenshot({ path: join(screenshotFolder(), `${name}.png`), fullPage: true });
}

test("on a phone a matter is passed on with its letter, and the letter fits", async () => {
  const office = await openOffice();
  const ticket = await office.openTicket("a", {
    department: null,
    transferTo: "cong-an-xa",
    because: "An ninh, trật tự (“mất trộm”). Căn cứ: an ninh trật tự thuộc Công an (ngành dọc)",
    content: "Xóm tôi mất trộm hai chiếc xe máy trong một tuần.",
    summary: "Xóm tôi mất trộm hai chiếc xe máy trong một tuần.",
    placeUnit: "18958",
  });
  await signedIn(office, "dieu.phoi", "coordinator", null);
  const context = await onPhone(browser);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  await page.goto(`${office.url}/console`);
  await page.getByLabel("Tên đăng nhập").fill("dieu.phoi");
  await page.getByLabel("Mật khẩu").fill(PASSWORD);
  await page.getByRole("button", { name: "Đăng nhập" }).click();
  await page.waitForURL(/\/console/);
  await look(page, "phone-queue-contents");
  await page.goto(`${office.url}/console/phieu/${ticket.code}`);
  await page.getByText("Chuyển cơ quan khác", { exact: true }).first().click();
  await look(page, "phone-transfer-form");
  expect(await page.getByLabel("Cơ quan nhận").inputValue()).toBe("Công an xã Tuyên Bình");
  await page.getByRole("button", { name: "Lập phiếu chuyển và chuyển" }).click();
  await page.getByRole("link", { name: "xem và in" }).click();
  await page.getByRole("button", { name: "In phiếu chuyển" }).waitFor();
  await look(page, "phone-letter");
  await page.emulateMedia({ media: "print" });
  expect(await page.getByRole("button", { name: "In phiếu chuyển" }).isVisible()).toBe(false);
  await page.screenshot({ path: join(screenshotFolder(), "print-letter.png"), fullPage: true });
  expect(complaints).toEqual([]);
  await context.close();
  await office.close();
});
