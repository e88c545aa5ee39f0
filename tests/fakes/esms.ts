import { createHash } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { smsSize } from "../../src/text/index.ts";
import { answerJson, bodyOf, happens, listen, mishaps } from "./listen.ts";

export interface EsmsSent {
  readonly smsId: string;
  readonly requestId: string;
  readonly phone: string;
  readonly content: string;
  readonly brandName: string | undefined;
  readonly callbackUrl: string | undefined;
}

export interface EsmsFakeOptions {
  readonly apiKey: string;
  readonly secretKey: string;
  /** Brand names registered, each with the texts approved for it; a text that matches none is 146. */
  readonly brands?: Readonly<Record<string, readonly RegExp[]>>;
}

export interface EsmsFake {
  /** For ESMS_API_URL. */
  readonly url: string;
  /** Messages taken, in order; one asked for twice stands here once. */
  readonly sent: readonly EsmsSent[];
  readonly calls: { count: number };
  /** The next calls fail with a result code (below 400) or a bare HTTP status. */
  failNext(code: number, times?: number): void;
  hangNext(times?: number): void;
  delayNext(ms: number, times?: number): void;
  /** The next call is taken, and its answer lost. */
  loseNextAnswer(): void;
  close(): Promise<void>;
}

/** A number to which every SMS fails with this code: magicEsmsNumber(99) is blocked. */
export const magicEsmsNumber = (code: number): string => `+84900000${String(code).padStart(4, "0")}`;

const PATH = "/MainService.svc/json/SendMultipleMessage_V4_post_json/";

type Wish = Readonly<Record<string, string | undefined>>;

/** eSMS's sending service on the loopback interface. A fake: it checks what the real one is documented to check. */
export async function startEsmsFake(options: EsmsFakeOptions): Promise<EsmsFake> {
  const sent: EsmsSent[] = [];
  const calls = { count: 0 };
  const planned = mishaps();
  let losing = false;

  function take(wish: Wish): string {
    const smsId = createHash("sha256").update(`${sent.length}`).digest("hex").slice(0, 32);
    sent.push({
      smsId,
      requestId: wish["RequestId"] ?? "",
      phone: wish["Phone"] ?? "",
      content: wish["Content"] ?? "",
      brandName: wish["Brandname"],
      callbackUrl: wish["CallbackUrl"],
    });
    return smsId;
  }

  async function send(request: IncomingMessage, response: ServerResponse): Promise<void> {
    calls.count += 1;
    const wish = JSON.parse(await bodyOf(request)) as Wish;
    if (await happens(planned.next(), response, refuse)) return;
    const code = keyError(wish, options) || textError(wish, options) || duplicateError(wish, sent);
    if (code) return refuse(response, code);
    const smsId = take(wish);
    const isLost = losing;
    losing = false;
    if (isLost) return void response.destroy();
    answerJson(response, 200, { CodeResult: "100", CountRegenerate: 0, SMSID: smsId, ErrorMessage: "" });
  }

  const server = await listen((request, response) => {
    if (request.method === "POST" && request.url === PATH) void send(request, response);
    else response.writeHead(404).end("<html>made-up: not found</html>");
  });
  return {
    url: server.url,
    sent,
    calls,
    failNext: (code, times = 1) => planned.plan(code >= 400 ? { status: code } : { code }, times),
    hangNext: (times = 1) => planned.plan({ silence: true }, times),
    delayNext: (delayMs, times = 1) => planned.plan({ delayMs }, times),
    loseNextAnswer: () => {
      losing = true;
    },
    close: server.close,
  };
}

function refuse(response: ServerResponse, code: number): void {
  answerJson(response, 200, { CodeResult: String(code), CountRegenerate: 0, ErrorMessage: "made-up refusal" });
}

/** What is wrong with the account; 0 for nothing. */
function keyError(wish: Wish, { apiKey, secretKey, brands = {} }: EsmsFakeOptions): number {
  if (wish["ApiKey"] !== apiKey || wish["SecretKey"] !== secretKey) return 101;
  if (wish["Brandname"] !== undefined && !(wish["Brandname"] in brands)) return 104;
  return wish["SmsType"] === "2" ? 0 : 118;
}

/** What is wrong with the message; 0 for nothing. A text whose alphabet was stated wrongly is no template either. */
function textError(wish: Wish, { brands = {} }: EsmsFakeOptions): number {
  const { Phone: phone = "", Content: content = "", Brandname: brand, IsUnicode: unicode } = wish;
  if (!/^84\d{9,10}$/.test(phone)) return 108;
  if (content === "" || (smsSize(content).encoding === "ucs2") !== (unicode === "1")) return 146;
  if (brand !== undefined && !brands[brand]?.some((text) => text.test(content))) return 146;
  return Number(/^84900000(\d{4})$/.exec(phone)?.[1] ?? 0);
}

const duplicateError = ({ RequestId: id }: Wish, sent: readonly EsmsSent[]): number =>
  id !== undefined && sent.some(({ requestId }) => requestId === id) ? 124 : 0;

export interface EsmsMo {
  readonly smsid: string;
  readonly content: string;
  readonly sender?: string;
  readonly serviceNumber?: string;
  readonly cpid?: string;
  /** yyyyMMddHHmmss in Viet Nam. */
  readonly receiverTime?: string;
}

/** The signature of an MO call, by the written rule. */
export function signEsmsMo(
  mo: Required<Pick<EsmsMo, "cpid" | "smsid" | "content" | "receiverTime">>,
  key: string,
): string {
  return createHash("md5")
    .update(mo.cpid + mo.smsid + mo.content + mo.receiverTime + key)
    .digest("base64");
}

/** Path and query of the GET eSMS would call us with. */
export function esmsMoCall(mo: EsmsMo, key: string): string {
  const { sender = "84901234567", serviceNumber = "8079", cpid = "TTHC01", receiverTime = "20261122093015" } = mo;
  const keyword = mo.content.split(" ")[0] ?? "";
  const sign = signEsmsMo({ ...mo, cpid, receiverTime }, key);
  const query = { sender, content: mo.content, serviceNumber, keyword, sign, cpid, smsid: mo.smsid, receiverTime };
  return `/webhooks/sms/esms?${new URLSearchParams(query)}`;
}

export interface EsmsFate {
  /** 1 awaiting approval, 2 queued, 4 refused, 5 done, 7 at the operator. */
  readonly status: number;
  readonly failed?: number;
  readonly succeeded?: number;
}

const REPORT_TRIES = 5;

/** Tells us what became of a message, at the address it came with, up to five times while nobody answers. `base` is where we really listen. */
export async function reportEsms(sent: EsmsSent, fate: EsmsFate, base: string): Promise<Response | undefined> {
  const { pathname } = new URL(sent.callbackUrl ?? "http://nowhere.invalid/");
  const query = new URLSearchParams({
    SMSID: sent.smsId,
    SendFailed: String(fate.failed ?? 0),
    SendStatus: String(fate.status),
    SendSuccess: String(fate.succeeded ?? 0),
    TotalPrice: "800",
    TotalReceiver: "1",
    TotalSent: "1",
    RequestId: sent.requestId,
    TypeId: "2",
    telcoid: "1",
    phonenumber: sent.phone,
    switchsmsid: "",
  });
  for (let tried = 0; tried < REPORT_TRIES; tried += 1) {
    const response = await fetch(`${base}${pathname}?${query}`).catch(() => undefined);
    if (response && response.status < 500) return response;
  }
  return undefined;
}
