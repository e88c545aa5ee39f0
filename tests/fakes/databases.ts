import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type Database,
  type DatabaseKind,
  type Migrations,
  openPostgres,
  openSqlite,
} from "../../src/platform/index.ts";
import { type PostgresServer, startPostgres } from "./postgres.ts";

/** One of the two engines the product runs on, for suites that must hold on both. */
export interface Engine {
  readonly kind: DatabaseKind;
  start(): Promise<void>;
  /** Where a new, empty database is: a file or a URL. It may be opened several times. */
  place(): Promise<string>;
  open(place: string, migrations: Migrations): Promise<Database>;
  stop(): Promise<void>;
}

function sqlite(): Engine {
  let directory = "";
  let files = 0;
  return {
    kind: "sqlite",
    async start() {
      directory = mkdtempSync(join(tmpdir(), "lang-nghe-sqlite-"));
    },
    async place() {
      files += 1;
      return join(directory, `office-${files}.db`);
    },
    open: openSqlite,
    async stop() {
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

function postgres(): Engine {
  let server: PostgresServer | undefined;
  return {
    kind: "postgres",
    async start() {
      server = await startPostgres();
    },
    async place() {
      if (!server) throw new Error("start the engine first");
      return server.createDatabase();
    },
    open: openPostgres,
    async stop() {
      await server?.stop();
    },
  };
}

export const ENGINES: readonly Engine[] = [sqlite(), postgres()];
