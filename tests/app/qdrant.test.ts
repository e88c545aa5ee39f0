import { execFile } from "node:child_process";
import { resolve } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import type { App } from "../../src/app.ts";
import { fixedClock } from "../../src/platform/index.ts";
import { startEmbeddingsFake } from "../fakes/embeddings.ts";
import { type QdrantFake, startQdrantFake } from "../fakes/qdrant.ts";
import { type Environment, metric, openSite, postTo, type Site, startHere, zaloWebhook } from "../fakes/running-app.ts";

const QUESTIONS = [
  "đăng ký kết hôn cần giấy tờ gì",
  "con moi sinh lam khai sinh o dau",
  "xin giấy xác nhận độc thân mất bao lâu",
  "mua vé tàu ở đâu",
];
const DOWN = "embedded (qdrant unreachable)";

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
});

async function atWork(environment: Environment = {}) {
  const clock = fixedClock(Date.now());
  const site = await openSite({ zalo: { now: () => clock.now() }, environment });
  open.push(site);
  const app = await startHere(site, { clock, settleMs: 20 });
  open.push({ close: () => app.stop() });
  return { site, app, clock };
}

async function qdrant(): Promise<QdrantFake> {
  const fake = await startQdrantFake();
  open.push(fake);
  return fake;
}

let person = 8170236945512000000n;

/** What each question is answered, asked by somebody new. */
async function answers(
  { app, site, clock }: { app: App; site: Site; clock: { now(): number } },
  questions = QUESTIONS,
): Promise<string[]> {
  const said: string[] = [];
  for (const text of questions) {
    person += 1n;
    const id = String(person);
    await postTo(app.url, zaloWebhook({ person: id, text, id: `q-${id}`, at: clock.now() }));
    await app.settle();
    said.push(
      site.zalo.sent
        .filter(({ userId }) => userId === id)
        .map((one) => one.text)
        .join("\n---\n"),
    );
  }
  return said;
}

async function readiness(app: App) {
  const response = await fetch(`${app.url}/readyz`);
  const body = (await response.json()) as {
    ready: boolean;
    catalogue: { index: string; embeddings: string };
    model: string;
  };
  return { status: response.status, ...body };
}

const served = (app: App, state: string) =>
  vi.waitFor(async () => expect((await readiness(app)).catalogue.index).toBe(state), { timeout: 10_000, interval: 20 });

