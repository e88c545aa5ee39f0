import type { Database } from "../../platform/index.ts";
import type { Flow } from "../flow/schema.ts";
import { remember } from "../memory/store.ts";

/** True while a flow in this lane has asked for name and telephone. */
export async function awaitsContact(db: Database, lane: string, flow: (name: string) => Flow): Promise<boolean> {
  const { state } = await remember(db, lane);
  if (!state.flow) return false;
  const step = flow(state.flow.flow).steps.find(({ id }) => id === state.flow?.step);
  return step?.kind === "ask" && step.accept.kind === "contact";
}
