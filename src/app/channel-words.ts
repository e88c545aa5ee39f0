import type { Channel, ChannelOff } from "../channels/index.ts";
import type { ChannelSwitches } from "../messages/index.ts";
import type { SystemStatus } from "../officers/index.ts";
import { channelStates } from "./channels.ts";
import { isOff } from "./parts.ts";

const NAMES: Readonly<Record<string, string>> = {
  zalo: "Zalo OA",
  "zalo-bot": "Zalo Bot",
  sms: "SMS",
  voice: "Gọi tổng đài (Twilio)",
  "sms/esms": "SMS: eSMS",
  "sms/android": "SMS: điện thoại Android",
  "sms/twilio": "SMS: Twilio",
  transcript: "Bản ghi hotline",
  botframework: "Bot Framework",
};

/** Every channel as administrators see it. A provider of a channel that was switched off sends as little as the channel does. */
export function channelLines(
  channels: ReadonlyMap<string, Channel | ChannelOff>,
  switches: Pick<ChannelSwitches, "list">,
): SystemStatus["channels"] {
  const thrown = new Map(switches.list().map((one) => [one.channel, one]));
  return channelStates(channels).map(([name, channel]) => {
    const [parent = name] = name.split("/");
    const off = thrown.get(parent);
    const line = { name: NAMES[name] ?? name, on: !isOff(channel) && !off, why: whyNot(channel, off !== undefined) };
    if (!channels.has(name)) return { ...line, why: off ? `theo kênh ${NAMES[parent] ?? parent}` : line.why };
    return isOff(channel)
      ? line
      : { ...line, switch: { channel: name, isOff: off !== undefined, reason: off?.reason ?? "" } };
  });
}

function whyNot(channel: Channel | ChannelOff, isSwitchedOff: boolean): string {
  if (isOff(channel)) return whyOff(channel);
  return isSwitchedOff ? "" : "đang hoạt động";
}

/** What an administrator has to set. */
function whyOff({ off, lacks, oneOf }: ChannelOff): string {
  if (oneOf)
    return `mở khi đặt đủ một trong: ${Object.entries(oneOf)
      .map(([name, one]) => `${name} (${whyOff(one)})`)
      .join("; ")}`;
  if (lacks) return `chưa đặt ${lacks.join(", ")}`;
  const [setting] = /^[A-Z][A-Z_]+/.exec(off) ?? [];
  return setting ? `cài đặt ${setting} chưa đúng` : off;
}
