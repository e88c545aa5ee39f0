import type { ChannelPorts } from "../channels/index.ts";
import { tryRoutes } from "../channels/web/index.ts";
import { consoleRoutes } from "../officers/index.ts";
import { createHttp, type Express } from "../platform/http.ts";
import { statusRoutes } from "../public/index.ts";
import { consolePorts } from "./console.ts";
import { healthRoutes } from "./health.ts";
import { isHttps, isOff, type Parts } from "./parts.ts";
import { statusPorts } from "./public.ts";
import { tryPorts } from "./try.ts";

/** Everything that is served: the pages, and the doors of the channels that are on. */
export async function routes(parts: Parts, channelPorts: ChannelPorts): Promise<Express> {
  const { config, clock, log } = parts;
  const consoleRouter = await consoleRoutes(consolePorts(parts));
  const pages = (app: Express) => {
    healthRoutes(app, parts);
    app.get("/", (_request, response) => response.redirect(config.tryPage ? "/thu" : "/tra-cuu"));
    app.use("/console", consoleRouter);
    app.use("/tra-cuu", statusRoutes(statusPorts(parts)));
    if (config.tryPage) app.use("/thu", tryRoutes(tryPorts(parts)));
  };
  const webhooks = (app: Express) => {
    for (const channel of parts.channels.values())
      if (!isOff(channel)) app.use(channel.mount ?? "/webhooks", channel.routes(channelPorts));
  };
  return createHttp(
    { log, now: () => clock.now(), secure: isHttps(config), proxies: config.trustedProxies },
    pages,
    webhooks,
  );
}
