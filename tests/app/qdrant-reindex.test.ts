import { afterEach, describe, expect, test, vi } from "vitest";
import { catalogueOf, type Procedure } from "../../src/catalogue/index.ts";
import { addressOf } from "../../src/catalogue/qdrant/client.ts";
import { termNumber } from "../../src/catalogue/qdrant/points.ts";
import { fixedClock } from "../../src/platform/index.ts";
import { type QdrantFake, startQdrantFake } from "../fakes/qdrant.ts";
import { ask, indexOn, knowledge, shipped, shippedCatalogue } from "../fakes/search-office.ts";

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
});

async function qdrant(options?: { apiKey: string }): Promise<QdrantFake> {
  const fake = await startQdrantFake(options);
  open.push(fake);
  return fake;
}

function opened(...args: Parameters<typeof indexOn>) {
  const index = indexOn(...args);
  open.push({ close: () => index.stop() });
  return index;
}

const WANTED = ask("đăng ký khai sinh");
const smaller = catalogueOf("ít hơn", shipped.slice(0, 40), knowledge);
const recorder = () => {
  const lines: { event: string; fields: Record<string, unknown> }[] = [];
  const write = (fields: unknown, event?: string) =>
    void lines.push({ event: event ?? "", fields: fields as Record<string, unknown> });
  return { lines, log: { info: write, warn: write } as never };
};

