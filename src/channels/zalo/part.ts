import { z } from "zod";

const text = z.object({
  kind: z.literal("text"),
  text: z.string(),
  /** What the numbered lines at the end of the text offer, in order; a tap sends the number. */
  buttons: z.array(z.string()).optional(),
});
const image = z.object({ kind: z.literal("image"), url: z.string(), caption: z.string() });
const file = z.object({ kind: z.literal("file"), reference: z.string(), name: z.string(), type: z.string() });
/** A picture of the office's own store, uploaded at each try. */
const picture = z.object({ kind: z.literal("picture"), reference: z.string(), name: z.string(), type: z.string() });
/** Zalo's form for name, telephone and address; the answer comes as an event. */
const askContact = z.object({
  kind: z.literal("ask_contact"),
  title: z.string(),
  subtitle: z.string(),
  imageUrl: z.string(),
});
const Part = z.discriminatedUnion("kind", [text, image, picture, file, askContact]);

/** One message to Zalo. */
export type ZaloPart = z.infer<typeof Part>;

/** Cleaned text never holds it, so no citizen's or officer's words can be taken for a part of another kind. */
const MARK = "\u0002";

/** The outbox keeps parts as strings: a plain text is itself, everything else is JSON behind a mark. */
export function writePart(part: ZaloPart): string {
  return part.kind === "text" && !part.buttons?.length ? part.text : MARK + JSON.stringify(part);
}

export function readPart(written: string): ZaloPart {
  if (!written.startsWith(MARK)) return { kind: "text", text: written };
  return Part.parse(JSON.parse(written.slice(MARK.length)));
}
