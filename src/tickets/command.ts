import type { Command } from "./moves.ts";
import type { Actor, ContentCode, RecordType } from "./ticket.ts";

/** What a command carries; each command needs its own part of it (see NEEDS). */
export interface CommandData {
  readonly department?: string;
  readonly assignee?: string;
  readonly coHandlers?: readonly string[];
  readonly because?: string;
  /** Shown to the citizen when a command tells them why. */
  readonly reason?: string;
  readonly question?: string;
  /** What the citizen added. */
  readonly text?: string;
  readonly answer?: string;
  /** An agency outside the system. */
  readonly agency?: string;
  /** Number of the letter that passes a ticket on, "12/PC-UBND", and how a citizen is told of it. */
  readonly letterNumber?: string;
  readonly letter?: string;
  /** The day an apology promises the answer for, "2026-12-01". */
  readonly newDate?: string;
  /** The id of the ticket to merge into, and its code as told to the citizen. */
  readonly into?: string;
  readonly intoCode?: string;
  readonly recordType?: RecordType;
  readonly contentCode?: ContentCode;
  /** Id of the unit or the officer the ticket is found to be about. */
  readonly about?: string;
}

export interface TicketCommand {
  readonly command: Command;
  readonly actor: Actor;
  readonly data: CommandData;
  /** Epoch ms. */
  readonly at: number;
}
