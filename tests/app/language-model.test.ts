import { afterEach, beforeAll, describe, expect, test } from "vitest";
import type { App } from "../../src/app.ts";
import { fixedClock } from "../../src/platform/index.ts";
import {
  FAREWELL,
  GREETING,
  type LanguageModelFake,
  type ModelMood,
  startLanguageModelFake,
} from "../fakes/language-model.ts";
import {
  callWebhook,
  type Environment,
  metric,
  openSite,
  postTo,
  type Site,
  smsWebhook,
  startHere,
  zaloWebhook,
} from "../fakes/running-app.ts";

/** Its record states papers and time, and withholds the fee. */
const QUESTION = "đăng ký khai sinh cần giấy tờ gì, lệ phí bao nhiêu, mất mấy ngày";

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
});

interface Work {
  readonly site: Site;
  readonly app: App;
  readonly clock: ReturnType<typeof fixedClock>;
}

async function atWork(environment: Environment = {}): Promise<Work> {
  const clock = fixedClock(Date.now());
  const site = await openSite({ zalo: { now: () => clock.now() }, environment });
  open.push(site);
  const app = await startHere(site, { clock, settleMs: 20 });
  open.push({ close: () => app.stop() });
  return { site, app, clock };
}

async function withModel(
  mood: ModelMood = "kind",
  more: Environment = {},
): Promise<Work & { readonly model: LanguageModelFake }> {
  const model = await startLanguageModelFake();
  open.push(model);
  model.behave(mood);
  return {
    ...(await atWork({ LLM_URL: model.url, LLM_MODEL: "made-up", LLM_API_KEY: "made-up-key", ...more })),
    model,
  };
}

let person = 8170236945513000000n;

/** What somebody new is answered, or the one who asked before. */
async function answer({ app, site, clock }: Work, text = QUESTION, who = "new"): Promise<string> {
  if (who === "new") person += 1n;
  const id = String(person);
  const before = site.zalo.sent.length;
  await postTo(app.url, zaloWebhook({ person: id, text, id: `m-${id}-${before}`, at: clock.now() }));
  await app.settle();
  return site.zalo.sent
    .slice(before)
    .filter(({ userId }) => userId === id)
    .map((one) => one.text)
    .join("\n\n");
}

const modelState = async (app: App) => ((await (await fetch(`${app.url}/readyz`)).json()) as { model: string }).model;
const phrasings = (app: App, outcome: string) => metric(app.url, "lang_nghe_phrasings_total", outcome);

