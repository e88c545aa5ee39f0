import type { Reply } from "../../messages/index.ts";
import type { ChannelPorts, Webhook, WebhookAnswer, WebhookRequest } from "../channel.ts";
import { durably } from "../http.ts";
import { type Inbound, parseActivity } from "./parse.ts";
import type { BotFrameworkPorts } from "./ports.ts";
import { activityOf, renderActivity } from "./render.ts";
import { isServiceUrlAllowed } from "./service-url.ts";
import { mayEnter } from "./verify.ts";
import type { Reference } from "./wire.ts";

export interface DoorSettings {
  readonly secret: string | undefined;
  /** Origins replies may be posted to; none: this machine. */
  readonly serviceUrls: readonly string[];
  /** How long a caller who expects the replies inline is kept waiting. */
  readonly answerWithinMs: number;
}

const LIMIT_BYTES = 1_000_000;
const CHANNEL = "botframework";

/** POST /api/messages: an activity of the Emulator, or of whoever brings the secret. */
export function activityRoutes(
  settings: DoorSettings,
  house: BotFrameworkPorts,
  ports: ChannelPorts,
): readonly Webhook[] {
  return [
    {
      channel: CHANNEL,
      path: "/messages",
      limitBytes: LIMIT_BYTES,
      ports,
      answer: (request) => answerActivity(settings, house, ports, request),
    },
  ];
}

async function answerActivity(
  settings: DoorSettings,
  house: BotFrameworkPorts,
  ports: ChannelPorts,
  request: WebhookRequest,
): Promise<WebhookAnswer> {
  if (!mayEnter(request, settings.secret)) {
    ports.reject(CHANNEL, "signature");
    return { status: 401 };
  }
  const inbound = parseActivity(request.body, ports.now());
  switch (inbound.kind) {
    case "unreadable":
      ports.reject(CHANNEL, "unparsable", inbound.field);
      return problem(400, `cannot read the activity: ${inbound.field}`);
    case "not_for_us":
      ports.reject(CHANNEL, "not_for_us", inbound.name);
      // Whoever expects replies reads a list, also where there is nothing to say.
      return json({ activities: [] });
    case "joined":
    case "message":
      return answerPerson(inbound, settings, house, ports);
    default:
      return inbound satisfies never;
  }
}

type FromPerson = Extract<Inbound, { kind: "joined" | "message" }>;

async function answerPerson(
  inbound: FromPerson,
  settings: DoorSettings,
  house: BotFrameworkPorts,
  ports: ChannelPorts,
): Promise<WebhookAnswer> {
  const { reference, expectsReplies, from } = inbound;
  const isAnswerable = isServiceUrlAllowed(reference.serviceUrl, settings.serviceUrls);
  if (!isAnswerable && !expectsReplies) {
    ports.reject(CHANNEL, "schema", "serviceUrl");
    return problem(403, "serviceUrl is not allowed");
  }
  const now = ports.now();
  let greeting: readonly Reply[] = [];
  const kept = await durably(
    CHANNEL,
    ports,
    async () => {
      if (isAnswerable) await house.references.keep(from, reference, now);
      if (inbound.kind === "message") await ports.accept(inbound.message);
      else greeting = await house.greet(from, expectsReplies);
    },
    () => json({}),
  );
  if (kept.status !== 200 || !expectsReplies) return kept;
  const replies =
    inbound.kind === "message" ? await house.repliesTo(inbound.message, settings.answerWithinMs) : greeting;
  // The message is kept: the same activity sent again is answered with the same replies.
  return replies === "late"
    ? problem(504, "not answered yet; send the same activity again")
    : inline(replies, reference);
}

function inline(replies: readonly Reply[], reference: Reference): WebhookAnswer {
  return json({ activities: replies.flatMap(renderActivity).map((part) => activityOf(part, reference)) });
}

const json = (value: object): WebhookAnswer => ({ status: 200, type: "application/json", body: JSON.stringify(value) });
const problem = (status: number, message: string): WebhookAnswer => ({
  status,
  type: "application/json",
  body: JSON.stringify({ error: { code: "BadArgument", message } }),
});
