import { type KeptAttachment, sendOut } from "../../attachments/index.ts";
import type { Reply } from "../../messages/index.ts";
import { enqueue } from "../../outbox/index.ts";
import { type Migrations, newId, type Queries } from "../../platform/index.ts";
import {
  applyCommand,
  type Command,
  type CommandData,
  type CommandResult,
  type Notice,
  type SharedNotice,
  type Ticket,
} from "../../tickets/index.ts";
import type { Officer } from "../accounts/account.ts";
import { audit } from "../audit/store.ts";
import type { ConsolePorts } from "../ports.ts";
import { keepTransferLetter, type LetterRefusal, withLetter } from "./letters/store.ts";
import { actorFor, planFor } from "./viewer.ts";

type FormTables = { officer_form_keys: { form_key: string; at: number } };

export const deskMigrations: Migrations = {
  async "053_officer_form_keys"(schema) {
    await schema
      .createTable("officer_form_keys")
      .addColumn("form_key", "text", (c) => c.primaryKey())
      .addColumn("at", "bigint", (c) => c.notNull())
      .execute();
  },
};

/** A form is drawn with a key of its own, so that sending it twice does the thing once. */
export const newFormKey = (now: number): string => newId(now);

const KEYS_KEPT_MS = 2 * 86_400_000;

async function isFirstUse(tx: Queries, key: string, now: number): Promise<boolean> {
  const forms = tx.withTables<FormTables>();
  await forms
    .deleteFrom("officer_form_keys")
    .where("at", "<", now - KEYS_KEPT_MS)
    .execute();
  const row = { form_key: key, at: now };
  const result = await forms
    .insertInto("officer_form_keys")
    .values(row)
    .onConflict((o) => o.doNothing())
    .executeTakeFirst();
  return Number(result.numInsertedOrUpdatedRows ?? 0n) === 1;
}

/** What an officer wants done with a ticket as they saw it. */
export interface Wish {
  readonly officer: Officer;
  readonly ticket: Ticket;
  readonly command: Command;
  readonly data: CommandData;
  readonly formKey: string;
  /** The version the form was drawn from. */
  readonly version: number;
}

export type Refused = Extract<CommandResult, { ok: false }> | { readonly ok: false; readonly reason: LetterRefusal };

export type Fulfilled =
  /** `told`: how many reporters of merged tickets hear of it too. */
  | { readonly kind: "done"; readonly ticket: Ticket; readonly notices: readonly Notice[]; readonly told: number }
  | { readonly kind: "done_before" }
  | { readonly kind: "refused"; readonly why: Refused };

/** Leaves the transaction, and everything written in it, behind. */
class Undo extends Error {
  readonly outcome: Fulfilled;
  constructor(outcome: Fulfilled) {
    super("undone");
    this.outcome = outcome;
  }
}

/** The ticket's event, what the citizen is promised to hear and the audit line, all or nothing. */
export async function fulfil(ports: ConsolePorts, wish: Wish): Promise<Fulfilled> {
  const outcome = await fulfilOnce(ports, wish);
  return isOutrun(outcome, wish) ? fulfilOnce(ports, wish) : outcome;
}

/** Another letter was counted at the same moment and got the number first; counted again, this one gets the next. */
const isOutrun = (outcome: Fulfilled, { data }: Wish): boolean =>
  outcome.kind === "refused" && outcome.why.reason === "number_taken" && !data.letterNumber;

function fulfilOnce(ports: ConsolePorts, wish: Wish): Promise<Fulfilled> {
  const now = ports.now();
  return undoable(ports, async (tx) => {
    if (!(await isFirstUse(tx, wish.formKey, now))) return { kind: "done_before" };
    const { ticket, notices, told } = await carryOutPlan(tx, ports, wish, now);
    for (const [nth, notice] of notices.entries())
      await promise(tx, ports, ticket, notice, `${ticket.version}:${nth}`, now);
    for (const other of told)
      await promise(tx, ports, other.ticket, other.notice, `via:${ticket.id}:${ticket.version}`, now);
    await audit(tx, {
      at: now,
      officerId: wish.officer.id,
      action: "ticket_changed",
      subject: `${wish.ticket.code} ${wish.command}`,
    });
    return { kind: "done", ticket, notices, told: told.length };
  });
}

