import { renderSms, renderZalo, withKeyword } from "../channels/index.ts";
import type { ChannelName, InboundMessage, Reply } from "../messages/index.ts";
import type { DeliverySender } from "../outbox/index.ts";

/** For pages that read the outbox themselves: being promised is being shown. */
export function localSender(): DeliverySender {
  return {
    render: (reply) => [reply.text],
    send: async (_to, _part, key) => ({ kind: "sent", providerId: key }),
  };
}

/** Nobody is written to on a call that is over: the answer goes on by SMS where that is possible, else an officer telephones. */
export function telephoneSender(): DeliverySender {
  return {
    render: (reply: Reply) => [reply.short ?? reply.text],
    send: async (to) => ({
      kind: "unreachable",
      reason: to.id.startsWith("+") ? "cuộc gọi đã kết thúc" : "số gọi không rõ: cán bộ xem lại cuộc gọi",
    }),
  };
}

/** A message as its channel would read it. */
export function heardOn(message: InboundMessage): InboundMessage {
  return message.from.channel === "sms" ? withKeyword(message) : message;
}

/** A reply as its channel would show it. */
export function shownOn(channel: ChannelName, reply: Reply): string[] {
  if (channel === "sms") return renderSms(reply, { accents: false, maxSegments: 3 });
  if (channel === "voice") return [reply.spoken ?? reply.text];
  return channel === "zalo" || channel === "zalo-bot" ? renderZalo(reply) : [reply.text];
}
