import { type Generated, sql } from "kysely";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import {
  builtOnce,
  type Database,
  isReachable,
  type Migrations,
  type Queries,
  type ValueIn,
  withAutoId,
} from "../../src/platform/index.ts";
import { ENGINES, type Engine } from "../fakes/databases.ts";

// A real server on a busy machine may take its time.
vi.setConfig({ testTimeout: 20_000 });

type Tables = { notes: { seq: Generated<number>; word: string; read_at: number | null } };

const migrations: Migrations = {
  async "001_notes"(schema, kind) {
    await withAutoId(schema.createTable("notes"), "seq", kind)
      .addColumn("word", "text", (c) => c.notNull().unique())
      .addColumn("read_at", "bigint")
      .execute();
    await schema
      .createIndex("notes_unread")
      .on("notes")
      .columns(["word"])
      .where(sql.ref("read_at"), "is", null)
      .execute();
  },
};

const notes = (queries: Queries) => queries.withTables<Tables>();
const note = (word: string) => (tx: Queries) => notes(tx).insertInto("notes").values({ word, read_at: null }).execute();
const words = async (queries: Queries) =>
  (await notes(queries).selectFrom("notes").select("word").orderBy("seq").execute()).map((row) => row.word);
const outcomeOf = async (work: Promise<unknown>) => work.then(() => "kept").catch((error: Error) => error.message);

