import { expect, test } from "vitest";
import { createLine } from "../../../src/tickets/secret/line.ts";

/** Work that ends when it is told to. */
function held(log: string[], name: string) {
  const { promise, resolve } = Promise.withResolvers<string>();
  const work = () => {
    log.push(name);
    return promise;
  };
  return { work, end: () => resolve(name) };
}

test("one piece of work at a time, and a crowd at one door does not keep the other waiting", async () => {
  const log: string[] = [];
  const line = createLine({ page: 2, talk: 2 });
  const [first, second, third, other] = ["p1", "p2", "p3", "t1"].map((name) => held(log, name));
  if (!first || !second || !third || !other) throw new Error("four were made");
  const done = [line.join("page", "a", first.work), line.join("page", "b", second.work)];
  done.push(line.join("page", "c", third.work), line.join("talk", "d", other.work));
  expect(log).toEqual(["p1"]);
  for (const one of [first, other, second, third]) {
    one.end();
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(await Promise.all(done)).toEqual(["p1", "p2", "p3", "t1"]);
  expect(log).toEqual(["p1", "t1", "p2", "p3"]);
});

test("a full door, and who waits already, are sent away; the other door is open", async () => {
  const log: string[] = [];
  const line = createLine({ page: 1, talk: 1 });
  const first = held(log, "p1");
  const waits = line.join("page", "a", first.work);
  expect(line.join("page", "a", held(log, "again").work)).toBeUndefined();
  const next = line.join("page", "b", async () => "p2");
  expect(line.join("page", "c", held(log, "full").work)).toBeUndefined();
  const other = line.join("talk", "d", async () => "t1");
  first.end();
  expect(await Promise.all([waits, next, other])).toEqual(["p1", "p2", "t1"]);
  expect(await line.join("page", "c", async () => "p3")).toBe("p3");
});

test("work that fails lets the next go on", async () => {
  const line = createLine({ page: 1 });
  const failed = line.join("page", "a", () => Promise.reject(new Error("the disk is full")));
  const next = line.join("page", "b", async () => "p2");
  await expect(failed).rejects.toThrow("the disk is full");
  expect(await next).toBe("p2");
});
