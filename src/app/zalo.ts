import type { ZaloChannel } from "../channels/index.ts";
import type { ZaloPages } from "../officers/index.ts";
import { reasonsSince } from "../outbox/index.ts";
import { isOff, type Parts } from "./parts.ts";

/** The Official Account's pages; undefined while the channel is off. */
export function zaloPages({ channels, db }: Parts): ZaloPages | undefined {
  const zalo = channels.get("zalo");
  if (zalo === undefined || isOff(zalo) || !hasDesk(zalo)) return undefined;
  return { ...zalo.desk, errors: (since) => reasonsSince(db, REASONS, since) };
}

/** How the channel's own reasons begin; those of the Zalo Bot are another matter. */
const REASONS = ["zalo %", "zalo:%", "window_closed"];

const hasDesk = (channel: object): channel is ZaloChannel => "desk" in channel;
