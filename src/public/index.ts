/** Pages anyone may open: the status of one's own ticket. */
export { type StatusPorts, statusRoutes } from "./http.ts";
export { type CitizenStatus, citizenStatus } from "./status.ts";
