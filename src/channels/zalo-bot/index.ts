import type { Reply } from "../../messages/index.ts";
import type { Channel, ChannelOff } from "../channel.ts";
import { missing } from "../missing.ts";
import { writePart } from "../zalo/part.ts";
import { renderZalo } from "../zalo/render.ts";
import { zaloBotClient } from "./client.ts";
import { zaloBotRoutes } from "./http.ts";
import { type BotWork, workZaloBot } from "./worker.ts";

/** As read from the environment. */
export interface ZaloBotConfig {
  readonly token?: string | undefined;
  readonly secret?: string | undefined;
  readonly apiUrl?: string | undefined;
  /** Only an https address can be a webhook; without one the bot asks for its messages. */
  readonly publicUrl?: string | undefined;
  readonly timeoutMs?: number | undefined;
  readonly pauseMs?: number | undefined;
}

/** A bot of the Zalo Bot platform, for pilots: its own account, no Official Account. */
export function zaloBotChannel(config: ZaloBotConfig): Channel | ChannelOff {
  const { token, secret = "", publicUrl, pauseMs } = config;
  if (!token) return missing({ ZALO_BOT_TOKEN: token });
  const account = token.split(":")[0] ?? "";
  if (account === token || !/^[\x21-\x7e]+$/.test(token)) return { off: "ZALO_BOT_TOKEN must be id:secret" };
  const isReachable = publicUrl?.startsWith("https://") ?? false;
  if (isReachable && !secret) return missing({ ZALO_BOT_SECRET: secret });
  if (secret && !/^[\x21-\x7e]{8,256}$/.test(secret)) return { off: "ZALO_BOT_SECRET must have 8 to 256 characters" };
  const client = zaloBotClient({ token, apiUrl: config.apiUrl, timeoutMs: config.timeoutMs });
  const webhook = isReachable ? { url: `${publicUrl?.replace(/\/+$/, "")}/webhooks/zalo-bot`, secret } : undefined;
  let work: BotWork | undefined;
  return {
    name: "zalo-bot",
    routes: (ports) => zaloBotRoutes({ account, secret }, ports),
    start(ports) {
      work = workZaloBot({ client, account, webhook, pauseMs }, ports);
      return work;
    },
    alarms: async () => work?.alarms() ?? [],
    sender: { channel: "zalo-bot", render: renderZaloBot, send: (to, part) => client.send(to, part) },
  };
}

/** Texts below the platform's 2,000 characters, then the pictures; it carries no files and no forms. */
function renderZaloBot(reply: Reply): string[] {
  const pictures = (reply.attachments ?? []).filter((attachment) => attachment.kind === "image");
  const captioned = pictures.map(({ url, caption }) =>
    writePart({ kind: "image", url, caption: caption.slice(0, 1900) }),
  );
  return [...renderZalo(reply), ...captioned];
}
