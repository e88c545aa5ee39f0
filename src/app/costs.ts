import { openDatabase } from "../app.ts";
import type { Config } from "../config.ts";
import { costsByMonth, type MonthlyCost } from "../outbox/index.ts";

/** What sending cost, from the configured database. `from` and `to` are months, both included. */
export async function readCosts(config: Config, months: { from?: string; to?: string }): Promise<MonthlyCost[]> {
  const db = await openDatabase(config);
  try {
    return await costsByMonth(db, months);
  } finally {
    await db.close();
  }
}
