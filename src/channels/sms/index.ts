export { renderSms, type SmsStyle } from "./render.ts";
export { type TwilioConfig, twilioChannel } from "./twilio/index.ts";
