import { isSignedBy, type OfficeKey } from "./sign.ts";

/** What the office confirms to have taken in: which ticket, when, owed by when, and which words, of which only the hash is told. */
export interface Receipt {
  readonly code: string;
  /** Epoch ms. */
  readonly receivedAt: number;
  /** As promised at the opening, epoch ms. */
  readonly dueAt: number;
  /** SHA-256 of the content, hex. */
  readonly contentHash: string;
  /** Hash of the opening event, hex: the history the office shows must begin with it. */
  readonly eventHash: string;
  readonly keyId: string;
}

const HASH = "[A-Za-z0-9_-]{43}";
const FORM = new RegExp(
  `LN1\\.(PA-\\w{4}-\\w{4})\\.([0-9a-z]{1,11})\\.([0-9a-z]{1,11})\\.(${HASH})\\.(${HASH})\\.([A-Za-z0-9_-]{8})\\.([A-Za-z0-9_-]{86})(?![\\w.-])`,
);

const short = (hex: string): string => Buffer.from(hex, "hex").toString("base64url");
const long = (text: string): string => Buffer.from(text, "base64url").toString("hex");

/** Everything but the signature, as signed and as printed. */
const words = ({ code, receivedAt, dueAt, contentHash, eventHash, keyId }: Receipt): string =>
  ["LN1", code, receivedAt.toString(36), dueAt.toString(36), short(contentHash), short(eventHash), keyId].join(".");

/** The receipt as one word of some 230 characters, the same whenever it is asked for. */
export function printReceipt(receipt: Omit<Receipt, "keyId">, key: OfficeKey): string {
  const text = words({ ...receipt, keyId: key.id });
  return `${text}.${key.sign(text)}`;
}

export type ReceiptCheck =
  | { readonly kind: "genuine"; readonly receipt: Receipt }
  /** Nothing in the text looks like a receipt. */
  | { readonly kind: "unreadable" }
  /** Signed with a key that was not given. */
  | { readonly kind: "unknown_key"; readonly receipt: Receipt }
  | { readonly kind: "forged"; readonly receipt: Receipt };

/** The first receipt in a text, held against the keys; by id, the public halves. */
export function checkReceipt(text: string, keys: ReadonlyMap<string, string>): ReceiptCheck {
  // Mail and chat break long words and put marks around them.
  const found = FORM.exec(text) ?? FORM.exec(text.replace(/\s+/g, ""));
  if (found === null) return { kind: "unreadable" };
  const [, code = "", received = "", due = "", content = "", event = "", keyId = "", signature = ""] = found;
  const receipt: Receipt = {
    code,
    receivedAt: Number.parseInt(received, 36),
    dueAt: Number.parseInt(due, 36),
    contentHash: long(content),
    eventHash: long(event),
    keyId,
  };
  const key = keys.get(keyId);
  if (key === undefined) return { kind: "unknown_key", receipt };
  const isGenuine = found[0] === `${words(receipt)}.${signature}` && isSignedBy(key, words(receipt), signature);
  return { kind: isGenuine ? "genuine" : "forged", receipt };
}
