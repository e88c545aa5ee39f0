import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { MIGRATIONS } from "../../src/app.ts";
import { readConfig } from "../../src/config.ts";
import { type Committed, conversationPorts, loadOffice, runTurn } from "../../src/conversation/index.ts";
import { type Address, cleanText, type InboundMessage, laneOf, receive, waitingIn } from "../../src/messages/index.ts";
import { fixedClock, newId, openSqlite } from "../../src/platform/index.ts";
import {
  type Actor,
  applyCommand,
  type Command,
  type CommandData,
  loadOfficeKey,
  type Ticket,
  ticketByCode,
  ticketsOf,
} from "../../src/tickets/index.ts";
import { list, type Said } from "./transcript.ts";

/** Monday 23 November 2026, 08:00 in Việt Nam. */
const MONDAY = Date.parse("2026-11-23T08:00:00+07:00");

export type Office = Awaited<ReturnType<typeof openOffice>>;

/** A ticket, and the topic it was found to be about. */
export type Filed = Ticket & { readonly topic: string | null };

type Rows = {
  tickets: { id: string; code: string };
  ticket_marks: { ticket_id: string; topic: string | null };
};

/** Thousands of turns are committed: in memory where the system has a place there. */
const PLACE = existsSync("/dev/shm") ? "/dev/shm" : tmpdir();

/** One office with the starter knowledge, over a real database file, for all conversations of a run. */
export async function openOffice() {
  const directory = mkdtempSync(join(PLACE, "lang-nghe-talk-"));
  const clock = fixedClock(MONDAY);
  const db = await openSqlite(join(directory, "office.db"), MIGRATIONS);
  const office = await loadOffice({ ...readConfig({}), cacheDirectory: join(directory, "cache") }, clock.now);
  const ports = conversationPorts({ ...office, officeKey: await loadOfficeKey(directory) });
  let count = 0;

  const accept = (message: InboundMessage) => {
    clock.advance(1);
    return receive(db, message, newId(clock.now()), clock.now());
  };

  async function take(from: Address, text: string, sends: Said["sends"]): Promise<void> {
    count += 1;
    const place = { latitude: 21.0285112, longitude: 105.8048172 };
    const sent = sends && { kind: sends, ...(sends === "location" ? place : { url: "https://example.invalid/a" }) };
    const live = from.channel === "voice" && { live: true as const };
    const attachments = sent ? [sent] : [];
    await accept({
      ...{ providerId: `m-${count}`, from, sentAt: clock.now(), text: cleanText(text), attachments },
      ...live,
    });
  }

  /** Moves a ticket as an officer of its department would. */
  async function move(ticketId: string, command: Command, actor: Actor, data: CommandData): Promise<void> {
    const result = await db.write((tx) =>
      applyCommand(tx, ports.rules, { ticketId, command, actor, data, at: clock.now() }),
    );
    if (!result.ok) throw new Error(`${command}: ${result.reason} ${result.missing ?? ""}`);
  }

  const turn = async (lane: string): Promise<Committed> =>
    runTurn(db, lane, await waitingIn(db, lane), ports, clock.now());

  return {
    ports,
    db,
    clock,
    accept,
    /** Decides what waits in a lane. */
    turn,
    /** What came of a message, or of several that came in one go. */
    async hear(from: Address, said: Said): Promise<Committed> {
      for (const text of list(said.citizen)) await take(from, text, said.sends);
      return turn(laneOf(from));
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
    async ask(code: string, question: string): Promise<void> {
      const ticket = await ticketByCode(db.read, code);
      if (!ticket) throw new Error(`no ticket ${code}`);
      const desk: Actor = { role: "coordinator", id: "dieu-phoi", department: "van-phong-xa" };
      await move(ticket.id, "ask_citizen", desk, { question });
    },
    tickets: (from: Address) => ticketsOf(db.read, from, 50),
    /** Ids of every ticket there is. */
    ticketIds: async (): Promise<ReadonlySet<string>> => new Set((await ticketRows()).map(({ id }) => id)),
    /** Every ticket opened since, whoever opened it, oldest first. */
    async ticketsBut(known: ReadonlySet<string>): Promise<Filed[]> {
      const rows = (await ticketRows()).filter(({ id }) => !known.has(id));
      return Promise.all(rows.map(({ id, code }) => filed(id, code)));
    },
    /** What others reported before is another office's affair. */
    async forgetReports(): Promise<void> {
      await db.write((tx) => tx.withTables<{ ticket_marks: object }>().deleteFrom("ticket_marks").execute());
    },
    async close(): Promise<void> {
      await db.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };

  /** Unnamed cases too, which are nobody's. */
  function ticketRows(): Promise<{ id: string; code: string }[]> {
    return db.read.withTables<Rows>().selectFrom("tickets").select(["id", "code"]).orderBy("id").execute();
  }

  async function filed(id: string, code: string): Promise<Filed> {
    const ticket = await ticketByCode(db.read, code);
    if (!ticket) throw new Error(`no ticket ${code}`);
    const marks = db.read.withTables<Rows>().selectFrom("ticket_marks").select("topic");
    const mark = await marks.where("ticket_id", "=", id).executeTakeFirst();
    return { ...ticket, topic: mark?.topic ?? null };
  }
}
