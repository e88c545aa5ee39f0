import { PromptTemplate } from "@langchain/core/prompts";
import { RunnablePassthrough, RunnableSequence } from "@langchain/core/runnables";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { catalogueOf, openEmbeddings, openRetriever, type Procedure, type Search } from "../../src/catalogue/index.ts";
import { startEmbeddingsFake } from "../fakes/embeddings.ts";
import { startQdrantFake } from "../fakes/qdrant.ts";
import { ask, indexOn, knowledge, shipped } from "../fakes/search-office.ts";

/** Two records of other offices, so that each filter has something to leave out. */
const [model] = shipped.filter(({ code }) => code === "1.001193");
if (!model) throw new Error("knowledge/ has no 1.001193");
const PROVINCIAL: Procedure = {
  ...model,
  code: "9.000001",
  name: "Đăng ký khai sinh lưu động trên biển",
  levels: ["tỉnh"],
  scope: "province:Thử Nghiệm",
};
const OLD: Procedure = { ...model, code: "9.000002", name: "Đăng ký khai sinh theo mẫu cũ", reviewBy: "2020-01-31" };
const catalogue = catalogueOf("thử", [...shipped, PROVINCIAL, OLD], knowledge);

interface Opened {
  readonly search: Search;
  /** Fails unless the index under test itself answered. */
  verify(): void;
  close(): Promise<void>;
}

const INDEXES: readonly [string, () => Promise<Opened>][] = [
  ["embedded", async () => ({ search: catalogue.search, verify: () => undefined, close: async () => undefined })],
  ["Qdrant, by words", () => onQdrant(false)],
  ["Qdrant, by words and meaning", () => onQdrant(true)],
];

async function onQdrant(withMeaning: boolean): Promise<Opened> {
  const [fake, embeddings] = await Promise.all([startQdrantFake(), startEmbeddingsFake()]);
  const dense = withMeaning
    ? openEmbeddings({ url: embeddings.url, model: "hashes", now: Date.now, queryMs: 5000 })
    : undefined;
  const index = indexOn(fake, { catalogue, dense, timeoutMs: 10_000 });
  await index.settled();
  return {
    search: index.search,
    verify() {
      expect(index.search.trouble()).toBeUndefined();
      expect(fake.searches().length).toBeGreaterThan(0);
      expect(embeddings.calls.length > 0).toBe(withMeaning);
    },
    async close() {
      await index.stop();
      await Promise.all([fake.close(), embeddings.close()]);
    },
  };
}

