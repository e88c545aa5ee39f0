import type { Attachment } from "../messages/index.ts";

/** What is kept, told by its first bytes and never by a header or a name. */
export type MediaType =
  | "image/jpeg"
  | "image/png"
  | "image/webp"
  | "image/gif"
  | "application/pdf"
  | "audio/mpeg"
  | "audio/mp4"
  | "audio/ogg"
  | "audio/amr";

export const EXTENSIONS: Readonly<Record<MediaType, string>> = {
  "image/jpeg": "jpg",
  "image/png": "png",
  "image/webp": "webp",
  "image/gif": "gif",
  "application/pdf": "pdf",
  "audio/mpeg": "mp3",
  "audio/mp4": "m4a",
  "audio/ogg": "ogg",
  "audio/amr": "amr",
};

/** Why nothing is kept of it, for good. */
export type RefusalReason =
  | "not_https"
  | "host"
  | "private_address"
  | "redirect"
  | "too_large"
  | "type"
  | "malformed"
  | "gone"
  | "unreachable"
  | "infected";

/**
 * `waiting`: to be fetched. `unscanned`: on disk and shown to nobody. `kept`: officers of its ticket may see it. `purged`: its time is
 * over.
 */
export type AttachmentState = "waiting" | "unscanned" | "kept" | "refused" | "purged";

/** One file somebody sent us, or an officer sends. */
export interface KeptAttachment {
  readonly id: string;
  readonly direction: "in" | "out";
  readonly ticketId: string | null;
  readonly state: AttachmentState;
  /** Why it is refused, or why it still waits. */
  readonly reason: string | null;
  /** SHA-256 of what is kept, hex. */
  readonly hash: string | null;
  readonly type: MediaType | null;
  /** Bytes. */
  readonly size: number | null;
  /** As the sender's device called it; for people to read, never a path. */
  readonly name: string | null;
  readonly createdAt: number;
  /** Of an officer's file: when it was promised to the citizen. */
  readonly sentAt: number | null;
}

/** An officer's file that goes out with the next answer. */
export const isToSend = ({ direction, state, sentAt }: KeptAttachment): boolean =>
  direction === "out" && state === "kept" && sentAt === null;

/** Kinds that are files at an address. A sticker says no more than its picture, and that is Zalo's. */
const FETCHED: ReadonlySet<string> = new Set(["image", "file", "audio", "video"]);

export const isFetched = ({ kind, url }: Attachment): boolean => url !== undefined && FETCHED.has(kind);
