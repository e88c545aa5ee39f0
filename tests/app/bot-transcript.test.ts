import { execFile } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { App } from "../../src/app.ts";
import { openSite, postTo, type Site, startHere, zaloWebhook } from "../fakes/running-app.ts";

let site: Site;
let app: App;
beforeAll(async () => {
  site = await openSite();
  app = await startHere(site);
});
afterAll(async () => {
  await app.stop();
  await site.close();
});

function transcript(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      ["src/cli/main.ts", "transcript", ...args],
      { env: { ...process.env, ...site.environment } },
      (_, out, err) => resolve({ code: child.exitCode ?? -1, out, err }),
    );
  });
}

let count = 0;
async function say(person: string, text: string): Promise<string> {
  const before = site.zalo.sent.length;
  count += 1;
  await postTo(app.url, zaloWebhook({ person, text, id: `bt-${count}` }));
  await app.settle();
  return site.zalo.sent
    .slice(before)
    .map((sent) => sent.text)
    .join("\n");
}

async function report(person: string, words: string): Promise<string> {
  await say(person, words);
  await say(person, "Nguyễn Thị Hoa, thôn Xuân Sơn, 0901234567");
  const last = await say(person, "gửi đi");
  return /PA-\w{4}-\w{4}/.exec(last)?.[0] ?? "";
}

describe("a conversation as a .transcript", () => {
  test("of a field report is exported, for its owner's eyes, and replays", async () => {
    const code = await report("8100000000001", "Tôi phản ánh rác thải chất đống ở thôn Xuân Sơn cả tuần nay");
    expect(code).not.toBe("");
    const file = join(site.dataDirectory, "hoi-thoai.transcript");
    expect(await transcript("export", code, file)).toMatchObject({ code: 0 });
    const exported = readFileSync(file, "utf8");
    expect(exported).toContain("rác thải chất đống");
    expect(exported).not.toContain("8100000000001");
    const replayed = await transcript("replay", file);
    expect(replayed.code).toBe(0);
    expect(replayed.out).toContain("> gửi đi");
    expect((await transcript("export", code, file)).code).toBe(1); // never over another file
  });

  test("of a report on somebody's conduct is kept back, and an unknown code is said to be one", async () => {
    const code = await report("8100000000002", "Tôi phản ánh cán bộ một cửa xã hách dịch, bắt tôi đi lại bốn lần");
    expect(code).not.toBe("");
    const file = join(site.dataDirectory, "kin.transcript");
    expect(await transcript("export", code, file)).toMatchObject({ code: 1, err: expect.stringContaining("giữ kín") });
    expect(await transcript("export", "PA-2222-2222", file)).toMatchObject({ code: 1 });
  });

  test("that is none is refused; --check ends with 1 where an answer differs", async () => {
    const file = join(site.dataDirectory, "khac.transcript");
    writeFileSync(file, "WEBVTT");
    expect(await transcript("replay", file)).toMatchObject({ code: 2 });
    const said = [
      { type: "message", from: { id: "u", role: "user" }, text: "xin chào" },
      { type: "message", from: { id: "b", role: "bot" }, text: "Không ai nói thế" },
    ];
    writeFileSync(file, JSON.stringify(said));
    const checked = await transcript("replay", file, "--check");
    expect(checked).toMatchObject({ code: 1, out: expect.stringContaining("đã ghi: Không ai nói thế") });
  });
});
