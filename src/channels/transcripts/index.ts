import type { Channel, ChannelOff } from "../channel.ts";
import { missing } from "../missing.ts";
import { hotlineRoutes } from "./http.ts";

export { type CallFile, readCallFile } from "./file.ts";
export { type WatchedFolder, watchFolder } from "./folder/worker.ts";
export { detectFormat, parseTranscript, TRANSCRIPT_FORMATS, type TranscriptFormat } from "./formats.ts";
export { transcriptMessage } from "./message.ts";
export type { Transcript, TranscriptError } from "./schema.ts";
export { speakerOf } from "./speakers.ts";

/** The hotline's door for transcripts, or what is missing for it. It has no way out: a caller is answered by telephone or SMS. */
export function hotlineChannel(config: { readonly secret?: string | undefined }): Channel | ChannelOff {
  const { secret } = config;
  if (!secret) return missing({ HOTLINE_SECRET: secret });
  return { name: "transcript", routes: (ports) => hotlineRoutes(secret, ports) };
}
