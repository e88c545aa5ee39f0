import { type ChildProcess, spawn } from "node:child_process";
import { createHmac } from "node:crypto";
import { once } from "node:events";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { type App, startApp } from "../../src/app.ts";
import type { Reach } from "../../src/attachments/index.ts";
import { readConfig } from "../../src/config.ts";
import { type Clock, createLog, systemClock } from "../../src/platform/index.ts";
import { signTwilioWebhook, startTwilioFake, type TwilioFake, twilioForm } from "./twilio.ts";
import { signZaloWebhook, startZaloFake, type ZaloFake, type ZaloFakeOptions, zaloTextEvent } from "./zalo.ts";

/** The made-up office's ids and secrets at its providers. */
export const OFFICE = {
  appId: "4137853129074462815",
  oaId: "2984415073261958342",
  oaSecretKey: "kF7wP2xR9mT4vB6nQ1zL",
  appSecret: "made-up-app-secret",
  accountSid: "AC00000000000000000000000000000009",
  authToken: "made-up-twilio-token",
  ownNumber: "+15005550006",
  hotlineSecret: "made-up-hotline-secret",
  publicUrl: "http://bot.example.vn",
} as const;

export type Environment = Record<string, string>;

/** Providers' fakes, an empty data directory, and the environment that joins the real app to them. */
export interface Site {
  readonly zalo: ZaloFake;
  readonly twilio: TwilioFake;
  readonly dataDirectory: string;
  readonly databaseFile: string;
  readonly environment: Environment;
  close(): Promise<void>;
}

