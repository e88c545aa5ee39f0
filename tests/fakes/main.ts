/** `npm run fakes`: every provider's fake, and a prompt to write as a citizen on each channel. No account is needed. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline/promises";
import { parseArgs } from "node:util";
import type { Environment } from "./running-app.ts";
import { type Pen, pensOf } from "./town/citizen.ts";
import { openTown, type Town } from "./town/town.ts";

const HELP = `npm run fakes [-- --with-app] [--models] [--port 8080] [--data DIR]

Chạy bản giả của mọi nhà cung cấp trên máy này, rồi cho nhắn tin như người dân trên từng kênh. Không cần tài khoản nào.

  --with-app   chạy luôn hệ thống, nối sẵn vào các bản giả; dữ liệu tạm, thoát là xóa
  --models     nối cả Qdrant, embeddings và mô hình ngôn ngữ giả
  --port N     cổng của hệ thống (8080)
  --data DIR   giữ dữ liệu trong DIR thay vì thư mục tạm (cùng --with-app)

Không có --with-app thì dán khối cài đặt in ra vào một cửa sổ lệnh khác rồi chạy npm start.
`;

const print = (text: string) => void process.stdout.write(`${text}\n`);

async function main(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      "with-app": { type: "boolean" },
      models: { type: "boolean" },
      port: { type: "string", default: "8080" },
      data: { type: "string" },
      help: { type: "boolean" },
    },
  });
  if (values.help) {
    print(HELP);
    return 0;
  }
  const appUrl = `http://127.0.0.1:${values.port}`;
  const town = await openTown(appUrl);
  print("Nhà cung cấp giả (fakes), chỉ trên máy này:");
  for (const { url, what } of town.providers) print(`  ${url.padEnd(48)} ${what}`);
  const environment = { ...town.channels, ...(values.models ? town.models : {}) };
  const app = values["with-app"] ? await startApp(appUrl, environment, values.data) : undefined;
  if (!app) printEnvironment(town, environment);
  await talk(pensOf(town, appUrl, Date.now));
  print("");
  await app?.stop();
  await town.close();
  return 0;
}

function printEnvironment(town: Town, environment: Environment): void {
  print("\nDán vào một cửa sổ lệnh khác, rồi npm start:\n");
  for (const [name, value] of Object.entries(environment)) print(`export ${name}='${value}'`);
  const left = Object.entries(town.models).filter(([name]) => !(name in environment));
  for (const [name, value] of left) print(`# export ${name}='${value}'`);
}

const MAIN = resolve(import.meta.dirname, "../../src/main.ts");
const UP_WITHIN_MS = 30_000;
const LOOK_EVERY_MS = 200;

async function startApp(url: string, environment: Environment, data: string | undefined) {
  const directory = data ?? mkdtempSync(join(tmpdir(), "lang-nghe-fakes-"));
  const env = { LOG_LEVEL: "error", ...process.env, ...environment, DATA_DIR: directory };
  // A group of its own: Ctrl-C reaches this process, which then stops the app once.
  const child = spawn(process.execPath, [MAIN], { env, stdio: ["ignore", "inherit", "inherit"], detached: true });
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) {
      const gone = once(child, "exit");
      child.kill("SIGTERM");
      await gone;
    }
    if (data === undefined) rmSync(directory, { recursive: true, force: true });
  };
  if (await isUp(url, child)) return { stop };
  await stop();
  throw new Error("hệ thống không khởi động được");
}

async function isUp(url: string, child: ChildProcess): Promise<boolean> {
  const until = Date.now() + UP_WITHIN_MS;
  while (Date.now() < until && child.exitCode === null) {
    const response = await fetch(`${url}/healthz`).catch(() => undefined);
    if (response?.ok) return true;
    await new Promise((passed) => setTimeout(passed, LOOK_EVERY_MS));
  }
  return false;
}

/** Reads lines until the end of input or Ctrl-C: "sms: text" writes by SMS, a bare line on the way used last. */
async function talk(pens: ReadonlyMap<string, Pen>): Promise<void> {
  print("\nNhắn như người dân: “kênh: nội dung”, rồi chỉ cần nội dung. Thoát: Ctrl+C.");
  for (const [name, { what }] of pens) print(`  ${name.padEnd(10)} ${what}`);
  const terminal = createInterface({ input: process.stdin, output: process.stdout, terminal: process.stdin.isTTY });
  const leave = () => terminal.close();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, leave);
  terminal.once("SIGINT", leave);
  const stopShowing = showReplies(pens);
  let last = "zalo";
  terminal.setPrompt("\nAnh/Chị> ");
  terminal.prompt();
  for await (const line of terminal) {
    const [, named, rest] = /^([a-z-]+):\s*(.*)$/.exec(line.trim()) ?? [];
    const name = named !== undefined && pens.has(named) ? named : last;
    const text = name === named ? (rest ?? "") : line.trim();
    last = name;
    if (text)
      await pens
        .get(name)
        ?.write(text)
        .catch((error: Error) => print(`  chưa gửi được: ${error.message}`));
  }
  stopShowing();
}

function showReplies(pens: ReadonlyMap<string, Pen>): () => void {
  const shown = new Map<string, number>();
  const show = () => {
    for (const [name, pen] of pens) {
      const heard = pen.heard();
      for (const text of heard.slice(shown.get(name) ?? 0)) print(`\n[${name}] ${text}`);
      shown.set(name, heard.length);
    }
  };
  const timer = setInterval(show, LOOK_EVERY_MS);
  return () => {
    clearInterval(timer);
    show();
  };
}

main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  },
);
