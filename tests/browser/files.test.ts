import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { fileWith, noteAttachments } from "../../src/attachments/index.ts";
import { onPhone, screenshotFolder, startBrowser } from "../fakes/browser.ts";
import { startCdnFake } from "../fakes/cdn.ts";
import { openOffice, PASSWORD, signedIn } from "../fakes/console-office.ts";
import { chattyPng } from "../fakes/pictures.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await startBrowser();
}, 60_000);
afterAll(() => browser.close());

test("on a phone an officer sees the citizen's picture on the ticket, and adds a file to the answer", async () => {
  const cdn = await startCdnFake();
  const office = await openOffice({ reach: cdn.reach });
  const ticket = await office.openTicket("a");
  const from = { channel: "zalo", id: "8170236945512073846" } as const;
  const sent = [
    cdn.serve("/a.png", chattyPng(1200, 900)),
    "https://photo.zdn.vn/gone.jpg",
    "https://elsewhere.example/b.jpg",
  ];
  const attachments = sent.map((url) => ({ kind: "image", url }) as const);
  await office.db.write(async (tx) => {
    await noteAttachments(tx, { providerId: "m", from, sentAt: 0, text: "", attachments }, "i", office.clock.now());
    await fileWith(tx, { ticketId: ticket.id, messageIds: ["i"], isUnnamed: false }, office.clock.now());
  });
  office.attachments.wake();
  await office.attachments.idle();
  await signedIn(office, "an.nguyen", "officer", "phong-kinh-te");

  const context = await onPhone(browser);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  await page.goto(`${office.url}/console/phieu/${ticket.code}`);
  await page.getByLabel("Tên đăng nhập").fill("an.nguyen");
  await page.getByLabel("Mật khẩu").fill(PASSWORD);
  await page.getByRole("button", { name: "Đăng nhập" }).click();
  const picture = page.getByAltText(/^Ảnh người dân gửi/);
  await picture.scrollIntoViewIfNeeded();
  const file = { name: "biên bản.pdf", mimeType: "application/pdf", buffer: Buffer.from("%PDF-1.7\n%%EOF\n") };
  await page.getByLabel(/^Ảnh JPEG, PNG/).setInputFiles(file);
  await page.getByRole("button", { name: "Thêm tệp" }).click();
  await page.getByText("Đã nhận tệp.").waitFor();
  expect(await page.getByText("biên bản.pdf").isVisible()).toBe(true);
  await picture.scrollIntoViewIfNeeded();
  await expect.poll(() => page.evaluate("document.querySelector('.ln-files img').naturalWidth")).toBe(1200);
  const width = (await page.evaluate("[document.documentElement.scrollWidth, innerWidth]")) as [number, number];
  expect(width[0]).toBe(width[1]);
  const shot = join(screenshotFolder(), "phone-ticket-files.png");
  await page.screenshot({ path: shot, fullPage: true });
  expect(existsSync(shot)).toBe(true);
  expect(complaints).toEqual([]);
  await context.close();
  await office.close();
  await cdn.close();
});