export async function openSite(more: { zalo?: ZaloFakeOptions; environment?: Environment } = {}): Promise<Site> {
  const { appId, appSecret, accountSid, authToken } = OFFICE;
  const [zalo, twilio] = await Promise.all([
    startZaloFake({ appId, appSecret, ...more.zalo }),
    startTwilioFake({ accountSid, authToken }),
  ]);
  const dataDirectory = mkdtempSync(join(tmpdir(), "lang-nghe-app-"));
  const knowledge = withoutQuietHours();
  return {
    zalo,
    twilio,
    dataDirectory,
    databaseFile: join(dataDirectory, "lang-nghe.db"),
    environment: {
      ...environmentOf(zalo, twilio),
      DATA_DIR: dataDirectory,
      KNOWLEDGE_DIR: knowledge,
      ...more.environment,
    },
    async close() {
      await Promise.all([zalo.close(), twilio.close()]);
      for (const directory of [dataDirectory, knowledge]) rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** The shipped knowledge, but notices go out at any hour: tests run at night too. */
function withoutQuietHours(): string {
  const directory = mkdtempSync(join(tmpdir(), "lang-nghe-knowledge-"));
  cpSync(resolve(import.meta.dirname, "../../knowledge"), directory, { recursive: true });
  const delivery = join(directory, "delivery.yaml");
  writeFileSync(delivery, readFileSync(delivery, "utf8").replace(/^quiet_hours: .*$/m, ""));
  return directory;
}

function environmentOf(zalo: ZaloFake, twilio: TwilioFake): Environment {
  const { accessToken, refreshToken } = zalo.tokens();
  return {
    PORT: "0",
    HOST: "127.0.0.1",
    LOG_LEVEL: "silent",
    PUBLIC_URL: OFFICE.publicUrl,
    ZALO_APP_ID: OFFICE.appId,
    ZALO_OA_ID: OFFICE.oaId,
    ZALO_APP_SECRET: OFFICE.appSecret,
    ZALO_OA_SECRET_KEY: OFFICE.oaSecretKey,
    ZALO_ACCESS_TOKEN: accessToken,
    ZALO_REFRESH_TOKEN: refreshToken,
    ZALO_API_URL: zalo.url,
    ZALO_OAUTH_URL: zalo.url,
    TWILIO_ACCOUNT_SID: OFFICE.accountSid,
    TWILIO_AUTH_TOKEN: OFFICE.authToken,
    TWILIO_FROM: OFFICE.ownNumber,
    TWILIO_API_URL: twilio.url,
    HOTLINE_SECRET: OFFICE.hotlineSecret,
  };
}

/** The real app in this process. */
export function startHere(
  site: Site,
  options: { clock?: Clock; settleMs?: number; attachmentReach?: Reach } = {},
): Promise<App> {
  const { settleMs = 50, clock = systemClock, attachmentReach } = options;
  return startApp(readConfig(site.environment), {
    clock,
    log: createLog("silent"),
    settleMs,
    ...(attachmentReach && { attachmentReach }),
  });
}

export interface RunningChild {
  readonly url: string;
  readonly pid: number;
  /** Resolves with the exit code when the process is gone; null: a signal ended it. */
  readonly gone: Promise<number | null>;
  kill(signal: "SIGKILL" | "SIGTERM"): Promise<void>;
}

const MAIN = resolve(import.meta.dirname, "../../src/main.ts");

const V8 = ["--max-semi-space-size=4", "--max-old-space-size=512", "--v8-pool-size=1"];

/** How the C library keeps memory (docs/benchmarks.md). */
export const MALLOC: Environment = { MALLOC_ARENA_MAX: "1", MALLOC_MMAP_THRESHOLD_: "131072" };

const NODE_COMPILE_CACHE = resolve(import.meta.dirname, "../../node_modules/.cache/lang-nghe");

/** What `npm start` runs, with this environment and nothing of ours. */
export const spawnMain = (environment: Environment) =>
  spawnServer([...V8, MAIN], { ...MALLOC, NODE_COMPILE_CACHE, ...environment });

/** A Node program that prints the address it listens on; `ready` rejects when it ends before that. */
export function spawnServer(args: readonly string[], environment: Environment) {
  const inherited = { PATH: process.env["PATH"] ?? "", HOME: process.env["HOME"] ?? "" };
  const child = spawn(process.execPath, args, {
    env: { ...inherited, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const gone = once(child, "exit").then(([code]) => code as number | null);
  const kill = async (signal: "SIGKILL" | "SIGTERM") => {
    child.kill(signal);
    await gone;
  };
  const pid = child.pid ?? 0;
  const ready = addressPrinted(child).then((url): RunningChild => ({ url, pid, gone, kill }));
  ready.catch(() => undefined); // killed while starting, on purpose
  return { ready, gone, kill, pid, output: child.stdout };
}

/** The address a start prints on its first line. */
function addressPrinted(child: ChildProcess): Promise<string> {
  return new Promise((found, failed) => {
    let printed = "";
    let complaint = "";
    child.stderr?.on("data", (chunk: Buffer) => {
      complaint += chunk.toString();
    });
    child.stdout?.on("data", (chunk: Buffer) => {
      printed += chunk.toString();
      const url = /http:\/\/127\.0\.0\.1:\d+/.exec(printed)?.[0];
      if (url) found(url);
    });
    child.once("exit", () => failed(new Error(`the app ended before it listened: ${complaint}`)));
  });
}

export interface Said {
  readonly person: string;
  readonly text: string;
  readonly id: string;
  readonly at?: number;
}

/** A webhook ready to be posted: path, headers and body as the provider would send them. */
export interface Webhook {
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body: string;
}

export function zaloWebhook({ person, text, id, at = Date.now() }: Said): Webhook {
  const body = zaloTextEvent({ appId: OFFICE.appId, oaId: OFFICE.oaId, userId: person, text, messageId: id, at });
  return signedZalo(body);
}

export function signedZalo(body: string): Webhook {
  const signature = signZaloWebhook(body, OFFICE.appId, OFFICE.oaSecretKey);
  return {
    path: "/webhooks/zalo",
    headers: { "content-type": "application/json", "x-zevent-signature": signature },
    body,
  };
}

export function smsWebhook({ person, text, id }: Said, more: Record<string, string> = {}): Webhook {
  const path = "/webhooks/sms/twilio";
  const form = {
    MessageSid: id,
    AccountSid: OFFICE.accountSid,
    From: person,
    To: OFFICE.ownNumber,
    Body: text,
    ...more,
  };
  return {
    path,
    headers: {
      "content-type": "application/x-www-form-urlencoded",
      "x-twilio-signature": signTwilioWebhook(OFFICE.publicUrl + path, form, OFFICE.authToken),
    },
    body: twilioForm(form),
  };
}

/** A finished call of one sentence. */
export function callWebhook({ person, text, id }: Said, more: Record<string, unknown> = {}, at = Date.now()): Webhook {
  const call = {
    schema: "hotline-transcript/1",
    callId: id,
    provider: "pbx",
    language: "vi-VN",
    caller: person,
    turns: [{ index: 0, speaker: "caller", text }],
    ...more,
  };
  return signedCall(JSON.stringify(call), at);
}

export function signedCall(body: string, at = Date.now()): Webhook {
  const timestamp = String(at);
  const hash = createHmac("sha256", OFFICE.hotlineSecret).update(`${timestamp}.${body}`).digest("hex");
  return {
    path: "/webhooks/hotline",
    headers: { "content-type": "application/json", "x-timestamp": timestamp, "x-signature": `sha256=${hash}` },
    body,
  };
}

export function postTo(url: string, hook: Webhook): Promise<Response> {
  return fetch(url + hook.path, { method: "POST", headers: hook.headers, body: hook.body });
}

/** The value of a counter or gauge in /metrics whose labels hold all of `labels`; 0 where it is not there yet. */
export async function metric(url: string, name: string, ...labels: readonly string[]): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const lines = text.split("\n").filter((line) => line.startsWith(`${name}{`) || line.startsWith(`${name} `));
  const fitting = lines.filter((line) => labels.every((label) => line.includes(`"${label}"`)));
  return fitting.reduce((sum, line) => sum + Number(line.split(" ").at(-1)), 0);
}
