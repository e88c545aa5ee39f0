import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import chromium from "@sparticuz/chromium";
import { type Browser, type BrowserContext, chromium as playwright } from "playwright-core";

const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** A real Chromium that comes with `npm ci`; it speaks to loopback only. */
export async function startBrowser(): Promise<Browser> {
  return playwright.launch({ executablePath: await chromium.executablePath(), args: FLAGS, headless: true });
}

/** A phone's screen, as most officers and citizens have: 390 × 844. */
export function onPhone(browser: Browser): Promise<BrowserContext> {
  return browser.newContext({
    viewport: { width: 390, height: 844 },
    locale: "vi-VN",
    timezoneId: "Asia/Ho_Chi_Minh",
    isMobile: true,
    hasTouch: true,
  });
}

export function onDesktop(browser: Browser): Promise<BrowserContext> {
  return browser.newContext({
    viewport: { width: 1280, height: 900 },
    locale: "vi-VN",
    timezoneId: "Asia/Ho_Chi_Minh",
  });
}

/** Where a test leaves its screenshots: SCREENSHOTS_DIR, or a new temporary folder. */
export function screenshotFolder(): string {
  return process.env["SCREENSHOTS_DIR"] ?? mkdtempSync(join(tmpdir(), "lang-nghe-screens-"));
}
