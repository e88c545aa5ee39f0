/** The try page: play a citizen on this machine and watch what the bot does. */
export { tryRoutes } from "./http.ts";
export type { TryPorts, TryReply, TryTicket } from "./ports.ts";
