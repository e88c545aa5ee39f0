import type { Address, Reply } from "../../../messages/index.ts";
import type { Sender, SendOutcome } from "../../channel.ts";
import type { ZaloApi } from "../api/client.ts";
import { sentOf } from "../client.ts";
import { fill, type TemplateRegistry, type ZaloTemplate } from "./registry.ts";

export interface TemplateSenderOptions {
  readonly api: ZaloApi;
  readonly templates: TemplateRegistry;
  /** Zalo sends them to the account's administrators only. */
  readonly rehearsal: boolean;
  /** True when Zalo has already said that a message with this key arrived: its answer to the sending was lost. */
  readonly hasArrived: (key: string) => Promise<boolean>;
}

/** Zalo's tracking_id takes no more. */
const LONGEST_KEY = 48;

/** Notices in words Zalo has approved: to its users by id, and to telephone numbers that have Zalo. */
export function templateSender(options: TemplateSenderOptions): NonNullable<Sender["template"]> {
  const { api, templates, hasArrived } = options;

  async function send(to: Address, reply: Reply, trackingId: string): Promise<SendOutcome> {
    const template = templates.get(reply.key);
    const ready = template && readiness(template, to, reply, trackingId);
    if (ready === undefined) return { kind: "operator", reason: "zalo: no template for this notice" };
    if (ready.kind !== "ready") return ready;
    if (await hasArrived(trackingId).catch(() => false)) return { kind: "sent", providerId: trackingId };
    const { outcome } = sentOf(await api.call(requestOf(to, ready.id, ready.data, trackingId, options.rehearsal)));
    return outcome.kind === "sent" ? { ...outcome, billed: billOf(ready.template) } : outcome;
  }

  return { has: (key) => isApproved(templates.get(key)), send };
}

const isApproved = (template: ZaloTemplate | undefined): boolean => (template?.provider_id ?? null) !== null;

type Ready =
  | { kind: "ready"; id: string; template: ZaloTemplate; data: Readonly<Record<string, string>> }
  | Extract<SendOutcome, { kind: "operator" | "refused" | "unreachable" }>;

function readiness(template: ZaloTemplate, to: Address, reply: Reply, trackingId: string): Ready {
  if (template.provider_id === null) return { kind: "operator", reason: "zalo: the template is not approved" };
  const way = isNumber(to) ? "phone" : "uid";
  if (!template.reach.includes(way)) return { kind: "unreachable", reason: `zalo: the template does not go by ${way}` };
  if (trackingId.length > LONGEST_KEY) return { kind: "refused", reason: "zalo: the key is too long" };
  const filled = fill(template, reply.values ?? {});
  if (filled.kind === "unfit") return { kind: "refused", reason: `zalo template: ${filled.why}` };
  return { kind: "ready", id: template.provider_id, template, data: filled.data };
}

const isNumber = ({ id }: Address): boolean => id.startsWith("+");

/** The key goes along by telephone only: no such field is documented for a user id. */
function requestOf(
  to: Address,
  template_id: string,
  template_data: object,
  tracking_id: string,
  rehearsal: boolean,
): { host?: "zns"; path: string; json: object } {
  if (!isNumber(to)) return { path: "/v3.0/oa/message/template", json: { user_id: to.id, template_id, template_data } };
  const phone = to.id.slice(1);
  const mode = rehearsal ? { mode: "development" } : {};
  return {
    host: "zns",
    path: "/message/template",
    json: { phone, template_id, template_data, tracking_id, sending_mode: "1", ...mode },
  };
}

function billOf({ price_vnd }: ZaloTemplate) {
  const bill = { service: "zalo_tin_mau", units: 1 };
  return price_vnd === null ? bill : { ...bill, amountVnd: price_vnd };
}
