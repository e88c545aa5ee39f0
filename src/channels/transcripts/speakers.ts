import { fold } from "../../text/index.ts";
import type { Speaker } from "./schema.ts";

/**
 * Words that stand before what somebody says, folded. Only these count: any other word before a colon is speech
 * ("Hạn: 29/11" is no speaker).
 */
const LABELS: Readonly<Record<Exclude<Speaker, "unknown">, readonly string[]>> = {
  caller: [
    "khach hang",
    "khach",
    "kh",
    "nguoi goi",
    "nguoi goi den",
    "nguoi dan",
    "cong dan",
    "dan",
    "caller",
    "customer",
    "client",
  ],
  agent: [
    ...[
      "dien thoai vien",
      "dtv",
      "tong dai vien",
      "tong dai",
      "can bo",
      "cb",
      "nhan vien",
      "nv",
      "truc tong dai",
      "nguoi truc",
    ],
    ...["agent", "operator", "staff"],
  ],
  bot: ["bot", "tro ly ao", "tong dai vien ao", "voicebot", "callbot"],
  ivr: ["ivr", "he thong", "loi chao tu dong", "tong dai tu dong", "may tra loi"],
};

const SPEAKER_OF: ReadonlyMap<string, Speaker> = new Map(
  (Object.keys(LABELS) as (keyof typeof LABELS)[]).flatMap((speaker) =>
    LABELS[speaker].map((label) => [label, speaker] as const),
  ),
);

/** Who a label names ("Khách hàng 1" → caller), or undefined for a word that names no speaker. */
export function speakerOf(label: string): Speaker | undefined {
  const plain = fold(label)
    .replace(/[\s._]+/g, " ")
    .trim();
  return SPEAKER_OF.get(plain) ?? SPEAKER_OF.get(plain.replace(/ ?\d{1,2}$/, ""));
}

/** What only the desk says, as it takes the call up; folded. A caller may well say "tổng đài phải không" or "em nghe nói". */
const DESK =
  /\bxin nghe\b|\b(?:em|toi|minh|can bo) nghe(?: a| day| may)?(?:[.,!?]|$)|\btong dai\b.*\bxin\b|\b(?:giup|ho tro)(?: duoc)? gi\b/;
const BEGINNING = 2;
/** A greeting is short; a longer turn is not searched to its end. */
const GREETING_LENGTH = 200;

/**
 * Where a recogniser only numbers the speakers, the first is taken for the caller; whoever takes the call up as the desk does is not.
 */
export function withDeskKnown<T extends { readonly speaker: Speaker; readonly text: string }>(
  turns: readonly T[],
): T[] {
  const answers = (speaker: Speaker) =>
    turns
      .filter((turn) => turn.speaker === speaker)
      .slice(0, BEGINNING)
      .some(({ text }) => DESK.test(fold(text.slice(0, GREETING_LENGTH).trim())));
  if (!answers("caller") || answers("agent")) return [...turns];
  return turns.map((turn) => ({ ...turn, speaker: OTHER_SIDE[turn.speaker] ?? turn.speaker }));
}

const OTHER_SIDE: Partial<Record<Speaker, Speaker>> = { caller: "agent", agent: "caller" };

/** Two-sided recordings: by custom the caller is on the first channel and the desk on the second. */
export function speakerOfChannel(channel: number | null | undefined): Speaker {
  if (channel === 1) return "caller";
  return channel === 2 ? "agent" : "unknown";
}
