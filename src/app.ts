import { createServer } from "node:http";
import { join } from "node:path";
import { attachmentsOf, contactFormOf } from "./app/attachments.ts";
import { botFrameworkPorts } from "./app/botframework.ts";
import { versionedOffice } from "./app/catalogue.ts";
import { configuredChannels, sendersOf, startBackground, switchable } from "./app/channels.ts";
import { openDatabase } from "./app/database.ts";
import { deliveryPolicy } from "./app/delivery.ts";
import { openDoor } from "./app/door.ts";
import { channelPortsOf } from "./app/events.ts";
import { watchFloors } from "./app/floor.ts";
import { startForgetting } from "./app/forget.ts";
import { watch, watchChannels } from "./app/health.ts";
import { MIGRATIONS } from "./app/migrations.ts";
import type { Parts } from "./app/parts.ts";
import { startDeadlineWatch } from "./app/reminders.ts";
import { routes } from "./app/routes.ts";
import { listen } from "./app/server.ts";
import { type Services, startServices } from "./app/services.ts";
import { type House, startCallWork, voicePorts } from "./app/voice.ts";
import type { Reach } from "./attachments/index.ts";
import { openWithheld } from "./catalogue/index.ts";
import type { Channel, ChannelOff } from "./channels/index.ts";
import type { Config } from "./config.ts";
import { conversationPorts, loadOffice, type Office, startConversations } from "./conversation/index.ts";
import { openLearning } from "./departments/index.ts";
import { type InboundMessage, loadLimits } from "./messages/index.ts";
import { createSetupLink } from "./officers/index.ts";
import { loadDeliveryRules, startOutbox } from "./outbox/index.ts";
import { importedPlacesFile } from "./places/index.ts";
import type { Express } from "./platform/http.ts";
import { type Clock, createMetrics, createPace, type Database, type Logger } from "./platform/index.ts";
import { loadOfficeKey, startSeals } from "./tickets/index.ts";

export { MIGRATIONS, openDatabase };

/** A running system. */
export interface App {
  readonly url: string;
  /** What it serves. */
  readonly web: Express;
  readonly db: Database;
  readonly office: Office;
  readonly services: Services;
  readonly channels: ReadonlyMap<string, Channel | ChannelOff>;
  readonly accept: (message: InboundMessage) => Promise<"new" | "seen_before">;
  /** The token of a new one-time set-up link, while there is no administrator who can sign in. */
  setupToken(): Promise<string | undefined>;
  /** Sends the reminders that are due now. */
  remind(): Promise<void>;
  /** Looks into the watched folder now; a file is taken in at the second look that finds it unchanged. */
  takeTranscripts(): Promise<void>;
  /** Forgets now what is due to be forgotten of people who stay unnamed. */
  forget(): Promise<void>;
  /** Resolves when every message received so far is answered and every answer due now is sent or waiting for a retry. */
  settle(): Promise<void>;
  stop(): Promise<void>;
}

export interface AppOptions {
  readonly clock: Clock;
  readonly log: Logger;
  /** How long a fragment waits for the rest of its burst. */
  readonly settleMs?: number;
  /** As for `openDatabase`. */
  readonly onBroken?: (error: unknown) => void;
  /** For tests: where a file's host is, instead of where the network says. */
  readonly attachmentReach?: Reach;
}

/** Opens what is configured and starts on it. */
export async function startApp(config: Config, options: AppOptions): Promise<App> {
  const { clock, onBroken } = options;
  const [db, loaded] = await Promise.all([
    openDatabase(config, onBroken),
    loadOffice(officePaths(config), () => clock.now()),
  ]);
  return startOn({ db, loaded }, config, options);
}

