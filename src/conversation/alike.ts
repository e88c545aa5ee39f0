import { type InboundMessage, laneOf } from "../messages/index.ts";
import type { Database } from "../platform/index.ts";
import { alikeTo, isPlainlySame, placeKeys } from "../tickets/index.ts";
import type { RoutePorts } from "./draft.ts";
import type { Found } from "./found.ts";
import type { ConversationState } from "./state.ts";

export interface AlikePorts extends RoutePorts {
  /** False in a rehearsal, where each conversation is held as if nobody else had written. */
  readonly tellsOfOthers: boolean;
}

/**
 * While a report of a field problem waits to be confirmed: a running report of somebody else that is plainly of the same
 * matter. Others' matters (behaviour, dossiers) are nobody else's to know of.
 */
export async function findAlike(
  db: Database,
  { flow }: ConversationState,
  message: InboundMessage,
  ports: AlikePorts,
  now: number,
): Promise<Pick<Found, "alike">> {
  if (!ports.tellsOfOthers || message.live || flow?.step !== "xac-nhan" || flow.saved["record_type"] !== "hien_truong")
    return {};
  const { content = "", place } = flow.saved;
  const { topic, denied } = ports.route("hien_truong", content, place, null);
  if (topic === undefined || denied.departments.length > 0) return {};
  const region = { unit: flow.saved["place_unit"] || null, former: flow.saved["place_former"] || null };
  const report = { topic, places: placeKeys(place ?? null, region), content, at: now };
  const found = await alikeTo(db.read, report);
  const alike = found.find(
    ({ ticket, likeness }) =>
      ticket.recordType === "hien_truong" &&
      isPlainlySame(likeness) &&
      (ticket.reporter.address === null || laneOf(ticket.reporter.address) !== laneOf(message.from)),
  );
  return alike ? { alike } : {};
}
