import type { Channel, ChannelOff } from "../channel.ts";
import { missing } from "../missing.ts";
import { toE164 } from "../phone-number.ts";
import type { CallLimits } from "./call.ts";
import { voiceRoutes } from "./http.ts";
import type { VoicePorts } from "./ports.ts";

export type { VoicePorts } from "./ports.ts";
export { type Calls, forgetCalls, openCalls, voiceMigrations } from "./store.ts";

/** As read from the environment; what is absent switches the channel off. */
export interface VoiceConfig {
  readonly accountSid?: string | undefined;
  readonly authToken?: string | undefined;
  readonly publicUrl?: string | undefined;
  /** An officer's telephone. */
  readonly transferNumber?: string | undefined;
  readonly limits?: CallLimits;
}

const LIMITS: CallLimits = { keepWithin: 3000, answerWithin: 7000 };

/** Live calls over Twilio, or what is missing for them. What is said is said inside the call; what follows it goes by SMS. */
export function voiceChannel(config: VoiceConfig, ports: VoicePorts): Channel | ChannelOff {
  const { accountSid, authToken, publicUrl } = config;
  if (!accountSid || !authToken || !publicUrl)
    return missing({ TWILIO_ACCOUNT_SID: accountSid, TWILIO_AUTH_TOKEN: authToken, PUBLIC_URL: publicUrl });
  if (!accountSid.startsWith("AC")) return { off: "TWILIO_ACCOUNT_SID must start with AC" };
  const transferNumber = config.transferNumber ? toE164(config.transferNumber) : undefined;
  if (transferNumber === null) return { off: "VOICE_TRANSFER_NUMBER is no telephone number" };
  const { limits = LIMITS } = config;
  const settings = { accountSid, authToken, publicUrl, transferNumber, limits };
  return { name: "voice", routes: (channelPorts) => voiceRoutes(settings, ports, channelPorts) };
}
