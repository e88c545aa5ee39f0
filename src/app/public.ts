import type { StatusPorts } from "../public/index.ts";
import type { Parts } from "./parts.ts";

/** What the pages for everybody need of the rest of the house. */
export function statusPorts({ config, db, clock, office, officeKey }: Parts): StatusPorts {
  return {
    db,
    now: () => clock.now(),
    rules: office.rules,
    secretWords: office.secretWords,
    departments: [...office.directory.departments.values()],
    key: officeKey,
    publicUrl: config.publicUrl ?? `http://127.0.0.1:${config.port}`,
  };
}
