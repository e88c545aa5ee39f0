import type { KyselyPlugin } from "kysely";
import type { Database } from "../../../src/platform/index.ts";

/** What a work of a dead process is refused with, so that nothing of it is committed. */
class Died extends Error {}

/** One life of the process: it ends at the nth thing it awaits. */
export interface Life {
  readonly name: string;
  readonly died: Promise<void>;
  isAlive(): boolean;
  /** Counts one step; true when it was the last one, or came after it. */
  dies(at: string): boolean;
  /** Goes on, or never returns. */
  pass(at: string): Promise<void>;
  never<T>(): Promise<T>;
  /** Ends everything that never returns, so that the memory of the dead can be freed. */
  bury(): void;
}

export function newLife(name: string, steps: number, trace: (line: string) => void): Life {
  let left = steps;
  let alive = true;
  let buried = false;
  const graves = new Set<(error: Error) => void>();
  const { promise: died, resolve } = Promise.withResolvers<void>();
  const life: Life = {
    name,
    died,
    isAlive: () => alive,
    dies(at) {
      if (!alive) return true;
      left -= 1;
      if (left > 0) return false;
      alive = false;
      trace(`${name} dies: ${at}`);
      resolve();
      return true;
    },
    pass: (at) => (life.dies(at) ? life.never() : Promise.resolve()),
    never: () =>
      new Promise((_, reject) => {
        if (buried) reject(new Died("buried"));
        else graves.add(reject);
      }),
    bury() {
      alive = false;
      buried = true;
      for (const reject of graves) reject(new Died("buried"));
      graves.clear();
    },
  };
  return life;
}

/** A database every query and commit of which is a place to die at. A death inside a transaction leaves nothing of it. */
export function mortalDatabase(db: Database, life: Life): Database {
  const inside = afterEach((sql) => {
    if (life.dies(`in a transaction, after ${sql}`)) throw new Died("in a transaction");
  });
  return {
    kind: db.kind,
    read: db.read.withPlugin(afterEach((sql) => life.pass(`after ${sql}`))),
    async write(work) {
      await life.pass("before a transaction");
      const result = await db
        .write((tx) => work(tx.withPlugin(inside)))
        .catch((error: unknown) => (life.isAlive() ? Promise.reject(error) : life.never<never>()));
      await life.pass("after a commit");
      return result;
    },
    scrub: () => db.scrub(),
    isBroken: () => db.isBroken(),
    async change(statement) {
      await life.pass("before a statement");
      const changed = await db
        .change(statement)
        .catch((error: unknown) => (life.isAlive() ? Promise.reject(error) : life.never<never>()));
      await life.pass("after a statement");
      return changed;
    },
    close: () => db.close(),
  };
}

function afterEach(step: (query: string) => Promise<void> | void): KyselyPlugin {
  const names = new WeakMap<object, string>();
  return {
    transformQuery({ node, queryId }) {
      names.set(queryId, node.kind);
      return node;
    },
    async transformResult({ result, queryId }) {
      await step(names.get(queryId) ?? "a query");
      return result;
    },
  };
}
