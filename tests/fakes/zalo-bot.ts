import type { IncomingMessage, ServerResponse } from "node:http";
import { answerJson, bodyOf, happens, listen, mishaps } from "./listen.ts";

export interface ZaloBotSent {
  readonly method: string;
  readonly chatId: string;
  readonly text: string;
  readonly messageId: string;
}

/** A chat to which every message fails with this code. */
export const magicChat = (code: number): string => `chat-fails-${code}`;

export interface ZaloBotUpdate {
  readonly chatId: string;
  readonly messageId: string;
  readonly at: number;
  readonly text?: string;
  readonly event?: string;
  readonly more?: object;
}

/** An update as the platform sends it to a webhook, or gives it to who asks. */
export function zaloBotUpdate({
  chatId,
  messageId,
  at,
  text,
  event = "message.text.received",
  more = {},
}: ZaloBotUpdate) {
  return {
    event_name: event,
    message: {
      message_id: messageId,
      from: { id: chatId, display_name: "Người thử", is_bot: false },
      chat: { id: chatId, chat_type: "PRIVATE" },
      date: at,
      ...(text !== undefined && { text }),
      ...more,
    },
  };
}

/** The Zalo Bot platform on the loopback interface. */
export async function startZaloBotFake(token: string) {
  const sent: ZaloBotSent[] = [];
  const updates: object[] = [];
  const asked = { count: 0 };
  const sending = mishaps();
  let webhook: { url: string; secret: string } | undefined;

  type Body = Record<string, string | undefined>;
  const methods: Record<string, (body: Body) => object | number> = {
    sendMessage: (body) => message("sendMessage", body, body["text"] ?? ""),
    sendPhoto: (body) =>
      body["photo"]?.startsWith("https://") ? message("sendPhoto", body, body["caption"] ?? "") : 400,
    setWebhook({ url = "", secret_token = "" }) {
      if (!url.startsWith("https://") || secret_token.length < 8 || secret_token.length > 256) return 400;
      webhook = { url, secret: secret_token };
      return { url };
    },
    deleteWebhook() {
      webhook = undefined;
      return {};
    },
    getUpdates() {
      asked.count += 1;
      return webhook ? 409 : (updates.shift() ?? 408);
    },
    getMe: () => ({ id: token.split(":")[0], account_name: "bot.thu", account_type: "BASIC", can_join_groups: false }),
  };

  function message(method: string, { chat_id: chatId = "" }: Body, text: string): object | number {
    const magic = Number(/^chat-fails-(\d+)$/.exec(chatId)?.[1] ?? 0);
    if (magic !== 0) return magic;
    if (chatId === "" || [...text].length > 2000 || (method === "sendMessage" && text === "")) return 400;
    const messageId = `bot-message-${sent.length}`;
    sent.push({ method, chatId, text, messageId });
    return { message_id: messageId, date: Date.now() };
  }

  const refuse = (response: ServerResponse, code: number): void =>
    answerJson(response, 200, { ok: false, error_code: code, description: "made-up refusal" });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const raw = await bodyOf(request);
    const [, given, method = ""] = /^\/bot([^/]+)\/(\w+)$/.exec(request.url ?? "") ?? [];
    if (given !== token) return answerJson(response, 401, { ok: false, error_code: 401, description: "no such bot" });
    if (method.startsWith("send") && (await happens(sending.next(), response, refuse))) return;
    const result = methods[method]?.(JSON.parse(raw || "{}")) ?? 404;
    if (typeof result === "number") return refuse(response, result);
    answerJson(response, 200, { ok: true, result });
  }

  const server = await listen((request, response) => void answer(request, response));

  return {
    url: server.url,
    sent: sent as readonly ZaloBotSent[],
    /** Calls of getUpdates. */
    asked,
    webhook: () => webhook,
    /** Waits to be asked for. */
    wrote: (update: ZaloBotUpdate): void => void updates.push(zaloBotUpdate(update)),
    /** The next messages fail: with the platform's code (below 400 none exists), or by silence. */
    failNext: (code: number, times = 1): void => sending.plan(code >= 500 ? { status: code } : { code }, times),
    hangNext: (times = 1): void => sending.plan({ silence: true }, times),
    close: server.close,
  };
}
