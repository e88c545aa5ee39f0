import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { MIGRATIONS } from "../../src/app.ts";
import { readConfig } from "../../src/config.ts";
import { type Committed, conversationPorts, loadOffice, runTurn } from "../../src/conversation/index.ts";
import { type Address, cleanText, laneOf, receive, waitingIn } from "../../src/messages/index.ts";
import { type Database, fixedClock, newId, openSqlite } from "../../src/platform/index.ts";
import {
  type Actor,
  applyCommand,
  type Command,
  type CommandData,
  ticketByCode,
  ticketsOf,
} from "../../src/tickets/index.ts";
import { list, type Said } from "./transcript.ts";

/** Monday 23 November 2026, 08:00 in Việt Nam. */
const MONDAY = Date.parse("2026-11-23T08:00:00+07:00");

/** One office with the starter knowledge, over a real database file, for all conversations of a run. */
export async function openOffice() {
  const directory = mkdtempSync(join(tmpdir(), "lang-nghe-talk-"));
  const clock = fixedClock(MONDAY);
  const db = await openSqlite(join(directory, "office.db"), MIGRATIONS);
  const ports = conversationPorts(
    await loadOffice({ ...readConfig({}), cacheDirectory: join(directory, "cache") }, clock.now),
  );
  let count = 0;

  async function take(from: Address, text: string, sends: Said["sends"], isLive: boolean): Promise<void> {
    count += 1;
    clock.advance(1);
    const place = { latitude: 21.0285112, longitude: 105.8048172 };
    const sent = sends && { kind: sends, ...(sends === "location" ? place : { url: "https://example.invalid/a" }) };
    const attachments = sent ? [sent] : [];
    const message = {
      providerId: `m-${count}`,
      from,
      sentAt: clock.now(),
      text: cleanText(text),
      attachments,
      ...(isLive && { live: true as const }),
    };
    await receive(db, message, newId(clock.now()), clock.now());
  }

  /** Moves a ticket as an officer of its department would. */
  async function move(ticketId: string, command: Command, actor: Actor, data: CommandData): Promise<void> {
    const result = await db.write((tx) =>
      applyCommand(tx, ports.rules, { ticketId, command, actor, data, at: clock.now() }),
    );
    if (!result.ok) throw new Error(`${command}: ${result.reason} ${result.missing ?? ""}`);
  }

  return {
    ports,
    /** What came of a message, or of several that came in one go. */
    async hear(from: Address, said: Said): Promise<Committed> {
      for (const text of list(said.citizen)) await take(from, text, said.sends, from.channel === "voice");
      return runTurn(db, laneOf(from), await waitingIn(db, laneOf(from)), ports, clock.now());
    },
    async answer(code: string, answer: string): Promise<void> {
      const ticket = await ticketByCode(db.read, code);
      if (!ticket) throw new Error(`no ticket ${code}`);
      const department = ticket.department ?? "van-phong-xa";
      await move(
        ticket.id,
        "assign",
        { role: "coordinator", id: "dieu-phoi", department },
        { department, because: "thử" },
      );
      const officer: Actor = { role: "head", id: "truong-phong", department };
      await move(ticket.id, "take", officer, {});
      await move(ticket.id, "answer", officer, { answer });
    },
    db,
    clock,
    tickets: (from: Address) => ticketsOf(db.read, from, 50),
    /** What others reported before is another office's affair. */
    async forgetReports(): Promise<void> {
      await db.write((tx) => tx.withTables<{ ticket_marks: object }>().deleteFrom("ticket_marks").execute());
    },
    /** Of everybody: an unnamed case is nobody's. */
    ticketCount: () => countTickets(db),
    async close(): Promise<void> {
      await db.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

async function countTickets(db: Database): Promise<number> {
  const row = await db.read
    .withTables<{ tickets: { id: string } }>()
    .selectFrom("tickets")
    .select((eb) => eb.fn.countAll<number>().as("n"))
    .executeTakeFirstOrThrow();
  return Number(row.n);
}
