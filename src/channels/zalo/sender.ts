import type { Address, Reply } from "../../messages/index.ts";
import type { Sender, SendOutcome } from "../channel.ts";
import type { AccountMemory } from "./account/store.ts";
import type { Sent, ZaloClient } from "./client.ts";
import { readPart, type ZaloPart } from "./part.ts";
import { zaloParts } from "./render.ts";
import { windowAt } from "./window.ts";

export interface ZaloSenderOptions {
  readonly client: Pick<ZaloClient, "sendPart" | "lastInteraction">;
  /** Our own id, which completes the addresses of people whose first message is not known. */
  readonly oaId: string;
  readonly now: () => number;
  readonly memory: Pick<AccountMemory, "read" | "note">;
  /** When a person last turned to us, as far as our own database knows. */
  readonly lastInteraction: (who: Address) => Promise<number | undefined>;
  readonly buttons: boolean;
  readonly template: NonNullable<Sender["template"]>;
  /** Ask Zalo for the last interaction where we do not know it. */
  readonly preflight: boolean;
}

/** Zalo's codes for a message of a kind it does not take: buttons are undocumented, and may stop working any day. */
const KIND_REFUSED: readonly number[] = [-201, -233];

/** The switch in the console: what would go out waits in the outbox. */
const HELD = { kind: "operator", reason: "zalo: held back in the console" } as const;

/** What a paid reply is called in the price list. */
const PAID_REPLY = { service: "zalo_tu_van", units: 1 } as const;

/** The way out to one Official Account's citizens. */
export function zaloSender(options: ZaloSenderOptions): Sender {
  const { client, memory, now } = options;

  /** A memory that cannot be read holds nothing back. */
  const isHeld = async (): Promise<boolean> => ((await memory.read().catch(() => null))?.heldAt ?? null) !== null;

  async function interaction(to: Address): Promise<number | undefined> {
    const who = { ...to, account: to.account ?? options.oaId };
    const known = await options.lastInteraction(who).catch(() => undefined);
    return known ?? (options.preflight ? client.lastInteraction(to.id) : undefined);
  }

  async function withButtons(to: Address, part: ZaloPart & { kind: "text" }): Promise<Sent> {
    const plain = { kind: "text", text: part.text } as const;
    const { buttonsRefusedAt } = await memory.read().catch(() => ({ buttonsRefusedAt: null }));
    if (buttonsRefusedAt !== null) return client.sendPart(to, plain);
    const first = await client.sendPart(to, part);
    if (first.code === undefined || !KIND_REFUSED.includes(first.code)) return first;
    const second = await client.sendPart(to, plain);
    // The same words without buttons were taken, so the buttons were at fault.
    if (second.outcome.kind === "sent") await memory.note({ buttonsRefusedAt: now() }).catch(() => undefined);
    return second;
  }

  async function send(to: Address, written: string): Promise<SendOutcome> {
    const window = windowAt(await interaction(to), now());
    if (window === "closed") return { kind: "unreachable", reason: "window_closed" };
    const part = readPart(written);
    const hasButtons = part.kind === "text" && part.buttons !== undefined;
    const { outcome } = hasButtons ? await withButtons(to, part) : await client.sendPart(to, part);
    return outcome.kind === "sent" && window === "paid" ? { ...outcome, billed: PAID_REPLY } : outcome;
  }

  return {
    channel: "zalo",
    render: (reply: Reply) => zaloParts(reply, { buttons: options.buttons }),
    send: async (to, part) => ((await isHeld()) ? HELD : send(to, part)),
    template: {
      has: options.template.has,
      send: async (to, reply, key) => ((await isHeld()) ? HELD : options.template.send(to, reply, key)),
    },
  };
}
