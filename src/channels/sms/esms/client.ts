import { z } from "zod";
import type { Address } from "../../../messages/index.ts";
import { smsSize } from "../../../text/index.ts";
import type { SendOutcome } from "../../channel.ts";
import { outcomeOfStatus, postJson } from "../client.ts";
import { refusedByTemplates, type SmsTemplate } from "../templates/registry.ts";
import { outcomeOfCode } from "./outcome.ts";

export interface EsmsClientConfig {
  readonly apiKey: string;
  readonly secretKey: string;
  /** Default https://rest.esms.vn. */
  readonly apiUrl?: string;
  /** The brand name messages come from; operators then take approved texts only. */
  readonly brandName?: string;
  readonly templates: readonly SmsTemplate[];
  /** Where delivery reports go; without it none are asked for. */
  readonly callbackUrl?: string;
  readonly timeoutMs: number;
}

const PATH = "/MainService.svc/json/SendMultipleMessage_V4_post_json/";

const Result = z.object({
  CodeResult: z.union([z.string(), z.number()]).transform(String),
  SMSID: z.union([z.string(), z.number()]).transform(String).nullish(),
});

/** Sends one SMS. `key` goes out as RequestId, so that the same message asked for twice is sent once. Never throws. */
export async function sendEsms(config: EsmsClientConfig, to: Address, text: string, key: string): Promise<SendOutcome> {
  const refused = config.brandName && refusedByTemplates(text, config.brandName, config.templates);
  if (refused) return { kind: "refused", reason: refused };
  const size = smsSize(text);
  const answer = await postJson({
    provider: "esms",
    url: (config.apiUrl ?? "https://rest.esms.vn").replace(/\/+$/, "") + PATH,
    headers: {},
    timeoutMs: config.timeoutMs,
    body: {
      ApiKey: config.apiKey,
      SecretKey: config.secretKey,
      Phone: to.id.replace(/^\+/, ""),
      Content: text,
      ...(config.brandName && { Brandname: config.brandName }),
      SmsType: "2",
      IsUnicode: size.encoding === "ucs2" ? "1" : "0",
      Sandbox: "0",
      RequestId: key,
      ...(config.callbackUrl && { CallbackUrl: config.callbackUrl }),
    },
  });
  if ("kind" in answer) return answer;
  const outcome = outcomeOfStatus("esms", answer.status) ?? outcomeOfBody(answer.body, key);
  return outcome.kind === "sent" ? { ...outcome, billed: { service: "sms_esms", units: size.segments } } : outcome;
}

function outcomeOfBody(body: string, key: string): SendOutcome {
  const result = Result.safeParse(jsonOf(body));
  if (!result.success) return { kind: "retry", reason: "esms unreadable answer", uncertain: true };
  return outcomeOfCode(result.data.CodeResult, result.data.SMSID ?? undefined, key);
}

function jsonOf(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
