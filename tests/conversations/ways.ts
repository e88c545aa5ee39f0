/** Every way a conversation is held, by the name transcripts call it. */
export const WAYS = [
  "zalo",
  "zalo-bot",
  "twilio",
  "esms",
  "android",
  "web",
  "voice",
  "botframework",
  "terminal",
  "hotline",
] as const;
export type Way = (typeof WAYS)[number];
