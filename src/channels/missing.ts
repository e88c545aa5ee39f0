import type { ChannelOff } from "./channel.ts";

/** Says which settings a channel lacks, by the names an operator knows. */
export function missing(settings: Readonly<Record<string, string | undefined>>): ChannelOff {
  const names = Object.keys(settings).filter((name) => !settings[name]);
  return { off: `not set: ${names.join(", ")}`, lacks: names };
}
