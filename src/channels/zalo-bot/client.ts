import { z } from "zod";
import type { Address } from "../../messages/index.ts";
import type { SendOutcome } from "../channel.ts";
import { mayHaveArrived } from "../zalo/outcome.ts";
import { readPart } from "../zalo/part.ts";

export interface ZaloBotClientConfig {
  /** `id:secret`. */
  readonly token: string;
  /** Default https://bot-api.zaloplatforms.com. */
  readonly apiUrl?: string | undefined;
  /** How long a call may take; default 30 000. */
  readonly timeoutMs?: number | undefined;
}

export type BotAnswer =
  | { readonly kind: "ok"; readonly result: unknown }
  /** `code` is the platform's own or the HTTP status; 0 where nothing was answered at all. */
  | { readonly kind: "failed"; readonly code: number; readonly uncertain: boolean };

export interface ZaloBotClient {
  /** One method of the platform. Never throws. */
  call(method: string, body: object, signal?: AbortSignal): Promise<BotAnswer>;
  send(to: Address, part: string): Promise<SendOutcome>;
}

const envelope = z.object({
  ok: z.boolean(),
  result: z.unknown().optional(),
  error_code: z.coerce.number().optional(),
});
const taken = z.object({ message_id: z.union([z.string(), z.number().transform(String)]) });

export function zaloBotClient(config: ZaloBotClientConfig): ZaloBotClient {
  const root = (config.apiUrl ?? "https://bot-api.zaloplatforms.com").replace(/\/+$/, "");

  async function call(method: string, body: object, signal?: AbortSignal): Promise<BotAnswer> {
    const limit = AbortSignal.timeout(config.timeoutMs ?? 30_000);
    try {
      const response = await fetch(`${root}/bot${config.token}/${method}`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body),
        redirect: "error",
        signal: signal ? AbortSignal.any([signal, limit]) : limit,
      });
      return answerOf(response.status, await response.text());
    } catch {
      return { kind: "failed", code: 0, uncertain: true };
    }
  }

  return {
    call,
    async send(to, part) {
      const request = requestOf(to.id, part);
      if (!request) return { kind: "refused", reason: "zalo-bot: no such kind of message" };
      return outcomeOf(await call(request.method, request.body));
    },
  };
}

function answerOf(status: number, text: string): BotAnswer {
  const parsed = envelope.safeParse(jsonOf(text));
  if (!parsed.success) return { kind: "failed", code: status, uncertain: mayHaveArrived(status) };
  if (parsed.data.ok) return { kind: "ok", result: parsed.data.result };
  return { kind: "failed", code: parsed.data.error_code ?? status, uncertain: false };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function requestOf(chat_id: string, written: string): { method: string; body: object } | undefined {
  const part = readPart(written);
  if (part.kind === "text") return { method: "sendMessage", body: { chat_id, text: part.text } };
  if (part.kind === "image") return { method: "sendPhoto", body: { chat_id, photo: part.url, caption: part.caption } };
  return undefined;
}

/**
 * The platform's codes follow HTTP; only 401 and 403 (not to be repeated) and 408 are documented where we could read. 403 is
 * taken for a person who has blocked the bot, because a refused token is 401.
 */
function outcomeOf(answer: BotAnswer): SendOutcome {
  if (answer.kind === "ok") return { kind: "sent", providerId: taken.safeParse(answer.result).data?.message_id ?? "" };
  const { code, uncertain } = answer;
  const reason = code === 0 ? "zalo-bot unreachable" : `zalo-bot ${code}`;
  if (code === 401 || code === 404) return { kind: "operator", reason };
  if (code === 403) return { kind: "unreachable", reason };
  if (code === 429) return { kind: "retry", reason, afterMs: 60_000 };
  if (code >= 400 && code < 500 && code !== 408) return { kind: "refused", reason };
  return { kind: "retry", reason, ...(uncertain && { uncertain }) };
}
