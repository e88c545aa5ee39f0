import { join } from "node:path";
import { serveVersions } from "../catalogue/index.ts";
import type { Config } from "../config.ts";
import type { Office } from "../conversation/index.ts";
import type { Clock, Database, Logger } from "../platform/index.ts";

/** The office with its catalogue as the versions kept in the database say it; what this start reads is set down there. */
export async function versionedOffice(
  db: Database,
  office: Office,
  { knowledgeDirectory, dataDirectory }: Config,
  { clock, log }: { readonly clock: Clock; readonly log: Logger },
): Promise<Office> {
  const { knowledge } = office;
  const cacheDirectory = join(dataDirectory, "catalogue");
  const options = { knowledge, knowledgeDirectory, cacheDirectory, at: clock.now() };
  const { catalogue, recorded } = await serveVersions(db, office.catalogue, options);
  const older = recorded.changes.filter(({ kind }) => kind === "older").length;
  if (older > 0)
    log.warn({ older }, "the catalogue file is older than what is in use: these records stay as they were");
  if (recorded.kind === "undone") log.warn("the catalogue file's import was undone: serving the one before it");
  return { ...office, catalogue };
}
