import type { Attachments } from "../attachments/index.ts";
import type { WithheldRecords } from "../catalogue/index.ts";
import type { Accept, Channel, ChannelOff } from "../channels/index.ts";
import type { Config } from "../config.ts";
import type { ConversationPorts, Office } from "../conversation/index.ts";
import type { Learning } from "../departments/index.ts";
import type { ChannelName, ChannelSwitches } from "../messages/index.ts";
import type { DeliveryRules, DeliverySender, Outbox } from "../outbox/index.ts";
import type { Clock, Database, Logger, Metrics } from "../platform/index.ts";
import type { OfficeKey } from "../tickets/index.ts";
import type { Services } from "./services.ts";

export type { ChannelOff };

/** What the routes are built from. */
export interface Parts {
  readonly config: Config;
  readonly db: Database;
  readonly office: Office;
  readonly services: Services;
  readonly ports: ConversationPorts;
  readonly channels: ReadonlyMap<string, Channel | ChannelOff>;
  readonly senders: ReadonlyMap<ChannelName, DeliverySender>;
  readonly switches: ChannelSwitches;
  readonly withheld: WithheldRecords;
  readonly learning: Learning;
  readonly attachments: Attachments;
  readonly delivery: DeliveryRules;
  readonly outbox: Outbox;
  readonly metrics: Metrics;
  readonly clock: Clock;
  readonly log: Logger;
  readonly accept: Accept;
  /** False after a message could not be kept, until one could or a minute has gone by. */
  readonly isKeeping: () => boolean;
  /** Signs receipts and seals. */
  readonly officeKey: OfficeKey;
}

export const isOff = (channel: Channel | ChannelOff): channel is ChannelOff => "off" in channel;
export const isHttps = (config: Config): boolean => config.publicUrl?.startsWith("https:") ?? false;