describe.each(ENGINES)("a database on $kind", (engine: Engine) => {
  let db: Database;
  let place: string;

  beforeAll(() => engine.start(), 60_000);
  afterAll(() => engine.stop(), 30_000);
  beforeEach(async () => {
    place = await engine.place();
    db = await engine.open(place, migrations);
  }, 30_000);
  afterEach(() => db.close());

  const reopened = async <T>(look: (again: Database) => Promise<T>): Promise<T> => {
    const again = await engine.open(place, migrations);
    try {
      return await look(again);
    } finally {
      await again.close();
    }
  };

  test("gives back what a work returns, and another connection finds it", async () => {
    const seq = await db.write((tx) =>
      notes(tx).insertInto("notes").values({ word: "một", read_at: 5 }).returning("seq").executeTakeFirstOrThrow(),
    );
    expect(seq).toEqual({ seq: 1 });
    expect(await reopened((again) => words(again.read))).toEqual(["một"]);
  });

  test("keeps a thousand writes that arrive at once, each exactly once", async () => {
    const asked = Array.from({ length: 1000 }, (_, i) => `chữ ${i}`);
    await Promise.all(asked.map((word) => db.write(note(word))));
    const kept = await reopened((again) => words(again.read));
    expect(kept.toSorted()).toEqual(asked.toSorted());
  });

  test("a work that throws is undone whole, its neighbours are kept", async () => {
    const outcomes = await Promise.all([
      outcomeOf(db.write(note("trước"))),
      outcomeOf(
        db.write(async (tx) => {
          await note("nửa chừng")(tx);
          throw new Error("changed my mind");
        }),
      ),
      outcomeOf(db.write(note("sau"))),
    ]);
    expect(outcomes).toEqual(["kept", "changed my mind", "kept"]);
    expect((await reopened((again) => words(again.read))).toSorted()).toEqual(["sau", "trước"]);
  });

  test("a work that breaks a rule of the schema is undone whole, its neighbours are kept", async () => {
    const [first, second, third] = await Promise.all([
      outcomeOf(db.write(note("trùng"))),
      outcomeOf(
        db.write(async (tx) => {
          await note("cùng lượt")(tx);
          await note("cùng lượt")(tx);
        }),
      ),
      outcomeOf(db.write(note("khác"))),
    ]);
    expect([first, third]).toEqual(["kept", "kept"]);
    expect(second).toMatch(/unique/i);
    expect((await words(db.read)).toSorted()).toEqual(["khác", "trùng"]);
  });

  test("a single statement says how many rows it changed, is kept, and its failure is its own", async () => {
    const statement = (word: string) => notes(db.read).insertInto("notes").values({ word, read_at: null }).compile();
    const ifNew = (word: string) =>
      notes(db.read)
        .insertInto("notes")
        .values({ word, read_at: null })
        .onConflict((o) => o.column("word").doNothing())
        .compile();
    // Which of two that are asked at once is first is the engine's affair: PostgreSQL runs them on two connections.
    const changed = await Promise.all([db.change(ifNew("một")), db.change(ifNew("một"))]);
    expect(changed.toSorted()).toEqual([0, 1]);
    const outcomes = await Promise.all([
      outcomeOf(db.write(note("hai"))),
      outcomeOf(db.change(statement("một"))),
      outcomeOf(db.change(statement("ba"))),
    ]);
    expect([outcomes[0], outcomes[2]]).toEqual(["kept", "kept"]);
    expect(outcomes[1]).toMatch(/unique/i);
    expect(await db.change(notes(db.read).deleteFrom("notes").compile())).toBe(3);
    await db.change(statement("bốn"));
    expect(await reopened((again) => words(again.read))).toEqual(["bốn"]);
  });

  test("a query built once is run with other values each time, inside a work and outside, and each value wherever it is named", async () => {
    let built = 0;
    const unreadUnless = builtOnce((queries, value: ValueIn<{ word: string; except: string; at: number }>) => {
      built += 1;
      return notes(queries)
        .updateTable("notes")
        .set({ read_at: value("at") })
        .where((eb) => eb.or([eb("word", "=", value("word")), eb("word", "=", value("except"))]))
        .where("word", "<>", value("except"))
        .compile();
    });
    await Promise.all(["một", "hai", "ba"].map((word) => db.write(note(word))));
    const read = (tx: Queries, word: string, except: string, at: number) =>
      tx.executeQuery(unreadUnless(tx, { word, except, at }));
    await db.write((tx) => read(tx, "một", "hai", 1));
    await db.write((tx) => read(tx, "hai", "một", 2));
    expect(await db.change(unreadUnless(db.read, { word: "ba", except: "ba", at: 3 }))).toBe(0);
    const rows = await notes(db.read).selectFrom("notes").select(["word", "read_at"]).orderBy("word").execute();
    expect(Object.fromEntries(rows.map(({ word, read_at }) => [word, read_at]))).toEqual({ một: 1, hai: 2, ba: null });
    // Once for those who read and once for the one who writes, where these are two.
    expect(built).toBe(db.kind === "sqlite" ? 2 : 1);
  });

  test("a reader sees nothing of a work that is not committed", async () => {
    const seen: string[][] = [];
    await db.write(async (tx) => {
      await note("đang viết")(tx);
      seen.push(await words(db.read), await words(tx));
    });
    seen.push(await words(db.read));
    expect(seen).toEqual([[], ["đang viết"], ["đang viết"]]);
  });

  test("closing waits for what was asked for, and refuses what comes later", async () => {
    const asked = Promise.all(Array.from({ length: 100 }, (_, i) => db.write(note(`chữ ${i}`))));
    await Promise.all([asked, db.close()]);
    await expect(db.write(note("muộn"))).rejects.toThrow("the database is closed");
    await expect(db.change(notes(db.read).deleteFrom("notes").compile())).rejects.toThrow("the database is closed");
    await db.close();
    expect(await reopened((again) => words(again.read))).toHaveLength(100);
  });

  test("answers while it is open, and says so when it no longer is", async () => {
    expect(await isReachable(db)).toBe(true);
    await db.close();
    expect(await isReachable(db)).toBe(false);
  });

  test("understands what the stores use: distinct, on conflict, returning, partial indexes, epoch milliseconds as numbers", async () => {
    await db.write(note("một"));
    const again = await db.write((tx) =>
      notes(tx)
        .insertInto("notes")
        .values({ word: "một", read_at: null })
        .onConflict((o) => o.column("word").doNothing())
        .executeTakeFirst(),
    );
    const read = await db.write((tx) =>
      notes(tx)
        .updateTable("notes")
        .set({ read_at: 1_790_000_000_123 })
        .where("word", "=", "một")
        .returning("read_at")
        .execute(),
    );
    const states = await notes(db.read).selectFrom("notes").select("read_at").distinct().execute();
    expect(Number(again.numInsertedOrUpdatedRows)).toBe(0);
    expect(read).toEqual([{ read_at: 1_790_000_000_123 }]);
    expect(states).toEqual([{ read_at: 1_790_000_000_123 }]);
  });

  test("keeps any text a citizen may send, to the letter", async () => {
    const text = `Đường Nguyễn Thị Minh Khai 'x'; drop table notes; -- 😀 \\ \t "ổ gà"`;
    await db.write(note(text));
    expect(await words(db.read)).toEqual([text]);
  });

  test("a step added later with a lower number reaches a database that is already in use", async () => {
    await db.write(note("một"));
    const later: Migrations = {
      ...migrations,
      "000_marks": async (schema) => schema.createTable("marks").addColumn("id", "text").execute(),
    };
    const again = await engine.open(place, later);
    const marks = await sql`select * from marks`.execute(again.read);
    expect([marks.rows, await words(again.read)]).toEqual([[], ["một"]]);
    await again.close();
  });

  test("a step that fails leaves nothing of itself behind, and the office opens again without it", async () => {
    const broken: Migrations = {
      ...migrations,
      "002_broken": async (schema) => {
        await schema.createTable("half").addColumn("id", "text").execute();
        throw new Error("power cut");
      },
    };
    await expect(engine.open(place, broken)).rejects.toThrow(
      `the ${engine.kind} database could not be brought up to date`,
    );
    await expect(reopened((again) => sql`select * from half`.execute(again.read))).rejects.toThrow(/half/);
    expect(await reopened((again) => isReachable(again))).toBe(true);
  });
});
