import type { IncomingMessage, ServerResponse } from "node:http";
import { listen } from "../../fakes/listen.ts";
import type { ZaloFake } from "../../fakes/zalo.ts";
import type { Life } from "./life.ts";

/** Where the providers' fakes listen. */
export interface Providers {
  readonly zalo: ZaloFake;
  readonly sms: string;
}

/** What a provider took, and whether the process that asked for it can know. */
export interface Taken {
  readonly life: Life;
  readonly answerLost: boolean;
}

export interface LineOptions {
  readonly providers: Providers;
  readonly life: Life;
  readonly chance: () => number;
  readonly isCalm: () => boolean;
  readonly taken: Map<string, Taken>;
  readonly trace: (line: string) => void;
  /** A call is cut off whose caller cannot know whether it arrived. */
  readonly onDoubt: () => void;
}

/** What happens to a call: three in ten fail, one way or another. */
const FATES = [
  [0.06, "429"],
  [0.12, "503"],
  [0.16, "own code"],
  [0.2, "cut before"],
  [0.25, "answer lost"],
  [0.3, "token expired"],
] as const;
type Fate = (typeof FATES)[number][1] | "passes";

interface Call {
  readonly path: string;
  readonly body: Buffer<ArrayBuffer>;
  readonly fate: Fate;
}

const isSms = (path: string): boolean => /^\/(2010-04-01|MainService|message)/.test(path) && path !== "/message/quota";

/**
 * The wire between one life of the process and the providers: it fails calls, loses answers, and is cut for good when the process
 * dies, with a place to die at before and after every call.
 */
export function openLine(options: LineOptions) {
  const { providers, life, chance, isCalm, taken, trace, onDoubt } = options;
  const fateOf = (): Fate => {
    if (isCalm()) return "passes";
    const dice = chance();
    return FATES.find(([below]) => dice < below)?.[1] ?? "passes";
  };

  const omens: Readonly<Partial<Record<Fate, (path: string) => void>>> = {
    "cut before": onDoubt,
    "answer lost": onDoubt,
    "token expired": () => providers.zalo.expireAccess(),
    "own code": (path) => void (isSms(path) || providers.zalo.failNext(-32)),
  };

  async function carry(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? "";
    const body = await bytesOf(request);
    if (life.dies(`before ${path}`)) return void response.destroy();
    const fate = fateOf();
    trace(`${life.name} calls ${path.slice(0, 40)}: ${fate}`);
    omens[fate]?.(path);
    if (fate !== "cut before" && fate !== "429" && fate !== "503") return goOn(request, response, { path, body, fate });
    if (fate === "cut before") response.destroy();
    else response.writeHead(Number(fate)).end("made-up refusal");
  }

  async function goOn(request: IncomingMessage, response: ServerResponse, { path, body, fate }: Call): Promise<void> {
    const { status, text } = await pass(providers, path, request, body);
    const id = idIn(text);
    // A refresh whose answer is lost costs the grant: that needs a person, and is a test of its own.
    const isLost = fate === "answer lost" && !path.includes("access_token");
    if (id) taken.set(id, { life, answerLost: isLost });
    if (isLost || life.dies(`after ${path}`)) return void response.destroy();
    response.writeHead(status, { "content-type": "application/json" }).end(text);
  }
  return listen((request, response) => void carry(request, response).catch(() => response.destroy()));
}

async function bytesOf(request: IncomingMessage): Promise<Buffer<ArrayBuffer>> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

async function pass({ zalo, sms }: Providers, path: string, request: IncomingMessage, body: Buffer<ArrayBuffer>) {
  const { host: _, connection: __, "content-length": ___, "transfer-encoding": ____, ...headers } = request.headers;
  const method = request.method ?? "GET";
  const response = await fetch((isSms(path) ? sms : zalo.url) + path, {
    method,
    headers: headers as Record<string, string>,
    ...(method === "GET" ? {} : { body }),
  });
  return { status: response.status, text: await response.text() };
}

/** The provider's own number of what it has just taken. */
function idIn(text: string): string | undefined {
  const answer = JSON.parse(text || "{}") as Record<string, unknown> & { data?: { message_id?: string } };
  const id = answer.data?.message_id ?? (answer["sid"] || answer["SMSID"] || (answer["state"] && answer["id"]));
  return typeof id === "string" ? id : undefined;
}
