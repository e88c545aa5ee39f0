export { type Clock, fixedClock, systemClock } from "./clock.ts";
export { type Database, type DatabaseKind, isReachable, type Migrations, openPostgres, openSqlite, type Queries, withAutoId } from "./db.ts";
export { newId } from "./ids.ts";
export { createLog, type Logger } from "./log.ts";
