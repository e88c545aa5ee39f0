import { channelStates } from "./app-channels.ts";
import { isHttps, isOff, type Parts } from "./app-parts.ts";
import { zaloPages } from "./app-zalo.ts";
import { turnsOf } from "./conversation/index.ts";
import { type Address, laneOf, messagesIn, type Reply } from "./messages/index.ts";
import type { ConsolePorts, ConversationLine, SystemStatus } from "./officers/index.ts";
import { countOpen, listStuck, promisedTo } from "./outbox/index.ts";
import type { Notice, Ticket } from "./tickets/index.ts";

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
    wording: (notice, ticket) => wordNotice(notice, ticket, parts),
    replyAddress: (ticket) => ticket.reporter.address,
    renderFor: (address, reply) => senders.get(address.channel)?.render(reply) ?? [reply.text],
    conversationOf: (address) => conversationOf(parts, address),
    records: { ...parts.withheld, nameOf: (code) => office.catalogue.procedure(code)?.name },
    zalo: zaloPages(parts),
    systemStatus: () => systemStatus(parts),
    wakeOutbox: () => outbox.wake(),
  };
}

function wordNotice(notice: Notice, ticket: Ticket, parts: Parts): Reply {
  const department = parts.ports.departmentName(ticket.department);
  const values = { ...notice.values, department };
  return { ...parts.office.script.wording.say(notice.key, values), values };
}

/** What was said in a lane, in order: the citizen's messages, and what was promised in reply. */
async function conversationOf({ db }: Parts, address: Address): Promise<ConversationLine[]> {
  const lane = laneOf(address);
  const [messages, promised, turns] = await Promise.all([
    messagesIn(db, lane),
    promisedTo(db, lane),
    turnsOf(db, lane),
  ]);
  const said = messages.flatMap(({ message, receivedAt }): ConversationLine[] =>
    message.call
      ? message.call.turns.map((turn) => ({
          at: receivedAt,
          who: turn.speaker === "caller" ? "call_caller" : "call_agent",
          text: turn.text,
        }))
      : [
          {
            at: receivedAt,
            who: "citizen",
            text: message.text || `(${message.attachments.map(({ kind }) => kind).join(", ")})`,
          },
        ],
  );
  const replied = promised.map(({ at, reply }): ConversationLine => ({ at, who: "us", text: reply.text }));
  // What is said in a call is not promised first; the turns alone hold it.
  const spoken =
    address.channel === "voice" ? turns.flatMap(({ at, replies }) => replies.map((reply) => ({ at, reply }))) : [];
  for (const { at, reply } of spoken) replied.push({ at, who: "us", text: reply.spoken ?? reply.text });
  return [...said, ...replied].sort((a, b) => a.at - b.at);
}

const CHANNEL_NAMES: Readonly<Record<string, string>> = {
  zalo: "Zalo OA",
  "zalo-bot": "Zalo Bot",
  sms: "SMS",
  voice: "Gọi tổng đài (Twilio)",
  "sms/esms": "SMS: eSMS",
  "sms/android": "SMS: điện thoại Android",
  "sms/twilio": "SMS: Twilio",
  transcript: "Bản ghi hotline",
};

async function systemStatus({ db, channels, clock, office, metrics }: Parts): Promise<SystemStatus> {
  const [stuck, open, messages, turns, failures, rejections] = await Promise.all([
    listStuck(db, clock.now()),
    countOpen(db),
    metrics.total("lang_nghe_messages_total"),
    metrics.total("lang_nghe_turns_total"),
    metrics.total("lang_nghe_turn_failures_total"),
    metrics.total("lang_nghe_webhook_rejections_total"),
  ]);
  return {
    channels: channelStates(channels).map(([name, channel]) => ({
      name: CHANNEL_NAMES[name] ?? name,
      on: !isOff(channel),
      why: isOff(channel) ? channel.off : "đang hoạt động",
    })),
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
