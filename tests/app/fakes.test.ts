import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { listen } from "../fakes/listen.ts";
import { spawnMain } from "../fakes/running-app.ts";
import { pensOf } from "../fakes/town/citizen.ts";
import { openTown, type Town } from "../fakes/town/town.ts";

const MAIN = resolve(import.meta.dirname, "../fakes/main.ts");

async function freePort(): Promise<number> {
  const server = await listen(() => undefined);
  await server.close();
  return Number(new URL(server.url).port);
}

describe("the app joined to every fake", () => {
  let town: Town;
  let app: ReturnType<typeof spawnMain>;
  let url: string;
  const directory = mkdtempSync(join(tmpdir(), "lang-nghe-town-"));
  beforeAll(async () => {
    url = `http://127.0.0.1:${await freePort()}`;
    town = await openTown(url);
    app = spawnMain({ ...town.channels, LOG_LEVEL: "silent", DATA_DIR: directory });
    await app.ready;
  });
  afterAll(async () => {
    await app.kill("SIGTERM");
    await town.close();
    rmSync(directory, { recursive: true, force: true });
  });

  test.each(["zalo", "zalo-bot", "sms", "esms", "android", "goi", "emulator"])(
    "answers a citizen who writes by %s",
    async (name) => {
      const pen = pensOf(town, url, Date.now).get(name);
      await pen?.write("làm giấy khai sinh cần giấy tờ gì");
      await vi.waitFor(() => expect(pen?.heard().join("\n").toLowerCase()).toMatch(/khai sinh/), 15_000);
    },
  );

  test("takes in a finished call", async () => {
    const pen = pensOf(town, url, Date.now).get("ban-ghi");
    await pen?.write("tôi muốn phản ánh đường thôn 2 hỏng nặng, ổ gà khắp nơi, số tôi là 0901110004");
    await vi.waitFor(() => expect(pen?.heard().join("\n")).toMatch(/PA-\w{4}-\w{4}/), 15_000);
  });
});

describe("npm run fakes", () => {
  test("explains itself", async () => {
    const { stdout } = await promisify(execFile)(process.execPath, [MAIN, "--help"]);
    expect(stdout).toContain("--with-app");
  });

  test("runs the app, passes on what is typed, and leaves nothing behind at Ctrl-C", async () => {
    const port = await freePort();
    const child = spawn(process.execPath, [MAIN, "--with-app", "--port", String(port)]);
    const printed = outputOf(child);
    await vi.waitFor(() => expect(printed()).toContain("Nhắn như người dân"), 25_000);
    child.stdin.write("emulator: làm giấy khai sinh cần giấy tờ gì\n");
    await vi.waitFor(() => expect(printed()).toContain("[emulator]"), 15_000);
    const gone = once(child, "exit");
    child.kill("SIGINT");
    expect(await gone).toEqual([0, null]);
    await expect(fetch(`http://127.0.0.1:${port}/healthz`)).rejects.toThrow();
  }, 60_000);
});

function outputOf(child: ChildProcess): () => string {
  let printed = "";
  for (const stream of [child.stdout, child.stderr])
    stream?.on("data", (chunk: Buffer) => {
      printed += chunk.toString();
    });
  return () => printed;
}
