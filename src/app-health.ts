import { channelStates } from "./app-channels.ts";
import { isOff, type Parts } from "./app-parts.ts";
import { countWaiting } from "./messages/index.ts";
import { countOpen } from "./outbox/index.ts";
import type { Express } from "./platform/http.ts";
import { type Database, isReachable, type Metrics } from "./platform/index.ts";

/** For whoever watches the process: is it up, can it work, what has it done. */
export function healthRoutes(app: Express, parts: Parts): void {
  const { metrics } = parts;
  app.get("/healthz", (_request, response) => void response.json({ status: "up" }));
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
async function readiness({ db, office, services, channels, isKeeping }: Parts) {
  const database = await isReachable(db);
  const { index, embeddings, languageModel } = services.state();
  const states = channelStates(channels).map(([name, channel]) => [
    name,
    isOff(channel) ? `off: ${channel.off}` : "on",
  ]);
  return {
    ready: database && isKeeping() && office.catalogue.size > 0,
    database: { kind: db.kind, reachable: database, keeping: isKeeping() },
    catalogue: { title: office.catalogue.title, procedures: office.catalogue.size, index, embeddings },
    model: languageModel,
    channels: Object.fromEntries(states),
  };
}

/** Counts the database knows, asked when they are read. */
export function watch(metrics: Metrics, db: Database): void {
  metrics.gauge("lang_nghe_inbox_waiting", () => countWaiting(db));
  for (const state of ["pending", "sending", "stuck"] as const) {
    metrics.gauge(`lang_nghe_deliveries_${state}`, async () => (await countOpen(db))[state]);
  }
}
