import type { ChannelPorts, Webhook, WebhookAnswer, WebhookRequest } from "../channel.ts";
import { durably } from "../http.ts";
import { offeredOnce } from "../offered-once.ts";
import { jsonObjectOf } from "../zalo/verify.ts";
import { parseZaloBot, type ZaloBotInbound } from "./parse.ts";
import { verifyZaloBot } from "./verify.ts";

export interface ZaloBotWebhookConfig {
  /** The bot's own id. */
  readonly account: string;
  /** Without one every call is refused: the bot then asks for its messages instead. */
  readonly secret: string;
}

const LIMIT_BYTES = 1024 * 1024;
const FRESH_MS = 24 * 3_600_000;
const OK: WebhookAnswer = { status: 200 };

/** POST /webhooks/zalo-bot. Whether an update that was refused comes again is not written anywhere. */
export function zaloBotRoutes(config: ZaloBotWebhookConfig, house: ChannelPorts): readonly Webhook[] {
  const ports = offeredOnce(house);
  return [
    {
      channel: "zalo-bot",
      path: "/zalo-bot",
      limitBytes: LIMIT_BYTES,
      ports,
      answer: (request) => answerZaloBot(config, ports, request),
    },
  ];
}

async function answerZaloBot(
  { account, secret }: ZaloBotWebhookConfig,
  ports: ChannelPorts,
  request: WebhookRequest,
): Promise<WebhookAnswer> {
  if (!verifyZaloBot(request.headers["x-bot-api-secret-token"], secret)) {
    ports.reject("zalo-bot", "signature");
    return { status: 401 };
  }
  const json = jsonObjectOf(request.body);
  if (!json) {
    ports.reject("zalo-bot", "unparsable");
    return { status: 400 };
  }
  const message = forUs(parseZaloBot(json, account), ports);
  if (!message) return OK;
  return durably(
    "zalo-bot",
    ports,
    () => ports.accept(message),
    () => OK,
  );
}

/** The message of an update, or undefined where it is none for us, which is counted. */
export function forUs(inbound: ZaloBotInbound, ports: Pick<ChannelPorts, "reject" | "now">) {
  if (inbound.kind === "not_for_us") {
    ports.reject("zalo-bot", "not_for_us", inbound.name);
    return undefined;
  }
  if (Math.abs(ports.now() - inbound.message.sentAt) <= FRESH_MS) return inbound.message;
  ports.reject("zalo-bot", "stale");
  return undefined;
}
