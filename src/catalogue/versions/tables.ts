import type { Generated } from "kysely";
import { type Migrations, withAutoId } from "../../platform/index.ts";
import type { ChangeKind, Series } from "./version.ts";

export type VersionTables = {
  catalogue_imports: {
    id: Generated<number>;
    series: Series;
    /** Id of the import before it in its series, 0 for the first: two servers cannot both follow the same one. */
    follows: number;
    source: string;
    /** Fingerprint of the file, and of the code that judged it. */
    content: string;
    code: string;
    at: number;
    undone_at: number | null;
  };
  catalogue_versions: { code: string; version: string; digest: string; record: string };
  catalogue_events: {
    id: Generated<number>;
    import_id: number;
    code: string;
    kind: ChangeKind;
    version: string | null;
    checked_on: string;
  };
  catalogue_starts: { id: Generated<number>; series: Series; at: number };
};

export const versionMigrations: Migrations = {
  async "070_catalogue_versions"(schema, kind) {
    await withAutoId(schema.createTable("catalogue_imports"), "id", kind)
      .addColumn("series", "text", (c) => c.notNull())
      .addColumn("follows", "bigint", (c) => c.notNull())
      .addColumn("source", "text", (c) => c.notNull())
      .addColumn("content", "text", (c) => c.notNull())
      .addColumn("code", "text", (c) => c.notNull())
      .addColumn("at", "bigint", (c) => c.notNull())
      .addColumn("undone_at", "bigint")
      .addUniqueConstraint("catalogue_imports_in_a_row", ["series", "follows"])
      .execute();
    await schema
      .createTable("catalogue_versions")
      .addColumn("code", "text", (c) => c.notNull())
      .addColumn("version", "text", (c) => c.notNull())
      .addColumn("digest", "text", (c) => c.notNull())
      .addColumn("record", "text", (c) => c.notNull())
      .addPrimaryKeyConstraint("catalogue_versions_pk", ["code", "version"])
      .execute();
    await withAutoId(schema.createTable("catalogue_events"), "id", kind)
      .addColumn("import_id", "bigint", (c) => c.notNull())
      .addColumn("code", "text", (c) => c.notNull())
      .addColumn("kind", "text", (c) => c.notNull())
      .addColumn("version", "text")
      .addColumn("checked_on", "text", (c) => c.notNull())
      .execute();
    await withAutoId(schema.createTable("catalogue_starts"), "id", kind)
      .addColumn("series", "text", (c) => c.notNull())
      .addColumn("at", "bigint", (c) => c.notNull())
      .execute();
    await schema.createIndex("catalogue_events_code").on("catalogue_events").column("code").execute();
  },
};

/** Rows in one statement: far below what either engine takes as parameters. */
const ROWS = 500;

export function inParts<One>(all: readonly One[]): (readonly One[])[] {
  return Array.from({ length: Math.ceil(all.length / ROWS) }, (_, n) => all.slice(n * ROWS, (n + 1) * ROWS));
}
