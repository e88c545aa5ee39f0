import type { Activity, TurnContext as Context, ResourceResponse } from "botbuilder";
import { type InboundMessage, laneOf, type Reply } from "../messages/index.ts";
import { importWithout } from "../platform/index.ts";
import type { Turn } from "./model.ts";

/** How the SDK speaks with Azure: sign-in, calls and streams. Replies go through the outbox, so no turn comes there (docs/adr/0001). */
const AZURE = /^(?:@azure\/.+|axios|botframework-connector|botframework-streaming|fs-extra|htmlparser2)$/;
const SDK = /\/node_modules\/bot(?:builder|framework)/;

const { ActivityHandler, ActivityTypes, BotAdapter, TurnContext } = await importWithout(
  AZURE,
  SDK,
  () => import("botbuilder"),
);

/**
 * The Bot Framework around a turn: each message becomes an Activity and passes through the SDK's middleware and handler
 * before it is decided, and each reply goes out as an Activity. Successor SDK and reasons: docs/adr/0001.
 */
export interface Bot {
  /** Runs one turn; what middleware adds or changes among the replies is kept. */
  run(message: InboundMessage, decideTurn: () => Turn): Promise<Turn>;
}

const TURN = Symbol("turn");
const DECIDE = Symbol("decide");

export function createBot(): Bot {
  const handler = new CitizenHandler();
  return {
    async run(message, decideTurn) {
      const adapter = new TurnAdapter();
      const context = new TurnContext(adapter, toActivity(message));
      context.turnState.set(DECIDE, decideTurn);
      await adapter.runMiddleware(context, (c) => handler.run(c));
      const turn: Turn | undefined = context.turnState.get(TURN);
      // What the SDK made for a turn hangs together with the next turn's until the collector goes through everything: not with all that was read.
      context.turnState.clear();
      if (!turn) throw new Error("the Bot Framework turn ended without a decision");
      return { ...turn, replies: adapter.replies };
    },
  };
}

class CitizenHandler extends ActivityHandler {
  constructor() {
    super();
    this.onMessage(async (context, next) => {
      const decideTurn = context.turnState.get(DECIDE) as () => Turn;
      const turn = decideTurn();
      context.turnState.set(TURN, turn);
      if (turn.replies.length > 0) await context.sendActivities(turn.replies.map(fromReply));
      await next();
    });
  }
}

/** Collects what a turn says; delivery is the outbox's. */
class TurnAdapter extends BotAdapter {
  readonly replies: Reply[] = [];

  override async sendActivities(_context: Context, activities: Partial<Activity>[]): Promise<ResourceResponse[]> {
    return activities.map((activity) => {
      if (activity.type === ActivityTypes.Message) this.replies.push(toReply(activity));
      return { id: String(this.replies.length) };
    });
  }

  override async updateActivity(): Promise<void> {
    throw new Error("a reply that is promised is not changed");
  }

  override async deleteActivity(): Promise<void> {
    throw new Error("a reply that is promised is not taken back");
  }

  override async continueConversation(): Promise<void> {
    throw new Error("news of a ticket goes through the outbox");
  }

  override async runMiddleware(context: Context, next: (context: Context) => Promise<void>): Promise<void> {
    await super.runMiddleware(context, next);
  }
}

export function toActivity(message: InboundMessage): Partial<Activity> {
  const { from } = message;
  return {
    type: ActivityTypes.Message,
    id: message.providerId,
    timestamp: new Date(message.sentAt),
    channelId: from.channel,
    serviceUrl: "urn:lang-nghe",
    from: { id: from.id, name: "", role: "user" },
    recipient: { id: from.account ?? "lang-nghe", name: "Lắng Nghe", role: "bot" },
    conversation: { id: laneOf(from), isGroup: false, conversationType: "personal", name: "" },
    text: message.text,
    textFormat: "plain",
    locale: "vi-VN",
    attachments: message.attachments.flatMap((attachment) =>
      attachment.url
        ? [
            {
              contentType: attachment.kind,
              contentUrl: attachment.url,
              ...(attachment.name ? { name: attachment.name } : {}),
            },
          ]
        : [],
    ),
  };
}

function fromReply(reply: Reply): Partial<Activity> {
  return {
    type: ActivityTypes.Message,
    text: reply.text,
    channelData: reply,
    ...(reply.choices
      ? {
          suggestedActions: {
            to: [],
            actions: reply.choices.map((choice, i) => ({ type: "imBack", title: choice, value: String(i + 1) })),
          },
        }
      : {}),
  };
}

/** Our own replies travel whole in channelData; one that middleware added has its text only. */
function toReply(activity: Partial<Activity>): Reply {
  const own: Reply | undefined = activity.channelData;
  return own && own.text === activity.text ? own : { key: "bot", text: activity.text ?? "" };
}
