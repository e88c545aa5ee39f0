import { join } from "node:path";
import {
  type Attachments,
  backlog,
  clamdScan,
  loadAttachmentRules,
  openFiles,
  publicReach,
  type Reach,
  startAttachments,
} from "../attachments/index.ts";
import type { Config } from "../config.ts";
import type { Office } from "../conversation/index.ts";
import type { ReplyAttachment } from "../messages/index.ts";
import type { Clock, Database, Logger, Metrics } from "../platform/index.ts";

const TWILIO_HOST = "api.twilio.com";

/** Files people send, fetched in the background. `reach` is given by tests alone, to lead to their fakes. */
export function attachmentsOf(
  config: Config,
  around: { readonly db: Database; readonly clock: Clock; readonly log: Logger; readonly metrics: Metrics },
  reach: Reach = publicReach(),
): Attachments {
  const { db, metrics } = around;
  for (const state of ["waiting", "unscanned", "diskFull"] as const)
    metrics.gauge(
      `lang_nghe_attachments_${state === "diskFull" ? "disk_full" : state}`,
      async () => (await backlog(db))[state],
    );
  return startAttachments({
    ...around,
    files: openFiles(join(config.dataDirectory, "attachments")),
    rules: loadAttachmentRules(config.knowledgeDirectory),
    reach,
    scan: config.scanner && clamdScan(config.scanner.host, config.scanner.port),
    authorization: (host) => (host === TWILIO_HOST ? twilioLogin(config) : undefined),
    observe: (outcome) => metrics.count("lang_nghe_attachments_total", { outcome }),
  });
}

/** An account may ask for its login before it hands out what people sent. */
function twilioLogin({ twilio: { accountSid, authToken } }: Config): string | undefined {
  if (!accountSid || !authToken) return undefined;
  return `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString("base64")}`;
}

/** Zalo's form for name and telephone, where the office has a picture for its head. */
export function contactFormOf({ zalo }: Config, { script: { wording } }: Office): ReplyAttachment | undefined {
  if (!zalo.contactFormImage) return undefined;
  const title = wording.text("bieu_mau_lien_he.tieu_de");
  return {
    kind: "contact_form",
    title,
    subtitle: wording.text("bieu_mau_lien_he.giai_thich"),
    imageUrl: zalo.contactFormImage,
  };
}
