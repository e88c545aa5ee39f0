export {
  type BotFrameworkPorts,
  botFrameworkChannel,
  botFrameworkMigrations,
  forgetWhenWritten,
  readTranscript,
  type Said,
  sqlReferences,
  writeTranscript,
} from "./botframework/index.ts";
export type {
  Accept,
  Background,
  Channel,
  ChannelEvent,
  ChannelOff,
  ChannelPorts,
  Rejection,
  Sender,
  SendOutcome,
  Webhook,
  WebhookAnswer,
  WebhookRequest,
  WebhookRoutes,
} from "./channel.ts";
export { openCrowd } from "./crowd.ts";
export { frontDoor, webhookRouter } from "./http.ts";
export { toE164 } from "./phone-number.ts";
export {
  androidChannel,
  esmsChannel,
  loadSmsTemplates,
  renderSms,
  smsChannel,
  twilioChannel,
  withKeyword,
} from "./sms/index.ts";
export {
  type CallFile,
  detectFormat,
  hotlineChannel,
  parseTranscript,
  readCallFile,
  TRANSCRIPT_FORMATS,
  type Transcript,
  type TranscriptError,
  type TranscriptFormat,
  transcriptMessage,
  type WatchedFolder,
  watchFolder,
} from "./transcripts/index.ts";
export {
  type Calls,
  forgetCalls,
  openCalls,
  type VoiceConfig,
  type VoicePorts,
  voiceChannel,
  voiceMigrations,
} from "./voice/index.ts";
export {
  type AccountMemory,
  loadZaloTemplates,
  renderZalo,
  sqlAccountMemory,
  sqlTokenStore,
  type TemplateRegistry,
  type TokenPair,
  type TokenStore,
  type ZaloChannel,
  type ZaloConfig,
  type ZaloDesk,
  type ZaloHealth,
  type ZaloPorts,
  zaloChannel,
  zaloMigrations,
} from "./zalo/index.ts";
export { type ZaloBotConfig, zaloBotChannel } from "./zalo-bot/index.ts";
