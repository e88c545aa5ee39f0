import { handBack } from "../conversation/index.ts";
import type { Reply } from "../messages/index.ts";
import type { ConsolePorts, SystemStatus } from "../officers/index.ts";
import { countOpen, listStuck } from "../outbox/index.ts";
import { fullName } from "../places/index.ts";
import { asSentence } from "../text/index.ts";
import { loadNationalForm, type Notice, type Ticket } from "../tickets/index.ts";
import { channelLines } from "./channel-words.ts";
import { isHttps, type Parts } from "./parts.ts";
import { callDoor, conversationAbout, conversationBetween } from "./talk.ts";
import { zaloPages } from "./zalo.ts";

/** What the officers' console needs of the rest of the house. */
export function consolePorts(parts: Parts): ConsolePorts {
  const { config, db, office, senders, clock, outbox } = parts;
  return {
    db,
    now: () => clock.now(),
    secure: isHttps(config),
    publicUrl: config.publicUrl ?? `http://127.0.0.1:${config.port}`,
    rules: office.rules,
    departments: [...office.directory.departments.values()].map(({ id, name }) => ({ id, name })),
    nationalForm: loadNationalForm(config.knowledgeDirectory),
    directory: office.directory,
    refreshLearned: () => parts.learning.refresh(),
    topicName: (id) => office.directory.topics.get(id)?.name ?? "",
    communeName: (id) => communeName(id, parts),
    wording: (notice, ticket) => wordNotice(notice, ticket, parts),
    replyAddress: ({ reporter: { address, phone } }) =>
      address ?? (phone?.startsWith("+") ? { channel: "sms", id: phone } : null),
    renderFor: (address, reply) => senders.get(address.channel)?.render(reply) ?? [reply.text],
    conversationAbout: (ticket, viewers) => conversationAbout(db, ticket, viewers),
    conversationBetween: (address, span, viewers) => conversationBetween(db, address, span, viewers),
    records: { ...parts.withheld, nameOf: (code) => office.catalogue.procedure(code)?.name },
    zalo: zaloPages(parts),
    calls: callDoor(parts),
    files: parts.attachments,
    wordFiles: (files, ticket) => wordFiles(files.length, ticket, parts),
    switchChannel: (throwing, audit) => switchChannel(parts, throwing, audit),
    services: parts.delivery.services,
    spokenBy: (officerName, text) => office.script.wording.say("can_bo_viet", { can_bo: officerName, noi_dung: text }),
    handBack: (tx, lane, summary) => handBack(tx, lane, summary, clock.now()),
    systemStatus: () => systemStatus(parts),
    wakeOutbox: () => outbox.wake(),
  };
}

function communeName(id: string, { office }: Parts): string {
  const unit = office.places.unit(id);
  return unit ? `${fullName(unit)}, ${unit.province}` : "";
}

function wordFiles(count: number, ticket: Ticket, { office, ports }: Parts): Reply {
  const values = { so: String(count), department: ports.departmentName(ticket.department) };
  return office.script.wording.say("tep_kem_tra_loi", values);
}

/** A notice in the office's words, with the units named. */
export function wordNotice(notice: Notice, ticket: Ticket, parts: Parts): Reply {
  const department = parts.ports.departmentName(ticket.department);
  const head =
    parts.office.directory.departments.get(ticket.department ?? parts.office.directory.focalPoint)?.head ?? "";
  const reason = asSentence(notice.values["reason"] ?? "");
  const values = { ...notice.values, reason, department, head };
  return { ...parts.office.script.wording.say(notice.key, values), values };
}

async function switchChannel(
  { db, switches, channels, clock }: Parts,
  { channel, off, reason, officerId }: Parameters<ConsolePorts["switchChannel"]>[0],
  audit: Parameters<ConsolePorts["switchChannel"]>[1],
): Promise<boolean> {
  if (!channels.has(channel)) return false;
  await db.write(async (tx) => {
    if (off) await switches.switchOff(tx, { channel, officer_id: officerId, reason, at: clock.now() });
    else await switches.switchOn(tx, channel);
    await audit(tx);
  });
  await switches.refresh();
  return true;
}

async function systemStatus({ db, channels, clock, office, metrics, switches }: Parts): Promise<SystemStatus> {
  const [stuck, open, messages, turns, failures, rejections] = await Promise.all([
    listStuck(db, clock.now()),
    countOpen(db),
    metrics.total("lang_nghe_messages_total"),
    metrics.total("lang_nghe_turns_total"),
    metrics.total("lang_nghe_turn_failures_total"),
    metrics.total("lang_nghe_webhook_rejections_total"),
  ]);
  return {
    channels: channelLines(channels, switches),
    stuck,
    counters: [
      { label: "Thủ tục trong danh mục", value: office.catalogue.size },
      { label: "Tin nhận từ lúc khởi động", value: messages },
      { label: "Lượt trả lời", value: turns },
      { label: "Lượt gặp lỗi", value: failures },
      { label: "Yêu cầu bị từ chối ở cửa vào", value: rejections },
      { label: "Tin chờ gửi", value: open.pending + open.sending },
    ],
  };
}
