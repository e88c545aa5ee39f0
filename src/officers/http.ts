import { fileURLToPath } from "node:url";
import express, { type Router } from "express";
import { staticFiles } from "../platform/http.ts";
import { linkRoutes } from "./accounts/http.ts";
import { adminRoutes } from "./admin/http.ts";
import { withBadges } from "./badges/http.ts";
import { callRoutes } from "./calls/http.ts";
import { contactRoutes } from "./contact/http.ts";
import { costRoutes } from "./costs/http.ts";
import { queueRoutes } from "./desk/http.ts";
import { letterRoutes } from "./desk/letters/http.ts";
import { liveQueue } from "./desk/live/http.ts";
import { mergeRoutes } from "./desk/merge/http.ts";
import { ticketRoutes } from "./desk/ticket/http.ts";
import { fileRoutes } from "./files/http.ts";
import { hotSpotRoutes } from "./hot-spots/http.ts";
import type { ConsolePorts } from "./ports.ts";
import { recordRoutes } from "./records/http.ts";
import { sessionGuards, signedIn, signInRoutes } from "./sessions/http.ts";
import { talkRoutes } from "./talks/http.ts";
import { zaloReturn, zaloRoutes } from "./zalo/http.ts";

/** The console, mounted at /console. Everything below `signedIn` needs an officer with an open account. */
export async function consoleRoutes(ports: ConsolePorts): Promise<Router> {
  const router = express.Router();
  router.use("/tep", staticFiles(fileURLToPath(new URL("assets/", import.meta.url))));
  router.use(...(await sessionGuards(ports)));
  router.use(signInRoutes(ports));
  router.use(linkRoutes(ports));
  router.use(zaloReturn());
  router.use(signedIn(ports));
  router.get("/dong", liveQueue(ports));
  router.use(withBadges(ports));
  router.use(queueRoutes(ports));
  router.use(mergeRoutes(ports));
  router.use(fileRoutes(ports));
  router.use(letterRoutes(ports));
  router.use(ticketRoutes(ports));
  router.use(hotSpotRoutes(ports));
  router.use(contactRoutes(ports));
  router.use(talkRoutes(ports));
  router.use(costRoutes(ports));
  router.use(adminRoutes(ports));
  router.use(zaloRoutes(ports));
  router.use(recordRoutes(ports));
  router.use(callRoutes(ports));
  return router;
}