describe("an office with a language model", () => {
  let plain: string;
  beforeAll(async () => {
    plain = await answer(await atWork());
    expect(plain).toContain("Giấy chứng sinh");
    expect(plain).toContain("Phí, lệ phí: nguồn công bố ghi mỗi chỗ một khác");
    expect(plain).toContain("Nguồn:");
  });

  test("lets it word the answer, with every line of the record in it", async () => {
    const work = await withModel();
    const said = await answer(work);
    expect(said).toContain(GREETING);
    expect(said).toContain(FAREWELL);
    const lines = plain.split("\n").filter(Boolean);
    expect(lines.length).toBeGreaterThan(10);
    expect(lines.filter((line) => !said.includes(line))).toEqual([]);
    expect(await phrasings(work.app, "phrased")).toBe(1);
    expect(await modelState(work.app)).toBe("on");
    expect(work.model.calls.map(({ path, model, authorization }) => [path, model, authorization])).toEqual([
      ["/v1/chat/completions", "made-up", "Bearer made-up-key"],
    ]);
  });

  test.each([
    ["names another fee", "lie", "number"],
    ["leaves a paper out", "drop", "missing_value"],
    ["puts the time under another heading", "swap", "misplaced"],
    ["recites its instructions", "leak", "promise"],
    ["promises", "promise", "promise"],
    ["adds a link", "link", "url"],
    ["sends people elsewhere", "chatter", "own_words"],
    ["makes a paper optional", "bend", "own_words"],
    ["breaks its JSON", "broken_json", "unreachable"],
    ["chooses nothing", "no_choices", "unreachable"],
    ["fails", "error", "unreachable"],
    ["has no time for us", "throttled", "unreachable"],
    ["answers with a page", "html", "unreachable"],
    ["sends us elsewhere", "redirect", "unreachable"],
    ["hangs up", "hang_up", "unreachable"],
    ["hangs up in the middle of its answer", "hang_up_in_body", "unreachable"],
    ["never comes to an end", "huge", "unreachable"],
    ["falls silent in the middle of its answer", "stall_in_body", "unreachable"],
    ["says a letter now and then", "drip", "unreachable"],
  ] as const)("sends the plain answer when it %s", async (_what, mood, outcome) => {
    const work = await withModel(mood);
    expect(await answer(work)).toBe(plain);
    expect(work.model.calls).toHaveLength(1);
    expect(await phrasings(work.app, outcome)).toBe(1);
  });

  test("waits three seconds at most, and after three failures leaves it alone for half a minute", async () => {
    const work = await withModel("stall");
    const started = performance.now();
    expect(await answer(work)).toBe(plain);
    expect(performance.now() - started).toBeGreaterThan(2500);
    expect(performance.now() - started).toBeLessThan(6000);
    expect(await modelState(work.app)).toBe("plain answers (model unreachable)");
    work.model.behave("error");
    for (let i = 0; i < 3; i++) expect(await answer(work)).toBe(plain);
    expect(work.model.calls).toHaveLength(3);
    expect(await phrasings(work.app, "resting")).toBe(1);
    work.model.behave("kind");
    work.clock.advance(31_000);
    expect(await answer(work)).toContain(GREETING);
    expect(await modelState(work.app)).toBe("on");
  });

  test("tells it nothing of who asks, nor what", async () => {
    const work = await withModel();
    const said = await answer(work, "Tôi là Nguyễn Thị Hoa, 0912345678. Đăng ký khai sinh cần giấy tờ gì?");
    expect(said).toContain("Giấy chứng sinh");
    const [call] = work.model.calls;
    expect(call?.prompt).toContain("CÂU TRẢ LỜI:");
    const record = said.split("\n").reduce((left, line) => left.replaceAll(line, ""), call?.prompt ?? "");
    for (const secret of ["Nguyễn", "Hoa", "0912", "678", "giấy tờ gì", String(person)])
      expect(record).not.toContain(secret);
  });

  test("is not asked where no procedure is answered, nor on channels that have their own form", async () => {
    const work = await withModel();
    await answer(work, "cảm ơn bạn nhé");
    await answer(work, "phản ánh rác thải chất đống ở thôn 2, hôi thối mấy ngày nay");
    await postTo(
      work.app.url,
      smsWebhook({ person: "+84912345678", text: QUESTION, id: "SM00000000000000000000000000000077" }),
    );
    await postTo(
      work.app.url,
      callWebhook({ person: "+84912345679", text: QUESTION, id: "call-77" }, {}, work.clock.now()),
    );
    await work.app.settle();
    expect(work.site.twilio.sent.length).toBeGreaterThan(0);
    expect(work.model.calls).toHaveLength(0);
  });

  test("never traces prompts to LangChain's service, even where the machine asks for it", async () => {
    const tracing = await startLanguageModelFake();
    open.push(tracing);
    const before = { ...process.env };
    Object.assign(process.env, {
      LANGSMITH_TRACING: "true",
      LANGSMITH_ENDPOINT: tracing.url,
      LANGSMITH_API_KEY: "made-up",
    });
    try {
      const work = await withModel();
      expect(await answer(work)).toContain(GREETING);
      await new Promise((resolve) => setTimeout(resolve, 1000));
      expect(tracing.calls).toEqual([]);
    } finally {
      for (const name of ["LANGSMITH_TRACING", "LANGSMITH_ENDPOINT", "LANGSMITH_API_KEY"]) {
        if (before[name] === undefined) delete process.env[name];
        else process.env[name] = before[name];
      }
    }
  });

  test("is off unless an address is set", async () => {
    expect(await modelState((await atWork()).app)).toBe("off");
  });
});

