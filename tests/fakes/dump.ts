import { sql } from "kysely";
import type { Database } from "../../src/platform/index.ts";

/** One row of any table, as its columns' names and values. */
export interface DumpedRow {
  readonly table: string;
  readonly values: Readonly<Record<string, unknown>>;
}

/** Every row of every table, however it came to be there: the tables are asked of the engine. */
export async function dump(db: Database): Promise<DumpedRow[]> {
  const tables = await tableNames(db);
  const rows = await Promise.all(
    tables.map(async (table) => {
      const { rows: found } = await sql<Record<string, unknown>>`select * from ${sql.table(table)}`.execute(db.read);
      return found.map((values) => ({ table, values }));
    }),
  );
  return rows.flat();
}

/** Columns by table, in a form to compare: "inbox.lane". */
export async function columnNames(db: Database): Promise<string[]> {
  if (db.kind === "postgres") {
    const { rows } = await sql<{ name: string }>`
      select table_name || '.' || column_name as name from information_schema.columns where table_schema = 'public'
    `.execute(db.read);
    return rows.map(({ name }) => name);
  }
  const { rows } = await sql<{ name: string }>`
    select tables.name || '.' || columns.name as name
    from sqlite_master as tables join pragma_table_info(tables.name) as columns where tables.type = 'table'
  `.execute(db.read);
  return rows.map(({ name }) => name);
}

async function tableNames(db: Database): Promise<string[]> {
  return [...new Set((await columnNames(db)).map((name) => name.split(".")[0] ?? ""))];
}

/** What a row could be recognised or joined by: ids, hashes and codes in its texts, and instants to the millisecond. */
export function tokensOf({ values }: DumpedRow): Set<string> {
  const tokens = Object.values(values).flatMap((value) => {
    if (typeof value === "string") return value.match(/[0-9a-f]{32,64}|PA-\w{4}-\w{4}/g) ?? [];
    return isInstant(value) ? [String(value)] : [];
  });
  return new Set(tokens);
}

/** Epoch milliseconds of our century, not rounded to a day. */
function isInstant(value: unknown): boolean {
  const number = typeof value === "bigint" ? Number(value) : value;
  return typeof number === "number" && number > 1e12 && number < 4e12 && number % 86_400_000 !== 0;
}

/** All rows that can be reached from those `starts` picks, from row to row by a token both have. */
export function reachable(rows: readonly DumpedRow[], starts: (row: DumpedRow) => boolean): DumpedRow[] {
  const left = new Map(rows.map((row) => [row, tokensOf(row)]));
  const found: DumpedRow[] = [];
  const known = new Set<string>();
  let next = rows.filter(starts);
  while (next.length > 0) {
    for (const row of next) {
      for (const token of left.get(row) ?? []) known.add(token);
      left.delete(row);
      found.push(row);
    }
    next = [...left].filter(([, tokens]) => [...tokens].some((token) => known.has(token))).map(([row]) => row);
  }
  return found;
}

/** A row's values as text, bytes included. */
export const textOf = ({ table, values }: DumpedRow): string =>
  `${table} ${Object.entries(values)
    .map(
      ([name, value]) =>
        `${name}=${value instanceof Uint8Array ? Buffer.from(value).toString("latin1") : String(value)}`,
    )
    .join(" ")}`;
