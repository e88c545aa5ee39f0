import { createHmac } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { answerJson, bodyOf, happens, listen, mishaps } from "./listen.ts";

export interface TwilioSent {
  readonly sid: string;
  readonly to: string;
  /** A number, a sender name, or a messaging service. */
  readonly from: string;
  readonly body: string;
  readonly statusCallback: string | undefined;
}

export interface TwilioFakeOptions {
  readonly accountSid: string;
  readonly authToken: string;
}

export interface TwilioFake {
  /** For TWILIO_API_URL. */
  readonly url: string;
  readonly sent: readonly TwilioSent[];
  readonly calls: { count: number };
  /** The next calls fail with a Twilio code (10000 and above) or a bare HTTP status. */
  failNext(code: number, times?: number): void;
  hangNext(times?: number): void;
  delayNext(ms: number, times?: number): void;
  close(): Promise<void>;
}

/** A number to which every SMS fails with this code: magicTwilioNumber(21610) has opted out. */
export function magicTwilioNumber(code: number): string {
  return `+849000${code}`;
}

const STATUS_OF: Readonly<Record<number, number>> = { 20003: 401, 20429: 429, 30001: 500 };

/** Twilio's Messages resource on the loopback interface. */
export async function startTwilioFake(options: TwilioFakeOptions): Promise<TwilioFake> {
  const sent: TwilioSent[] = [];
  const calls = { count: 0 };
  const planned = mishaps();
  const path = `/2010-04-01/Accounts/${options.accountSid}/Messages.json`;
  const credentials = `Basic ${Buffer.from(`${options.accountSid}:${options.authToken}`).toString("base64")}`;

  async function create(request: IncomingMessage, response: ServerResponse): Promise<void> {
    calls.count += 1;
    const form = new URLSearchParams(await bodyOf(request));
    if (await happens(planned.next(), response, refuse)) return;
    const code = request.headers.authorization === credentials ? formError(form) : 20003;
    if (code) return refuse(response, code);
    const sid = `SM${String(sent.length + 1).padStart(32, "0")}`;
    const message = {
      sid,
      to: form.get("To") ?? "",
      from: senderIn(form),
      body: form.get("Body") ?? "",
      statusCallback: form.get("StatusCallback") ?? undefined,
    };
    sent.push(message);
    answerJson(response, 201, {
      ...message,
      status: "queued",
      num_segments: "1",
      error_code: null,
      error_message: null,
      date_created: null,
    });
  }

  const server = await listen((request, response) => {
    if (request.method === "POST" && request.url === path) void create(request, response);
    else answerJson(response, 404, { code: 20404, message: "made-up: not found", status: 404 });
  });
  return {
    url: server.url,
    sent,
    calls,
    failNext: (code, times = 1) => planned.plan(code >= 10_000 ? { code } : { status: code }, times),
    hangNext: (times = 1) => planned.plan({ silence: true }, times),
    delayNext: (delayMs, times = 1) => planned.plan({ delayMs }, times),
    close: server.close,
  };
}

function refuse(response: ServerResponse, code: number): void {
  const status = STATUS_OF[code] ?? 400;
  answerJson(response, status, { code, message: "made-up refusal", status });
}

function senderIn(form: URLSearchParams): string {
  return form.get("From") ?? form.get("MessagingServiceSid") ?? "";
}

/** What Twilio would find wrong with the form; 0 for nothing. */
function formError(form: URLSearchParams): number {
  const to = form.get("To") ?? "";
  const body = form.get("Body") ?? "";
  if (!/^\+[1-9]\d{6,14}$/.test(to)) return 21211;
  if (senderIn(form) === "") return 21603;
  if (body === "") return 21602;
  return body.length > 1600 ? 21617 : Number(/^\+849000(\d{5})$/.exec(to)?.[1] ?? 0);
}

export type TwilioParams = Readonly<Record<string, string | readonly string[]>>;

/** The X-Twilio-Signature of a form sent to `url`, by the written rule rather than by the package. */
export function signTwilioWebhook(url: string, params: TwilioParams, authToken: string): string {
  const values = (name: string) => [...new Set([params[name] ?? ""].flat())].sort();
  const text = Object.keys(params)
    .sort()
    .flatMap((name) => values(name).map((value) => name + value))
    .join("");
  return createHmac("sha1", authToken)
    .update(url + text)
    .digest("base64");
}

/** The same fields as the body of a form. */
export function twilioForm(params: TwilioParams): string {
  return new URLSearchParams(
    Object.entries(params).flatMap(([name, value]) =>
      [value].flat().map((one): [string, string] => [name, one as string]),
    ),
  ).toString();
}
