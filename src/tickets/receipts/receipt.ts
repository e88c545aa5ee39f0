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

/** So many signs, which mail and chat may have broken into lines. */
const signs = (count: number): string => `(${Array(count).fill("[A-Za-z0-9_-]").join("\\s*")})`;
const STOP = "\\s*\\.\\s*";
const CODE = "(P\\s*A\\s*-(?:\\s*\\w){4}\\s*-(?:\\s*\\w){4})";
const INSTANT = "((?:[0-9a-z]\\s*){1,11}?)";
const FORM = new RegExp(
  `${["L\\s*N\\s*1", CODE, INSTANT, INSTANT, signs(43), signs(43), signs(8), signs(86)].join(STOP)}(?![\\w.-])`,
);
/** Stand between letters and are not seen. */
const UNSEEN = /\p{Cf}/gu;

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
  /** One begins, and is not all there. */
  | { readonly kind: "incomplete" }
  /** Signed with a key that was not given. */
  | { readonly kind: "unknown_key"; readonly receipt: Receipt }
  | { readonly kind: "forged"; readonly receipt: Receipt };

/** The first receipt in a text, held against the keys; by id, the public halves. */
export function checkReceipt(text: string, keys: ReadonlyMap<string, string>): ReceiptCheck {
  // Mail and chat break long words and put marks around them.
  const seen = text.replace(UNSEEN, "");
  const found = FORM.exec(seen)?.map((part) => part.replace(/\s+/g, ""));
  if (found === undefined) return { kind: /LN1\s*\.\s*PA/.test(seen) ? "incomplete" : "unreadable" };
  const [whole = "", code = "", received = "", due = "", content = "", event = "", keyId = "", signature = ""] = found;
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
  const isGenuine = whole === `${words(receipt)}.${signature}` && isSignedBy(key, words(receipt), signature);
  return { kind: isGenuine ? "genuine" : "forged", receipt };
}
