import { attachmentsOf } from "../../../attachments/index.ts";
import type { Queries } from "../../../platform/index.ts";
import {
  type Actor,
  type Command,
  type CommandData,
  keepLetter,
  type LetterNumber,
  letterName,
  nextNumber,
  type Ticket,
} from "../../../tickets/index.ts";
import { titleOf } from "../../files/files-page.ts";
import type { ConsolePorts } from "../../ports.ts";
import { RECORD_NAMES, SOURCE_NAMES } from "../words.ts";

/** `number_taken`: another letter of this year has that number. */
export type LetterRefusal = "number_taken" | Extract<LetterNumber, { ok: false }>["reason"];

interface Passing {
  readonly ticket: Ticket;
  readonly command: Command;
  readonly data: CommandData;
}

/** Complaints and denunciations are passed on by papers of their own, which the inspector writes. */
const getsLetter = ({ command, ticket }: Pick<Passing, "command" | "ticket">): boolean =>
  command === "transfer" && !ticket.restricted;

/** What is passed on goes with a numbered letter, which the citizen is told of. */
export async function withLetter(
  tx: Queries,
  { rules }: ConsolePorts,
  wish: Passing,
  at: number,
): Promise<CommandData | LetterRefusal> {
  if (!getsLetter(wish)) return wish.data;
  const given = await nextNumber(tx, rules.letterhead.symbol, wish.data.letterNumber ?? "", at);
  if (!given.ok) return given.reason;
  return { ...wish.data, letterNumber: given.number, letter: letterName(given.number, at) };
}

/** False when another letter of the year has that number. */
export async function keepTransferLetter(
  tx: Queries,
  { rules }: ConsolePorts,
  done: Passing & { readonly actor: Actor; readonly at: number },
): Promise<boolean> {
  const { ticket, data, actor, at } = done;
  if (!getsLetter(done)) return true;
  const files = await attachmentsOf(tx, ticket.id);
  const facts = {
    number: data.letterNumber ?? "",
    to: data.agency ?? "",
    reason: data.reason ?? "",
    kind: RECORD_NAMES[ticket.recordType].toLowerCase(),
    source: SOURCE_NAMES[ticket.source],
    enclosures: files.flatMap((file, nth) =>
      file.direction === "in" && file.state === "kept" ? [titleOf(ticket.code, nth, file)] : [],
    ),
    at,
  };
  return keepLetter(tx, ticket, facts, rules.letterhead, actor);
}
