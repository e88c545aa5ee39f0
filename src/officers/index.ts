/** The console: officers sign in, find their tickets and answer them. */
import { accountMigrations } from "./accounts/tables.ts";
import { auditMigrations } from "./audit/store.ts";
import { broughtMigrations } from "./calls/store.ts";
import { deskMigrations } from "./desk/store.ts";
import { sessionMigrations } from "./sessions/store.ts";

export { type Officer, ROLE_NAMES, ROLES, type Role } from "./accounts/account.ts";
export {
  type Added,
  addOfficer,
  createPasswordLink,
  createSetupLink,
  listOfficers,
  type NewOfficer,
  setDisabled,
} from "./accounts/store.ts";
export { type AuditAction, type AuditEntry, audit, latestAudit } from "./audit/store.ts";
export { consoleRoutes } from "./http.ts";
export { nationalNames } from "./national/words.ts";
export type {
  BroughtCall,
  CallDoor,
  ConsolePorts,
  ConversationLine,
  DepartmentName,
  SystemStatus,
  ZaloPages,
} from "./ports.ts";

export const officerMigrations = {
  ...accountMigrations,
  ...sessionMigrations,
  ...auditMigrations,
  ...deskMigrations,
  ...broughtMigrations,
};
