import { startAndroidFake } from "../android-gateway.ts";
import { startEmbeddingsFake } from "../embeddings.ts";
import { startEmulator } from "../emulator.ts";
import { startEsmsFake } from "../esms.ts";
import { startLanguageModelFake } from "../language-model.ts";
import { startQdrantFake } from "../qdrant.ts";
import { type Environment, OFFICE } from "../running-app.ts";
import { startTwilioFake } from "../twilio.ts";
import { startZaloFake } from "../zalo.ts";
import { startZaloBotFake } from "../zalo-bot.ts";

/** Secrets of an office that exists only here. */
export const SECRETS = {
  zaloBotToken: "77001:made-up-bot",
  zaloBotSecret: "made-up-bot-secret",
  esmsKey: "made-up-esms-key",
  esmsSecret: "made-up-esms-secret",
  androidSecret: "made-up-android-secret",
} as const;

/** Every provider's fake, running, and what joins the app to them. */
export type Town = Awaited<ReturnType<typeof openTown>>;

/** `appUrl`: where the app will listen. */
export async function openTown(appUrl: string) {
  const { appId, oaId, appSecret, accountSid, authToken } = OFFICE;
  const [zalo, zaloBot, twilio, esms, android, emulator, qdrant, embeddings, model] = await Promise.all([
    startZaloFake({ appId, oaId, appSecret }),
    startZaloBotFake(SECRETS.zaloBotToken),
    startTwilioFake({ accountSid, authToken }),
    startEsmsFake({ apiKey: SECRETS.esmsKey, secretKey: SECRETS.esmsSecret }),
    startAndroidFake(),
    startEmulator(),
    startQdrantFake(),
    startEmbeddingsFake(),
    startLanguageModelFake(),
  ]);
  const providers = [
    { url: zalo.url, what: "Zalo Official Account: OAuth v4, sending, templates" },
    { url: zaloBot.url, what: "Zalo Bot platform" },
    { url: twilio.url, what: "Twilio: SMS; live calls are made by the prompt" },
    { url: esms.url, what: "eSMS (ViHAT): SMS" },
    { url: android.url, what: "SMS Gateway for Android: a phone with a SIM" },
    { url: emulator.url, what: "Bot Framework Emulator: shows what the bot posts" },
    { url: qdrant.url, what: "Qdrant: vector index" },
    { url: embeddings.url, what: "embedding service: made-up vectors, they show the wiring, not the quality" },
    { url: model.url, what: "language model: made-up phrases around the answer" },
  ];
  const { accessToken, refreshToken } = zalo.tokens();
  const channels: Environment = {
    PORT: new URL(appUrl).port,
    PUBLIC_URL: appUrl,
    ZALO_APP_ID: appId,
    ZALO_OA_ID: oaId,
    ZALO_APP_SECRET: appSecret,
    ZALO_OA_SECRET_KEY: OFFICE.oaSecretKey,
    ZALO_ACCESS_TOKEN: accessToken,
    ZALO_REFRESH_TOKEN: refreshToken,
    ZALO_API_URL: zalo.url,
    ZALO_OAUTH_URL: zalo.url,
    ZNS_API_URL: zalo.url,
    ZALO_BOT_TOKEN: SECRETS.zaloBotToken,
    ZALO_BOT_SECRET: SECRETS.zaloBotSecret,
    ZALO_BOT_URL: zaloBot.url,
    TWILIO_ACCOUNT_SID: accountSid,
    TWILIO_AUTH_TOKEN: authToken,
    TWILIO_FROM: OFFICE.ownNumber,
    TWILIO_API_URL: twilio.url,
    ESMS_API_KEY: SECRETS.esmsKey,
    ESMS_SECRET_KEY: SECRETS.esmsSecret,
    ESMS_API_URL: esms.url,
    ANDROID_SMS_URL: android.url,
    ANDROID_SMS_SECRET: SECRETS.androidSecret,
    HOTLINE_SECRET: OFFICE.hotlineSecret,
    BOTFRAMEWORK_DOOR: "on",
  };
  const models: Environment = {
    QDRANT_URL: qdrant.url,
    EMBEDDINGS_URL: embeddings.url,
    LLM_URL: model.url,
  };
  return {
    ...{ zalo, zaloBot, twilio, esms, android, emulator },
    providers,
    /** Joins the app to every channel's provider. */
    channels,
    /** Joins it to Qdrant, the embeddings and the language model. */
    models,
    async close(): Promise<void> {
      const all = [zalo, zaloBot, twilio, esms, android, emulator, qdrant, embeddings, model];
      await Promise.all(all.map((one) => one.close()));
    },
  };
}
