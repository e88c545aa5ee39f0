import { attachmentMigrations } from "../attachments/index.ts";
import { catalogueMigrations } from "../catalogue/index.ts";
import { botFrameworkMigrations, voiceMigrations, zaloMigrations } from "../channels/index.ts";
import { conversationMigrations } from "../conversation/index.ts";
import { learningMigrations } from "../departments/index.ts";
import { inboxMigrations } from "../messages/index.ts";
import { officerMigrations } from "../officers/index.ts";
import { outboxMigrations } from "../outbox/index.ts";
import { ticketMigrations } from "../tickets/index.ts";

/** Every step that builds the schema; their names order them. */
export const MIGRATIONS = {
  ...inboxMigrations,
  ...ticketMigrations,
  ...zaloMigrations,
  ...voiceMigrations,
  ...botFrameworkMigrations,
  ...outboxMigrations,
  ...conversationMigrations,
  ...officerMigrations,
  ...catalogueMigrations,
  ...attachmentMigrations,
  ...learningMigrations,
};
