import type { Activity } from "botbuilder";
import { z } from "zod";
import type { Reply } from "../../messages/index.ts";
import type { Reference } from "./wire.ts";

/** The tester shows long texts whole; what carries them does not take any length. */
const LONGEST = 8000;

/** Stands between a text and its choices. Cleaned text never holds it, so nobody's words can be taken for choices. */
const MARK = "\u0002";
const Choices = z.array(z.string());

/** A reply as parts: a plain text is itself; choices follow it as JSON behind a mark. */
export function renderActivity({ text, choices = [] }: Reply): string[] {
  const parts = piecesOf(text);
  const last = parts.pop();
  if (last === undefined) return [];
  return [...parts, choices.length > 0 ? last + MARK + JSON.stringify(choices) : last];
}

function piecesOf(text: string): string[] {
  const signs = [...text];
  const pieces = Array.from({ length: Math.ceil(signs.length / LONGEST) }, (_, at) =>
    signs.slice(at * LONGEST, (at + 1) * LONGEST).join(""),
  );
  return pieces.filter((piece) => piece.trim() !== "");
}

/** The activity of one part. */
export function activityOf(part: string, reference: Reference): Partial<Activity> {
  const [text = "", marked] = part.split(MARK);
  const choices = marked === undefined ? [] : Choices.parse(JSON.parse(marked));
  const { user, bot, conversation, channelId, serviceUrl, activityId } = reference;
  return {
    type: "message",
    channelId,
    serviceUrl,
    from: { id: bot.id, name: bot.name ?? "Lắng Nghe", role: "bot" },
    recipient: { id: user.id, name: user.name ?? "", role: "user" },
    conversation: { id: conversation, isGroup: false, conversationType: "personal", name: "" },
    text,
    textFormat: "plain",
    locale: "vi-VN",
    inputHint: "acceptingInput",
    ...(activityId === undefined ? {} : { replyToId: activityId }),
    ...(choices.length > 0 && { suggestedActions: { to: [user.id], actions: choices.map(actionOf) } }),
  };
}

const actionOf = (title: string, at: number) => ({ type: "imBack", title, value: String(at + 1) });
