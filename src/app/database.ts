import { join } from "node:path";
import type { Config } from "../config.ts";
import { type Database, openPostgres, openSqlite } from "../platform/index.ts";
import { MIGRATIONS } from "./migrations.ts";

/**
 * Opens the configured database: PostgreSQL where DATABASE_URL is set, else one SQLite file in the data directory. `onBroken` is told
 * when that file's log can no longer be synced, and ends the process by `process.exit`; a command ends at once.
 */
export function openDatabase(config: Config, onBroken: (error: unknown) => void = endAtOnce): Promise<Database> {
  return config.databaseUrl
    ? openPostgres(config.databaseUrl, MIGRATIONS)
    : openSqlite(join(config.dataDirectory, "lang-nghe.db"), MIGRATIONS, { onBroken });
}

function endAtOnce(error: unknown): never {
  process.stderr.write(`the disk did not keep what was written: ${error instanceof Error ? error.message : error}\n`);
  process.exit(1);
}
