import type { Reply } from "../../messages/index.ts";
import { writePart, type ZaloPart } from "./part.ts";

/** Zalo takes 2,000 characters and does not say how it counts them, so we stay below. */
export const ZALO_PART = 1_900;

/** A reply as Zalo texts of at most 1,900 code points each, in NFC. Choices are already numbered in the text. */
export function renderZalo(reply: Reply): string[] {
  return splitText(reply.text.normalize("NFC"), ZALO_PART);
}

/** Buttons a message may carry, and characters a title shows. */
const BUTTONS = 5;
const TITLE = 100;

/** A reply as the outbox keeps it for this channel: its text, with buttons under the last part where wanted, then what it attaches. */
export function zaloParts(reply: Reply, { buttons }: { readonly buttons: boolean }): string[] {
  const texts = renderZalo(reply).map((text): ZaloPart => ({ kind: "text", text }));
  const last = texts.at(-1);
  const offered = reply.choices ?? [];
  // Six or more choices stay a numbered list: half a row of buttons would hide the rest.
  if (buttons && last?.kind === "text" && offered.length > 0 && offered.length <= BUTTONS)
    texts[texts.length - 1] = { ...last, buttons: offered.map((title) => cut(title, TITLE)) };
  return [...texts, ...(reply.attachments ?? []).map(attachmentPart)].map(writePart);
}

function attachmentPart(attachment: NonNullable<Reply["attachments"]>[number]): ZaloPart {
  switch (attachment.kind) {
    case "image":
      return { kind: "image", url: attachment.url, caption: cut(attachment.caption, ZALO_PART) };
    case "file":
      return attachment.type.startsWith("image/") ? { ...attachment, kind: "picture" } : attachment;
    case "contact_form": {
      const { title, subtitle, imageUrl } = attachment;
      return { kind: "ask_contact", title, subtitle, imageUrl };
    }
    default:
      return attachment satisfies never;
  }
}

function cut(text: string, limit: number): string {
  const points = [...text.normalize("NFC")];
  return points.length <= limit ? points.join("") : `${points.slice(0, limit - 1).join("")}…`;
}

/**
 * Cuts where a reader would pause: a blank line, a line end, a sentence end (not after "2." of a list or "TP."), a space that is not
 * within a number written in groups ("4333 6197"), a space; in the middle of a word only if there is none.
 */
const BREAKS: readonly RegExp[] = [
  /\n[ \t]*\n/g,
  /\n/g,
  /(?<!(?:^|[\s(])(?:\d{1,2}|\p{Lu}{1,2}))[.!?…;](?=\s)/gu,
  /(?<!\d)\s|\s(?!\d)/g,
  /\s/g,
];

/** Text in parts of at most `limit` code points, ends trimmed; no part is empty. */
export function splitText(text: string, limit: number): string[] {
  const parts: string[] = [];
  let rest = text.trim();
  while (rest !== "") {
    const end = partEnd(rest, limit);
    parts.push(rest.slice(0, end).trim());
    rest = rest.slice(end).trim();
  }
  return parts;
}

/** Where the first part ends, as a string index. */
function partEnd(text: string, limit: number): number {
  const points = [...text.slice(0, limit * 2 + 2)];
  if (points.length <= limit && text.length <= limit * 2) return text.length;
  const window = points.slice(0, limit).join("");
  // A pause in the first half would leave a stub, so a weaker pause further on is better.
  const pauses = BREAKS.map((pause) => lastEnd(text, window.length, pause));
  return pauses.find((end) => end > window.length / 2) ?? pauses.find((end) => end > 0) ?? window.length;
}

/** Where the last such pause ends that is no further than `limit`. What stands behind it decides as well whether it is one. */
function lastEnd(text: string, limit: number, pattern: RegExp): number {
  const ends = [...text.slice(0, limit + 1).matchAll(pattern)].map((pause) => pause.index + pause[0].length);
  return ends.findLast((end) => end <= limit) ?? 0;
}
