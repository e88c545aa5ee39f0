import type { DeliveryHistory, Way } from "../../outbox/index.ts";
import { printInstant } from "../../tickets/index.ts";
import { troubleWords } from "./trouble.ts";
import { SOURCE_NAMES } from "./words.ts";

/** One message about a ticket, from its promise to its end, as an officer reads it. */
export interface DeliveryLine {
  readonly what: string;
  readonly state: string;
  readonly tone: "green" | "amber" | "red" | "grey";
  readonly at: string;
  /** What happened, oldest first. */
  readonly steps: readonly string[];
  /** Empty where nothing is billed. */
  readonly cost: string;
}

const CAUSES: Readonly<Record<DeliveryHistory["cause"], string>> = {
  turn: "Trả lời tự động",
  emergency: "Số cần gọi khẩn cấp",
  talk: "Lời cán bộ",
  ticket: "Tin báo về phiếu",
  officer: "Cán bộ gửi người dân",
  reminder: "Tin nhắc",
  rating: "Xin đánh giá",
  alert: "Tin báo nội bộ",
};

const STATES: Readonly<Record<DeliveryHistory["state"], readonly [string, DeliveryLine["tone"]]>> = {
  pending: ["Chờ gửi", "amber"],
  sending: ["Đang gửi", "amber"],
  delivered: ["Đã gửi", "green"],
  stuck: ["Cần người xử lý", "red"],
  abandoned: ["Đã dừng", "grey"],
};

const PROOFS = { delivered: "báo đã tới máy", seen: "báo đã xem", failed: "báo không tới" } as const;

/** What became of everything said about a ticket, in words. */
export function deliveryLines(histories: readonly DeliveryHistory[]): DeliveryLine[] {
  return histories.map((history) => {
    const isCall = history.by === "call" && history.state === "stuck";
    const [state, tone] = isCall ? (["Chờ cán bộ gọi điện", "red"] as const) : STATES[history.state];
    return {
      what: CAUSES[history.cause],
      state,
      tone,
      at: printInstant(history.createdAt),
      steps: stepsOf(history),
      cost: costOf(history),
    };
  });
}

function stepsOf(history: DeliveryHistory): string[] {
  const { pastWays, proofs, by, channel, settledAt, reason } = history;
  const dated = [
    ...pastWays.map((way) => ({
      at: way.at,
      words: `${wayName(way.by, way.channel)} không được (${troubleWords(way.reason)})${way.isUncertain ? "; có thể đã tới" : ""}`,
    })),
    ...(settledAt === null ? [] : [{ at: settledAt, words: endOf(history) }]),
    ...proofs.map((proof) => ({ at: proof.at, words: `${SOURCE_NAMES[proof.channel]} ${PROOFS[proof.status]}` })),
  ].sort((a, b) => a.at - b.at);
  const waits =
    settledAt === null
      ? [`Nay: ${wayName(by, channel)}${reason && by !== "call" ? ` (${troubleWords(reason)})` : ""}`]
      : [];
  return [...dated.map(({ at, words }) => `${words} · ${printInstant(at)}`), ...waits];
}

function endOf({ by, channel, state, reason }: DeliveryHistory): string {
  if (state === "abandoned") return `Dừng gửi${reason ? ` (${troubleWords(reason)})` : ""}`;
  return by === "call" ? "Cán bộ đã gọi điện" : `${wayName(by, channel)} đã nhận`;
}

function wayName(by: Way["by"], channel: DeliveryHistory["channel"]): string {
  if (by === "call") return "Gọi điện cho người dân";
  return by === "template" ? `${SOURCE_NAMES[channel]} (tin mẫu)` : SOURCE_NAMES[channel];
}

const money = new Intl.NumberFormat("vi-VN");

function costOf({ amountVnd, unpriced, uncertain }: DeliveryHistory): string {
  return [
    ...(amountVnd > 0 ? [`${money.format(amountVnd)} đ`] : []),
    ...(unpriced > 0 ? [`${unpriced} lần gửi chưa có giá`] : []),
    ...(uncertain > 0 ? [`${uncertain} lần gửi chưa rõ nhà cung cấp có nhận hay không`] : []),
  ].join("; ");
}
