import type { ServerResponse } from "node:http";
import type { Activity } from "botbuilder";
import { answerJson, bodyOf, happens, listen, mishaps } from "./listen.ts";

/** A tester as the Bot Framework Emulator is one: it posts activities to a bot and shows what the bot posts back. */
export interface Emulator {
  /** What the bot is told to answer to. */
  readonly url: string;
  /** Everything the bot has posted, in order. */
  readonly shown: Shown[];
  failNext(status: number, times?: number): void;
  hangNext(times?: number): void;
  close(): Promise<void>;
}

export interface Shown {
  readonly conversation: string;
  /** The activity it answers; absent for what the bot says of its own accord. */
  readonly replyToId: string | undefined;
  readonly activity: Partial<Activity>;
}

/** A conversation that has been closed meanwhile. */
export const CLOSED_CONVERSATION = "closed-conversation";

function placeOf(path: string): Pick<Shown, "conversation" | "replyToId"> | undefined {
  const [, conversation, replyToId] = /^\/v3\/conversations\/([^/]+)\/activities(?:\/([^/]+))?$/.exec(path) ?? [];
  return conversation === undefined
    ? undefined
    : { conversation: decodeURIComponent(conversation), replyToId: replyToId && decodeURIComponent(replyToId) };
}

export async function startEmulator(): Promise<Emulator> {
  const shown: Shown[] = [];
  const planned = mishaps();
  const show = (response: ServerResponse, said: Shown): void => {
    const { conversation, activity } = said;
    const problem = problemOf(activity, conversation);
    if (problem) {
      answerJson(response, problem.status, { error: { code: "Refused", message: problem.message } });
      return;
    }
    shown.push(said);
    answerJson(response, 200, { id: `shown-${shown.length}` });
  };
  const server = await listen(async (request, response) => {
    const place = request.method === "POST" ? placeOf(request.url ?? "") : undefined;
    if (!place) return void response.writeHead(404).end();
    const activity = JSON.parse(await bodyOf(request)) as Partial<Activity>;
    const mishap = planned.next();
    if (mishap && "silence" in mishap) return;
    if (await happens(mishap, response, (to, code) => answerJson(to, code, {}))) return;
    show(response, { ...place, activity });
  });
  return {
    url: server.url,
    shown,
    failNext: (status, times = 1) => planned.plan({ status }, times),
    hangNext: (times = 1) => planned.plan({ silence: true }, times),
    close: server.close,
  };
}

interface Problem {
  readonly status: number;
  readonly message: string;
}

/** Why the Emulator would not show an activity. */
function problemOf(activity: Partial<Activity>, name: string): Problem | undefined {
  if (name === CLOSED_CONVERSATION) return { status: 404, message: "conversation" };
  const { type, from, recipient, conversation, text } = activity;
  const is = {
    type: type === "message",
    from: from?.role === "bot" && from.id !== "",
    recipient: Boolean(recipient?.id),
    conversation: conversation?.id === name,
    text: Boolean(text),
  };
  const wrong = Object.entries(is).find(([, isRight]) => !isRight);
  return wrong && { status: 400, message: wrong[0] };
}

export interface Typed {
  readonly conversation: string;
  readonly id: string;
  readonly text?: string;
  readonly serviceUrl?: string;
  readonly at?: number;
}

/** The activity of somebody who types into the Emulator. */
export function typedActivity({ conversation, id, text = "", serviceUrl, at }: Typed, more: object = {}) {
  return {
    type: "message",
    id,
    ...(at === undefined ? {} : { timestamp: new Date(at).toISOString() }),
    channelId: "emulator",
    ...(serviceUrl === undefined ? {} : { serviceUrl }),
    from: { id: "nguoi-dan", name: "Người dân", role: "user" },
    recipient: { id: "bot", name: "Bot", role: "bot" },
    conversation: { id: conversation },
    locale: "vi-VN",
    text,
    textFormat: "plain",
    ...more,
  };
}

/** What the Emulator posts when a conversation is opened: the bot has come, then the person. */
export function openedConversation(conversation: string, serviceUrl: string) {
  const opened = (id: string, member: string) =>
    typedActivity({ conversation, id, serviceUrl }, { type: "conversationUpdate", membersAdded: [{ id: member }] });
  return [opened("opened-1", "bot"), opened("opened-2", "nguoi-dan")];
}

/** Posts one activity as the Emulator does. */
export function postActivity(url: string, activity: object, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${url}/api/messages`, {
    method: "POST",
    headers: { "content-type": "application/json; charset=utf-8", ...headers },
    body: JSON.stringify(activity),
  });
}
