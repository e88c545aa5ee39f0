import type { InboundMessage } from "../../../messages/index.ts";
import type { Background, ChannelPorts } from "../../channel.ts";
import type { AccountMemory } from "../account/store.ts";
import type { ZaloApi } from "../api/client.ts";
import type { ZaloIdentity } from "../parse.ts";
import type { TokenKeeper } from "../tokens.ts";
import { type ChatLine, linesIn, messageIn, personIn } from "./lines.ts";

export interface WatchOptions {
  readonly us: ZaloIdentity;
  readonly api: ZaloApi;
  readonly keeper: TokenKeeper;
  readonly memory: AccountMemory;
  /** Read the account's chats while the webhook says nothing. */
  readonly polling: boolean;
  /** How often to look; default a minute. */
  readonly everyMs?: number;
}

export interface ZaloWatch extends Background {
  /** One look now; resolves with how many messages the webhook had not brought. Never rejects. */
  look(): Promise<number>;
}

/** So long without a call, and the webhook may have been switched off: Zalo does that after a few failures, and tells nobody. */
const SILENCE_MS = 10 * 60_000;
/** How often the token is looked after; it lives 25 hours. */
const TOKEN_EVERY_MS = 30 * 60_000;
/** How often the chats are read while it lasts. */
const READ_EVERY_MS = 5 * 60_000;
/** Older messages are history, not questions. */
const FRESH_MS = 24 * 3_600_000;
const PAGE = 10;
/** A busy day without a webhook, and still an end. */
const PAGES = 20;

/** Keeps the access token alive on quiet days, and reads the chats when the webhook has fallen silent. */
export function watchZalo(options: WatchOptions, ports: ChannelPorts): ZaloWatch {
  const { keeper, memory, polling, everyMs = 60_000 } = options;
  let covered: number | undefined;
  let tokenAskedAt = Number.NEGATIVE_INFINITY;
  let readAt = Number.NEGATIVE_INFINITY;
  let looking: Promise<number> | undefined;

  /** Asked before the doors open: the first call after a start must not hide what came while we were away. */
  const endOfLastRun = memory.read().then(
    ({ lastWebhookAt }) => lastWebhookAt,
    () => null,
  );

  /** Where the messages begin that nobody may have seen. */
  async function unseenSince(now: number): Promise<number> {
    const known = covered === undefined ? await endOfLastRun : (await memory.read()).lastWebhookAt;
    covered = Math.max(covered ?? known ?? now, known ?? 0, now - FRESH_MS);
    return covered;
  }

  /** What was sent away may have come again meanwhile: the inbox knows it by its id. Tried again at each look until all is kept. */
  async function readAfterRefusals(): Promise<number> {
    const now = ports.now();
    const { refusedSince } = await memory.read();
    if (!polling || refusedSince === null || ports.isOff?.("zalo") || now - refusedSince < READ_EVERY_MS) return 0;
    const missed = await readChats(options, ports, Math.max(refusedSince, now - FRESH_MS));
    await memory.note({ refusedSince: null, ...(missed > 0 && { missedAt: now }) });
    return missed;
  }

  async function readWhenSilent(): Promise<number> {
    const now = ports.now();
    const since = await unseenSince(now);
    // What a reading has covered is not silence that is over: the next reading follows sooner.
    const patience = readAt === since ? READ_EVERY_MS : SILENCE_MS;
    if (!polling || now - since < patience) return 0;
    const missed = await readChats(options, ports, since);
    readAt = now;
    covered = now;
    if (missed > 0) await memory.note({ missedAt: now });
    return missed;
  }

  /** Not at each look: a refresh token that is dead must not be shown to Zalo every minute. */
  async function keepToken(): Promise<void> {
    const now = ports.now();
    if (now - tokenAskedAt < TOKEN_EVERY_MS) return;
    tokenAskedAt = now;
    await keeper.current().catch(() => undefined);
  }

  async function once(): Promise<number> {
    await keepToken();
    const missed = await readAfterRefusals().catch(() => 0);
    return missed + (await readWhenSilent().catch(() => 0));
  }

  function look(): Promise<number> {
    looking ??= once().finally(() => {
      looking = undefined;
    });
    return looking;
  }

  const timer = setInterval(() => void look(), everyMs);
  timer.unref();
  return {
    look,
    async stop() {
      clearInterval(timer);
      await looking;
    },
  };
}

/** Takes in what citizens wrote after `since`, oldest first; what the inbox has already is known by its id. Returns how many were new. */
async function readChats({ api, us }: WatchOptions, ports: ChannelPorts, since: number): Promise<number> {
  const recent = await pages(api, "/v2.0/oa/listrecentchat", {}, since);
  // The list shows the latest line of each chat only, which may be ours; what went before it is in the conversation.
  const people = new Set(recent.filter(({ time }) => time > since).map((line) => personIn(line, us)));
  const found: InboundMessage[] = [];
  for (const user_id of people) found.push(...(await saidBy(api, us, user_id, since)));
  let missed = 0;
  for (const message of found.sort((one, other) => one.sentAt - other.sentAt))
    if ((await ports.accept(message)) === "new") missed += 1;
  return missed;
}

async function saidBy(api: ZaloApi, us: ZaloIdentity, user_id: string, since: number): Promise<InboundMessage[]> {
  const lines = await pages(api, "/v2.0/oa/conversation", { user_id }, since);
  return lines.filter(({ time }) => time > since).flatMap((line) => messageIn(line, us) ?? []);
}

/** Newest first, ten at a time, until a page reaches back to `since`. Throws when a page cannot be had: half a reading covers nothing. */
async function pages(api: ZaloApi, path: string, more: object, since: number): Promise<ChatLine[]> {
  const lines: ChatLine[] = [];
  for (let page = 0; page < PAGES; page += 1) {
    const answer = await api.call({ path, data: { ...more, offset: page * PAGE, count: PAGE } });
    if (answer.kind === "failed") throw new Error(answer.outcome.reason);
    const next = linesIn(answer.data);
    lines.push(...next);
    if (next.length < PAGE || next.some(({ time }) => time <= since)) break;
  }
  return lines;
}
