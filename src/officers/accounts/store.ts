import { randomBytes } from "node:crypto";
import { hash, verify } from "@node-rs/argon2";
import { type Database, newId, type Queries, sha256 } from "../../platform/index.ts";
import { hasRole, type Officer, type Role } from "./account.ts";
import { type AccountTables, accounts } from "./tables.ts";

export const LINK_VALID_MS = 24 * 3_600_000;

/** OWASP Password Storage Cheat Sheet: Argon2id (the library's default), 19 MiB, two passes, one lane. */
const ARGON2 = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

export const hashPassword = (password: string): Promise<string> => hash(password, ARGON2);

function toOfficer(row: AccountTables["officers"], former: Officer["former"] = []): Officer {
  return {
    id: row.id,
    username: row.username,
    displayName: row.display_name,
    roles: JSON.parse(row.roles) as Role[],
    department: row.department,
    former,
    disabled: row.disabled_at !== null,
    hasPassword: row.password_hash !== null,
    createdAt: row.created_at,
  };
}

/** Somebody can sign in who may give accounts to others. */
async function hasAdministrator(queries: Queries): Promise<boolean> {
  const able = await accounts(queries)
    .selectFrom("officers")
    .selectAll()
    .where("disabled_at", "is", null)
    .where("password_hash", "is not", null)
    .execute();
  return able.map((row) => toOfficer(row)).some((officer) => hasRole(officer, "admin"));
}

async function isTaken(queries: Queries, username: string): Promise<boolean> {
  const same = accounts(queries).selectFrom("officers").select("id").where("username", "=", username);
  return (await same.executeTakeFirst()) !== undefined;
}

export async function listOfficers(db: Database): Promise<Officer[]> {
  const rows = await accounts(db.read).selectFrom("officers").selectAll().orderBy("username").execute();
  const left = await accounts(db.read).selectFrom("officer_former_units").selectAll().execute();
  return rows.map((row) => toOfficer(row, formerIn(left, row.id)));
}

export async function officerById(db: Database, id: string): Promise<Officer | undefined> {
  const row = await accounts(db.read).selectFrom("officers").selectAll().where("id", "=", id).executeTakeFirst();
  const left = await accounts(db.read)
    .selectFrom("officer_former_units")
    .selectAll()
    .where("officer_id", "=", id)
    .execute();
  return row && toOfficer(row, formerIn(left, id));
}

const formerIn = (left: readonly AccountTables["officer_former_units"][], id: string): Officer["former"] =>
  left
    .filter(({ officer_id }) => officer_id === id)
    .map(({ department, until }) => ({ department, until: Number(until) }));

async function addLink(tx: Queries, officerId: string | null, now: number): Promise<string> {
  const token = randomBytes(32).toString("base64url");
  const older = accounts(tx).deleteFrom("officer_links");
  await (officerId === null
    ? older.where("officer_id", "is", null)
    : older.where("officer_id", "=", officerId)
  ).execute();
  await accounts(tx)
    .insertInto("officer_links")
    .values({ token_hash: sha256(token), officer_id: officerId, expires_at: now + LINK_VALID_MS, used_at: null })
    .execute();
  return token;
}

/** The token that makes the first administrator, or undefined when there is one already. A new token voids the one before. */
export function createSetupLink(db: Database, now: number): Promise<string | undefined> {
  return db.write(async (tx) => ((await hasAdministrator(tx)) ? undefined : addLink(tx, null, now)));
}

/** A token that lets an existing person choose a (new) password; voids the one before. */
export function createPasswordLink(db: Database, officerId: string, now: number): Promise<string> {
  return db.write((tx) => addLink(tx, officerId, now));
}

export type Link =
  | { readonly kind: "setup" }
  | { readonly kind: "password"; readonly officerId: string }
  | { readonly kind: "void" };

/** What a token opens. Unknown, used, too old and no longer fitting all read the same. */
export async function readLink(queries: Queries, token: string, now: number): Promise<Link> {
  const row = await accounts(queries)
    .selectFrom("officer_links")
    .selectAll()
    .where("token_hash", "=", sha256(token))
    .executeTakeFirst();
  if (!row || row.used_at !== null || row.expires_at <= now) return { kind: "void" };
  if (row.officer_id !== null) return { kind: "password", officerId: row.officer_id };
  return (await hasAdministrator(queries)) ? { kind: "void" } : { kind: "setup" };
}

async function useLink(tx: Queries, token: string, now: number): Promise<Link> {
  const link = await readLink(tx, token, now);
  const used = await accounts(tx)
    .updateTable("officer_links")
    .set({ used_at: now })
    .where("token_hash", "=", sha256(token))
    .where("used_at", "is", null)
    .executeTakeFirst();
  return Number(used.numUpdatedRows) === 1 ? link : { kind: "void" };
}

export interface NewOfficer {
  readonly username: string;
  readonly displayName: string;
  readonly roles: readonly Role[];
  readonly department: string | null;
}

async function insertOfficer(
  tx: Queries,
  officer: NewOfficer,
  passwordHash: string | null,
  now: number,
): Promise<string> {
  const id = newId(now);
  await accounts(tx)
    .insertInto("officers")
    .values({
      id,
      username: officer.username,
      display_name: officer.displayName,
      roles: JSON.stringify(officer.roles),
      department: officer.department,
      password_hash: passwordHash,
      disabled_at: null,
      created_at: now,
    })
    .execute();
  return id;
}