/** What `fulfil` would tell the citizen, with nothing kept. */
export async function rehearse(ports: ConsolePorts, wish: Wish): Promise<Fulfilled> {
  return undoable(ports, async (tx) => {
    const { ticket, notices, told } = await carryOutPlan(tx, ports, wish, ports.now());
    throw new Undo({ kind: "done", ticket, notices, told: told.length });
  });
}

async function undoable(ports: ConsolePorts, work: (tx: Queries) => Promise<Fulfilled>): Promise<Fulfilled> {
  try {
    return await ports.db.write(work);
  } catch (error) {
    if (error instanceof Undo) return error.outcome;
    throw error;
  }
}

/** The commands of the plan one after the other; the first refusal undoes all. */
async function carryOutPlan(
  tx: Queries,
  ports: ConsolePorts,
  wish: Wish,
  at: number,
): Promise<{ ticket: Ticket; notices: Notice[]; told: SharedNotice[] }> {
  const plan = planFor(wish.officer, wish.ticket, wish.command, ports.rules.policy);
  if (plan.length === 0)
    throw refusal({ ok: false, reason: wish.ticket.version === wish.version ? "not_allowed" : "stale" });
  let ticket = wish.ticket;
  let expectedVersion = wish.version;
  const notices: Notice[] = [];
  const told: SharedNotice[] = [];
  for (const command of plan) {
    const data = command === wish.command ? await withLetter(tx, ports, wish, at) : {};
    if (typeof data === "string") throw refusal({ ok: false, reason: data });
    const result = await carryOutOne(tx, ports, wish.officer, { ticket, command, data, at, expectedVersion });
    if (result.notice) notices.push(result.notice);
    told.push(...result.told);
    ticket = result.ticket;
    expectedVersion = ticket.version;
  }
  return { ticket, notices, told };
}

interface Step extends Pick<Wish, "ticket" | "command" | "data"> {
  readonly at: number;
  readonly expectedVersion: number;
}

/** One command, with the letter it goes by, if it goes by one. */
async function carryOutOne(
  tx: Queries,
  ports: ConsolePorts,
  officer: Officer,
  step: Step,
): Promise<Extract<CommandResult, { ok: true }>> {
  const { ticket, command, data, at, expectedVersion } = step;
  const actor = actorFor(officer, ticket, command, ports.rules.policy);
  if (!actor) throw refusal({ ok: false, reason: "not_allowed" });
  const result = await applyCommand(tx, ports.rules, {
    ticketId: ticket.id,
    command,
    actor,
    data,
    at,
    expectedVersion,
  });
  if (!result.ok) throw refusal(result);
  const isKept = await keepTransferLetter(tx, ports, { ticket: result.ticket, command, data, actor, at });
  if (!isKept) throw refusal({ ok: false, reason: "number_taken" });
  return result;
}

const refusal = (why: Refused): Undo => new Undo({ kind: "refused", why });

/** The notice that files go along with. */
const ANSWER = "phieu_tra_loi";

/** An answer with its files: attached for channels that carry them, told of in words for all. */
function withFiles(reply: Reply, files: readonly KeptAttachment[], ports: ConsolePorts, ticket: Ticket): Reply {
  if (files.length === 0) return reply;
  const { text, short, spoken } = ports.wordFiles(files, ticket);
  const attachments = files.flatMap(({ id, name, type }) =>
    type ? [{ kind: "file" as const, reference: id, name: name ?? id, type }] : [],
  );
  return {
    ...reply,
    text: `${reply.text}\n${text}`,
    ...(reply.short !== undefined && { short: `${reply.short} ${short ?? text}` }),
    ...(reply.spoken !== undefined && { spoken: `${reply.spoken} ${spoken ?? text}` }),
    attachments,
  };
}

async function promise(
  tx: Queries,
  ports: ConsolePorts,
  ticket: Ticket,
  notice: Notice,
  which: string,
  now: number,
): Promise<void> {
  const to = ports.replyAddress(ticket);
  if (!to) return;
  const files = notice.key === ANSWER ? await sendOut(tx, ticket.id, now) : [];
  const reply = withFiles(ports.wording(notice, ticket), files, ports, ticket);
  const key = `ticket:${ticket.id}:${which}`;
  await enqueue(tx, { id: newId(now), to, reply, key, cause: "officer", ticketId: ticket.id }, now);
}
