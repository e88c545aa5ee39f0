import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { App } from "../../src/app.ts";
import { type Emulator, openedConversation, postActivity, startEmulator, typedActivity } from "../fakes/emulator.ts";
import { openSite, type Site, startHere } from "../fakes/running-app.ts";

let site: Site;
let app: App;
let emulator: Emulator;
beforeAll(async () => {
  site = await openSite({ environment: { BOTFRAMEWORK_DOOR: "on" } });
  [app, emulator] = await Promise.all([startHere(site), startEmulator()]);
});
afterAll(async () => {
  await Promise.all([app.stop(), emulator.close()]);
  await site.close();
});

const shownIn = (conversation: string) => emulator.shown.filter((one) => one.conversation === conversation);
let count = 0;
const typed = (conversation: string, text: string, more: object = {}) => {
  count += 1;
  return typedActivity({ conversation, id: `a-${count}`, text, serviceUrl: emulator.url }, more);
};

describe("in the Emulator", () => {
  test("opening a conversation brings the greeting, once", async () => {
    const opened = openedConversation("greeted", emulator.url);
    for (const activity of [...opened, ...opened]) expect((await postActivity(app.url, activity)).status).toBe(200);
    await app.settle();
    expect(shownIn("greeted").map(({ activity }) => activity.text)).toEqual([
      expect.stringContaining("trợ lý tự động"),
      expect.stringContaining("tôi nghe đây"),
    ]);
    await postActivity(app.url, typed("greeted", "xin chào"));
    await app.settle();
    expect(shownIn("greeted").filter(({ activity }) => activity.text?.includes("trợ lý tự động"))).toHaveLength(1);
  });

  test("a question is answered in its conversation, naming the activity, however often it is posted", async () => {
    const question = typed("asked", "làm giấy khai sinh cần giấy tờ gì");
    const statuses = [await postActivity(app.url, question), await postActivity(app.url, question)];
    await app.settle();
    expect(statuses.map(({ status }) => status)).toEqual([200, 200]);
    const answers = shownIn("asked").filter(({ activity }) => activity.text?.includes("khai sinh"));
    expect(answers.length).toBeGreaterThan(0);
    expect(new Set(shownIn("asked").map(({ replyToId }) => replyToId))).toEqual(new Set([question.id]));
    expect(new Set(answers.map(({ activity }) => activity.text)).size).toBe(answers.length);
  });

  test("choices are offered to be tapped", async () => {
    for (const text of ["phản ánh rác thải đổ đầy đường ở thôn 2 xã mình mấy hôm nay", "0901234567"]) {
      await postActivity(app.url, typed("chosen", text));
      await app.settle();
    }
    const { activity } = shownIn("chosen").at(-1) ?? {};
    expect(activity?.suggestedActions?.actions.map(({ type, value }) => [type, value])).toEqual([
      ["imBack", "1"],
      ["imBack", "2"],
      ["imBack", "3"],
    ]);
    await postActivity(app.url, typed("chosen", "1"));
    await app.settle();
    expect(shownIn("chosen").at(-1)?.activity.text).toMatch(/PA-\w{4}-\w{4}/);
  });

  test("replies expected inline come inline, the same at a second asking, and are posted nowhere", async () => {
    const question = typed("inline", "làm giấy khai sinh cần giấy tờ gì", { deliveryMode: "expectReplies" });
    const answers = await Promise.all([1, 2].map(async () => (await postActivity(app.url, question)).json()));
    await app.settle();
    expect(answers[0]).toEqual(answers[1]);
    expect((answers[0] as { activities: { text: string }[] }).activities.map(({ text }) => text).join("\n")).toContain(
      "khai sinh",
    );
    expect(shownIn("inline")).toEqual([]);
  });

  test("who expects replies to what needs none gets an empty list", async () => {
    const typing = typed("inline", " ", { type: "typing", deliveryMode: "expectReplies" });
    expect(await (await postActivity(app.url, typing)).json()).toEqual({ activities: [] });
  });

  test("who opens a conversation expecting replies is greeted inline, even without a service address", async () => {
    const [, opened] = openedConversation("greeted-inline", "");
    const response = await postActivity(app.url, { ...opened, deliveryMode: "expectReplies" });
    const { activities } = (await response.json()) as { activities: { text: string }[] };
    expect(activities.map(({ text }) => text)).toEqual([
      expect.stringContaining("trợ lý tự động"),
      expect.stringContaining("tôi nghe đây"),
    ]);
  });
});

describe("the door stays shut", () => {
  test("to replies that would go to another host", async () => {
    const response = await postActivity(app.url, { ...typed("elsewhere", "chào"), serviceUrl: "https://example.com" });
    expect(response.status).toBe(403);
  });

  test.each([
    ["whoever comes through a proxy", { "x-forwarded-for": "203.0.113.7" }],
    ["a page of another site", { origin: "https://example.com" }],
  ])("to %s", async (_, headers) => {
    expect((await postActivity(app.url, typed("stranger", "chào"), headers)).status).toBe(401);
    await app.settle();
    expect(shownIn("stranger")).toEqual([]);
  });
});

test("is not there unless asked for", async () => {
  const other = await openSite();
  const shut = await startHere(other);
  try {
    expect((await postActivity(shut.url, typed("shut", "chào"))).status).toBe(404);
    expect(shut.channels.get("botframework")).toEqual({
      off: "not set: BOTFRAMEWORK_DOOR",
      lacks: ["BOTFRAMEWORK_DOOR"],
    });
  } finally {
    await shut.stop();
    await other.close();
  }
});
