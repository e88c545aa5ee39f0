import { open } from "node:fs/promises";
import { openDatabase } from "../app.ts";
import type { Config } from "../config.ts";
import { exportHistory } from "../tickets/index.ts";

export interface Exported {
  readonly tickets: number;
  /** Protected tickets, which no file may hold. */
  readonly leftOut: number;
}

/** Writes the history of tickets to a new file, readable by its owner alone. Throws when the file is there already. */
export async function writeHistory(
  config: Config,
  file: string,
  { codes, now }: { readonly codes: readonly string[]; readonly now: number },
): Promise<Exported> {
  const db = await openDatabase(config);
  const out = await open(file, "wx", 0o600);
  let tickets = 0;
  let leftOut = 0;
  const onLeftOut = () => {
    leftOut += 1;
  };
  try {
    for await (const line of exportHistory(db.read, { codes, now, onLeftOut })) {
      if ("ticket" in line) tickets += 1;
      await out.write(`${JSON.stringify(line)}\n`);
    }
    return { tickets, leftOut };
  } finally {
    await out.close();
    await db.close();
  }
}
