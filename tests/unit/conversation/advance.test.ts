import { describe, expect, test } from "vitest";
import { answerFlow, type FlowContext, repeatQuestion, startFlow } from "../../../src/conversation/flow/advance.ts";
import { Flow } from "../../../src/conversation/flow/schema.ts";
import { createWording } from "../../../src/messages/index.ts";

const wording = createWording({
  hoi_gi: "Gì?",
  ngan_qua: "Ngắn quá",
  hoi_so: "Bốn số?",
  hoi_gui: "Gửi {{content}}?",
  xong: "Xong",
  "lua_chon.co": "Có",
  "lua_chon.sua": "Sửa",
});

const FLOW = Flow.parse({
  flow: "thu",
  title: "Thử",
  starts_when: [],
  steps: [
    {
      id: "noi-dung",
      kind: "ask",
      ask: "hoi_gi",
      accept: { kind: "text", min: 3, max: 20 },
      save: "content",
      retry: "ngan_qua",
      next: "tim",
    },
    { id: "tim", kind: "do", do: "look", next: { found: "gui", prove: "so" } },
    {
      id: "so",
      kind: "ask",
      ask: "hoi_so",
      accept: { kind: "digits", length: 4 },
      save: "digits",
      retry: "hoi_so",
      next: "tim",
    },
    {
      id: "gui",
      kind: "ask",
      ask: "hoi_gui",
      accept: { kind: "choice", options: ["co", "sua"] },
      save: "sent",
      retry: "hoi_gui",
      next: { co: "het", sua: "noi-dung" },
    },
    { id: "het", kind: "end", say: "xong" },
  ],
});

const CONTEXT: FlowContext<string> = {
  wording,
  actions: { look: ({ digits }) => ({ outcome: digits === undefined ? "prove" : "found", commands: ["looked"] }) },
  accept: { optionWords: (option) => [wording.text(`lua_chon.${option}`)], ticketCode: () => undefined },
  values: (saved) => saved,
};

/** Goes through the flow with these answers; what was asked after each, and where it stands. */
function walk(...answers: readonly string[]) {
  let now = startFlow(FLOW, {}, CONTEXT);
  const keys = [now.replies.map(({ key }) => key)];
  for (const answer of answers) {
    if (!now.position) throw new Error("the flow is over");
    now = answerFlow(FLOW, now.position, answer, CONTEXT);
    keys.push(now.replies.map(({ key }) => key));
  }
  return { keys, now };
}

describe("a flow", () => {
  test("asks, does and ends", () => {
    const { keys, now } = walk("rác ngõ 5", "1234", "có");
    expect(keys).toEqual([["hoi_gi"], ["hoi_so"], ["hoi_gui"], ["xong"]]);
    expect(now.position).toBeUndefined();
  });

  test("does not ask what it knows", () => {
    expect(startFlow(FLOW, { content: "rác", digits: "1234" }, CONTEXT).replies.map(({ key }) => key)).toEqual([
      "hoi_gui",
    ]);
  });

  test("an answer that leads back to an action is not forgotten on the way", () => {
    expect(walk("rác ngõ 5", "1234").now.position).toMatchObject({ step: "gui", saved: { digits: "1234" } });
  });

  test("going back to a question forgets its answer and keeps the others", () => {
    const { keys, now } = walk("rác ngõ 5", "1234", "sửa");
    expect(keys.at(-1)).toEqual(["hoi_gi"]);
    expect(now.position?.saved).toEqual({ digits: "1234" });
    expect(walk("rác ngõ 5", "1234", "sửa", "rác ngõ 6").keys.at(-1)).toEqual(["hoi_gui"]);
  });

  test("counts answers it cannot read, and starts over after one it can", () => {
    expect(walk("x", "y").now.misunderstood).toBe(2);
    expect(walk("x", "y", "rác ngõ 5").now.misunderstood).toBe(0);
  });

  test("asks again what it stood at", () => {
    const { now } = walk("rác ngõ 5");
    expect(now.position && repeatQuestion(FLOW, now.position, CONTEXT).map(({ key }) => key)).toEqual(["hoi_so"]);
  });

  test("edited while somebody was in it, it goes on with what was said", () => {
    const gone = { flow: "thu", step: "khong-con", saved: { content: "rác ngõ 5" }, retries: 0 };
    expect(answerFlow(FLOW, gone, "gì đó", CONTEXT).position?.step).toBe("so");
  });
});
