import type { RequestListener } from "node:http";
import { type ChannelPorts, frontDoor, webhookRouter } from "../channels/index.ts";
import { tryRoutes } from "../channels/web/index.ts";
import { consoleRoutes } from "../officers/index.ts";
import { createHttp, type Express } from "../platform/http.ts";
import { statusRoutes } from "../public/index.ts";
import { consolePorts } from "./console.ts";
import { healthRoutes } from "./health.ts";
import { isHttps, isOff, type Parts } from "./parts.ts";
import { statusPorts } from "./public.ts";
import { tryPorts } from "./try.ts";

export interface Served {
  readonly web: Express;
  /** `web`, with a shorter way for what providers call. */
  readonly listener: RequestListener;
}

/** Everything that is served: the pages, and the doors of the channels that are on. */
export async function routes(parts: Parts, channelPorts: ChannelPorts): Promise<Served> {
  const { config, clock, log } = parts;
  const consoleRouter = await consoleRoutes(consolePorts(parts));
  const doors = [...parts.channels.values()].flatMap((channel) =>
    isOff(channel) ? [] : [{ mount: channel.mount ?? "/webhooks", hooks: channel.routes(channelPorts) }],
  );
  const pages = (app: Express) => {
    healthRoutes(app, parts);
    app.get("/", (_request, response) => response.redirect(config.tryPage ? "/thu" : "/tra-cuu"));
    app.use("/console", consoleRouter);
    app.use("/tra-cuu", statusRoutes(statusPorts(parts)));
    if (config.tryPage) app.use("/thu", tryRoutes(tryPorts(parts)));
  };
  const webhooks = (app: Express) => {
    for (const { mount, hooks } of doors) app.use(mount, webhookRouter(hooks));
  };
  const now = () => clock.now();
  const web = createHttp({ log, now, secure: isHttps(config), proxies: config.trustedProxies }, pages, webhooks);
  const byPath = doors.flatMap(({ mount, hooks }) => hooks.map((hook) => [mount + hook.path, hook] as const));
  return { web, listener: frontDoor({ web, hooks: new Map(byPath), now, log }) };
}
