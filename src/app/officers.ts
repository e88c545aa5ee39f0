import { openDatabase } from "../app.ts";
import type { Config } from "../config.ts";
import { type Added, addOfficer, type NewOfficer } from "../officers/index.ts";

export { type NewOfficer, ROLES } from "../officers/index.ts";

/** Adds an officer to the configured database; the token lets them choose a password. */
export async function enrolOfficer(config: Config, officer: NewOfficer, now: number): Promise<Added> {
  const db = await openDatabase(config);
  try {
    return await addOfficer(db, officer, now);
  } finally {
    await db.close();
  }
}
