import { type LimitNode, type SqliteDatabase, SqliteDialect, SqliteQueryCompiler } from "kysely";

/** Kysely's words for SQLite, but for limits. */
export function sqliteDialect(database: SqliteDatabase): SqliteDialect {
  return new CastLimits({ database });
}

class CastLimits extends SqliteDialect {
  override createQueryCompiler() {
    return new CastLimitCompiler();
  }
}

/**
 * A limit is given through a cast. SQLite plans by a plain value (its check-in of 6 June 2024, "Better optimize queries that use
 * parameters in the LIMIT clause"), so it would prepare the statement anew each time, which takes longer than most of ours do.
 */
class CastLimitCompiler extends SqliteQueryCompiler {
  protected override visitLimit(node: LimitNode): void {
    this.append("limit cast(");
    this.visitNode(node.limit);
    this.append(" as integer)");
  }
}
