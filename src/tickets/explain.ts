import { printDay, printInstant } from "./calendar.ts";
import type { DeadlineRule, DeadlineStep } from "./deadline.ts";

const HALVES = ["sáng", "chiều"];

const number = (n: number) => String(n).replace(".", ",");

function unitOf(rule: DeadlineRule): string {
  return rule.unit === "working_day" ? "ngày làm việc" : "ngày (tính cả ngày nghỉ)";
}

const ruleLine = (rule: DeadlineRule): string =>
  `Thời hạn: ${number(rule.amount)} ${unitOf(rule)}. Căn cứ: ${rule.basis}.`;

/** Who granted it stands in the ticket's history, for officers; the citizen is told when, why and on what ground. */
function extendedLine({ rule, days, extension }: Extract<DeadlineStep, { kind: "extended" }>): string {
  const granted = extension === null ? "" : ` lúc ${printInstant(extension.at)}, lý do: ${sentence(extension.reason)}`;
  const basis = rule.extension === null ? "" : ` Căn cứ: ${rule.extension.basis}.`;
  return `Gia hạn một lần thêm ${number(days)} ${unitOf(rule)}${granted || "."}${basis}`;
}

const sentence = (text: string): string => (/[.!?…]$/.test(text.trim()) ? text.trim() : `${text.trim()}.`);

const clock = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;

function sessionsLine({ sessions }: Extract<DeadlineStep, { kind: "sessions" }>): string {
  const hours = sessions.map(({ from, to }) => `${clock(from)}–${clock(to)}`).join(" và ");
  return `Mỗi ngày làm việc có ${sessions.length} buổi: ${hours}; tính trọn từng buổi, giờ nghỉ giữa buổi không tính.`;
}

function skippedLine(step: Extract<DeadlineStep, { kind: "skipped" }>): string {
  const days = step.from === step.to ? printDay(step.from) : `${printDay(step.from)} đến ${printDay(step.to)}`;
  return `Không tính ${days}: ${step.why}.`;
}

function pausedLine(step: Extract<DeadlineStep, { kind: "paused" }>): string {
  const until = step.to === null ? "đến khi Anh/Chị bổ sung (đang tạm dừng tính)" : `đến ${printInstant(step.to)}`;
  return `Không tính thời gian chờ Anh/Chị bổ sung: từ ${printInstant(step.from)} ${until}.`;
}

function line(step: DeadlineStep): string {
  switch (step.kind) {
    case "rule":
      return ruleLine(step.rule);
    case "extended":
      return extendedLine(step);
    case "sessions":
      return sessionsLine(step);
    case "received":
      return `Bắt đầu ${step.startEvent}: ${printInstant(step.at)}.`;
    case "counts_from":
      return `Tính từ buổi làm việc bắt đầu lúc ${printInstant(step.at)}.`;
    case "counted": {
      const halves = step.halves.map((half) => HALVES[half] ?? `buổi ${half + 1}`).join(" và ");
      return `Tính ${halves} ${printDay(step.day)}: đủ ${number(step.days)} ngày.`;
    }
    case "skipped":
      return skippedLine(step);
    case "swapped":
      return `${printDay(step.day)} vẫn làm việc: ${step.why}.`;
    case "paused":
      return pausedLine(step);
    case "moved":
      return `${printDay(step.from)} là ngày nghỉ (${step.why}) nên chuyển sang ngày kế tiếp.`;
    case "beyond":
      return `Lịch nghỉ lễ mới có đến ${printDay(step.knownUntil)}; sau đó chỉ trừ cuối tuần, hạn có thể thay đổi khi có lịch nghỉ.`;
    case "due":
      return `Hạn: ${printInstant(step.at)}.`;
  }
}

type Counted = Extract<DeadlineStep, { kind: "counted" }>;
/** Days in a row of which all is counted, the last of them with the sum. */
interface Run {
  readonly kind: "run";
  readonly from: Counted;
  readonly to: Counted;
}

const isWhole = (step: DeadlineStep | Run): step is Counted =>
  step.kind === "counted" && step.halves.length === HALVES.length;

/** Days counted alike and one after the other are one line: nothing was left out between them. */
function inRuns(lines: readonly (DeadlineStep | Run)[], step: DeadlineStep): readonly (DeadlineStep | Run)[] {
  const last = lines.at(-1);
  if (last === undefined || !isWhole(step)) return [...lines, step];
  if (last.kind === "run") return [...lines.slice(0, -1), { ...last, to: step }];
  return isWhole(last) ? [...lines.slice(0, -1), { kind: "run", from: last, to: step }] : [...lines, step];
}

const runLine = ({ from, to }: Run): string =>
  `Tính cả ngày từ ${printDay(from.day)} đến ${printDay(to.day)}: đủ ${number(to.days)} ngày.`;

/** The answer to "Vì sao hạn là ngày …?": the arithmetic as lines for a person, in order. */
export function explain(steps: readonly DeadlineStep[]): string[] {
  return steps.reduce(inRuns, []).map((step) => (step.kind === "run" ? runLine(step) : line(step)));
}