/** Nobody's name for a thing, so that search finds nothing. */
const RIDDLE = "cụ nhà em cưỡi hạc quy tiên giờ thưa với chính quyền thế nào";
const proposal = (question: string, about = "hoi_thu_tuc") =>
  ({ says: JSON.stringify({ viec: about, cau_hoi: question }) }) as const;
const rewritings = (app: App, outcome: string) => metric(app.url, "lang_nghe_rewritings_total", outcome);

describe("a question search did not understand", () => {
  let plain: string;
  beforeAll(async () => {
    plain = await answer(await atWork(), RIDDLE);
    expect(plain).toContain("chưa tìm thấy thủ tục này");
  });

  test("is put in the model's words, and what these find is offered, not answered", async () => {
    const work = await withModel(proposal("Đăng ký khai tử cần giấy tờ gì?"));
    const said = await answer(work, RIDDLE);
    expect(said).toMatch(/1\. .*[Kk]hai tử/u);
    expect(said).not.toContain("chưa tìm thấy thủ tục này");
    expect(said).not.toContain("Nguồn:");
    expect(await rewritings(work.app, "question")).toBe(1);
    work.model.behave("error");
    const chosen = await answer(work, "1", "the same");
    expect(chosen).toMatch(/[Kk]hai tử .*\(mã /u);
    expect(chosen).toContain("Nguồn:");
  });

  test.each([
    ["a question of nothing we have", proposal("Mua vé tàu đi Sa Pa ở đâu?"), "question"],
    ["an emergency", proposal("cháy nhà, cứu tôi với"), "question"],
    ["a report", proposal("phản ánh rác thải chất đống hôi thối"), "question"],
    ["something else", proposal("Đăng ký khai tử", "khac"), "not_a_question"],
    ["a number", proposal("Đăng ký khai tử gọi 0912345678"), "unusable"],
    ["a link", proposal("Đăng ký khai tử https://xau.example"), "unusable"],
    ["another task", proposal("Đăng ký khai tử", "tra_tien"), "unusable"],
    ["an answer instead", { says: "Dạ, mọi thủ tục đều miễn phí ạ." }, "unusable"],
    ["half a proposal", { says: '{"viec":"hoi_thu_tuc","cau_hoi":"Đăng' }, "unusable"],
    ["a list", { says: '[{"viec":1}]' }, "unusable"],
    ["nothing", { says: "" }, "unusable"],
    ["a failure", "error", "unreachable"],
    ["silence", "stall_in_body", "unreachable"],
  ] as const)("stays a question not understood when the model makes of it %s", async (_what, mood, outcome) => {
    const work = await withModel(mood);
    expect(await answer(work, RIDDLE)).toBe(plain);
    expect(await rewritings(work.app, outcome)).toBe(1);
  });

  test("is shown to it without who asks, and without what was said before", async () => {
    const work = await withModel("error");
    await answer(work, "thủ tục nuôi rồng bay cần giấy tờ gì");
    await answer(work, `Tôi là Nguyễn Thị Hoa, 0912345678, thôn Đông Lĩnh. ${RIDDLE}`, "the same");
    const prompt = work.model.calls.at(-1)?.prompt ?? "";
    expect(prompt).toContain("cưỡi hạc quy tiên");
    for (const secret of ["Nguyễn", "Hoa", "0912", "Đông", "rồng", String(person)])
      expect(prompt).not.toContain(secret);
  });

  test.each([
    "cháy nhà rồi cứu với",
    "phản ánh rác thải chất đống ở thôn 2, hôi thối mấy ngày nay",
    "tôi muốn tố cáo ông trưởng thôn ăn chặn tiền",
    "tôi muốn gặp cán bộ nói chuyện",
    "alo alo",
  ])("“%s” is no affair of the model's, whatever it would make of it", async (text) => {
    const without = await answer(await atWork(), text);
    const work = await withModel(proposal("Đăng ký khai tử cần giấy tờ gì?"));
    expect((await answer(work, text)).replace(/PA-\S+/gu, "")).toBe(without.replace(/PA-\S+/gu, ""));
    expect(work.model.calls).toHaveLength(0);
  });
});
