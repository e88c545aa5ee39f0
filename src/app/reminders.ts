import { listOfficers } from "../officers/index.ts";
import { enqueue } from "../outbox/index.ts";
import { type Metrics, newId, type Queries } from "../platform/index.ts";
import { countDueSoon, countLate, type Notice, type Reminders, startReminders, type Ticket } from "../tickets/index.ts";
import { wordNotice } from "./console.ts";
import type { Parts } from "./parts.ts";

/** Reminds officers and heads of deadlines, and tells citizens when one has passed. */
export function startDeadlineWatch(parts: Parts): Reminders {
  const { db, clock, log, office, metrics } = parts;
  watchDeadlines(metrics, parts);
  return startReminders({
    db,
    clock,
    log,
    rules: office.rules,
    staff: async () => (await listOfficers(db)).filter(({ disabled }) => !disabled),
    tell: (tx, ticket, notice) => promise(tx, ticket, notice, parts),
    onReminder: ({ rung }) => {
      metrics.count("lang_nghe_reminders_total", { rung });
      parts.outbox.wake();
    },
  });
}

/** One notice a ticket and due date, however often it is asked for. */
async function promise(tx: Queries, ticket: Ticket, notice: Notice, parts: Parts): Promise<void> {
  const to = ticket.reporter.address;
  if (to === null) return;
  const now = parts.clock.now();
  const reply = wordNotice(notice, ticket, parts);
  const key = `${notice.key}:${ticket.id}:${ticket.dueAt}`;
  await enqueue(tx, { id: newId(now), to, reply, key, cause: "reminder", ticketId: ticket.id }, now);
}

/** Late, late without an apology, and soon to be late: asked when read. */
function watchDeadlines(metrics: Metrics, { db, clock }: Parts): void {
  const late = () => countLate(db.read, clock.now());
  metrics.gauge("lang_nghe_tickets_late", async () => (await late()).late);
  metrics.gauge("lang_nghe_tickets_late_apologised", async () => (await late()).apologised);
  metrics.gauge("lang_nghe_tickets_due_soon", () => countDueSoon(db.read, clock.now()));
}
