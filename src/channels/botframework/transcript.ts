import { z } from "zod";

/** One thing said in a conversation; `at` in epoch milliseconds. */
export interface Said {
  readonly by: "person" | "bot";
  readonly text: string;
  readonly at: number;
}

/** The Emulator's `.transcript` is one JSON array of activities; of each only this is read. */
const RecordedActivity = z.object({
  type: z.string(),
  text: z.string().nullish(),
  /** What a tap on a button says, where it says nothing in words. */
  value: z.unknown().optional(),
  timestamp: z.string().nullish(),
  from: z.object({ id: z.string().optional(), role: z.string().nullish() }).optional(),
  recipient: z.object({ id: z.string().optional(), role: z.string().nullish() }).optional(),
});
type RecordedActivity = z.infer<typeof RecordedActivity>;

/** What was said in a `.transcript`, in its order; a string says why it cannot be read. */
export function readTranscript(text: string): readonly Said[] | string {
  const parsed = z.array(RecordedActivity).safeParse(jsonOf(text));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return `${issue?.path.join(".") || "file"}: ${issue?.message ?? "unreadable"}`;
  }
  return parsed.data.flatMap((activity): Said[] => {
    const words = (activity.text || (typeof activity.value === "string" ? activity.value : "")).trim();
    if (activity.type !== "message" || !words) return [];
    return [{ by: isFromBot(activity) ? "bot" : "person", text: words, at: Date.parse(activity.timestamp ?? "") || 0 }];
  });
}

/** The Emulator names roles; older files leave them out and only ever call the bot "bot". */
function isFromBot({ from, recipient }: RecordedActivity): boolean {
  if (from?.role) return from.role === "bot";
  return recipient?.role ? recipient.role === "user" : (from?.id ?? "").toLowerCase().includes("bot");
}

/** A conversation as the Emulator opens it. `id` stands in for the person: no address leaves the house. */
export function writeTranscript(id: string, said: readonly Said[]): string {
  const person = { id: `person-${id}`, name: "", role: "user" };
  const bot = { id: "lang-nghe", name: "Lắng Nghe", role: "bot" };
  const activities = said.map(({ by, text, at }, nth) => ({
    type: "message",
    id: `${id}-${nth}`,
    timestamp: new Date(at).toISOString(),
    channelId: "emulator",
    conversation: { id },
    from: by === "bot" ? bot : person,
    recipient: by === "bot" ? person : bot,
    text,
    textFormat: "plain",
    locale: "vi-VN",
  }));
  return `${JSON.stringify(activities, null, 2)}\n`;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ""));
  } catch {
    return undefined;
  }
}
