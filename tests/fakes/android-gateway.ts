import { createHmac } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { answerJson, bodyOf, happens, listen, mishaps } from "./listen.ts";

export interface AndroidSent {
  readonly id: string;
  readonly to: string;
  readonly text: string;
  readonly simNumber: number | undefined;
}

export interface AndroidFakeOptions {
  readonly user?: string;
  readonly password?: string;
  /** An early version of the app, which knows /message only. */
  readonly isEarly?: boolean;
}

export interface AndroidFake {
  /** For ANDROID_SMS_URL, with the login in it. */
  readonly url: string;
  readonly sent: readonly AndroidSent[];
  readonly calls: { count: number };
  /** The next calls fail with this HTTP status. */
  failNext(status: number, times?: number): void;
  hangNext(times?: number): void;
  delayNext(ms: number, times?: number): void;
  close(): Promise<void>;
}

interface Wish {
  readonly id?: string;
  readonly textMessage?: { readonly text?: string };
  readonly phoneNumbers?: readonly string[];
  readonly simNumber?: number;
}

/** The gateway app's own server on the loopback interface. */
export async function startAndroidFake(options: AndroidFakeOptions = {}): Promise<AndroidFake> {
  const { user = "sms", password = "p@ss:word", isEarly = false } = options;
  const sent: AndroidSent[] = [];
  const calls = { count: 0 };
  const planned = mishaps();
  const credentials = `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}`;

  async function send(request: IncomingMessage, response: ServerResponse): Promise<void> {
    calls.count += 1;
    const wish = JSON.parse(await bodyOf(request)) as Wish;
    if (await happens(planned.next(), response, () => undefined)) return;
    const status = request.headers.authorization === credentials ? wishError(wish, sent) : 401;
    if (status) return answerJson(response, status, { message: "made-up refusal" });
    const [to = ""] = wish.phoneNumbers ?? [];
    const id = wish.id ?? `made-up-${sent.length}`;
    sent.push({ id, to, text: wish.textMessage?.text ?? "", simNumber: wish.simNumber });
    answerJson(response, 202, { id, state: "Pending", recipients: [{ phoneNumber: to, state: "Pending" }] });
  }

  const path = isEarly ? "/message" : "/messages";
  const server = await listen((request, response) => {
    if (request.method === "POST" && request.url === path) void send(request, response);
    else response.writeHead(404).end();
  });
  const { host } = new URL(server.url);
  return {
    url: `http://${encodeURIComponent(user)}:${encodeURIComponent(password)}@${host}`,
    sent,
    calls,
    failNext: (status, times = 1) => planned.plan({ status }, times),
    hangNext: (times = 1) => planned.plan({ silence: true }, times),
    delayNext: (delayMs, times = 1) => planned.plan({ delayMs }, times),
    close: server.close,
  };
}

/** What the app finds wrong; 0 for nothing. */
function wishError({ id, textMessage, phoneNumbers = [] }: Wish, sent: readonly AndroidSent[]): number {
  if (!textMessage?.text || phoneNumbers.length !== 1 || !/^\+\d{8,15}$/.test(phoneNumbers[0] ?? "")) return 400;
  return sent.some((one) => one.id === id) ? 409 : 0;
}

export interface AndroidCall {
  readonly event: string;
  readonly id: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

/** An SMS somebody sent to the phone. */
export const androidReceived = (id: string, message: string, sender = "+84901234567"): AndroidCall => ({
  event: "sms:received",
  id,
  payload: {
    messageId: "abc123",
    message,
    sender,
    recipient: null,
    simNumber: 1,
    receivedAt: "2026-11-22T09:30:15.000+07:00",
  },
});

/** What became of an SMS we sent, as the phone saw it. */
export const androidFate = (sent: AndroidSent, fate: "sent" | "delivered" | "failed", id: string): AndroidCall => ({
  event: `sms:${fate}`,
  id,
  payload: {
    messageId: sent.id,
    recipient: sent.to,
    simNumber: 1,
    ...(fate === "failed" && { reason: "RESULT_ERROR_NO_SERVICE" }),
  },
});

/** Body and headers as the app sends them; `at` in epoch milliseconds. */
export function androidWebhook(
  call: AndroidCall,
  secret: string,
  at: number,
): { body: string; headers: Record<string, string> } {
  const body = JSON.stringify({
    deviceId: "dev-1",
    event: call.event,
    id: call.id,
    payload: call.payload,
    webhookId: "wh-1",
  });
  return { body, headers: { "content-type": "application/json", ...stampAndroid(Buffer.from(body), secret, at) } };
}

/** The headers X-Timestamp and X-Signature, by the written rule. */
export function stampAndroid(body: Buffer, secret: string, at: number): Record<string, string> {
  const timestamp = String(Math.floor(at / 1000));
  const signature = createHmac("sha256", secret).update(body).update(timestamp).digest("hex");
  return { "x-timestamp": timestamp, "x-signature": signature };
}

/** Waits between the app's tries, in milliseconds: from ten seconds, doubling, fourteen times. */
export const ANDROID_RETRIES_MS: readonly number[] = Array.from({ length: 14 }, (_, i) => 10_000 * 2 ** i);

/** Calls until somebody answers 2xx, on the app's own schedule and stamped anew each time; `clock` is moved, nobody waits. */
export async function callAndroid(
  url: string,
  call: AndroidCall,
  secret: string,
  clock: { now(): number; advance(ms: number): void },
): Promise<{ readonly tries: number; readonly delivered: boolean }> {
  for (const [tried, wait] of [...ANDROID_RETRIES_MS, 0].entries()) {
    const { body, headers } = androidWebhook(call, secret, clock.now());
    const response = await fetch(url, { method: "POST", body, headers }).catch(() => undefined);
    if (response?.ok) return { tries: tried + 1, delivered: true };
    clock.advance(wait);
  }
  return { tries: ANDROID_RETRIES_MS.length + 1, delivered: false };
}
