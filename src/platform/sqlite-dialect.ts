import {
  type AbortableQueryOptions,
  type CompiledQuery,
  type DatabaseConnection,
  DefaultQueryExecutor,
  Kysely,
  type LimitNode,
  type QueryResult,
  type SqliteDatabase,
  SqliteDialect,
  SqliteQueryCompiler,
} from "kysely";
import type { Queries } from "./db.ts";

/** Kysely's words on a file that one process has open: a query is run when it is asked for. */
export function sqliteQueries(database: SqliteDatabase): Queries {
  const dialect = new SqliteDialect({ database });
  const run: RunQuery = (query) => runOn(database, query);
  const connection: DatabaseConnection = {
    executeQuery: async <R>(query: CompiledQuery) => run<R>(query),
    streamQuery() {
      throw new Error("rows are not read one by one: nothing else could be asked meanwhile");
    },
  };
  const driver = dialect.createDriver();
  return new Kysely({ config: { dialect }, dialect, driver, executor: new AtOnce(dialect, connection, run) });
}

type RunQuery = <R>(query: CompiledQuery) => QueryResult<R>;

/**
 * Runs queries without Kysely's way to a connection: a lock, and half a dozen promises a query, which cost more than most queries of
 * ours do. SQLite runs a query within the call, so no two can meet on a connection.
 */
class AtOnce extends DefaultQueryExecutor {
  readonly #run: RunQuery;

  constructor(dialect: SqliteDialect, connection: DatabaseConnection, run: RunQuery) {
    super(new CastLimits(), dialect.createAdapter(), { provideConnection: (consumer) => consumer(connection) });
    this.#run = run;
  }

  override async executeQuery<R>(query: CompiledQuery, _options?: AbortableQueryOptions): Promise<QueryResult<R>> {
    return this.#run<R>(query);
  }
}

function runOn<R>(database: SqliteDatabase, { sql, parameters }: CompiledQuery): QueryResult<R> {
  const statement = database.prepare(sql);
  if (statement.reader) return { rows: statement.all(parameters) as R[] };
  const { changes, lastInsertRowid } = statement.run(parameters);
  return { numAffectedRows: BigInt(changes), insertId: BigInt(lastInsertRowid), rows: [] };
}

/**
 * A limit is given through a cast. SQLite plans by a plain value (its check-in of 6 June 2024, "Better optimize queries that use
 * parameters in the LIMIT clause"), so it would prepare the statement anew each time, which takes longer than most of ours do.
 */
class CastLimits extends SqliteQueryCompiler {
  protected override visitLimit(node: LimitNode): void {
    this.append("limit cast(");
    this.visitNode(node.limit);
    this.append(" as integer)");
  }
}
