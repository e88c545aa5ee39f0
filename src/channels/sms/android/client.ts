import { z } from "zod";
import type { Address } from "../../../messages/index.ts";
import { smsSize } from "../../../text/index.ts";
import type { SendOutcome } from "../../channel.ts";
import { type Exchange, outcomeOfStatus, postJson } from "../client.ts";

export interface AndroidClientConfig {
  /** The app's own server, or its cloud; user and password stand in it: http://user:password@192.168.1.20:8080. */
  readonly url: string;
  readonly timeoutMs: number;
}

const Taken = z.object({ id: z.string().min(1) });

/** Sends one SMS through the phone. `key` is the message's id there, so that the same message asked for twice is sent once. */
export async function sendAndroid(
  config: AndroidClientConfig,
  to: Address,
  text: string,
  key: string,
): Promise<SendOutcome> {
  const sim = /^android:(\d)$/.exec(to.account ?? "")?.[1];
  const body = {
    id: key,
    textMessage: { text },
    phoneNumbers: [to.id],
    withDeliveryReport: true,
    ...(sim && { simNumber: Number(sim) }),
  };
  const answer = await post(config, body);
  if ("kind" in answer) return answer;
  const isTakenBefore = answer.status === 409;
  const refused = isTakenBefore ? undefined : outcomeOfStatus("android", answer.status);
  if (refused) return refused;
  const providerId = isTakenBefore ? key : idIn(answer.body, key);
  // A router's sign-in page says 200 as well. Asked for twice under its key, a message is sent once.
  if (providerId === undefined) return { kind: "retry", reason: "android unreadable answer", uncertain: true };
  return { kind: "sent", providerId, billed: { service: "sms_android", units: smsSize(text).segments } };
}

/** Early versions of the app know the singular address only. */
async function post(config: AndroidClientConfig, body: unknown): Promise<Exchange> {
  const answer = await postTo(config, "/messages", body);
  return "status" in answer && answer.status === 404 ? postTo(config, "/message", body) : answer;
}

function postTo({ url, timeoutMs }: AndroidClientConfig, path: string, body: unknown): Promise<Exchange> {
  const base = new URL(url);
  const login = `${decodeURIComponent(base.username)}:${decodeURIComponent(base.password)}`;
  const headers = base.username ? { authorization: `Basic ${Buffer.from(login).toString("base64")}` } : undefined;
  const address = base.origin + base.pathname.replace(/\/+$/, "") + path;
  return postJson({ provider: "android", url: address, headers: headers ?? {}, body, timeoutMs });
}

/** What the app knows the message by; undefined for an answer that is not the app's. */
function idIn(body: string, key: string): string | undefined {
  if (body.trim() === "") return key;
  try {
    return Taken.safeParse(JSON.parse(body)).data?.id ?? key;
  } catch {
    return undefined;
  }
}
