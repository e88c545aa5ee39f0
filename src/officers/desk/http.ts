import express, { type Request, type Response, type Router } from "express";
import { type QueueFilter, queue } from "../../tickets/index.ts";
import type { Officer } from "../accounts/account.ts";
import type { ConsolePorts } from "../ports.ts";
import { handling, officerOf, show } from "../screens/http.ts";
import { cardsOf } from "./cards/store.ts";
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
import { noteSeen } from "./reading/store.ts";
import { searchRoutes } from "./search/http.ts";
import { departmentName } from "./ticket-page.ts";
import { viewerOf } from "./viewer.ts";

const PAGE_SIZE = 25;

/** How many tickets wait for this officer's first look. */
export async function countWaiting(ports: ConsolePorts, officer: Officer): Promise<number> {
  return (await queue(ports.db.read, viewerOf(officer), { ...waitingFilter(officer), pageSize: 1 })).total;
}

/** The queue and the search. */
export function queueRoutes(ports: ConsolePorts): Router {
  const router = express.Router();
  router.get(
    "/",
    handling((request, response) => showQueue(ports, request, response)),
  );
  router.use(searchRoutes(ports));
  return router;
}

async function showQueue(ports: ConsolePorts, request: Request, response: Response): Promise<void> {
  const officer = officerOf(response);
  const chosen = readFilter(officer, ports.rules.policy, request.query["loc"]);
  const page = Math.max(1, Math.trunc(Number(request.query["trang"])) || 1);
  const now = ports.now();
  const contents = readContents(request.query["noi-dung"]);
  const [found, counts] = await Promise.all([
    queue(ports.db.read, viewerOf(officer), {
      ...queueFilter(officer, chosen, now),
      contents,
      page,
      pageSize: PAGE_SIZE,
    }),
    countEach(ports, officer, now, contents),
  ]);
  await noteSeen(ports.db, officer, found.tickets, now);
  show(request, response, {
    title: FILTER_NAMES[chosen],
    view: "queue",
    data: {
      chosen,
      filters: counts,
      contents: CONTENT_FILTERS,
      content: contents.length > 0 ? String(request.query["noi-dung"]) : "",
      unit: departmentName(ports.departments, officer.department),
      empty: EMPTY_WORDS[chosen],
      tickets: await cardsOf(ports, found.tickets, now),
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
