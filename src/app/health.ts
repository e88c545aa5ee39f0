import { backlog } from "../attachments/index.ts";
import type { Channel, ChannelOff } from "../channels/index.ts";
import { countWaiting } from "../messages/index.ts";
import { countCalls, countOpen, openFloors } from "../outbox/index.ts";
import type { Express } from "../platform/http.ts";
import { type Database, isReachable, type Metrics } from "../platform/index.ts";
import { countByContent } from "../tickets/index.ts";
import { channelStates } from "./channels.ts";
import { isOff, type Parts } from "./parts.ts";

/** For whoever watches the process: is it up, can it work, what has it done. */
export function healthRoutes(app: Express, parts: Parts): void {
  const { metrics } = parts;
  app.get("/healthz", (_request, response) => {
    if (parts.db.isBroken()) response.status(503).json({ status: "broken", why: "the disk did not keep the log" });
    else response.json({ status: "up" });
  });
  app.get("/readyz", (_request, response, next) =>
    readiness(parts).then(
      ({ ready, ...rest }) => void response.status(ready ? 200 : 503).json({ ready, ...rest }),
      next,
    ),
  );
  app.get("/metrics", (_request, response, next) =>
    metrics.render().then((text) => void response.type(metrics.contentType).send(text), next),
  );
}

/** What works, what is off and why. Never a secret. */
async function readiness({ db, office, services, channels, isKeeping, switches }: Parts) {
  const database = await isReachable(db);
  const keeping = isKeeping() && !db.isBroken();
  const { index, embeddings, languageModel, oneStop } = services.state();
  const states = await Promise.all(
    channelStates(channels).map(async ([name, channel]) => [name, await stateOf(channel)]),
  );
  return {
    ready: database && keeping && office.catalogue.size > 0,
    database: { kind: db.kind, reachable: database, keeping, broken: db.isBroken() },
    catalogue: { title: office.catalogue.title, procedures: office.catalogue.size, index, embeddings },
    model: languageModel,
    oneStop,
    channels: Object.fromEntries(states),
    switchedOff: switches.list().map(({ channel }) => channel),
    attachments: database ? await backlog(db) : "unknown",
    deliveries: database ? { ...(await countOpen(db)), calls: await countCalls(db) } : "unknown",
  };
}

async function stateOf(channel: Channel | ChannelOff): Promise<string> {
  if (isOff(channel)) return `off: ${channel.off}`;
  const alarms = await alarmsOf(channel);
  return alarms.length > 0 ? `on, but: ${alarms.join(", ")}` : "on";
}

/** A database that is away has its own line; it must not take this one with it. */
const alarmsOf = (channel: Channel): Promise<readonly string[]> =>
  channel.alarms?.().catch(() => ["unknown"]) ?? Promise.resolve([]);

/** How many alarms the channels ring, asked when read. */
export function watchChannels(metrics: Metrics, channels: ReadonlyMap<string, Channel | ChannelOff>): void {
  metrics.gauge("lang_nghe_channel_alarms", async () => {
    const rung = await Promise.all([...channels.values()].map((channel) => (isOff(channel) ? [] : alarmsOf(channel))));
    return rung.flat().length;
  });
}

/** Counts the database knows, asked when they are read. */
export function watch(metrics: Metrics, db: Database): void {
  metrics.gauges("lang_nghe_tickets", ["kind", "content"], async () =>
    (await countByContent(db.read)).map(({ recordType, contentCode, count }) => ({
      labels: { kind: recordType, content: contentCode ?? "none" },
      value: count,
    })),
  );
  metrics.gauge("lang_nghe_inbox_waiting", () => countWaiting(db));
  metrics.gauge("lang_nghe_calls_to_make", () => countCalls(db));
  metrics.gauge("lang_nghe_talks_taken_over", async () => (await openFloors(db.read)).length);
  for (const state of ["pending", "sending", "stuck"] as const) {
    metrics.gauge(`lang_nghe_deliveries_${state}`, async () => (await countOpen(db))[state]);
  }
}
