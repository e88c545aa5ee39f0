import {
  androidChannel,
  type Background,
  type BotFrameworkPorts,
  botFrameworkChannel,
  type Channel,
  type ChannelOff,
  type ChannelPorts,
  esmsChannel,
  hotlineChannel,
  loadSmsTemplates,
  loadZaloTemplates,
  smsChannel,
  sqlAccountMemory,
  sqlTokenStore,
  twilioChannel,
  type VoicePorts,
  voiceChannel,
  type ZaloPorts,
  zaloBotChannel,
  zaloChannel,
} from "../channels/index.ts";
import type { Config } from "../config.ts";
import { type ChannelName, type ChannelSwitches, lastInteraction, openSwitches } from "../messages/index.ts";
import { type DeliverySender, hasArrived } from "../outbox/index.ts";
import type { Clock, Database, Logger } from "../platform/index.ts";
import { isOff } from "./parts.ts";
import { localSender, telephoneSender } from "./senders.ts";

/** Every channel an office may have, or what it lacks. */
export function configuredChannels(
  config: Config,
  db: Database,
  clock: Clock,
  house: {
    readonly voice: VoicePorts;
    readonly botFramework: BotFrameworkPorts;
    readonly openFile: ZaloPorts["openFile"];
  },
): Map<string, Channel | ChannelOff> {
  return new Map<string, Channel | ChannelOff>([
    ["zalo", zaloChannel(config.zalo, zaloPorts(config, db, clock, house.openFile))],
    ["zalo-bot", zaloBotChannel({ ...config.zaloBot, publicUrl: config.publicUrl })],
    ["sms", configuredSms(config)],
    ["voice", voiceChannel({ ...config.twilio, ...config.voice, publicUrl: config.publicUrl }, house.voice)],
    ["transcript", hotlineChannel(config.hotline)],
    ["botframework", botFrameworkChannel(config.botFramework, house.botFramework)],
  ]);
}

function zaloPorts(
  { knowledgeDirectory }: Config,
  db: Database,
  clock: Clock,
  openFile: ZaloPorts["openFile"],
): ZaloPorts {
  return {
    tokens: (oaId) => sqlTokenStore(db, oaId),
    memory: (oaId) => sqlAccountMemory(db, oaId),
    lastInteraction: (who) => lastInteraction(db, who),
    templates: loadZaloTemplates(knowledgeDirectory),
    hasArrived: (key) => hasArrived(db, "zalo", key),
    openFile,
    clock,
  };
}

/** SMS, by all providers the settings suffice for. */
function configuredSms(config: Config): Channel | ChannelOff {
  const templates = loadSmsTemplates(config.knowledgeDirectory);
  const shared = { publicUrl: config.publicUrl, smsAccents: config.sms.accents, templates };
  return smsChannel(
    {
      esms: esmsChannel({ ...config.esms, ...shared }),
      android: androidChannel({ ...config.android, ...shared }),
      twilio: twilioChannel({ ...config.twilio, ...shared }),
    },
    config.sms.provider,
  );
}

/** Every channel and every provider of one, on or why not. */
export function channelStates(channels: ReadonlyMap<string, Channel | ChannelOff>): [string, Channel | ChannelOff][] {
  return [...channels].flatMap(([name, channel]) => [
    [name, channel],
    ...(isOff(channel) ? [] : (channel.providers ?? [])),
  ]);
}

/** The ways out: those of the channels that are on, and those that need no provider. */
export function sendersOf(channels: ReadonlyMap<string, Channel | ChannelOff>): Map<ChannelName, DeliverySender> {
  const senders = new Map<ChannelName, DeliverySender>([["web", localSender()]]);
  for (const channel of channels.values()) {
    if (!isOff(channel) && channel.sender) senders.set(channel.name, channel.sender);
  }
  for (const called of ["transcript", "voice"] as const) senders.set(called, telephoneSender());
  return senders;
}

/** Begins what the channels do beside their webhooks. */
export function startBackground(
  channels: ReadonlyMap<string, Channel | ChannelOff>,
  ports: ChannelPorts,
): readonly Background[] {
  return [...channels.values()].flatMap((channel) => (isOff(channel) ? [] : (channel.start?.(ports) ?? [])));
}

/** The senders with the switches that take one out and put it back while the system runs. */
export async function switchable(
  db: Database,
  all: ReadonlyMap<ChannelName, DeliverySender>,
  log: Logger,
): Promise<{ readonly senders: ReadonlyMap<ChannelName, DeliverySender>; readonly switches: ChannelSwitches }> {
  const senders = new Map(all);
  const apply = (off: ReadonlySet<string>) => {
    for (const [name, sender] of all) {
      if (off.has(name)) senders.delete(name);
      else senders.set(name, sender);
    }
  };
  const switches = await openSwitches(db, apply, (error) => log.warn({ err: error }, "channel switches not refreshed"));
  return { senders, switches };
}
