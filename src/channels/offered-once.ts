import type { ChannelPorts } from "./channel.ts";

/**
 * The house as a provider meets it that is not known to send again what it was refused: what it brings is verified and kept even
 * while the channel is switched off. docs/adr/0034.
 */
export function offeredOnce({ accept, isOff: _, ...ports }: ChannelPorts): ChannelPorts {
  return { ...ports, accept: (message) => accept(message, "once") };
}