describe.each(INDEXES)("the %s index", (_name, open) => {
  let index: Opened;
  const codes = async (text: string, ...rest: [limit?: number, filter?: Parameters<Search["find"]>[2]]) => {
    const [limit = 10, filter] = rest;
    return (await index.search.find(ask(text), limit, filter)).map(({ id }) => id);
  };

  beforeAll(async () => {
    index = await open();
  });
  afterAll(async () => {
    index.verify();
    await index.close();
  });

  test.each([
    ["đăng ký khai sinh", "1.001193"],
    ["dang ky khai sinh", "1.001193"],
    ["Đăng ký kết hôn", "1.000894"],
    ["dang ky ket hon can giay to gi", "1.000894"],
    ["đăng ký tạm trú", "1.004194"],
    ["dang ky tam tru o dau", "1.004194"],
  ])("finds “%s” first", async (text, code) => {
    expect((await codes(text))[0]).toBe(code);
  });

  test("finds every shipped procedure by its own name among the first three", async () => {
    const missed: string[] = [];
    for (const { code, name } of shipped) if (!(await codes(name, 3)).includes(code)) missed.push(code);
    expect(shipped.length).toBeGreaterThan(50);
    expect(missed).toEqual([]);
  });

  test.each([1, 2, 5])("gives at most %i", async (limit) => {
    expect(await codes("đăng ký khai sinh", limit)).toHaveLength(limit);
  });

  test("leaves out what is handled at another level", async () => {
    const all = await codes("đăng ký khai sinh lưu động trên biển", 20);
    const communal = await codes("đăng ký khai sinh lưu động trên biển", 20, { levels: ["xã"] });
    expect(all[0]).toBe(PROVINCIAL.code);
    expect(communal).not.toContain(PROVINCIAL.code);
    expect(communal).toContain("1.001193");
  });

  test("leaves out what another province decided", async () => {
    const text = "đăng ký khai sinh lưu động trên biển";
    expect(await codes(text, 20, { scopes: ["national"] })).not.toContain(PROVINCIAL.code);
    expect((await codes(text, 20, { scopes: ["national", PROVINCIAL.scope] }))[0]).toBe(PROVINCIAL.code);
    expect(await codes(text, 20, { scopes: [PROVINCIAL.scope], levels: ["xã"] })).not.toContain(PROVINCIAL.code);
  });

  test.each([
    ["2020-01-31", true],
    ["2020-02-01", false],
  ])("on %s a record to be reviewed by 31 January 2020 is found: %s", async (validOn, isFound) => {
    expect((await codes("đăng ký khai sinh theo mẫu cũ", 20, { validOn })).includes(OLD.code)).toBe(isFound);
  });

  test("a filter never hides where else to go", async () => {
    const matter = knowledge.outside.find(({ unless = [] }) => !unless.some((code) => catalogue.procedure(code)));
    const found = await index.search.find(ask(matter?.say[0] ?? ""), 20, {
      levels: ["bộ"],
      scopes: ["nowhere"],
      validOn: "2100-01-01",
    });
    expect(found.map(({ id }) => id)).toContain(matter?.id);
    expect(found.every(({ kind }) => kind !== "procedure")).toBe(true);
  });

  test("answers the same question the same way every time", async () => {
    const [first, ...others] = await Promise.all(
      Array.from({ length: 4 }, () => codes("làm giấy tờ cho con mới sinh", 12)),
    );
    expect(first?.length).toBeGreaterThan(3);
    expect(others).toEqual([first, first, first]);
  });

  test("finds nothing for words that say nothing", async () => {
    expect(await index.search.find(ask("?!"), 10)).toEqual([]);
  });

  test("ranks as the embedded index does, hit by hit", async () => {
    const texts = [
      "xin giấy xác nhận độc thân",
      "con tôi mới sinh cần làm gì",
      "doi ten ho kinh doanh",
      "mất sổ đỏ",
      "chứng thực chữ ký ở nhà",
    ];
    for (const text of texts) {
      const here = await index.search.find(ask(text), 4);
      const there = await catalogue.search.find(ask(text), 4);
      expect(there.length).toBeGreaterThan(0);
      expect(here).toEqual(there);
    }
  });

  test("serves LangChain programs as a retriever", async () => {
    const retriever = await openRetriever(
      { catalogue: { procedure: catalogue.procedure, search: index.search }, lexicon: knowledge.lexicon },
      { limit: 3 },
    );
    const documents = await retriever.invoke("đăng ký khai sinh cho con");
    expect(documents).toHaveLength(3);
    const [first] = documents;
    expect(first?.metadata).toMatchObject({
      code: "1.001193",
      name: model.name,
      source: { decision: model.decision, version: model.version, url: model.url },
    });
    expect(first?.metadata.score).toBeGreaterThan(documents[1]?.metadata.score ?? Number.POSITIVE_INFINITY);
    expect(first?.pageContent).toContain("Giấy chứng sinh");
  });

  test("stands in a LangChain chain like any other retriever", async () => {
    const retriever = await openRetriever(
      { catalogue: { procedure: catalogue.procedure, search: index.search }, lexicon: knowledge.lexicon },
      { limit: 2, filter: { levels: ["xã"] } },
    );
    const chain = RunnableSequence.from([
      {
        context: retriever.pipe((documents) => documents.map(({ pageContent }) => pageContent).join("\n\n")),
        question: new RunnablePassthrough<string>(),
      },
      PromptTemplate.fromTemplate("{context}\n\nHỎI: {question}"),
      (prompt: { toString(): string }) => prompt.toString(),
    ]);
    const [birth, marriage] = await chain.batch(["đăng ký khai sinh", "đăng ký kết hôn cần gì"]);
    expect(birth).toContain("Giấy chứng sinh");
    expect(birth).toMatch(/HỎI: đăng ký khai sinh$/u);
    expect(marriage).toMatch(/^Đăng ký kết hôn/u);
    expect(marriage).not.toContain("Giấy chứng sinh");
  });
});
