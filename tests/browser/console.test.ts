import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { onDesktop, onPhone, screenshotFolder, startBrowser } from "../fakes/browser.ts";
import { type Office, openOffice, PASSWORD } from "../fakes/console-office.ts";
import { RECORD, recordTwice } from "../fakes/record-versions.ts";
import { openTryPage } from "../fakes/try-page.ts";

let browser: Browser;
const folder = screenshotFolder();

beforeAll(async () => {
  browser = await startBrowser();
}, 60_000);
afterAll(() => browser.close());

/** Fails on anything a person would have to scroll sideways for, and keeps a picture. */
async function look(page: Page, name: string): Promise<void> {
  await page.evaluate("document.fonts.ready");
  const [content, screen] = (await page.evaluate(
    "[document.documentElement.scrollWidth, document.documentElement.clientWidth]",
  )) as [number, number];
  expect([name, content]).toEqual([name, screen]);
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
  expect(existsSync(join(folder, `${name}.png`))).toBe(true);
}

/** A page that must neither log an error nor be refused anything by the content policy. */
async function openQuietPage(context: BrowserContext) {
  context.setDefaultTimeout(10_000);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(error.message));
  return { page, complaints };
}

describe.each([
  ["phone", onPhone],
  ["desktop", onDesktop],
] as const)("on a %s", (kind, open) => {
  test("an officer sets the console up, finds a ticket, looks at the answer and sends it", async () => {
    const office: Office = await openOffice();
    const context = await open(browser);
    const { page, complaints } = await openQuietPage(context);
    const late = await office.openTicket("cu", {
      content: "Đường vào thôn 3 ngập nước từ tuần trước.",
      summary: "Đường vào thôn 3 ngập nước",
      department: null,
      because: "chưa rõ đơn vị",
    });
    office.clock.advance(late.dueAt - office.clock.now() + 2 * 86_400_000);
    const ticket = await office.openTicket("moi", { department: null, because: "Hai đơn vị cùng có thể xử lý" });

    await page.goto(`${office.url}/console/cai-dat?token=${await office.setupToken()}`);
    await look(page, `${kind}-1-set-up`);
    await page.getByLabel("Họ tên").fill("Trần Thị Lan");
    await page.getByLabel("Tên đăng nhập").fill("lan.tran");
    await page.getByLabel("Mật khẩu", { exact: true }).fill(PASSWORD);
    await page.getByLabel("Nhập lại mật khẩu").fill(PASSWORD);
    await page.getByRole("button", { name: "Tạo tài khoản" }).click();
    await page.waitForURL("**/console");
    await office.addOfficer("an.nguyen", "officer", "phong-kinh-te");
    await page.getByRole("button", { name: "Đăng xuất" }).click();
    await look(page, `${kind}-2-sign-in`);
    await page.getByLabel("Tên đăng nhập").fill("lan.tran");
    await page.getByLabel("Mật khẩu").fill(PASSWORD);
    await page.getByRole("button", { name: "Đăng nhập" }).click();
    await page.waitForURL("**/console");
    await look(page, `${kind}-3-queue`);

    await office.openTicket("vua-den", {
      content: "Đèn đường thôn 1 hỏng",
      summary: "Đèn đường thôn 1 hỏng",
      department: null,
      because: "chưa rõ",
    });
    await page.getByText("Đèn đường thôn 1 hỏng").waitFor();
    expect(await page.locator("#so-phieu-cho").textContent()).toBe("3");

    await page.getByText("Rác ở ngõ 5 ba ngày chưa dọn").click();
    await look(page, `${kind}-4-ticket`);
    await page.getByText("Vì sao hạn là ngày này?").click();
    await page.getByText("Giao xử lý", { exact: true }).click();
    await page.getByLabel("Giao cho").selectOption({ label: "Cả đơn vị Phòng Kinh tế" });
    await look(page, `${kind}-5-assign`);
    await page.getByRole("button", { name: "Giao phiếu" }).click();
    await page.getByText("Đã ghi nhận: giao xử lý.").waitFor();
    await page.getByRole("button", { name: "Nhận xử lý phiếu này" }).click();
    await page.getByText("Đã ghi nhận: nhận xử lý.").waitFor();

    await page.getByText("Trả lời người dân", { exact: true }).click();
    await page.getByLabel("Nội dung trả lời").fill("Dạ, tổ vệ sinh đã dọn sạch sáng nay. Cảm ơn Anh/Chị đã báo.");
    await page.getByRole("button", { name: "Xem trước tin gửi" }).filter({ visible: true }).click();
    await page.getByText(`phieu_tra_loi ${ticket.code}: Dạ, tổ vệ sinh`).waitFor();
    expect(await page.getByLabel("Nội dung trả lời").inputValue()).toContain("tổ vệ sinh");
    await look(page, `${kind}-6-answer`);
    await page.getByRole("button", { name: "Gửi trả lời" }).click();
    await page.getByText("Tin cho người dân đang được gửi.").waitFor();
    await look(page, `${kind}-7-answered`);

    await page.goto(`${office.url}/console/can-bo`);
    await look(page, `${kind}-8-officers`);
    await office.stickADelivery();
    await page.goto(`${office.url}/console/he-thong`);
    await look(page, `${kind}-9-system`);
    await page.goto(`${office.url}/console/thu-tuc`);
    await page.getByLabel("Mã thủ tục").fill("1.001193");
    await page.getByLabel("Lý do").fill("Phí đổi từ 1/12, chờ nghị quyết của tỉnh");
    await page.getByRole("button", { name: "Tạm dừng trả lời" }).click();
    await page.getByRole("button", { name: "Trả lời lại thủ tục 1.001193" }).waitFor();
    await look(page, `${kind}-9-withheld`);
    await recordTwice(office.db);
    await page.getByLabel("Xem các bản của mã").fill(RECORD.code);
    await page.getByRole("button", { name: "Xem lịch sử" }).click();
    await page.getByRole("heading", { name: RECORD.name }).waitFor();
    await page.getByLabel("Một ngày trước đây").fill("1/8/2026");
    await page.getByRole("button", { name: "Xem", exact: true }).click();
    await page.getByText("Ngày 1/8/2026:").waitFor();
    await look(page, `${kind}-9-history`);

    await page.goto(`${office.url}/tra-cuu`);
    await look(page, `${kind}-10-look-up`);
    await page.getByLabel("Mã phiếu").fill(ticket.code);
    await page.getByLabel("Bốn số cuối").fill("5678");
    await page.getByRole("button", { name: "Xem tình trạng" }).click();
    await page.getByText("tổ vệ sinh đã dọn sạch").waitFor();
    await look(page, `${kind}-11-status`);
    expect(complaints).toEqual([]);
    await context.close();
    await office.close();
  }, 60_000);

  test("anyone at this machine plays a citizen on Zalo, by SMS and in a call", async () => {
    const tryPage = await openTryPage();
    const context = await open(browser);
    const { page, complaints } = await openQuietPage(context);
    await page.goto(`${tryPage.url}/thu`);
    await look(page, `${kind}-12-thu`);
    await page.getByRole("button", { name: "Làm giấy khai sinh cần gì?" }).click();
    await page.locator(".thu-bubble", { hasText: "Anh/Chị vừa nói" }).waitFor();
    await page.getByLabel("Tin nhắn", { exact: true }).fill("Tôi muốn phản ánh rác ở thôn 2");
    await page.keyboard.press("Enter");
    await page.getByText("PA-7K3M-92XF").waitFor();
    await look(page, `${kind}-13-thu-zalo`);
    await page.reload();
    await page.getByText("PA-7K3M-92XF").waitFor();
    await page.getByRole("tab", { name: "SMS" }).click();
    await page.getByRole("button", { name: "phan anh rac thai o thon 2" }).click();
    await page.getByText("tin SMS").waitFor();
    await look(page, `${kind}-14-thu-sms`);
    await page.getByRole("tab", { name: "Bản ghi hotline" }).click();
    await page.getByRole("button", { name: "Dùng cuộc gọi mẫu" }).click();
    await look(page, `${kind}-15-thu-call`);
    await page.getByRole("button", { name: "Gửi bản ghi" }).click();
    await page.getByText("Bản ghi 5 lượt nói").waitFor();
    await page.locator(".thu-bubble", { hasText: "Anh/Chị vừa nói" }).waitFor();
    await page.getByRole("button", { name: "Bắt đầu lại" }).click();
    expect(await page.locator(".thu-bubble").count()).toBe(0);
    expect(complaints).toEqual([]);
    await context.close();
    await tryPage.close();
  }, 60_000);
});
