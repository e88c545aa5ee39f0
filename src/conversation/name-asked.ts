import { dossierNumberIn } from "./dossier/number.ts";
import type { FeedbackPorts } from "./feedback-ports.ts";
import { type Advance, answerAgain, repeatQuestion, type Saved } from "./flow/advance.ts";
import type { TurnCommand, TurnInput } from "./model.ts";
import { saysHidden, staysUnnamed } from "./refusal.ts";
import { type Sender, senderTold, senderWords } from "./sender.ts";
import type { FlowPosition } from "./state.ts";
import { withoutCards } from "./told-numbers.ts";
import { stayingUnnamed, toldUnnamed, UNNAMED } from "./unnamed.ts";

/** A name told beside a number that is none, until the number is told again. */
const NAME_KEPT = "sender_name";

/** What is told where the name is asked for: who sends the report, that they stay unnamed, and whatever else they say. */
export function withSender(
  input: TurnInput,
  position: FlowPosition,
  ports: FeedbackPorts,
): Advance<TurnCommand> | undefined {
  const { text } = input.message;
  const flow = ports.flow(position.flow);
  const { [NAME_KEPT]: kept, ...saved } = position.saved;
  if (kept && HAS_NO_NUMBER.test(text)) return sentBy(kept, saved);
  if (staysUnnamed(text)) {
    const advance = sentBy(UNNAMED, toldBesides(saved, besidesRefusal(text)));
    return saysHidden(text) ? advance : toldUnnamed(advance, ports);
  }
  const told = senderTold(text);
  if (told.isWrongNumber) return askedAgain(told);
  if (!told.name && !told.phone) return undefined;
  return sentBy(
    senderWords({ name: told.name ?? kept ?? null, phone: told.phone }) ?? "",
    toldBesides(saved, told.rest),
  );

  function sentBy(answer: string, now: Saved): Advance<TurnCommand> {
    return answerAgain(flow, { ...position, saved: now }, { save: "contact", answer }, ports.flowContext(input));
  }

  function askedAgain({ name }: Sender): Advance<TurnCommand> {
    const now = { ...position, saved: { ...saved, ...(name && { [NAME_KEPT]: name }) } };
    return { position: now, replies: [ports.wording.say("so_chua_dung")], commands: [], misunderstood: 0 };
  }
}

const HAS_NO_NUMBER =
  /^(?:(?:dạ|da|thôi|thoi|em|tôi|toi|tui) )*(?:không|khong|ko|k|chưa|chua|hông|gửi|gui|vậy|vay|được|duoc|bỏ qua|bo qua|khỏi|khoi)(?: (?:có|co|số|so|điện thoại|dien thoai|nhớ|nho|cần|can|khác|khac|đi|di|ạ|a|luôn|luon|nào|nao))*$/iu;

/** Shorter than this it is part of the refusal. */
const LEAST_BESIDES = 20;
function besidesRefusal(text: string): string {
  const rest = stayingUnnamed(text)?.rest ?? "";
  return rest.length >= LEAST_BESIDES ? rest : "";
}

/** With what was told besides, where the report does not say it yet. */
export function toldBesides(saved: Saved, rest: string): Saved {
  const { content = "", place = "" } = saved;
  const isKnown = rest === "" || [content, place].some((one) => one.toLowerCase().includes(rest.toLowerCase()));
  return isKnown ? saved : { ...saved, content: `${content}\n${withoutCards(rest)}` };
}

const WAITING: ReadonlySet<string> = new Set(["dia-ban", "tinh-nao", "lien-he", "xac-nhan"]);

/** The number of the dossier a report is about, told whatever was asked. */
export function withDossier(
  input: TurnInput,
  position: FlowPosition,
  ports: FeedbackPorts,
): Advance<TurnCommand> | undefined {
  const { text } = input.message;
  const number = WAITING.has(position.step) ? dossierNumberIn(text) : undefined;
  const { content } = position.saved;
  if (number === undefined || content === undefined) return undefined;
  const told = { ...position, saved: { ...position.saved, content: `${content}\n${text}` } };
  const replies = [
    ports.wording.say("da_ghi_ma_ho_so", { ma_ho_so: number }),
    ...repeatQuestion(ports.flow(position.flow), told, ports.flowContext(input)),
  ];
  return { position: told, replies, commands: [], misunderstood: 0 };
}
