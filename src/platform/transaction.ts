import type { DatabaseSync, SQLOutputValue } from "node:sqlite";

/** The statements around works, compiled once. */
export function transactionSteps(file: DatabaseSync) {
  const step = (sql: string) => {
    const statement = file.prepare(sql);
    return () => void statement.run();
  };
  const rows = file.prepare("SELECT total_changes() AS n");
  const schema = file.prepare("PRAGMA schema_version");
  const asked = (): Extent => ({ rows: rows.get()?.["n"], schema: schema.get()?.["schema_version"] });
  let known: Extent | undefined;
  return {
    begin: step("BEGIN IMMEDIATE"),
    commit: step("COMMIT"),
    savepoint: step("SAVEPOINT item"),
    release: step("RELEASE item"),
    undoItem: step("ROLLBACK TO item"),
    undoAll: step("ROLLBACK"),
    isOpen: () => file.isTransaction,
    /** Before works; a commit leaves what the next is held against. */
    lookFirst(): void {
      known ??= asked();
    },
    /** After an undoing: a schema's version that was taken back is given again. */
    lookAnew(): void {
      known = undefined;
    },
    /** Whether anything was written since this was last asked. Another process's new schema counts, which costs a sync. */
    isWritten(): boolean {
      const before = known;
      const now = rows.get()?.["n"];
      if (before?.rows !== now) {
        known = { schema: before?.schema, rows: now };
        return true;
      }
      known = asked();
      return before?.schema !== known.schema;
    },
  };
}

export type Steps = ReturnType<typeof transactionSteps>;

/** Rows changed since the file was opened, and the version of its schema. */
interface Extent {
  readonly rows: SQLOutputValue | undefined;
  readonly schema: SQLOutputValue | undefined;
}
