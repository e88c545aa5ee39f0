import { type Database, type Migrations, newId, type Queries } from "../../platform/index.ts";
import type { Directory } from "../directory.ts";
import { indexPhrases } from "../phrases.ts";

/** Words a person added to a topic, turned down, or took back again. Rows are never deleted. */
export interface LearnedPhrase {
  readonly id: string;
  readonly unit: string;
  readonly topic: string;
  readonly phrase: string;
  readonly state: "accepted" | "refused" | "undone";
  /** Codes of the tickets it was learnt from, or would have been. */
  readonly tickets: readonly string[];
  /** An officer's id; of whoever changed it last. */
  readonly by: string;
  /** Epoch ms of the last change. */
  readonly at: number;
}

/** `tickets`: codes with a space between; empty for what was decided before they were kept. */
type LearningTables = { learned_phrases: Omit<LearnedPhrase, "tickets"> & { readonly tickets: string } };
type Row = LearningTables["learned_phrases"];
const tables = (queries: Queries) => queries.withTables<LearningTables>();

export const learningMigrations: Migrations = {
  async "100_learned_phrases"(schema) {
    await schema
      .createTable("learned_phrases")
      .addColumn("id", "text", (c) => c.primaryKey())
      .addColumn("unit", "text", (c) => c.notNull())
      .addColumn("topic", "text", (c) => c.notNull())
      .addColumn("phrase", "text", (c) => c.notNull())
      .addColumn("state", "text", (c) => c.notNull())
      .addColumn("by", "text", (c) => c.notNull())
      .addColumn("at", "bigint", (c) => c.notNull())
      .addUniqueConstraint("learned_phrase_once", ["unit", "phrase"])
      .execute();
  },
  async "101_learned_phrase_tickets"(schema) {
    await schema
      .alterTable("learned_phrases")
      .addColumn("tickets", "text", (c) => c.notNull().defaultTo(""))
      .execute();
  },
};

/** Newest first. */
export async function learnedPhrases(queries: Queries): Promise<LearnedPhrase[]> {
  const rows = tables(queries).selectFrom("learned_phrases").selectAll().orderBy("at", "desc").orderBy("phrase");
  return (await rows.execute()).map(phraseOf);
}

const phraseOf = (row: Row): LearnedPhrase => ({ ...row, tickets: row.tickets.split(" ").filter(Boolean) });

/** Writes down what a person decided about phrases; a later decision about the same one replaces it. */
export async function decidePhrases(
  tx: Queries,
  decision: Pick<LearnedPhrase, "unit" | "topic" | "by" | "at"> & {
    readonly phrases: readonly { readonly phrase: string; readonly tickets: readonly string[] }[];
    readonly state: "accepted" | "refused";
  },
): Promise<void> {
  const { phrases, ...shared } = decision;
  for (const { phrase, tickets: codes } of phrases) {
    const row = { id: newId(decision.at), ...shared, phrase, tickets: codes.join(" ") };
    const { topic, state, by, at, tickets: from } = row;
    await tables(tx)
      .insertInto("learned_phrases")
      .values(row)
      .onConflict((conflict) =>
        conflict.columns(["unit", "phrase"]).doUpdateSet({ topic, state, by, at, tickets: from }),
      )
      .execute();
  }
}

/** Takes back what was accepted; undefined when it is not in force. */
export async function undoPhrase(tx: Queries, id: string, by: string, at: number): Promise<LearnedPhrase | undefined> {
  const row = await tables(tx)
    .updateTable("learned_phrases")
    .set({ state: "undone", by, at })
    .where("id", "=", id)
    .where("state", "=", "accepted")
    .returningAll()
    .executeTakeFirst();
  return row && phraseOf(row);
}

/** How soon another server's decision is known here; one made here is known at once. */
const REFRESH_MS = 10_000;

export interface Learning {
  /** Reads anew what is in force, and routes by it from then on. */
  refresh(): Promise<void>;
  stop(): void;
}

/** Keeps the directory's learned words as the database has them. `onError`: told of a refresh that failed. */
export async function openLearning(
  db: Database,
  { learned, topics }: Directory,
  onError: (error: unknown) => void,
): Promise<Learning> {
  const refresh = async () => {
    const inForce = (await learnedPhrases(db.read)).filter(
      ({ state, topic }) => state === "accepted" && topics.has(topic),
    );
    learned.index = indexPhrases(inForce.map(({ topic, phrase }) => ({ id: topic, phrases: [phrase] })));
  };
  await refresh();
  const timer = setInterval(() => void refresh().catch(onError), REFRESH_MS).unref();
  return { refresh, stop: () => clearInterval(timer) };
}
