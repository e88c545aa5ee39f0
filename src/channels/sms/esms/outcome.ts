import type { SendOutcome } from "../../channel.ts";

/** eSMS's result codes by what we do about them (developers.esms.vn, error codes); a code in no row is refused for good. */
const CODES: Readonly<Record<string, "unreachable" | "operator">> = {
  // The number has blocked this sender, or is no number.
  "99": "unreachable",
  "108": "unreachable",
  // Key, balance, brand name, type, caller's address, brand not registered with the person's network.
  "101": "operator",
  "103": "operator",
  "104": "operator",
  "118": "operator",
  "140": "operator",
  "177": "operator",
};
const TAKEN = "100";
/** This RequestId was taken before: our question was heard, its answer lost on the way. */
const DUPLICATE = "124";

/** What a result code makes of a message. `id`: what to know the message by, should the provider name none. */
export function outcomeOfCode(code: string, smsId: string | undefined, id: string): SendOutcome {
  if (code === TAKEN || code === DUPLICATE) return { kind: "sent", providerId: smsId || id };
  const kind = Object.hasOwn(CODES, code) ? CODES[code] : undefined;
  return { kind: kind ?? "refused", reason: code === "146" ? "esms 146 (template)" : `esms ${code}` };
}
