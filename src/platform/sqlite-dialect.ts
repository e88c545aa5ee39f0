import { type LimitNode, type SqliteDatabase, SqliteDialect, SqliteQueryCompiler, ValueNode } from "kysely";

/** Kysely's words for SQLite, but for limits. */
export function sqliteDialect(database: SqliteDatabase): SqliteDialect {
  return new PlainLimits({ database });
}

class PlainLimits extends SqliteDialect {
  override createQueryCompiler() {
    return new PlainLimitCompiler();
  }
}

/**
 * A limit stands in the statement as a figure. SQLite plans by it (its check-in of 6 June 2024, "Better optimize queries that use
 * parameters in the LIMIT clause"), so for one given as a value it prepares the statement anew each time, which takes longer than
 * most of ours do.
 */
class PlainLimitCompiler extends SqliteQueryCompiler {
  protected override visitLimit(node: LimitNode): void {
    const { limit } = node;
    const most = ValueNode.is(limit) ? limit.value : undefined;
    if (typeof most === "number" && Number.isSafeInteger(most)) this.append(`limit ${most}`);
    else super.visitLimit(node);
  }
}
