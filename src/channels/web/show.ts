import type { Side, TryPorts, TryReply } from "./ports.ts";

/** One reply as the page draws it: the bubbles a phone would show, and what stands under them. */
export interface ShownReply {
  readonly id: string;
  readonly at: number;
  readonly bubbles: readonly string[];
  /** For SMS: how many segments are charged in all. */
  readonly segments: number | null;
  readonly choices: readonly string[];
  readonly receipts: TryReply["receipts"];
}

type Renderers = Pick<TryPorts, "renderZalo" | "renderSms" | "countSms">;

/** What this side's phone would show of a reply: cut as Zalo cuts, unaccented and counted as SMS. */
export function showReply(side: Side, { id, at, reply, receipts }: TryReply, renderers: Renderers): ShownReply {
  const bubbles =
    side === "sms" ? renderers.renderSms(reply) : side === "zalo" ? renderers.renderZalo(reply) : [reply.text];
  const segments = side === "sms" ? bubbles.reduce((sum, bubble) => sum + renderers.countSms(bubble), 0) : null;
  return { id, at, bubbles, segments, choices: side === "zalo" ? (reply.choices ?? []) : [], receipts: receipts ?? [] };
}
