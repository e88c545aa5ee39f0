import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import type { Address } from "../../messages/index.ts";
import type { SendOutcome } from "../channel.ts";
import { type ApiAnswer, type ZaloApi, type ZaloApiConfig, zaloApi } from "./api/client.ts";
import { type OauthConfig, refreshPair } from "./oauth/client.ts";
import type { ZaloPart } from "./part.ts";
import { type TokenKeeper, type TokenPair, type TokenStore, type TokenTrouble, tokenKeeper } from "./tokens.ts";

export interface ZaloClientConfig extends OauthConfig, Omit<ZaloApiConfig, "keeper"> {
  readonly tokens: TokenStore;
  /** First tokens, taken by hand from Zalo's console. */
  readonly accessToken?: string;
  readonly refreshToken?: string;
  /** Told why a renewal failed, and with undefined that one has worked. */
  readonly onTrouble?: (trouble: TokenTrouble | undefined) => Promise<void>;
  /** Bytes of a file the office keeps; undefined when it is gone. */
  readonly openFile?: (reference: string) => Promise<Uint8Array<ArrayBuffer> | undefined>;
}

export interface ZaloClient {
  readonly api: ZaloApi;
  readonly keeper: TokenKeeper;
  /** Sends one consultation message. Never throws. `code` is Zalo's error number, where it gave one. */
  sendPart(to: Address, part: ZaloPart): Promise<Sent>;
  /** When this person last turned to the account, as Zalo knows it; undefined when it does not say. */
  lastInteraction(userId: string): Promise<number | undefined>;
}

export interface Sent {
  readonly outcome: SendOutcome;
  readonly code?: number;
}

/** Life of an access token in the documentation; an access token from the configuration may be older than we think. */
const TOKEN_LIFE_MS = 90_000_000;

const id = z.union([z.string(), z.number().transform(String)]).optional();
/** Consultation messages and templates by user id call it message_id, templates by telephone msg_id. */
const taken = z.object({ message_id: id, msg_id: id });
const uploadedPicture = z.object({ attachment_id: z.string().min(1) });
const uploaded = z.object({ token: z.string().min(1) });
const quota = z.object({ last_interaction: z.coerce.number().int().positive() });

export function zaloClient(config: ZaloClientConfig): ZaloClient {
  const keeper = tokenKeeper({
    store: config.tokens,
    seed: seedOf(config),
    now: () => config.clock.now(),
    wait: (ms) => sleep(ms),
    refresh: (refreshToken) => refreshPair(config, refreshToken),
    ...(config.onTrouble && { note: config.onTrouble }),
  });
  const api = zaloApi({ ...config, keeper });

  return {
    api,
    keeper,
    async sendPart(to, part) {
      const isOurs = part.kind === "file" || part.kind === "picture";
      const body = isOurs ? await fileMessage(config, api, part) : { message: messageOf(part) };
      if ("outcome" in body) return body;
      const json = { recipient: { user_id: to.id }, ...body };
      return sentOf(await api.call({ path: "/v3.0/oa/message/cs", json }));
    },
    async lastInteraction(userId) {
      const answer = await api.call({ path: "/v3.0/oa/quota/message", json: { user_id: userId } });
      return answer.kind === "ok" ? quota.safeParse(answer.data).data?.last_interaction : undefined;
    },
  };
}

/** Zalo's answer to anything that sends: an id, or why not. */
export function sentOf(answer: ApiAnswer): Sent {
  if (answer.kind === "failed")
    return { outcome: answer.outcome, ...(answer.code !== undefined && { code: answer.code }) };
  const ids = taken.safeParse(answer.data).data;
  return { outcome: { kind: "sent", providerId: ids?.message_id ?? ids?.msg_id ?? "" } };
}

function seedOf({ accessToken = "", refreshToken = "", clock }: ZaloClientConfig): TokenPair | undefined {
  if (!accessToken && !refreshToken) return undefined;
  const obtainedAt = clock.now();
  return { accessToken, refreshToken, obtainedAt, expiresAt: accessToken ? obtainedAt + TOKEN_LIFE_MS : obtainedAt };
}

/** The field `message` of a consultation message, as the official SDKs build it; buttons are undocumented in v3. */
function messageOf(part: Exclude<ZaloPart, { kind: "file" | "picture" }>): object {
  switch (part.kind) {
    case "text":
      return part.buttons?.length
        ? { text: part.text, ...template({ buttons: part.buttons.map(buttonOf) }) }
        : { text: part.text };
    case "image":
      return {
        ...(part.caption && { text: part.caption }),
        ...template({ template_type: "media", elements: [{ media_type: "image", url: part.url }] }),
      };
    case "ask_contact":
      return template({
        template_type: "request_user_info",
        elements: [{ title: part.title, subtitle: part.subtitle, image_url: part.imageUrl }],
      });
    default:
      return part satisfies never;
  }
}

const template = (payload: object) => ({ attachment: { type: "template", payload } });

/** A tap comes back as an ordinary text holding the number, as if the citizen had typed it. */
const buttonOf = (title: string, at: number) => ({ title, type: "oa.query.show", payload: String(at + 1) });

/** Zalo keeps an uploaded file for seven days, so it is uploaded at each try. */
async function fileMessage(
  { openFile }: ZaloClientConfig,
  api: ZaloApi,
  part: Extract<ZaloPart, { kind: "file" | "picture" }>,
): Promise<{ readonly message: object } | Sent> {
  const bytes = await openFile?.(part.reference).catch(() => undefined);
  if (!bytes) return { outcome: { kind: "refused", reason: "zalo: the file is gone" } };
  const file = { bytes, name: part.name, type: part.type };
  const isPicture = part.kind === "picture";
  const answer = await api.call({ path: `/v2.0/oa/upload/${isPicture ? "image" : "file"}`, file });
  if (answer.kind === "failed") return sentOf(answer);
  if (isPicture) return pictureMessage(uploadedPicture.safeParse(answer.data).data?.attachment_id);
  const token = uploaded.safeParse(answer.data).data?.token;
  if (!token) return { outcome: { kind: "retry", reason: "zalo: no token for the file" } };
  return { message: { attachment: { type: "file", payload: { token } } } };
}

function pictureMessage(id: string | undefined): { readonly message: object } | Sent {
  if (!id) return { outcome: { kind: "retry", reason: "zalo: no id for the picture" } };
  return { message: template({ template_type: "media", elements: [{ media_type: "image", attachment_id: id }] }) };
}
