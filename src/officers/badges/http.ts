import type { RequestHandler } from "express";
import { openFloors } from "../../outbox/index.ts";
import type { Officer } from "../accounts/account.ts";
import { countContacts } from "../contact/store.ts";
import { countWaiting } from "../desk/http.ts";
import { countHotSpots } from "../hot-spots/http.ts";
import type { ConsolePorts } from "../ports.ts";
import { type Badges, officerOf } from "../screens/http.ts";
import { followed } from "../talks/following/store.ts";

/** What waits for this officer: tickets to look at, people to reach, talks they have taken over. */
export async function countBadges(
  ports: ConsolePorts,
  officer: Officer,
): Promise<Badges & { readonly alarms: number }> {
  const [waiting, contacts, floors, hotSpots] = await Promise.all([
    countWaiting(ports, officer),
    countContacts(ports.db, officer, ports.now()),
    openFloors(ports.db.read),
    countHotSpots(ports, officer),
  ]);
  const talks = await followed(ports.db.read, officer, floors);
  return {
    waiting,
    contacts,
    talks: talks.length,
    hotSpots,
    alarms: talks.filter(({ alarmedAt }) => alarmedAt !== null).length,
  };
}

/** Puts the numbers beside the main entries of every page. */
export function withBadges(ports: ConsolePorts): RequestHandler {
  return (_request, response, next) => {
    countBadges(ports, officerOf(response)).then((badges) => {
      response.locals["badges"] = badges;
      next();
    }, next);
  };
}
