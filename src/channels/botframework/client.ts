import type { Address } from "../../messages/index.ts";
import type { Sender, SendOutcome } from "../channel.ts";
import { outcomeOfStatus, postJson } from "../sms/client.ts";
import type { ReferenceStore } from "./ports.ts";
import { activityOf, renderActivity } from "./render.ts";
import { isServiceUrlAllowed } from "./service-url.ts";

export interface SenderSettings {
  readonly references: ReferenceStore;
  readonly serviceUrls: readonly string[];
  readonly timeoutMs: number;
}

const PROVIDER = "botframework";
/** The person has left, or no such conversation is held any more. */
const GONE = new Set([403, 404, 410]);

/** Replies go where the conversation's last activity said they be posted. */
export function activitySender(settings: SenderSettings): Sender {
  return {
    channel: "botframework",
    render: renderActivity,
    send: (to, part) => post(to, part, settings),
  };
}

async function post(to: Address, part: string, settings: SenderSettings): Promise<SendOutcome> {
  const reference = await settings.references.find(to);
  if (!reference) return { kind: "unreachable", reason: "botframework no service url" };
  const { serviceUrl, conversation, activityId } = reference;
  // Checked again: the list may have changed since the conversation was begun.
  if (!isServiceUrlAllowed(serviceUrl, settings.serviceUrls))
    return { kind: "operator", reason: "botframework service url not allowed" };
  const last = activityId === undefined ? "" : `/${encodeURIComponent(activityId)}`;
  const path = `/v3/conversations/${encodeURIComponent(conversation)}/activities${last}`;
  const body = activityOf(part, reference);
  const url = serviceUrl.replace(/\/+$/, "") + path;
  const answer = await postJson({ provider: PROVIDER, url, headers: {}, body, timeoutMs: settings.timeoutMs });
  if ("kind" in answer) return answer;
  if (GONE.has(answer.status)) return { kind: "unreachable", reason: `${PROVIDER} http ${answer.status}` };
  return outcomeOfStatus(PROVIDER, answer.status) ?? { kind: "sent", providerId: idIn(answer.body) };
}

/** The tester names what it has shown; one that does not has shown it all the same. */
function idIn(body: string): string {
  try {
    const { id } = Object(JSON.parse(body)) as { id?: unknown };
    return typeof id === "string" && id ? id : "unnamed";
  } catch {
    return "unnamed";
  }
}
