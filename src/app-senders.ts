import { renderSms, renderZalo, withKeyword } from "./channels/index.ts";
import type { Address, ChannelName, InboundMessage, Reply } from "./messages/index.ts";
import type { DeliverySender } from "./outbox/index.ts";

/** For pages that read the outbox themselves: being promised is being shown. */
export function localSender(): DeliverySender {
  return {
    render: (reply) => [reply.text],
    send: async (_to, _part, key) => ({ kind: "sent", providerId: key }),
  };
}

/** Who called the hotline is answered by SMS where that is possible; else an officer telephones, and the delivery says so. */
export function telephoneSender(sms: DeliverySender | undefined): DeliverySender {
  return {
    render: (reply: Reply, wishes) => sms?.render(reply, wishes) ?? [reply.spoken ?? reply.text],
    send: async (to: Address, part, key) => {
      if (!to.id.startsWith("+")) return { kind: "unreachable", reason: "số gọi không rõ: cán bộ xem lại cuộc gọi" };
      if (!sms) return { kind: "unreachable", reason: "chưa có kênh SMS: cán bộ gọi điện cho người dân" };
      return sms.send({ channel: "sms", id: to.id }, part, key);
    },
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
