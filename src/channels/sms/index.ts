export { androidChannel } from "./android/index.ts";
export { esmsChannel } from "./esms/index.ts";
export { withKeyword } from "./keywords.ts";
export { smsChannel } from "./providers.ts";
export { renderSms } from "./render.ts";
export { loadSmsTemplates } from "./templates/load.ts";
export { twilioChannel } from "./twilio/index.ts";
