export type { Accept, ChannelPorts, Rejection, Sender, SendOutcome, WebhookRequest, WebhookRoutes } from "./channel.ts";
