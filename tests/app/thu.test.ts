import { request } from "node:http";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openTryPage } from "../fakes/try-page.ts";

const TAB = "0b9a6a2e-6f6c-4f5e-9d57-2f1f2f0c1a11";
let page: Awaited<ReturnType<typeof openTryPage>>;
beforeEach(async () => {
  page = await openTryPage();
});
afterEach(() => page.close());

const say = (body: object, headers: Record<string, string> = {}) =>
  fetch(`${page.url}/thu/tin`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
  });

function bring(fields: Record<string, string>, file?: { name: string; content: string }) {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.set(name, value);
  if (file) body.set("file", new Blob([file.content]), file.name);
  return fetch(`${page.url}/thu/ban-ghi`, { method: "POST", body });
}

/** What the stream says until `count` events have come. */
async function hear(side: string, count: number): Promise<{ event: string; data: Record<string, unknown> }[]> {
  const leaving = new AbortController();
  const stream = await fetch(`${page.url}/thu/dong?tab=${TAB}&side=${side}&since=0`, { signal: leaving.signal });
  const heard: { event: string; data: Record<string, unknown> }[] = [];
  let text = "";
  for await (const chunk of stream.body ?? []) {
    text += new TextDecoder().decode(chunk as Uint8Array);
    heard.length = 0;
    for (const [, event = "", data = ""] of text.matchAll(/event: (\w+)\ndata: (.*)\n\n/g))
      heard.push({ event, data: JSON.parse(data) });
    if (heard.length >= count) break;
  }
  leaving.abort();
  return heard;
}

/** fetch sets Host itself, so a request with another name is made by hand. */
function statusWith(headers: Record<string, string>, method = "GET", path = "/thu"): Promise<number> {
  return new Promise((resolve, reject) => {
    const call = request(page.url + path, { method, headers }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    call.on("error", reject);
    call.end();
  });
}

describe("the try page", () => {
  test("hands what is typed on, as one citizen a tab and side", async () => {
    expect((await say({ tab: TAB, side: "sms", text: "  phan anh\u0000 rac thai " })).status).toBe(202);
    expect(page.accepted).toMatchObject([
      { from: { channel: "web", account: "sms", id: TAB }, text: "phan anh rac thai", attachments: [] },
    ]);
    expect(page.accepted[0]?.providerId).toMatch(/^[0-9a-f]{32}$/);
  });

  test("shows a Zalo reply with its choices and sources, and the ticket that was opened", async () => {
    await say({ tab: TAB, side: "zalo", text: "phản ánh rác" });
    const [reply, ticket] = await hear("zalo", 2);
    expect(reply).toMatchObject({ event: "reply", data: { segments: null, choices: ["Xem giấy tờ", "Gặp cán bộ"] } });
    expect(reply?.data["receipts"]).toHaveLength(2);
    expect(ticket).toMatchObject({ event: "ticket", data: { code: "PA-7K3M-92XF", status: "Đã giao đơn vị" } });
  });

  test("shows an SMS as it would arrive: without marks, its segments counted", async () => {
    await say({ tab: TAB, side: "sms", text: "xin chào" });
    const [reply] = await hear("sms", 1);
    const bubbles = reply?.data["bubbles"] as string[];
    expect(bubbles.length).toBeGreaterThan(0);
    expect(bubbles.join("")).not.toMatch(/[ạảệộôăđ]/);
    expect(reply?.data["segments"]).toBeGreaterThan(0);
  });

  test.each([
    [
      "a hand-written call",
      undefined,
      "Cán bộ: Alo\nNgười gọi: Đường làng hỏng nặng,\nxe không đi được",
      ["agent", "caller"],
      "Đường làng hỏng nặng, xe không đi được",
    ],
    [
      "SRT",
      "goi.srt",
      "1\n00:00:00,500 --> 00:00:02,000\nCaller: Đường làng hỏng nặng\n",
      ["caller"],
      "Đường làng hỏng nặng",
    ],
    [
      "VTT",
      "goi.vtt",
      "WEBVTT\n\n00:01.000 --> 00:03.500\n<v Khách hàng>Tôi hỏi thủ tục tách thửa\n",
      ["caller"],
      "Tôi hỏi thủ tục tách thửa",
    ],
    [
      "the neutral JSON",
      "goi.json",
      JSON.stringify({
        schema: "hotline-transcript/1",
        callId: "c1",
        provider: "thu",
        language: "vi-VN",
        turns: [{ index: 0, speaker: "caller", text: "Tôi muốn phản ánh" }],
      }),
      ["caller"],
      "Tôi muốn phản ánh",
    ],
  ])("reads %s", async (_kind, name, content, speakers, text) => {
    const response = name ? await bring({ tab: TAB }, { name, content }) : await bring({ tab: TAB, text: content });
    expect(response.status).toBe(202);
    const [message] = page.accepted;
    expect(message?.from).toEqual({ channel: "web", account: "transcript", id: TAB });
    expect(message?.call?.turns.map((turn) => turn.speaker)).toEqual(speakers);
    expect(message?.text).toBe(text);
  });

  test.each([
    ["nothing", "", "dán bản ghi hoặc chọn một tệp"],
    ["prose without speakers", "hôm qua trời mưa to", "Chưa đọc được bản ghi"],
    ["a call in which only the desk speaks", "Cán bộ: Alo, xin nghe", "không có lời nào của người gọi"],
    ["JSON of another schema", JSON.stringify({ schema: "hotline-transcript/1", turns: 5 }), "Chưa đọc được bản ghi"],
  ])("says what is wrong with %s", async (_kind, text, problem) => {
    const response = await bring({ tab: TAB, text });
    expect(response.status).toBe(422);
    expect(((await response.json()) as { problem: string }).problem).toContain(problem);
    expect(page.accepted).toHaveLength(0);
  });

  test("refuses a file over one megabyte, an empty message and a nameless tab", async () => {
    expect((await bring({ tab: TAB }, { name: "to.txt", content: "x".repeat(1024 * 1024 + 1) })).status).toBe(413);
    expect((await say({ tab: TAB, side: "zalo", text: "" })).status).toBe(422);
    expect((await say({ tab: "x", side: "zalo", text: "chào" })).status).toBe(422);
    expect(page.accepted).toHaveLength(0);
  });

  test("is not there for other machines' names, forwarded calls and foreign pages", async () => {
    expect(await statusWith({})).toBe(200);
    expect(await statusWith({ host: "evil.example" })).toBe(404);
    expect(await statusWith({ "x-forwarded-for": "203.0.113.9" })).toBe(404);
    expect(await statusWith({ forwarded: "for=203.0.113.9" })).toBe(404);
    expect((await say({ tab: TAB, side: "zalo", text: "chào" }, { origin: "https://evil.example" })).status).toBe(404);
    expect((await say({ tab: TAB, side: "zalo", text: "chào" }, { origin: page.url })).status).toBe(202);
    expect(page.accepted).toHaveLength(1);
  });
});
