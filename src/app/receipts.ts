import { createReadStream, existsSync, readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import type { Config } from "../config.ts";
import {
  checkReceipt,
  type ExportedTicket,
  eventsOf,
  historyReader,
  keyId,
  knownKeys,
  type ReceiptCheck,
  ticketByCode,
  verifyChain,
} from "../tickets/index.ts";

/** What the history has to say of a receipt: whether it begins with the event the receipt names, and holds together since. */
export type InHistory = "not_looked" | "begins_so" | "other_beginning" | "broken" | "not_there";

export interface CheckedReceipt {
  readonly check: ReceiptCheck;
  readonly history: InHistory;
}

/** The text of a file, or what was typed where no such file is. */
export const fileOrText = (given: string): string =>
  given.length < 1000 && existsSync(given) ? readFileSync(given, "utf8") : given;

/** Public keys in what somebody typed or saved: a key, or lines with one each. */
export function keysIn(given: readonly string[]): Map<string, string> {
  const words = given.flatMap((one) => fileOrText(one).split(/\s+/));
  const keys = words.filter((word) => /^[A-Za-z0-9_-]{43}$/.test(word));
  return new Map(keys.map((publicKey) => [keyId(publicKey), publicKey]));
}

/** Offline: the key is given, and the history, if any, is an exported file. */
export async function checkOffline(
  text: string,
  keys: ReadonlyMap<string, string>,
  exported: string | undefined,
): Promise<CheckedReceipt> {
  const check = checkReceipt(text, keys);
  if (exported === undefined || !("receipt" in check)) return { check, history: "not_looked" };
  const { code, eventHash } = check.receipt;
  let history: InHistory = "not_there";
  for await (const ticket of readExport(exported)) if (ticket.code === code) history = held(ticket, eventHash);
  return { check, history };
}

const held = ({ opening, broken }: ExportedTicket, eventHash: string): InHistory =>
  broken ? "broken" : opening === eventHash ? "begins_so" : "other_beginning";

/** Every ticket of an exported file with its verdict, a line at a time. Throws on a file of another kind. */
export async function* readExport(file: string): AsyncGenerator<ExportedTicket> {
  const reader = historyReader();
  for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY })) {
    const done = line.trim() === "" ? undefined : reader.line(line);
    if (done) yield done;
  }
  const last = reader.end();
  if (last) yield last;
}

/** At the office: the database has the keys and the history. */
export async function checkAtOffice(config: Config, text: string): Promise<CheckedReceipt> {
  // The rest of the house is not needed for a check that brings all it needs along.
  const { openDatabase } = await import("../app.ts");
  const db = await openDatabase(config);
  try {
    const keys = await knownKeys(db.read);
    const check = checkReceipt(text, new Map(keys.map(({ id, publicKey }) => [id, publicKey])));
    if (!("receipt" in check)) return { check, history: "not_looked" };
    const ticket = await ticketByCode(db.read, check.receipt.code);
    if (!ticket) return { check, history: "not_there" };
    const chain = await verifyChain(db.read, ticket.id);
    if (!chain.ok) return { check, history: "broken" };
    const [opening] = await eventsOf(db.read, ticket.id);
    return { check, history: opening?.hash === check.receipt.eventHash ? "begins_so" : "other_beginning" };
  } finally {
    await db.close();
  }
}