describe("filling Qdrant", () => {
  test("builds a collection of its own behind the alias, in batches, and says how far it is", async () => {
    const fake = await qdrant();
    const { log, lines } = recorder();
    const first = shipped[0] as Procedure;
    const records = Array.from({ length: 300 }, (_, i) => ({ ...first, code: `8.${String(i).padStart(6, "0")}` }));
    const many = catalogueOf("nhiều", records, knowledge);
    const points = many.index.ids.length;
    expect(points).toBeGreaterThan(256);
    await opened(fake, { catalogue: many, log }).settled();
    const [collection] = fake.collections();
    expect(fake.collections()).toHaveLength(1);
    expect(collection).toMatch(/^procedures-[0-9a-f]{16}$/);
    expect(fake.aliases()).toEqual({ procedures: collection });
    expect(fake.points("procedures")).toHaveLength(points);
    const progress = lines
      .filter(({ event }) => event === "qdrant.indexing")
      .map(({ fields }) => [fields["done"], fields["of"]]);
    const batches = Array.from({ length: Math.ceil(points / 256) }, (_, i) => [
      Math.min(points, 256 * (i + 1)),
      points,
    ]);
    expect(progress).toEqual(batches);
  });

  test("a point holds folded terms by a number that never changes, and what filters look at", async () => {
    const fake = await qdrant();
    await opened(fake).settled();
    const point = fake.points("procedures").find(({ payload }) => payload["code"] === "1.001193");
    expect(point?.payload).toMatchObject({
      kind: "procedure",
      name: "Đăng ký khai sinh",
      levels: ["xã"],
      scope: "national",
      valid_until: 20270301,
    });
    // FNV-1a of "khai" and "sinh", worked out apart from this code.
    expect([termNumber("khai"), termNumber("sinh")]).toEqual([1_463_096_388, 282_220_607]);
    const words = point?.vector["words"] as { indices: number[] } | undefined;
    expect(words?.indices).toEqual(expect.arrayContaining([termNumber("khai"), termNumber("sinh")]));
  });

  test("a second start with the same catalogue writes nothing", async () => {
    const fake = await qdrant();
    await opened(fake).settled();
    const before = fake.calls.filter(({ method }) => method !== "GET").length;
    const again = opened(fake);
    await again.settled();
    expect(again.search.trouble()).toBeUndefined();
    expect(fake.calls.filter(({ method, path }) => method !== "GET" && !path.endsWith("/count"))).toHaveLength(
      before - 1,
    );
  });

  test("a filling that broke off is taken up again", async () => {
    const fake = await qdrant();
    fake.behaveAt("PUT", /\/points$/, "down");
    const index = opened(fake);
    await vi.waitFor(
      () => expect(fake.calls.filter(({ path }) => path.endsWith("/points")).length).toBeGreaterThan(1),
      { timeout: 5000, interval: 5 },
    );
    expect(fake.aliases()).toEqual({});
    await vi.waitFor(() => expect(index.search.trouble()).toBe("unreachable"), { timeout: 5000, interval: 1 });
    fake.behave("well");
    await index.settled();
    expect(index.search.trouble()).toBeUndefined();
    expect(fake.points("procedures")).toHaveLength(shippedCatalogue.index.ids.length);
  });

  test("a wrong key is reported, and the embedded index answers", async () => {
    const fake = await qdrant({ apiKey: "right" });
    const { log, lines } = recorder();
    const wrong = opened(fake, { apiKey: "wrong", log });
    await vi.waitFor(() => expect(lines.length).toBeGreaterThan(0), { timeout: 5000, interval: 5 });
    expect(wrong.search.trouble()).toBe("unreachable");
    expect((await wrong.search.find(WANTED, 3))[0]?.id).toBe("1.001193");
    expect(JSON.stringify(lines)).not.toContain("wrong");
    const right = opened(fake, { apiKey: "right" });
    await right.settled();
    expect(right.search.trouble()).toBeUndefined();
  });

  test("a missing key is reported too, and so is an address that does not speak TLS", async () => {
    const fake = await qdrant({ apiKey: "right" });
    for (const index of [opened(fake), opened({ ...fake, url: fake.url.replace("http:", "https:") })]) {
      await vi.waitFor(() => expect(index.search.trouble()).toBe("unreachable"), { timeout: 5000, interval: 5 });
      expect((await index.search.find(WANTED, 3))[0]?.id).toBe("1.001193");
    }
    expect(fake.collections()).toEqual([]);
  });

  test("every write is one that waits until it can be found, and sparse vectors alone need no others", async () => {
    const fake = await qdrant();
    await opened(fake).settled();
    const writes = fake.calls.filter(({ method, path }) => method === "PUT" && /\/(?:points|index)$/.test(path));
    expect(writes.length).toBeGreaterThan(5);
    expect(writes.filter(({ waits }) => !waits)).toEqual([]);
    const created = fake.calls.find(({ method, path }) => method === "PUT" && /^\/collections\/[^/]+$/.test(path));
    expect(created?.body).toEqual({ sparse_vectors: { words: {} } });
  });

  test("stops in the middle of a retry without waiting for it", async () => {
    const fake = await qdrant();
    fake.behave("down");
    const index = indexOn(fake, { retryMs: [60_000] });
    await vi.waitFor(() => expect(index.search.trouble()).toBe("unreachable"), { timeout: 5000, interval: 5 });
    const started = performance.now();
    await index.stop();
    expect(performance.now() - started).toBeLessThan(5000);
  });

  test.each([
    ["https://a.example", { url: "https://a.example", port: 6333 }],
    ["https://a.example:443", { url: "https://a.example", port: 443 }],
    ["http://a.example:80/", { url: "http://a.example", port: 80 }],
    ["http://127.0.0.1:7000/qdrant/", { url: "http://127.0.0.1:7000", port: 7000, prefix: "/qdrant" }],
  ])("reads the address %s", (url, address) => {
    expect(addressOf(url)).toEqual(address);
  });
});

