/** The vocabulary every part shares. Channels translate their provider's dialect into it and out of it. */

export const CHANNELS = ["zalo", "zalo-bot", "sms", "voice", "transcript", "botframework", "console", "web"] as const;
export type ChannelName = (typeof CHANNELS)[number];

/** Where a person can be reached: a Zalo user id, an E.164 number, a call id … `account` is our own side (OA id, number). */
export interface Address {
  readonly channel: ChannelName;
  readonly id: string;
  readonly account?: string;
}

/** One lane a person: messages with the same key are handled strictly one after the other. */
export function laneOf(address: Address): string {
  return `${address.channel}:${address.account ?? ""}:${address.id}`;
}

export type AttachmentKind = "image" | "audio" | "video" | "file" | "sticker" | "location" | "contact";

export interface Attachment {
  readonly kind: AttachmentKind;
  readonly url?: string;
  readonly name?: string;
  readonly latitude?: number;
  readonly longitude?: number;
}

/** One turn of a telephone call; `index` is its line in the transcript a field can point to. */
export interface SpokenTurn {
  readonly index: number;
  readonly speaker: "caller" | "agent" | "bot" | "ivr" | "unknown";
  readonly text: string;
  readonly startMs: number | null;
  readonly confidence: number | null;
}

/**
 * A word that, sent alone, commands a channel rather than says something: `stop` and `start` notices, `help`, how to be
 * written to. `leave` is a word that ends whatever is under way, and stops notices where nothing is ("HUY").
 */
export type Keyword = "stop" | "leave" | "start" | "help" | "accents" | "no_accents";

/** What a citizen said, in our words. `text` is NFC and free of control characters; the provider's bytes stay in the inbox row. */
export interface InboundMessage {
  /** The provider's own id: the same id is the same message. */
  readonly providerId: string;
  readonly from: Address;
  /** Epoch milliseconds, as the provider states it. */
  readonly sentAt: number;
  readonly text: string;
  readonly attachments: readonly Attachment[];
  /** Set by channels whose users command them by words; `answered` where the provider itself has confirmed it to the person. */
  readonly keyword?: { readonly means: Keyword; readonly answered?: true };
  /** The person waits for the reply in the same breath (a call going on): it is handed back, not promised for later. */
  readonly live?: true;
  /** Present when the message is a whole telephone call. */
  readonly call?: {
    readonly callId: string;
    readonly callerNumber: string | null;
    readonly turns: readonly SpokenTurn[];
  };
}

/** How a person wishes to be written to, as far as a channel can heed it. */
export interface Wishes {
  /** Vietnamese with its marks, or without; null: as the office does. */
  readonly accents: boolean | null;
}

/**
 * What we say back, already worded. `text` is the full form; `short` is for channels that pay by the part (SMS);
 * `spoken` is for the ear. A channel that lacks a form uses `text`. `choices` are also in the text, numbered.
 */
export interface Reply {
  /** The wording's key in flows/messages, for tests and statistics. */
  readonly key: string;
  readonly text: string;
  readonly short?: string;
  readonly spoken?: string;
  readonly choices?: readonly string[];
  /** What was filled into the wording's places, for channels that send templates a provider has approved word for word. */
  readonly values?: Readonly<Record<string, string>>;
  /** What goes along; a channel that cannot carry a kind leaves it out, so the text must do without. */
  readonly attachments?: readonly ReplyAttachment[];
}

export type ReplyAttachment =
  /** An https address the provider fetches the picture from. */
  | { readonly kind: "image"; readonly url: string; readonly caption: string }
  /** `reference` finds the bytes in the office's own store; `type` is a media type. */
  | { readonly kind: "file"; readonly reference: string; readonly name: string; readonly type: string }
  /** The provider's own form for name, telephone and address. */
  | { readonly kind: "contact_form"; readonly title: string; readonly subtitle: string; readonly imageUrl: string };

/** What one send costs the office. The price is taken from knowledge/prices.yaml unless the provider names it. */
export interface Billed {
  /** A service of the price list: "zalo_tin_mau", "sms_twilio" … */
  readonly service: string;
  /** What the provider counts: SMS segments, messages. */
  readonly units: number;
  /** Whole đồng, where the provider's own answer says so. */
  readonly amountVnd?: number;
}

/** What a provider made of a delivery we asked for, in the few classes that change what we do next. `reason` is a code, never words. */
export type SendOutcome =
  /** `providerId` is the provider's message id. */
  | { readonly kind: "sent"; readonly providerId: string; readonly billed?: Billed }
  /** Worth trying again on this channel, not before `afterMs` if given. `uncertain`: it may have arrived all the same (no answer in time). */
  | { readonly kind: "retry"; readonly reason: string; readonly afterMs?: number; readonly uncertain?: true }
  /** This person cannot be reached here (blocked, window closed, landline): another channel or a person must do. */
  | { readonly kind: "unreachable"; readonly reason: string }
  /** The provider will never take this message as it is. */
  | { readonly kind: "refused"; readonly reason: string }
  /** Our account, permission or balance is at fault: an operator must act; the message waits. */
  | { readonly kind: "operator"; readonly reason: string };

const UNWANTED =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is removed
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]|[\u{e0000}-\u{e007f}]/gu;

/** Cleans a citizen's text for use: NFC, no NUL or other control characters, no zero-width tricks, ends trimmed. */
export function cleanText(raw: string): string {
  return raw.normalize("NFC").replace(UNWANTED, "").replace(/\r\n?/g, "\n").trim();
}
