import { botFrameworkPorts } from "../../src/app/botframework.ts";
import { configuredChannels, sendersOf } from "../../src/app/channels.ts";
import { type House, voicePorts } from "../../src/app/voice.ts";
import { type ChannelPorts, renderSms, renderZalo, webhookRouter } from "../../src/channels/index.ts";
import { tryRoutes } from "../../src/channels/web/index.ts";
import { rehearse } from "../../src/cli/rehearsal.ts";
import { readConfig } from "../../src/config.ts";
import type { Committed } from "../../src/conversation/index.ts";
import { type ChannelName, type InboundMessage, laneOf, type Reply } from "../../src/messages/index.ts";
import { createHttp } from "../../src/platform/http.ts";
import { createLog, newId } from "../../src/platform/index.ts";
import { smsSize } from "../../src/text/index.ts";
import { listen } from "../fakes/listen.ts";
import { OFFICE } from "../fakes/running-app.ts";
import { SECRETS } from "../fakes/town/town.ts";
import type { Office } from "./office.ts";

/** Settings that open every channel; nothing is ever sent, so no provider need be there. */
const SETTINGS = {
  PUBLIC_URL: OFFICE.publicUrl,
  ZALO_APP_ID: OFFICE.appId,
  ZALO_OA_ID: OFFICE.oaId,
  ZALO_APP_SECRET: OFFICE.appSecret,
  ZALO_OA_SECRET_KEY: OFFICE.oaSecretKey,
  ZALO_REFRESH_TOKEN: "made-up-refresh-token",
  ZALO_BOT_TOKEN: SECRETS.zaloBotToken,
  ZALO_BOT_SECRET: SECRETS.zaloBotSecret,
  TWILIO_ACCOUNT_SID: OFFICE.accountSid,
  TWILIO_AUTH_TOKEN: OFFICE.authToken,
  TWILIO_FROM: OFFICE.ownNumber,
  ESMS_API_KEY: SECRETS.esmsKey,
  ESMS_SECRET_KEY: SECRETS.esmsSecret,
  ANDROID_SMS_URL: "http://phone.invalid",
  ANDROID_SMS_SECRET: SECRETS.androidSecret,
  HOTLINE_SECRET: OFFICE.hotlineSecret,
  BOTFRAMEWORK_DOOR: "on",
};

export type Doors = Awaited<ReturnType<typeof openDoors>>;

/** The doors of the app as they are in production, on a real server, with nothing behind them but the inbox of `office`. */
export async function openDoors(office: Office) {
  const { db, clock, ports } = office;
  const config = readConfig(SETTINGS);
  const arrived: InboundMessage[] = [];
  const refused: string[] = [];
  const spoken = new Map<string, Committed>();
  const accept: ChannelPorts["accept"] = async (message) => {
    arrived.push(message);
    return office.accept(message);
  };
  /** Who holds the line is answered in the same breath. */
  const inCall: House = {
    config,
    db,
    ports,
    senders: () => senders,
    conversations: () => ({
      poke: () => undefined,
      knock: () => undefined,
      quiet: async (lane) => void spoken.set(lane, await office.turn(lane)),
      recover: async () => undefined,
      idle: async () => undefined,
      stop: async () => undefined,
    }),
    wakeOutbox: () => undefined,
  };
  const channels = configuredChannels(config, db, clock, {
    voice: voicePorts(inCall),
    botFramework: botFrameworkPorts(inCall, clock),
    openFile: async () => undefined,
  });
  const senders = sendersOf(channels);
  const channelPorts: ChannelPorts = {
    now: () => clock.now(),
    accept,
    reject: (...why) => void refused.push(why.filter(Boolean).join(" ")),
    keep: async () => undefined,
  };
  const page = tryRoutes({
    accept,
    repliesFor: async () => [],
    ticketsFor: async () => [],
    renderZalo,
    renderSms: (reply) => renderSms(reply, { accents: false, maxSegments: 3 }),
    countSms: (text) => smsSize(text).segments,
    now: () => clock.now(),
    newId: () => newId(clock.now()),
  });
  const server = await listen(
    createHttp({ log: createLog("silent"), now: () => clock.now(), secure: false }, (web) => {
      web.use("/thu", page);
      for (const channel of channels.values()) {
        if ("off" in channel) throw new Error(channel.off);
        web.use(channel.mount ?? "/webhooks", webhookRouter(channel.routes(channelPorts)));
      }
    }),
  );

  return {
    url: server.url,
    now: () => clock.now(),
    terminal: rehearse({ db, clock, ports }),
    /** What has come of the messages taken in since this was last asked. */
    async outcome(): Promise<Committed> {
      const messages = arrived.splice(0);
      const [last] = messages.slice(-1);
      if (!last) throw new Error(`nothing was taken in: ${refused.join(", ")}`);
      const lane = laneOf(last.from);
      const inTheCall = spoken.get(lane);
      spoken.delete(lane);
      return inTheCall ?? office.turn(lane);
    },
    /** What the person would see of a reply. */
    shown: (channel: ChannelName, reply: Reply): string[] => senders.get(channel)?.render(reply) ?? [reply.text],
    close: server.close,
  };
}
