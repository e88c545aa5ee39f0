import type { ChannelPorts, Rejection, Webhook, WebhookAnswer, WebhookRequest } from "../channel.ts";
import { durably } from "../http.ts";
import type { AccountMemory } from "./account/store.ts";
import { parseZalo, type ZaloIdentity, type ZaloInbound } from "./parse.ts";
import { jsonObjectOf, verifyZalo } from "./verify.ts";

export interface ZaloWebhookConfig extends ZaloIdentity {
  /** The secret of the app console's Webhook page. */
  readonly oaSecretKey: string;
  /** Answer 401 to a bad signature instead of the 200 that lets the console's unsigned test call pass. */
  readonly strict?: boolean;
}

const LIMIT_BYTES = 256 * 1024;
/** Zalo repeats a call with its first timestamp for up to 1 h 51 min; the inbox's unique key refuses repeats. */
const FRESH_MS = 24 * 3_600_000;
const OK: WebhookAnswer = { status: 200 };

/** How often at most the time of the last webhook is written down. */
const NOTE_EVERY_MS = 60_000;

/** POST /webhooks/zalo. */
export function zaloRoutes(
  config: ZaloWebhookConfig,
  house: ChannelPorts,
  memory: Pick<AccountMemory, "read" | "note" | "notice">,
): readonly Webhook[] {
  const ports = notingRefusals(house, memory);
  const noteCall = callNoter(ports, memory);
  return [
    {
      channel: "zalo",
      path: "/zalo",
      limitBytes: LIMIT_BYTES,
      ports,
      answer(request) {
        const json = jsonObjectOf(request.body);
        const refusal = refusalOf(config, ports, request, json);
        if (refusal) return refusal;
        noteCall();
        return takeIn(parseZalo(json, config), ports, memory);
      },
    },
  ];
}

/** The call was genuine, or nobody has looked, and what it brought is not kept. */
const SENT_AWAY: ReadonlySet<Rejection> = new Set(["overload", "disabled", "not_stored"]);

/**
 * Zalo tries again when it cannot reach us; whether it does after a 503 is not written anywhere. So it is noted since when calls
 * were sent away, and the chats are read from there.
 */
function notingRefusals(house: ChannelPorts, memory: Pick<AccountMemory, "read" | "note">): ChannelPorts {
  let notedAt = Number.NEGATIVE_INFINITY;
  const note = async (now: number) => {
    // One a minute is noted, so what was sent away within the minute before counts as well.
    if ((await memory.read()).refusedSince === null) await memory.note({ refusedSince: now - NOTE_EVERY_MS });
  };
  return {
    ...house,
    reject(channel, why, detail) {
      house.reject(channel, why, detail);
      const now = house.now();
      if (!SENT_AWAY.has(why) || Math.abs(now - notedAt) < NOTE_EVERY_MS) return;
      notedAt = now;
      note(now).catch(() => {
        notedAt = Number.NEGATIVE_INFINITY;
      });
    },
  };
}

/** Notes that the webhook lives. Beside the answer, not before it: a provider waits. */
function callNoter(ports: ChannelPorts, memory: Pick<AccountMemory, "note">): () => void {
  let notedAt = Number.NEGATIVE_INFINITY;
  return () => {
    const now = ports.now();
    if (Math.abs(now - notedAt) < NOTE_EVERY_MS) return;
    notedAt = now;
    memory.note({ lastWebhookAt: now }).catch(() => {
      notedAt = Number.NEGATIVE_INFINITY;
    });
  };
}

/** What an unreadable or unsigned call is answered with; undefined for a genuine one. */
function refusalOf(
  config: ZaloWebhookConfig,
  ports: ChannelPorts,
  request: WebhookRequest,
  json: Readonly<Record<string, unknown>> | undefined,
): WebhookAnswer | undefined {
  if (!json) {
    // The signature covers a timestamp inside the body, so a body that cannot be read cannot be verified either.
    ports.reject("zalo", "unparsable");
    return { status: 400 };
  }
  const body = { raw: request.body, json };
  if (verifyZalo(body, request.headers["x-zevent-signature"], config.appId, config.oaSecretKey)) return undefined;
  ports.reject("zalo", "signature");
  return config.strict ? { status: 401 } : OK;
}

function takeIn(
  inbound: ZaloInbound,
  ports: ChannelPorts,
  memory: Pick<AccountMemory, "notice">,
): WebhookAnswer | Promise<WebhookAnswer> {
  if (inbound.kind === "not_for_us") {
    ports.reject("zalo", "not_for_us", inbound.name);
    return OK;
  }
  if (Math.abs(ports.now() - momentOf(inbound)) > FRESH_MS) {
    ports.reject("zalo", "stale");
    return OK;
  }
  const work = workOf(inbound, ports, memory);
  if (work) return durably("zalo", ports, work, () => OK);
  ports.reject("zalo", "not_for_us", inbound.kind === "event" ? inbound.event.kind : inbound.kind);
  return OK;
}

type ForUs = Exclude<ZaloInbound, { kind: "not_for_us" }>;

function momentOf(inbound: ForUs): number {
  if (inbound.kind === "message") return inbound.message.sentAt;
  return inbound.kind === "event" ? inbound.event.at : inbound.at;
}

/** What makes the call durable; undefined for an event nobody keeps. */
function workOf(
  inbound: ForUs,
  { accept, keep }: ChannelPorts,
  memory: Pick<AccountMemory, "notice">,
): (() => Promise<unknown>) | undefined {
  if (inbound.kind === "message") return () => accept(inbound.message);
  if (inbound.kind === "notice") return () => memory.notice(inbound.name, inbound.at);
  return keep && (() => keep(inbound.event));
}
