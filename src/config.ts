import { join, resolve } from "node:path";
import { z } from "zod";
import type { Config } from "./config-shape.ts";

export type { Config } from "./config-shape.ts";

const optional = z
  .string()
  .optional()
  .transform((value) => (value?.trim() ? value.trim() : undefined));
const flag = z
  .enum(["on", "off", ""])
  .optional()
  .transform((value) => (value === "" ? undefined : value));
const address = optional.pipe(z.url({ protocol: /^https?$/ }).optional());

/** Every variable the system reads. There is no default for a secret: a channel whose secret is missing is off. */
const Environment = z.object({
  PORT: z.coerce.number().int().min(0).max(65535).default(8080),
  HOST: z.string().default("127.0.0.1"),
  DATA_DIR: z.string().default("./data"),
  KNOWLEDGE_DIR: optional,
  FLOWS_DIR: optional,
  CATALOGUE: optional,
  CATALOGUE_CODES: optional,
  PUBLIC_URL: address,
  DATABASE_URL: optional,
  LOG_LEVEL: z.enum(["trace", "debug", "info", "warn", "error", "fatal", "silent"]).default("info"),
  TRUSTED_PROXIES: z.coerce.number().int().min(0).max(5).default(0),
  TRY_PAGE: flag,
  NODE_ENV: optional,
  REQUIRE_APPROVAL: flag,

  QDRANT_URL: address,
  QDRANT_API_KEY: optional,
  EMBEDDINGS_URL: address,
  EMBEDDINGS_MODEL: optional,
  LLM_URL: address,
  LLM_MODEL: optional,
  LLM_API_KEY: optional,

  ONE_STOP_URL: address,
  ONE_STOP_TOKEN: optional,

  ZALO_APP_ID: optional,
  ZALO_OA_ID: optional,
  ZALO_APP_SECRET: optional,
  ZALO_OA_SECRET_KEY: optional,
  ZALO_REFRESH_TOKEN: optional,
  ZALO_ACCESS_TOKEN: optional,
  ZALO_API_URL: address,
  ZALO_OAUTH_URL: address,
  ZNS_API_URL: address,
  ZALO_STRICT: flag,
  ZALO_BUTTONS: flag,
  ZALO_PREFLIGHT: flag,
  ZALO_SECRET_PROOF: flag,
  ZNS_REHEARSAL: flag,
  ZALO_POLLING: flag,
  ZALO_CODE_VERIFIER: optional,
  ZALO_CONTACT_FORM_IMAGE: optional.pipe(z.url({ protocol: /^https$/ }).optional()),
  ZALO_BOT_TOKEN: optional,
  ZALO_BOT_SECRET: optional,
  ZALO_BOT_URL: address,

  TWILIO_ACCOUNT_SID: optional,
  TWILIO_AUTH_TOKEN: optional,
  TWILIO_FROM: optional,
  TWILIO_API_URL: address,

  ESMS_API_KEY: optional,
  ESMS_SECRET_KEY: optional,
  ESMS_MO_KEY: optional,
  ESMS_BRANDNAME: optional,
  ESMS_KEYWORD: optional,
  ESMS_ALLOWED_IPS: optional,
  ESMS_API_URL: address,

  ANDROID_SMS_URL: address,
  ANDROID_SMS_SECRET: optional,
  ANDROID_SMS_TOLERANCE_S: z.coerce.number().int().min(1).max(604_800).default(300),

  SMS_PROVIDER: z.enum(["esms", "android", "twilio", ""]).optional(),
  SMS_ACCENTS: flag,
  VOICE_TRANSFER_NUMBER: optional,

  HOTLINE_SECRET: optional,

  ATTACHMENT_SCAN_URL: optional.pipe(z.url({ protocol: /^clamd$/ }).optional()),

  BOTFRAMEWORK_DOOR: flag,
  BOTFRAMEWORK_SECRET: optional,
  BOTFRAMEWORK_SERVICE_URLS: optional,
});

export class ConfigMistake extends Error {}

/** A server of a single model takes any name. */
const ANY_MODEL = "default";

function sameOrigin(one: string | undefined, other: string | undefined): boolean {
  return one !== undefined && other !== undefined && new URL(one).origin === new URL(other).origin;
}

/** ClamAV's own port where the address names none. */
const scannerAt = ({ hostname, port }: URL) => ({ host: hostname, port: Number(port || 3310) });

const HOUSE = resolve(import.meta.dirname, "..");

/** Several values in one setting. */
const listed = (text: string | undefined): string[] => text?.split(/[\s,]+/).filter(Boolean) ?? [];

