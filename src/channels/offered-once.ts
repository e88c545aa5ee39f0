import type { ChannelPorts } from "./channel.ts";

/**
 * The house as a provider meets it that is not known to send again what it was refused: what it brings is verified and kept even
 * while the channel is switched off (docs/adr/0034), and while others are sent away because there are too many (0037).
 */
export function offeredOnce({ accept, crowd, isOff: _, ...ports }: ChannelPorts): ChannelPorts {
  return {
    ...ports,
    accept: (message) => accept(message, "once"),
    ...(crowd && { crowd: { ...crowd, enter: () => crowd.enter("once") } }),
  };
}