describe("filling Qdrant anew while citizens ask", () => {
  test("the old edition serves until the new one is whole; then the alias moves in one step and the old one goes", async () => {
    const fake = await qdrant();
    await opened(fake, { catalogue: smaller }).settled();
    const [old] = fake.collections();
    fake.behaveAt("PUT", /\/points$/, { delayMs: 300 });
    const next = opened(fake);
    await vi.waitFor(() => expect(fake.collections()).toHaveLength(2), { timeout: 5000, interval: 5 });
    expect(fake.aliases()).toEqual({ procedures: old });
    expect(next.search.trouble()).toBe("building");
    expect(await next.search.find(WANTED, 5)).toEqual(await shippedCatalogue.search.find(WANTED, 5));
    expect(fake.searches()).toHaveLength(0);
    await next.settled();
    const [left] = fake.collections();
    expect(fake.collections()).toHaveLength(1);
    expect(left).not.toBe(old);
    expect(fake.aliases()).toEqual({ procedures: left });
    const moves = fake.calls.filter(({ path }) => path === "/collections/aliases");
    expect(moves.at(-1)?.body).toEqual({
      actions: [
        { delete_alias: { alias_name: "procedures" } },
        { create_alias: { alias_name: "procedures", collection_name: left } },
      ],
    });
    expect(await next.search.find(WANTED, 5)).toEqual(await shippedCatalogue.search.find(WANTED, 5));
    expect(fake.searches()).toHaveLength(1);
  });

  test("a server with the older catalogue never shows the newer one's points, and does not take the alias back", async () => {
    const fake = await qdrant();
    const older = opened(fake, { catalogue: smaller });
    await older.settled();
    await opened(fake).settled();
    const alias = fake.aliases();
    const right = await smaller.search.find(WANTED, 5);
    for (let i = 0; i < 4; i++) expect(await older.search.find(WANTED, 5)).toEqual(right);
    await older.settled();
    expect(older.search.trouble()).toBe("other_edition");
    expect(fake.aliases()).toEqual(alias);
  });

  test("a filling that was killed before its keys were indexed is finished by the next start", async () => {
    const fake = await qdrant();
    fake.behaveAt("PUT", /\/index$/, "hang");
    const killed = indexOn(fake);
    const isAtKeys = () => fake.calls.some(({ path }) => path.endsWith("/index"));
    await vi.waitFor(() => expect(isAtKeys()).toBe(true), { timeout: 5000, interval: 5 });
    const started = performance.now();
    await killed.stop();
    expect(performance.now() - started).toBeLessThan(10_000);
    fake.behave("well");
    const next = opened(fake);
    await next.settled();
    expect(next.search.trouble()).toBeUndefined();
    expect(await next.search.find(WANTED, 5, { levels: ["xã"] })).not.toEqual([]);
    expect(fake.searches()).toHaveLength(1);
  });

  test("what killed fillings left behind is cleared away, and nothing else", async () => {
    const fake = await qdrant();
    for (const name of ["procedures-0123456789abcdef", "procedures", "another-program"])
      fake.occupy(`alias-of-${name}`, name === "procedures" ? "procedures-fedcba9876543210" : name);
    fake.forgetAlias("alias-of-procedures-0123456789abcdef");
    fake.forgetAlias("alias-of-another-program");
    await opened(fake).settled();
    const ours = fake.aliases()["procedures"];
    expect(fake.collections().toSorted()).toEqual(["another-program", "procedures-fedcba9876543210", ours].toSorted());
  });

  test("does not drop a collection that is not ours", async () => {
    const fake = await qdrant();
    fake.occupy("procedures", "somebody-elses");
    await opened(fake).settled();
    expect(fake.collections()).toContain("somebody-elses");
    expect(fake.aliases()["procedures"]).toMatch(/^procedures-/);
  });

  test("a collection emptied under the alias counts as failing, and is filled again after three such answers", async () => {
    const fake = await qdrant();
    const clock = fixedClock(1_000_000);
    const reasons: string[] = [];
    const index = opened(fake, { clock, onFallback: (reason) => void reasons.push(reason) });
    await index.settled();
    const points = fake.points("procedures").length;
    fake.empty("procedures");
    for (let i = 0; i < 3; i++) expect((await index.search.find(WANTED, 3))[0]?.id).toBe("1.001193");
    expect(reasons.length).toBeGreaterThanOrEqual(3);
    await index.settled();
    expect(reasons.slice(0, 3)).toEqual(["empty", "empty", "empty"]);
    expect(fake.points("procedures")).toHaveLength(points);
  });
});