describe("an office with Qdrant", () => {
  let plain: string[];
  beforeAll(async () => {
    plain = await answers(await atWork());
    expect(plain.filter((text) => text.includes("Nguồn:"))).toHaveLength(3);
    expect(new Set(plain).size).toBe(QUESTIONS.length);
  });

  test("without QDRANT_URL says that its own index answers", async () => {
    const { app } = await atWork();
    expect(await readiness(app)).toMatchObject({
      status: 200,
      ready: true,
      catalogue: { index: "embedded", embeddings: "off" },
      model: "off",
    });
  });

  test("fills it, searches it, and answers as without it", async () => {
    const fake = await qdrant();
    const work = await atWork({ QDRANT_URL: fake.url });
    await served(work.app, "qdrant");
    expect(await answers(work)).toEqual(plain);
    expect(fake.searches().length).toBeGreaterThanOrEqual(QUESTIONS.length);
    expect(await metric(work.app.url, "lang_nghe_search_fallbacks_total")).toBe(0);
    expect((await readiness(work.app)).catalogue.index).toBe("qdrant");
  });

  test("answers the same when it was down from the start, and uses it as soon as it is there", async () => {
    const fake = await qdrant();
    fake.behave("down");
    const work = await atWork({ QDRANT_URL: fake.url });
    await served(work.app, DOWN);
    expect(await readiness(work.app)).toMatchObject({ status: 200, ready: true });
    expect(await answers(work)).toEqual(plain);
    expect(await metric(work.app.url, "lang_nghe_search_fallbacks_total", "unreachable")).toBeGreaterThan(0);
    expect(fake.searches()).toHaveLength(0);
    fake.behave("well");
    await served(work.app, "qdrant");
  });

  test("answers the same when nothing listens at its address", async () => {
    const fake = await startQdrantFake();
    await fake.close();
    const work = await atWork({ QDRANT_URL: fake.url });
    await served(work.app, DOWN);
    expect(await answers(work)).toEqual(plain);
  });

  test.each([
    ["goes down", "down", "unreachable"],
    ["never answers", "hang", "slow"],
    ["answers too late", { delayMs: 1500 }, "slow"],
  ] as const)(
    "answers the same when it %s in mid-work, then leaves it alone for half a minute",
    async (_what, mood, reason) => {
      const fake = await qdrant();
      const work = await atWork({ QDRANT_URL: fake.url });
      await served(work.app, "qdrant");
      fake.behaveAt("POST", /points\/query$/, mood);
      expect(await answers(work)).toEqual(plain);
      expect((await readiness(work.app)).catalogue.index).toBe(`embedded (qdrant ${reason})`);
      expect(await metric(work.app.url, "lang_nghe_search_fallbacks_total", reason)).toBeGreaterThanOrEqual(3);
      const before = fake.searches().length;
      work.clock.advance(29_000);
      expect(await answers(work)).toEqual(plain);
      expect(fake.searches()).toHaveLength(before);
      expect(await metric(work.app.url, "lang_nghe_search_fallbacks_total", "resting")).toBeGreaterThan(0);
      fake.behave("well");
      work.clock.advance(2000);
      expect(await answers(work)).toEqual(plain);
      expect(fake.searches().length).toBeGreaterThan(before);
      expect((await readiness(work.app)).catalogue.index).toBe("qdrant");
    },
  );

  test("answers the same when its points are gone, and fills it again", async () => {
    const fake = await qdrant();
    const work = await atWork({ QDRANT_URL: fake.url });
    await served(work.app, "qdrant");
    const points = fake.points("procedures").length;
    fake.wipe();
    expect(await answers(work)).toEqual(plain);
    await vi.waitFor(() => expect(fake.points("procedures")).toHaveLength(points), { timeout: 5000, interval: 20 });
    work.clock.advance(31_000);
    expect(await answers(work)).toEqual(plain);
    expect((await readiness(work.app)).catalogue.index).toBe("qdrant");
  });

  test("adds meaning where an embedding service is set, with one call a search", async () => {
    const [fake, embeddings] = [await qdrant(), await startEmbeddingsFake()];
    open.push(embeddings);
    const work = await atWork({
      QDRANT_URL: fake.url,
      EMBEDDINGS_URL: embeddings.url,
      EMBEDDINGS_MODEL: "hashes",
      LLM_API_KEY: "key-of-another-host",
      LLM_URL: "http://127.0.0.1:9/v1",
    });
    await served(work.app, "qdrant");
    const documents = embeddings.calls.length;
    expect(embeddings.calls.flatMap(({ input }) => input)).toHaveLength(fake.points("procedures").length);
    expect(documents).toBe(Math.ceil(fake.points("procedures").length / 64));
    const said = await answers(work);
    expect(said.map((text) => text.split("\n")[0])).toEqual(plain.map((text) => text.split("\n")[0]));
    expect(embeddings.calls.length - documents).toBe(fake.searches().length);
    expect(new Set(embeddings.calls.map(({ model }) => model))).toEqual(new Set(["hashes"]));
    expect(embeddings.calls.some(({ authorization }) => authorization?.includes("key-of-another-host"))).toBe(false);
    const [search] = fake.searches();
    expect(search?.prefetch?.map(({ using }) => using)).toEqual(["words", "meaning"]);
    expect(search?.query).toEqual({ fusion: "rrf" });
    expect((await readiness(work.app)).catalogue.embeddings).toBe("on");
  });

  test.each(["down", "hang", "odd", "holes", "blank", "longer"] as const)(
    "searches by words alone when the embedding service is %s",
    async (mood) => {
      const [fake, embeddings] = [await qdrant(), await startEmbeddingsFake()];
      open.push(embeddings);
      const work = await atWork({ QDRANT_URL: fake.url, EMBEDDINGS_URL: embeddings.url });
      await served(work.app, "qdrant");
      embeddings.behave(mood);
      expect(await answers(work)).toEqual(plain);
      expect((await readiness(work.app)).catalogue).toMatchObject({
        index: "qdrant",
        embeddings: "words only (embeddings unreachable)",
      });
      const failures = await metric(work.app.url, "lang_nghe_embedding_failures_total");
      const before = embeddings.calls.length;
      await answers(work);
      expect(failures).toBeGreaterThanOrEqual(3);
      expect(embeddings.calls).toHaveLength(before);
      expect(fake.searches().at(-1)?.prefetch).toBeUndefined();
      expect(await metric(work.app.url, "lang_nghe_search_fallbacks_total")).toBe(0);
    },
  );

  test("indexes by words alone when the embedding service does not answer at the start, and by meaning once it does", async () => {
    const [fake, embeddings] = [await qdrant(), await startEmbeddingsFake()];
    open.push(embeddings);
    embeddings.behave("short");
    const work = await atWork({ QDRANT_URL: fake.url, EMBEDDINGS_URL: embeddings.url });
    await served(work.app, "qdrant");
    expect(await answers(work)).toEqual(plain);
    const [words] = fake.collections();
    expect(Object.keys(fake.points("procedures")[0]?.vector ?? {})).toEqual(["words"]);
    embeddings.behave("well");
    await vi.waitFor(() => expect(fake.aliases()["procedures"]).not.toBe(words), { timeout: 10_000, interval: 20 });
    await vi.waitFor(() => expect(fake.collections()).toHaveLength(1), { timeout: 5000, interval: 20 });
    expect(Object.keys(fake.points("procedures")[0]?.vector ?? {}).toSorted()).toEqual(["meaning", "words"]);
    await served(work.app, "qdrant");
    await answers(work);
    expect(
      fake
        .searches()
        .at(-1)
        ?.prefetch?.map(({ using }) => using),
    ).toEqual(["words", "meaning"]);
  });

  test("says that embeddings alone change nothing", async () => {
    const { app } = await atWork({ EMBEDDINGS_URL: "http://127.0.0.1:9/v1" });
    expect((await readiness(app)).catalogue).toEqual(
      expect.objectContaining({ index: "embedded", embeddings: "off: QDRANT_URL is not set" }),
    );
  });
});

/** Prints each package file a program loads. */
const TELL_LOADED =
  'data:text/javascript,import {registerHooks} from "node:module";registerHooks({load(url,c,next){console.log("loads "+url);return next(url,c)}})';

describe("a start with nothing of this configured", () => {
  test("loads neither LangChain nor the Qdrant client", async () => {
    const app = resolve(import.meta.dirname, "../../src/app.ts");
    const { stdout } = await promisify(execFile)(process.execPath, ["--import", TELL_LOADED, app], {
      maxBuffer: 1 << 26,
    });
    expect(stdout).toContain("src/app.ts");
    expect(stdout).toContain("node_modules/kysely");
    expect(stdout).not.toMatch(/node_modules\/(@langchain|langchain|openai|@qdrant)\//);
  });
});
