import { type ChannelEvent, type ChannelPorts, openCrowd } from "../channels/index.ts";
import { awaitsContact } from "../conversation/index.ts";
import {
  type InboundMessage,
  keepShared,
  laneOf,
  noteFollowing,
  noteInteraction,
  notePersonWrote,
} from "../messages/index.ts";
import { keepProof, settleArrived, takeUpBounced } from "../outbox/index.ts";
import type { Database, Queries } from "../platform/index.ts";
import { type FloorTaken, floorFromProvider } from "./floor.ts";
import type { Parts } from "./parts.ts";

/** Keeps what providers tell us besides messages. Every event may come twice and out of order: the second copy changes nothing. */
export function eventKeeper(
  db: Database,
  now: () => number,
  floorTaken?: FloorTaken,
): (event: ChannelEvent) => Promise<void> {
  return (event) => db.write((tx) => keepEvent(tx, event, now(), floorTaken));
}

async function keepEvent(
  tx: Queries,
  event: ChannelEvent,
  now: number,
  floorTaken: FloorTaken | undefined,
): Promise<void> {
  switch (event.kind) {
    case "delivery": {
      const { status, reason = null, at } = event;
      await keepProof(tx, event.to.channel, event.providerIds, { status, reason, at });
      const follow = status === "failed" ? takeUpBounced : settleArrived;
      await follow(tx, event.to.channel, event.providerIds, now);
      return;
    }
    case "followed":
      await noteInteraction(tx, event.who, event.at);
      return void (await noteFollowing(tx, event.who, true, event.at));
    case "unfollowed":
      return void (await noteFollowing(tx, event.who, false, event.at));
    case "opened_chat":
      return void (await noteInteraction(tx, event.who, event.at));
    case "contact_shared": {
      const { name, phone, address: postalAddress } = event;
      const shared = { ...(name && { name }), ...(phone && { phone }), ...(postalAddress && { postalAddress }) };
      return void (await keepShared(tx, event.who, shared, event.at));
    }
    case "account_wrote":
      if (event.byPerson && (await notePersonWrote(tx, event.to, event.at))) await floorTaken?.(tx, event.to, event.at);
      return;
    default:
      return event satisfies never;
  }
}

const LONGEST_NAME = 60;

/** A submitted form as the answer it is, for whoever was just asked; the same form sent twice is one message. */
function contactAnswer(event: Extract<ChannelEvent, { kind: "contact_shared" }>): InboundMessage | undefined {
  const { who, name, phone, at } = event;
  const text = [name?.slice(0, LONGEST_NAME), phone].filter(Boolean).join(" ");
  return text ? { providerId: `contact:${who.id}:${at}`, from: who, sentAt: at, text, attachments: [] } : undefined;
}

/**
 * Calls answered at once. A call takes about a millisecond of the one thread, and the turn between two of them some more, so the
 * last of `most` is answered well within the two seconds Zalo waits, and the last of the reserve within Twilio's fifteen.
 */
const CALLS = { most: 256, reserve: 4096 } as const;

/** What every channel's doors and background work need of the house. */
export function channelPortsOf({ accept, metrics, clock, db, switches, ports }: Parts): ChannelPorts {
  const keep = eventKeeper(db, () => clock.now(), floorFromProvider(clock));
  return {
    accept,
    reject: (channel, why) => metrics.count("lang_nghe_webhook_rejections_total", { channel, why }),
    now: () => clock.now(),
    isOff: switches.isOff,
    crowd: openCrowd(CALLS),
    async keep(event) {
      await keep(event);
      const answer = event.kind === "contact_shared" ? contactAnswer(event) : undefined;
      if (answer && (await awaitsContact(db, laneOf(answer.from), ports.flow))) await accept(answer);
    },
  };
}
