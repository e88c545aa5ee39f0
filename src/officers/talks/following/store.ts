import type { Floor } from "../../../outbox/index.ts";
import type { Queries } from "../../../platform/index.ts";
import { lanesAbout } from "../../../tickets/index.ts";
import type { Officer } from "../../accounts/account.ts";
import { viewersOf } from "../../desk/viewer.ts";
import { mayFollow } from "../talk-page.ts";

/** The talks an officer may follow: their own, and for those who sort for all units the others', but for people who reported them. */
export async function followed<T extends Floor>(
  queries: Queries,
  officer: Officer,
  floors: readonly T[],
): Promise<T[]> {
  const open = floors.filter((floor) => mayFollow(officer, floor));
  const others = open.filter(({ officerId }) => officerId !== officer.id).map(({ lane }) => lane);
  const about = await lanesAbout(queries, viewersOf(officer), others);
  return open.filter(({ officerId, lane }) => officerId === officer.id || !about.has(lane));
}
