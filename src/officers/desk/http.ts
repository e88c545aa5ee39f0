import express, { type Request, type Response, type Router } from "express";
import {
  parseCode,
  type QueueFilter,
  queue,
  type Reminder,
  remindersOf,
  type Ticket,
  type TicketRules,
} from "../../tickets/index.ts";
import type { Officer } from "../accounts/account.ts";
import { listOfficers } from "../accounts/store.ts";
import type { ConsolePorts } from "../ports.ts";
import { handling, officerOf, show } from "../screens/http.ts";
import { markDue } from "./due.ts";
import {
  CONTENT_FILTERS,
  EMPTY_WORDS,
  FILTER_NAMES,
  type FilterName,
  filtersFor,
  queueFilter,
  readContents,
  readFilter,
  waitingFilter,
} from "./filters.ts";
import { noteSeen, readTicketNow } from "./reading/store.ts";
import { departmentName } from "./ticket-page.ts";
import { viewerOf } from "./viewer.ts";
import { RECORD_NAMES, SOURCE_NAMES, STATUS_NAMES } from "./words.ts";

const PAGE_SIZE = 25;

/** How many tickets wait for this officer's first look. */
export async function countWaiting(ports: ConsolePorts, officer: Officer): Promise<number> {
  return (await queue(ports.db.read, viewerOf(officer), { ...waitingFilter(officer), pageSize: 1 })).total;
}

/** The queue and the way to a ticket by its code. */
export function queueRoutes(ports: ConsolePorts): Router {
  const router = express.Router();
  router.get(
    "/",
    handling((request, response) => showQueue(ports, request, response, "")),
  );
  router.get(
    "/tim",
    handling((request, response) => findByCode(ports, request, response)),
  );
  return router;
}

async function showQueue(ports: ConsolePorts, request: Request, response: Response, problem: string): Promise<void> {
  const officer = officerOf(response);
  const chosen = readFilter(officer, ports.rules.policy, request.query["loc"]);
  const page = Math.max(1, Math.trunc(Number(request.query["trang"])) || 1);
  const now = ports.now();
  const contents = readContents(request.query["noi-dung"]);
  const [found, counts, officers] = await Promise.all([
    queue(ports.db.read, viewerOf(officer), {
      ...queueFilter(officer, chosen, now),
      contents,
      page,
      pageSize: PAGE_SIZE,
    }),
    countEach(ports, officer, now, contents),
    listOfficers(ports.db),
  ]);
  const reminders = await remindersOf(
    ports.db.read,
    found.tickets.map(({ id }) => id),
  );
  await noteSeen(ports.db, officer, found.tickets, now);
  const names = new Map(officers.map((person) => [person.id, person.displayName]));
  show(request, response, {
    title: FILTER_NAMES[chosen],
    view: "queue",
    status: problem ? 404 : 200,
    data: {
      problem,
      code: String(request.query["ma"] ?? ""),
      chosen,
      filters: counts,
      contents: CONTENT_FILTERS,
      content: contents.length > 0 ? String(request.query["noi-dung"]) : "",
      unit: departmentName(ports.departments, officer.department),
      empty: EMPTY_WORDS[chosen],
      tickets: found.tickets.map((ticket) => row(ports, ticket, names, reminders, now)),
      total: found.total,
      page,
      pages: Math.ceil(found.total / PAGE_SIZE),
    },
  });
}

function countEach(
  ports: ConsolePorts,
  officer: Officer,
  now: number,
  contents: QueueFilter["contents"] = [],
): Promise<{ id: FilterName; name: string; total: number }[]> {
  const viewer = viewerOf(officer);
  return Promise.all(
    filtersFor(officer, ports.rules.policy).map(async (id) => {
      const { total } = await queue(ports.db.read, viewer, { ...queueFilter(officer, id, now), contents, pageSize: 1 });
      return { id, name: FILTER_NAMES[id], total };
    }),
  );
}

/** One card of the queue. */
function row(
  ports: ConsolePorts,
  ticket: Ticket,
  names: ReadonlyMap<string, string>,
  reminders: readonly Reminder[],
  now: number,
): object {
  return {
    code: ticket.code,
    summary: ticket.summary,
    status: STATUS_NAMES[ticket.status],
    kind: RECORD_NAMES[ticket.recordType],
    source: SOURCE_NAMES[ticket.source],
    place: ticket.place ?? "",
    department: departmentName(ports.departments, ticket.department),
    assignee: ticket.assignee ? (names.get(ticket.assignee) ?? "") : "",
    due: markDue(ticket, now, ports.rules.calendar),
    reminded: remindedWords(ticket, reminders, ports.rules.ladder),
  };
}

/** The last rung reached for what is owed now; empty before the first. */
function remindedWords(ticket: Ticket, reminders: readonly Reminder[], ladder: TicketRules["ladder"]): string {
  const current = reminders.filter(({ ticketId, since }) => ticketId === ticket.id && since === ticket.dueAt).at(-1);
  return ladder.rungs.find(({ id }) => id === current?.rung)?.name ?? "";
}

/** A code as typed or read out leads to its ticket; somebody else's ticket reads the same as none. */
async function findByCode(ports: ConsolePorts, request: Request, response: Response): Promise<void> {
  const typed = String(request.query["ma"] ?? "").trim();
  const parsed = parseCode(typed);
  const ticket = await readTicketNow(ports.db.read, officerOf(response), typed);
  if (ticket) return response.redirect(303, `/console/phieu/${ticket.code}`);
  const isMistyped = !parsed.ok && parsed.reason === "check";
  const problem = isMistyped
    ? "Mã này có ký tự chưa đúng. Vui lòng xem lại từng ký tự."
    : "Không tìm thấy phiếu có mã này.";
  await showQueue(ports, request, response, problem);
}