/** Reads the environment once and names everything that is wrong with it, at once. Throws ConfigMistake. */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const parsed = Environment.safeParse(environment);
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => `  ${issue.path.join(".")}: ${issue.message}`);
    throw new ConfigMistake(`these settings cannot be used:\n${lines.join("\n")}`);
  }
  const env = parsed.data;
  return {
    port: env.PORT,
    host: env.HOST,
    dataDirectory: resolve(env.DATA_DIR),
    knowledgeDirectory: resolve(env.KNOWLEDGE_DIR ?? join(HOUSE, "knowledge")),
    flowsDirectory: resolve(env.FLOWS_DIR ?? join(HOUSE, "flows")),
    catalogueFile: env.CATALOGUE && resolve(env.CATALOGUE),
    catalogueCodes: env.CATALOGUE_CODES && resolve(env.CATALOGUE_CODES),
    publicUrl: env.PUBLIC_URL?.replace(/\/+$/, ""),
    databaseUrl: env.DATABASE_URL,
    logLevel: env.LOG_LEVEL,
    trustedProxies: env.TRUSTED_PROXIES,
    // A stranger must never talk as somebody else: outside development the page is off unless asked for.
    tryPage: env.TRY_PAGE ? env.TRY_PAGE === "on" : env.NODE_ENV !== "production",
    requireApproval: env.REQUIRE_APPROVAL === "on",
    qdrant: { url: env.QDRANT_URL, apiKey: env.QDRANT_API_KEY },
    embeddings: {
      url: env.EMBEDDINGS_URL,
      model: env.EMBEDDINGS_MODEL ?? ANY_MODEL,
      // The key was given for the model's host; no other host may see it.
      apiKey: sameOrigin(env.EMBEDDINGS_URL, env.LLM_URL) ? env.LLM_API_KEY : undefined,
    },
    languageModel: { url: env.LLM_URL, model: env.LLM_MODEL ?? ANY_MODEL, apiKey: env.LLM_API_KEY },
    oneStop: { url: env.ONE_STOP_URL, token: env.ONE_STOP_TOKEN },
    zalo: {
      appId: env.ZALO_APP_ID,
      oaId: env.ZALO_OA_ID,
      appSecret: env.ZALO_APP_SECRET,
      oaSecretKey: env.ZALO_OA_SECRET_KEY,
      refreshToken: env.ZALO_REFRESH_TOKEN,
      accessToken: env.ZALO_ACCESS_TOKEN,
      apiUrl: env.ZALO_API_URL,
      oauthUrl: env.ZALO_OAUTH_URL,
      znsUrl: env.ZNS_API_URL,
      strict: env.ZALO_STRICT === "on",
      buttons: env.ZALO_BUTTONS === "on",
      preflight: env.ZALO_PREFLIGHT === "on",
      secretProof: env.ZALO_SECRET_PROOF === "on",
      polling: env.ZALO_POLLING !== "off",
      codeVerifier: env.ZALO_CODE_VERIFIER,
      contactFormImage: env.ZALO_CONTACT_FORM_IMAGE,
      templateRehearsal: env.ZNS_REHEARSAL === "on",
    },
    zaloBot: { token: env.ZALO_BOT_TOKEN, secret: env.ZALO_BOT_SECRET, apiUrl: env.ZALO_BOT_URL },
    twilio: {
      accountSid: env.TWILIO_ACCOUNT_SID,
      authToken: env.TWILIO_AUTH_TOKEN,
      from: env.TWILIO_FROM,
      apiUrl: env.TWILIO_API_URL,
    },
    esms: {
      apiKey: env.ESMS_API_KEY,
      secretKey: env.ESMS_SECRET_KEY,
      moKey: env.ESMS_MO_KEY,
      brandName: env.ESMS_BRANDNAME,
      keyword: env.ESMS_KEYWORD,
      allowedIps: listed(env.ESMS_ALLOWED_IPS),
      apiUrl: env.ESMS_API_URL,
    },
    android: {
      url: env.ANDROID_SMS_URL,
      secret: env.ANDROID_SMS_SECRET,
      toleranceMs: env.ANDROID_SMS_TOLERANCE_S * 1000,
    },
    sms: { provider: env.SMS_PROVIDER || undefined, accents: env.SMS_ACCENTS === "on" },
    hotline: { secret: env.HOTLINE_SECRET },
    scanner: env.ATTACHMENT_SCAN_URL ? scannerAt(new URL(env.ATTACHMENT_SCAN_URL)) : undefined,
    botFramework: {
      door: env.BOTFRAMEWORK_DOOR === "on" ? "on" : undefined,
      secret: env.BOTFRAMEWORK_SECRET,
      serviceUrls: listed(env.BOTFRAMEWORK_SERVICE_URLS),
    },
    voice: { transferNumber: env.VOICE_TRANSFER_NUMBER },
  };
}
