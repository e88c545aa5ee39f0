import express, { type Request, type RequestHandler, type Response, type Router } from "express";
import { HOT_SPOT_SHOWN_MS, type HotSpot, hotSpots, printInstant, seeHotSpot, spotWords } from "../../tickets/index.ts";
import { hasRole, type Officer } from "../accounts/account.ts";
import { audit } from "../audit/store.ts";
import { mayFollow, mayOpen } from "../desk/viewer.ts";
import type { ConsolePorts } from "../ports.ts";
import { field, handling, leaveNotice, officerOf, show } from "../screens/http.ts";

/** Heads see those of their unit's work and of the units below, the coordinator all. */
export const seesHotSpots = (officer: Officer): boolean => hasRole(officer, "head", "coordinator");

/** Hot spots with tickets this officer may open; the others are nothing to them. */
async function spotsFor(ports: ConsolePorts, officer: Officer): Promise<HotSpot[]> {
  if (!seesHotSpots(officer)) return [];
  const spots = await hotSpots(ports.db.read, ports.now() - HOT_SPOT_SHOWN_MS, ports.now());
  return spots
    .map((spot) => ({
      ...spot,
      tickets: spot.tickets.filter((ticket) => mayOpen(officer, ticket) || mayFollow(officer, ticket, ports.rules)),
    }))
    .filter(({ tickets }) => tickets.length > 0);
}

/** How many nobody has looked at. */
export async function countHotSpots(ports: ConsolePorts, officer: Officer): Promise<number> {
  return (await spotsFor(ports, officer)).filter(({ seenBy }) => seenBy === null).length;
}

export function hotSpotRoutes(ports: ConsolePorts): Router {
  const router = express.Router();
  const guard: RequestHandler = (_request, response, next) =>
    seesHotSpots(officerOf(response)) ? next() : next("router");
  router.use("/diem-nong", guard);
  router.get(
    "/diem-nong",
    handling((request, response) => list(ports, request, response)),
  );
  router.post(
    "/diem-nong/da-xem",
    handling((request, response) => seen(ports, request, response)),
  );
  return router;
}

async function list(ports: ConsolePorts, request: Request, response: Response): Promise<void> {
  const spots = await spotsFor(ports, officerOf(response));
  show(request, response, {
    title: "Điểm nóng",
    view: "hot-spots",
    data: {
      spots: spots.map(({ id, topic, place, noticedAt, seenAt, tickets }) => ({
        id,
        name: ports.topicName(topic),
        place: spotWords(
          place,
          tickets.map((ticket) => ticket.place),
        ),
        noticed: printInstant(noticedAt),
        seen: seenAt === null ? "" : printInstant(seenAt),
        tickets: tickets.map(({ code, summary }) => ({ code, summary })),
      })),
    },
  });
}

async function seen(ports: ConsolePorts, request: Request, response: Response): Promise<void> {
  const officer = officerOf(response);
  const id = field(request, "id");
  const isTheirs = (await spotsFor(ports, officer)).some((spot) => spot.id === id);
  const isDone =
    isTheirs &&
    (await ports.db.write(async (tx) => {
      const first = await seeHotSpot(tx, id, officer.id, ports.now());
      if (first) await audit(tx, { at: ports.now(), officerId: officer.id, action: "hot_spot_seen", subject: id });
      return first;
    }));
  await leaveNotice(request, isDone ? "Đã ghi là đã xem." : "Điểm này đã có người xem.");
  response.redirect(303, "/console/diem-nong");
}