/** Builds and starts everything on an open database, in the order the parts need each other; stopping closes the database. */
export async function startOn(
  { db, loaded }: { readonly db: Database; readonly loaded: Office },
  config: Config,
  options: AppOptions,
): Promise<App> {
  const { clock, log } = options;
  const metrics = createMetrics();
  const services = startServices(config, await versionedOffice(db, loaded, config, options), { clock, log, metrics });
  const { office } = services;
  const withheld = await openWithheld(db, (error) => log.warn({ err: error }, "withheld records not refreshed"));
  const learning = await openLearning(db, office.directory, (error) =>
    log.warn({ err: error }, "learned words not refreshed"),
  );
  const officeKey = await loadOfficeKey(config.dataDirectory);
  const ports = conversationPorts(
    { ...office, officeKey, contactForm: contactFormOf(config, office) },
    withheld.isWithheld,
  );
  const house: House = {
    config,
    db,
    ports,
    senders: () => senders,
    conversations: () => conversations,
    wakeOutbox: () => outbox.wake(),
  };
  const attachments = attachmentsOf(config, { db, clock, log, metrics }, options.attachmentReach);
  const voice = voicePorts(house);
  const channels = configuredChannels(config, db, clock, {
    voice,
    botFramework: botFrameworkPorts(house, clock),
    openFile: async (id) => (await attachments.open(id))?.bytes,
  });
  const { senders, switches } = await switchable(db, sendersOf(channels), log);
  const delivery = loadDeliveryRules(config.knowledgeDirectory);
  const pace = createPace();
  const outbox = startOutbox({
    db,
    senders,
    clock,
    log,
    soleOwner: db.kind === "sqlite",
    giveWay: pace.pass,
    policy: deliveryPolicy(db, delivery, office.script.wording.text("co_the_da_nhan")),
    observe: ({ channel, outcome, onward }) => {
      metrics.count("lang_nghe_sends_total", { channel, outcome });
      if (onward) metrics.count("lang_nghe_ways_given_up_total", { channel, by: onward.by, to: onward.to.channel });
    },
  });
  const conversations = startConversations({
    db,
    clock,
    log,
    ports: () => ports,
    pace,
    ...(options.settleMs === undefined ? {} : { settleMs: options.settleMs }),
    onTurn: (_lane, { trace }, took) => {
      metrics.count("lang_nghe_turns_total", { intent: trace.intent, outcome: trace.outcome });
      metrics.observe("lang_nghe_turn_seconds", {}, took / 1000);
      outbox.wake();
    },
    onFailure: () => metrics.count("lang_nghe_turn_failures_total"),
  });
  const forgetting = startForgetting(db, clock, log);
  const floors = watchFloors({ db, clock, log, wording: office.script.wording, onEnd: () => outbox.wake() });
  const { accept, isKeeping } = openDoor({
    db,
    clock,
    metrics,
    conversations,
    limits: loadLimits(config.knowledgeDirectory),
    isOff: switches.isOff,
    understand: ports.understand,
    onAttachments: attachments.wake,
    tooMany: office.script.wording.say("nhan_qua_nhieu"),
  });
  const parts: Parts = {
    config,
    db,
    office,
    services,
    ports,
    channels,
    senders,
    switches,
    withheld,
    learning,
    attachments,
    delivery,
    outbox,
    metrics,
    clock,
    log,
    accept,
    isKeeping,
    officeKey,
  };
  const channelPorts = channelPortsOf(parts);
  const { web, listener } = await routes(parts, channelPorts);
  const server = createServer(listener);
  // One connection is accepted each time round the loop, however many wait, and a turn is one time round.
  server.on("connection", pace.busy);
  watch(metrics, db);
  watchChannels(metrics, channels);
  const listening = await listen(server, config);
  await conversations.recover();
  const background = startBackground(channels, channelPorts);
  const deadlineWatch = startDeadlineWatch(parts);
  const seals = startSeals({ db, clock, log, key: parts.officeKey });
  const callWork = startCallWork({ config, calls: voice.calls, accept, clock, log });
  return {
    url: listening.url,
    web,
    db,
    office,
    services,
    channels,
    accept,
    setupToken: () => createSetupLink(db, clock.now()),
    remind: () => deadlineWatch.look(),
    forget: () => forgetting.now(),
    takeTranscripts: () => callWork.folder.look(),
    async settle() {
      await conversations.idle();
      await attachments.idle();
      outbox.wake();
      await outbox.idle();
    },
    async stop() {
      await callWork.stop();
      await deadlineWatch.stop();
      await seals.stop();
      await listening.close();
      await Promise.all(background.map((one) => one.stop()));
      await conversations.stop();
      await attachments.stop();
      await floors.stop();
      await forgetting.stop();
      await outbox.stop();
      await services.stop();
      withheld.stop();
      learning.stop();
      switches.stop();
      await db.close();
    },
  };
}

/** Where an office's data lie, as configured. */
export function officePaths(config: Config) {
  const { dataDirectory: data } = config;
  return { ...config, cacheDirectory: join(data, "catalogue"), importedPlaces: importedPlacesFile(data) };
}
