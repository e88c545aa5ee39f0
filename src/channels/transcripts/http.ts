import { sha256 } from "../../platform/index.ts";
import type { ChannelPorts, Webhook, WebhookAnswer, WebhookRequest } from "../channel.ts";
import { durably } from "../http.ts";
import { detectFormat, parseTranscript } from "./formats.ts";
import { messageOfTranscript } from "./message.ts";
import { verifyHotline } from "./verify.ts";

const LIMIT_BYTES = 1024 * 1024;

/** POST /webhooks/hotline: one finished call as `hotline-transcript/1`, or as any exporter's file. Answers in JSON. */
export function hotlineRoutes(secret: string, ports: ChannelPorts): readonly Webhook[] {
  return [
    {
      channel: "transcript",
      path: "/hotline",
      limitBytes: LIMIT_BYTES,
      ports,
      answer: (request) => answerHotline(secret, ports, request),
    },
  ];
}

async function answerHotline(secret: string, ports: ChannelPorts, request: WebhookRequest): Promise<WebhookAnswer> {
  const check = verifyHotline(request.body, request.headers, secret, ports.now());
  if (check !== "genuine") {
    ports.reject("transcript", check);
    return json(401, { error: check });
  }
  const text = request.body.toString("utf8");
  const hash = sha256(request.body);
  // A file that names no call is one by itself; a second file of the same call is known only where it says which.
  const transcript = parseTranscript(text, detectFormat(text) ?? "hotline-transcript/1", `file-${hash.slice(0, 24)}`);
  if ("error" in transcript) {
    ports.reject("transcript", "schema", transcript.at);
    return json(transcript.error === "not JSON" ? 400 : 422, transcript);
  }
  // A call still going on comes again, whole, when it has ended.
  if (transcript.final === false) return passOver(ports, "not final");
  const message = messageOfTranscript(transcript, hash, ports.now());
  if (message.text === "") return passOver(ports, "no words of the caller");
  return durably(
    "transcript",
    ports,
    () => ports.accept(message),
    (receipt) => json(200, { status: receipt, id: message.providerId }),
  );
}

function passOver(ports: ChannelPorts, reason: string): WebhookAnswer {
  ports.reject("transcript", "not_for_us", reason);
  return json(200, { status: "not_for_us", reason });
}

function json(status: number, value: unknown): WebhookAnswer {
  return { status, type: "application/json", body: JSON.stringify(value) };
}
