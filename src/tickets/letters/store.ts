import { type Queries, sha256 } from "../../platform/index.ts";
import { dayOf, isoOf } from "../calendar.ts";
import { appendEvent } from "../history/store.ts";
import type { Actor, Ticket } from "../ticket.ts";
import { type Letter, type LetterFacts, type Letterhead, letterText, writeLetter } from "./letter.ts";
import { letterTables } from "./tables.ts";

/** Of the office's time zone. */
const yearOf = (at: number): number => Number(isoOf(dayOf(at)).slice(0, 4));

/** "12", "12a", "12/UBND-VP": as a clerk writes it, without a nought in front. */
const FROM_BOOK = /^[1-9]\d{0,4}\p{L}?(?:\/[\p{L}\d.-]+)?$/u;

export type LetterNumber =
  | { readonly ok: true; readonly number: string }
  | { readonly ok: false; readonly reason: "number_malformed" };

/**
 * The number the next letter of this year gets: the software's own count. `fromBook` is one the office's clerk has given.
 * Inside the transaction that keeps the letter; on PostgreSQL two such may count alike, and the second is not kept.
 */
export async function nextNumber(tx: Queries, symbol: string, fromBook: string, at: number): Promise<LetterNumber> {
  if (fromBook === "") return { ok: true, number: await ownNumber(tx, symbol, at) };
  if (!FROM_BOOK.test(fromBook)) return { ok: false, reason: "number_malformed" };
  return { ok: true, number: fromBook.includes("/") ? fromBook : `${fromBook}/${symbol}` };
}

async function ownNumber(tx: Queries, symbol: string, at: number): Promise<string> {
  const { last } = await letterTables(tx)
    .selectFrom("transfer_letters")
    .select((eb) => eb.fn.max<number | null>("nth").as("last"))
    .where("year", "=", yearOf(at))
    .executeTakeFirstOrThrow();
  return `${(last ?? 0) + 1}/${symbol}`;
}

/**
 * Writes the letter of a ticket that is passed on, and notes it in the history: its number, and a hash of its words so
 * that a changed copy shows. False when the number has been given before.
 */
export async function keepLetter(
  tx: Queries,
  ticket: Ticket,
  facts: LetterFacts,
  head: Letterhead,
  actor: Actor,
): Promise<boolean> {
  const letter = writeLetter(ticket, facts, head);
  const year = yearOf(facts.at);
  const row = {
    // However its sign is written, a number is given once.
    id: `${year}:${facts.number.toUpperCase()}`,
    ticket_id: ticket.id,
    // A number from the book with our own sign moves our count on, so that it is not given again.
    nth: facts.number.toUpperCase().endsWith(`/${head.symbol.toUpperCase()}`)
      ? Number.parseInt(facts.number, 10) || 0
      : 0,
    year,
    written_at: facts.at,
    letter: JSON.stringify(letter),
  };
  const result = await letterTables(tx)
    .insertInto("transfer_letters")
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  if (Number(result.numInsertedOrUpdatedRows ?? 0n) !== 1) return false;
  const data = { number: facts.number, agency: facts.to, letter_sha256: sha256(letterText(letter)) };
  await appendEvent(tx, {
    ticketId: ticket.id,
    at: facts.at,
    actor,
    kind: "letter_written",
    from: null,
    to: null,
    data,
  });
  return true;
}

/** A ticket's letters, oldest first. */
export async function lettersOf(queries: Queries, ticketId: string): Promise<Letter[]> {
  const rows = await letterTables(queries)
    .selectFrom("transfer_letters")
    .select("letter")
    .where("ticket_id", "=", ticketId)
    .orderBy("written_at")
    .execute();
  return rows.map(({ letter }) => JSON.parse(letter) as Letter);
}
