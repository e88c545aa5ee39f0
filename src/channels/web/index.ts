/** The try page: play a citizen on this machine and watch what the bot does. */
export { tryRoutes } from "./http.ts";
export type { Side, TryPorts, TryReceipt, TryReply, TryTicket } from "./ports.ts";