export type SetUp =
  | { readonly kind: "made"; readonly id: string }
  | { readonly kind: "void" }
  | { readonly kind: "username_taken" };

/** Makes the first administrator and spends the token, in one step; a name somebody has already leaves the token as it is. */
export async function setUpFirstOfficer(
  db: Database,
  token: string,
  officer: NewOfficer,
  password: string,
  now: number,
): Promise<SetUp> {
  const passwordHash = await hashPassword(password);
  return db.write(async (tx): Promise<SetUp> => {
    const link = await readLink(tx, token, now);
    if (link.kind === "setup" && (await isTaken(tx, officer.username))) return { kind: "username_taken" };
    const used = await useLink(tx, token, now);
    return used.kind === "setup"
      ? { kind: "made", id: await insertOfficer(tx, officer, passwordHash, now) }
      : { kind: "void" };
  });
}

/** Sets a password through a link and spends it; gives the account's id, or undefined when the token is void. */
export async function setPassword(
  db: Database,
  token: string,
  password: string,
  now: number,
): Promise<string | undefined> {
  const passwordHash = await hashPassword(password);
  return db.write(async (tx) => {
    const link = await useLink(tx, token, now);
    if (link.kind !== "password") return undefined;
    await accounts(tx)
      .updateTable("officers")
      .set({ password_hash: passwordHash })
      .where("id", "=", link.officerId)
      .execute();
    return link.officerId;
  });
}

export type Added =
  | { readonly kind: "added"; readonly id: string; readonly token: string }
  | { readonly kind: "username_taken" };

/** Adds a person without a password; the token lets them choose one. */
export function addOfficer(db: Database, officer: NewOfficer, now: number): Promise<Added> {
  return db.write(async (tx) => {
    if (await isTaken(tx, officer.username)) return { kind: "username_taken" };
    const id = await insertOfficer(tx, officer, null, now);
    return { kind: "added", id, token: await addLink(tx, id, now) };
  });
}

/** True for the one person left who can give accounts to others. */
async function isLastAdmin(tx: Queries, id: string): Promise<boolean> {
  const rows = (await accounts(tx).selectFrom("officers").selectAll().execute()).map((row) => toOfficer(row));
  const admins = rows.filter((officer) => officer.roles.includes("admin") && !officer.disabled && officer.hasPassword);
  return admins.length === 1 && admins[0]?.id === id;
}

/**
 * Another name, other roles, another unit; the sign-in name stays, for histories are kept under it, and the unit they leave is
 * remembered. The last admin stays admin: false.
 */
export function changeOfficer(
  db: Database,
  id: string,
  { displayName, roles, department }: Omit<NewOfficer, "username">,
  now: number,
): Promise<boolean> {
  return db.write(async (tx) => {
    if (!roles.includes("admin") && (await isLastAdmin(tx, id))) return false;
    await noteLeaving(tx, id, department, now);
    const done = await accounts(tx)
      .updateTable("officers")
      .set({ display_name: displayName, roles: JSON.stringify(roles), department })
      .where("id", "=", id)
      .executeTakeFirst();
    return Number(done.numUpdatedRows) === 1;
  });
}

async function noteLeaving(tx: Queries, id: string, next: string | null, now: number): Promise<void> {
  const before = await accounts(tx).selectFrom("officers").select("department").where("id", "=", id).executeTakeFirst();
  const left = before?.department ?? null;
  if (left === null || left === next) return;
  await accounts(tx)
    .insertInto("officer_former_units")
    .values({ officer_id: id, department: left, until: now })
    .execute();
}

/** Closes or reopens an account. The last admin who can sign in cannot be closed: false. */
export function setDisabled(db: Database, id: string, disabled: boolean, now: number): Promise<boolean> {
  return db.write(async (tx) => {
    if (disabled && (await isLastAdmin(tx, id))) return false;
    const done = await accounts(tx)
      .updateTable("officers")
      .set({ disabled_at: disabled ? now : null })
      .where("id", "=", id)
      .executeTakeFirst();
    return Number(done.numUpdatedRows) === 1;
  });
}

let nobody: Promise<string> | undefined;

/** Checked against when the name is unknown, so that an unknown name takes as long as a wrong password. */
function nobodysHash(): Promise<string> {
  nobody ??= hashPassword(randomBytes(16).toString("hex"));
  return nobody;
}

/** The officer whose name and password these are; undefined for an unknown name, a wrong password, a closed account. */
export async function checkPassword(db: Database, username: string, password: string): Promise<Officer | undefined> {
  const row = await accounts(db.read)
    .selectFrom("officers")
    .selectAll()
    .where("username", "=", username)
    .executeTakeFirst();
  // Made at the first sign-in of anyone, known or not, so that the first unknown name takes no longer either.
  const unknown = await nobodysHash();
  const matches = await verify(row?.password_hash ?? unknown, password);
  return row?.password_hash && matches && row.disabled_at === null ? toOfficer(row) : undefined;
}
