import { renderSms } from "../../src/channels/sms/index.ts";
import { type TryReply, type TryTicket, tryRoutes } from "../../src/channels/web/index.ts";
import { renderZalo } from "../../src/channels/zalo/index.ts";
import { type InboundMessage, laneOf } from "../../src/messages/index.ts";
import { createHttp } from "../../src/platform/http.ts";
import { createLog, newId } from "../../src/platform/index.ts";
import { smsSize } from "../../src/text/index.ts";
import { listen } from "./listen.ts";

/** The try page with a bot behind it that repeats what it hears, and opens a ticket for a "phản ánh". */
export async function openTryPage() {
  const accepted: InboundMessage[] = [];
  const replies = new Map<string, TryReply[]>();
  const tickets = new Map<string, TryTicket[]>();
  const routes = tryRoutes({
    accept: async (message) => {
      accepted.push(message);
      const lane = laneOf(message.from);
      replies.set(lane, [...(replies.get(lane) ?? []), echo(message)]);
      if (/ph[aả]n [aá]nh/i.test(message.text)) tickets.set(lane, [TICKET]);
      return "new";
    },
    repliesFor: async (lane, after) => (replies.get(lane) ?? []).filter((reply) => reply.at >= after),
    ticketsFor: async (lane) => tickets.get(lane) ?? [],
    renderZalo,
    renderSms: (reply) => renderSms(reply, { accents: false, maxSegments: 3 }),
    countSms: (text) => smsSize(text).segments,
    now: Date.now,
    newId: () => newId(Date.now()),
  });
  const app = createHttp({ log: createLog("silent"), now: Date.now, secure: false }, (web) => web.use("/thu", routes));
  const server = await listen(app);
  return { ...server, accepted };
}

const TICKET: TryTicket = {
  code: "PA-7K3M-92XF",
  status: "Đã giao đơn vị",
  department: "Phòng Kinh tế",
  due: "Hạn 17:00 thứ Sáu 27/11/2026",
  content: "Rác thải ở thôn 2 chưa dọn",
};

function echo(message: InboundMessage): TryReply {
  const text = `Dạ, Anh/Chị vừa nói: “${message.text}”. Lệ phí đăng ký khai sinh đúng hạn: miễn lệ phí.\n1. Xem giấy tờ\n2. Gặp cán bộ`;
  const receipts = [
    { text: "Miễn lệ phí", code: "1.001193", version: "2025-07-01", field: "lệ phí" },
    { text: "UBND cấp xã", code: "1.001193", version: "2025-07-01", field: "nơi nộp" },
  ];
  return {
    id: newId(Date.now()),
    at: Date.now(),
    reply: { key: "thu", text, choices: ["Xem giấy tờ", "Gặp cán bộ"] },
    receipts,
  };
}
