import type { InboundMessage, WaitingMessage } from "../messages/index.ts";

const SETTLE_MS = 2000;

/**
 * Messages that belong to one thought: consecutive texts; a call, what is said in one, a command, or the first with anything
 * else in it, stands alone.
 */
export function burstOf(waiting: readonly WaitingMessage[]): WaitingMessage[] {
  const end = waiting.findIndex(({ message, attempts }) => isAlone(message) || attempts > 0);
  return end === 0 ? waiting.slice(0, 1) : waiting.slice(0, end < 0 ? undefined : end);
}

const isAlone = ({ call, keyword, live }: InboundMessage): boolean => Boolean(call ?? keyword ?? live);

/** How long a burst that ends in a fragment still waits for the rest. */
export function settleTime(burst: readonly WaitingMessage[], now: number, settleMs = SETTLE_MS): number {
  const last = burst.at(-1);
  if (!last || last.message.call || last.message.live || last.attempts > 0 || !isFragment(last.message)) return 0;
  const age = now - last.receivedAt;
  // A message from the future: the clock was set back, and must not keep this person waiting for as long.
  return age < 0 ? 0 : settleMs - age;
}

const OPENER =
  /^(?:dạ\s+)?(?:cho\s+(?:em|tôi|mình|tui|con|cháu)\s+hỏi|ad\s+ơi|em\s+chào|chào|xin\s+chào|em\s+muốn|tôi\s+muốn|mình\s+muốn|anh\s+ơi|chị\s+ơi)[\s.,!]*$/iu;

/**
 * "cho em hỏi", "ad ơi": somebody who is still typing. A number or a short answer is a whole thought. A picture comes first, and what
 * it shows is told after it.
 */
function isFragment({ text, attachments }: InboundMessage): boolean {
  return OPENER.test(text.trim()) || (text === "" && attachments.some(({ kind }) => kind === "image"));
}

export function joined(burst: readonly WaitingMessage[]): InboundMessage {
  const [first] = burst;
  if (!first) throw new Error("a burst has at least one message");
  if (burst.length === 1) return first.message;
  const messages = burst.map((one) => one.message);
  return {
    ...first.message,
    text: messages
      .map((message) => message.text)
      .filter(Boolean)
      .join("\n"),
    attachments: messages.flatMap((message) => message.attachments),
  };
}
