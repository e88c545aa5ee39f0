export { sql } from "kysely";
export { type Circuit, createCircuit } from "./circuit.ts";
export { type Clock, fixedClock, systemClock } from "./clock.ts";
export {
  builtOnce,
  type Database,
  type DatabaseKind,
  isReachable,
  type Migrations,
  type Queries,
  type ValueIn,
  withAutoId,
} from "./db.ts";
export { sha256 } from "./digest.ts";
export { makeFolder, type SyncFolder, syncFolder } from "./folders.ts";
export { newId } from "./ids.ts";
export { importWithout } from "./import-without.ts";
export { createLog, type Logger } from "./log.ts";
export { createMetrics, type Metrics } from "./metrics.ts";
export { createPace, type Pace } from "./pace.ts";
export { openPostgres } from "./postgres.ts";
export { openSqlite } from "./sqlite.ts";
export { FileMistake, parseYaml } from "./yaml.ts";
