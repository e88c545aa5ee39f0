import type { Queries } from "../../platform/index.ts";
import { keyId, type OfficeKey } from "../receipts/sign.ts";
import { sealTables } from "../seals/tables.ts";

/** A public key as it was first used by one of the office's servers. */
export interface KnownKey {
  readonly id: string;
  readonly publicKey: string;
  /** Epoch ms. */
  readonly since: number;
}

/** Keeps the public half, so that what this server signs can be checked when its key is gone. */
export async function registerKey(tx: Queries, { id, publicKey }: OfficeKey, now: number): Promise<void> {
  await sealTables(tx)
    .insertInto("office_keys")
    .values({ id, public_key: publicKey, since: now })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Every key the office has signed with, the newest first. A row whose name is not its key's own is left out. */
export async function knownKeys(queries: Queries): Promise<KnownKey[]> {
  const rows = await sealTables(queries)
    .selectFrom("office_keys")
    .selectAll()
    .orderBy("since", "desc")
    .orderBy("id")
    .execute();
  return rows
    .filter((row) => keyId(row.public_key) === row.id)
    .map((row) => ({ id: row.id, publicKey: row.public_key, since: row.since }));
}
