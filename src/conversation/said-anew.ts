import { fold, words } from "../text/index.ts";
import { contrastIn } from "./contrast.ts";
import { type Correction, correctionIn } from "./correction.ts";
import type { FeedbackPorts } from "./feedback-ports.ts";
import { acceptAnswer, saysUnknown } from "./flow/accept.ts";
import { type Advance, answerAgain, type FlowContext, repeatQuestion, type Saved } from "./flow/advance.ts";
import { placeIn } from "./intake.ts";
import type { TurnCommand, TurnInput } from "./model.ts";
import { mayBeFamily } from "./name-answered.ts";
import { withDossier, withSender } from "./name-asked.ts";
import { placeTold } from "./place-told.ts";
import { isChat, isSentOn } from "./plain.ts";
import { isContactOnly, readContact, saysWho, senderTold, senderWords } from "./sender.ts";
import type { FlowPosition } from "./state.ts";
import { tellsMore } from "./told-more.ts";
import { goOnUnnamed, stayingUnnamed, toldUnnamed } from "./unnamed.ts";
import { withoutPlace } from "./whereabouts.ts";

/** The flow in which a report is taken down. */
export const FLOW = "gui-phan-anh";

/** "ẩn danh" where something else was asked; where the name is asked for it is the answer. */
function wishesUnnamed(
  input: TurnInput,
  position: FlowPosition,
  ports: FeedbackPorts,
): Advance<TurnCommand> | undefined {
  const { text } = input.message;
  const wish = position.step !== "lien-he" ? stayingUnnamed(text) : undefined;
  const { contact } = position.saved;
  if (!wish || (contact !== undefined && readContact(contact, input.message).anonymous)) return undefined;
  return goOnUnnamed(ports.flow(FLOW), position, { text, rest: wish.rest }, ports.flowContext(input));
}

/** Something else than what was asked is settled, or settled otherwise. */
export function saidAnew(
  input: TurnInput,
  position: FlowPosition,
  ports: FeedbackPorts,
): Advance<TurnCommand> | undefined {
  if (position.flow !== FLOW) return undefined;
  const unnamed = wishesUnnamed(input, position, ports);
  return unnamed
    ? toldUnnamed(unnamed, ports)
    : (withDossier(input, position, ports) ??
        withContact(input, position, ports) ??
        putRight(input, position, ports) ??
        withPlace(input, position, ports) ??
        (position.step === "lien-he" ? withSender(input, position, ports) : undefined) ??
        withMore(input, position, ports) ??
        withNote(input, position, ports));
}

/** More of the matter, where its place or the name was asked for: it is written down, and that is asked for once more. */
function withMore(input: TurnInput, position: FlowPosition, ports: FeedbackPorts): Advance<TurnCommand> | undefined {
  const { content } = position.saved;
  const { text } = input.message;
  // "không biết chỗ đó gọi là gì" answers where it is.
  if (content === undefined || saysUnknown(text) || !tellsMore(input, position.step, ports.places)) return undefined;
  const told = { ...position, saved: { ...position.saved, content: `${content}\n${text}` } };
  const again = repeatQuestion(ports.flow(FLOW), told, ports.flowContext(input));
  return { position: told, replies: [ports.wording.say("da_ghi_them"), ...again], commands: [], misunderstood: 0 };
}

/**
 * At the confirmation, words that are none of its answers: "gửi" behind them would send the report without them, so they stand below it
 * and the whole is shown once more.
 */
function withNote(input: TurnInput, position: FlowPosition, ports: FeedbackPorts): Advance<TurnCommand> | undefined {
  const { content } = position.saved;
  const { text } = input.message;
  if (position.step !== "xac-nhan" || content === undefined || !isNote(input)) return undefined;
  const context = ports.flowContext(input);
  const step = ports.flow(FLOW).steps.find(({ id }) => id === position.step);
  if (step?.kind !== "ask" || acceptAnswer(step.accept, text, context.accept) !== undefined) return undefined;
  const told = { ...position, saved: { ...position.saved, content: `${content}\n${text}` } };
  const advance = shownAgain(told, input, ports);
  return { ...advance, replies: [ports.wording.say("da_ghi_them"), ...advance.replies] };
}

/** Something is told: no question, no courtesy or abuse, and nobody who takes their time. */
function isNote({ message: { text }, whole: { understood } }: TurnInput): boolean {
  const said = fold(words(text).join(" "));
  const isTalk = understood.sightings.some((sighting) => isSentOn(sighting) || isChat(sighting));
  const told = said.split(" ").filter((word) => !PARTICLES.has(word));
  return !understood.asks && !isTalk && !TAKES_TIME.test(said) && told.length >= LEAST_NOTE;
}
const LEAST_NOTE = 2;
const PARTICLES = new Set(
  "a da vang u o ok ua ui oi nha nhe nghe ne em anh chi ban co chu bac toi tui minh con chau no do day ay kia vay the rua roi thi ma la di ad bot".split(
    " ",
  ),
);
const TAKES_TIME =
  /^(?:(?:da|a|o|u|em|toi|tui|minh|con|chau|thoi|thi) )*(?:khoan|tu tu|lat|mai|suy nghi|(?:cho|doi) (?:chut|ti|xiu|mot|em|toi|tui|minh|da)|de (?:chut|lat|mai|coi|xem|hoi|em|toi|tui|minh|con|chau)|(?:dung|chua) (?:gui|voi)|coi lai|xem lai)(?: |$)|^sao |(?:^| )bot(?: |$)/;

/** A name and a number where the matter or its place was asked for: they are taken up, and that is asked for once more. */
function withContact(input: TurnInput, position: FlowPosition, ports: FeedbackPorts): Advance<TurnCommand> | undefined {
  const { text } = input.message;
  const isAsked = ["cac-y", "noi-dung", "dia-ban", "tinh-nao"].includes(position.step);
  const sender = isAsked && (isContactOnly(text) || saysWho(text)) ? senderTold(text) : undefined;
  const contact = sender && senderWords(sender);
  if (!contact) return undefined;
  const told = { ...position, saved: { ...position.saved, contact } };
  const again = repeatQuestion(ports.flow(FLOW), told, ports.flowContext(input));
  return { position: told, replies: [ports.wording.say("da_ghi_nguoi_gui"), ...again], commands: [], misunderstood: 0 };
}

/** At the confirmation one thing said before may be said anew; the whole is then shown once more. */
function putRight(input: TurnInput, position: FlowPosition, ports: FeedbackPorts): Advance<TurnCommand> | undefined {
  const { text } = input.message;
  if (!PUTS_RIGHT.has(position.step)) return undefined;
  const correction = correctionIn(text, position);
  // A report told anew stands for the one before, whatever it says it is not.
  const isToldAnew = position.step === NEW_CONTENT && correction?.content !== undefined && !ADDS.test(fold(text));
  if (correction && !isToldAnew) return corrected(text, correction, position, ports, ports.flowContext(input));
  return position.step === NEW_CONTENT && KEEPS.test(fold(text).trim())
    ? shownAgain(position, input, ports)
    : undefined;
}

const ADDS = /^(?:da )?(?:bo sung|(?:noi |ghi |ke )?them)(?![\p{L}])/u;
const NEW_CONTENT = "noi-dung-moi";
const PUTS_RIGHT: ReadonlySet<string> = new Set(["xac-nhan", NEW_CONTENT]);
/** Nothing new is told after all: what was told stands. */
const KEEPS =
  /^(?:(?:da|a|thoi|u|uh|ok|cu|vang|vay|de|giu|gui|khong|khoi|ko) )*(?:gui|giu|giu nguyen|nhu cu|nhu vay|de nguyen|khoi sua|khong sua|khong sua nua|ko sua|thoi|ok|duoc|vay|dung roi|dung)(?: (?:di|luon|nhe|nha|a|roi|vay|em|nua|nhu cu|nguyen|nguyen vay|duoc|giup|toi|cho|lai))*$/;

function shownAgain(position: FlowPosition, input: TurnInput, ports: FeedbackPorts): Advance<TurnCommand> {
  const answer = position.saved["contact"] ?? "";
  return answerAgain(ports.flow(FLOW), position, { save: "contact", answer }, ports.flowContext(input));
}

function corrected(
  text: string,
  correction: Correction,
  position: FlowPosition,
  ports: FeedbackPorts,
  context: FlowContext<TurnCommand>,
): Advance<TurnCommand> {
  const { saved } = position;
  const { save, recordType } = correction;
  const kept = save === "place" ? withoutPlace(saved) : saved;
  // The report still names the place it was first said of: below it stands what puts that right.
  const isNamed = save === "place" && placeIn(saved["content"] ?? "") !== undefined;
  const content = isNamed ? `${saved["content"]}\n${text}` : correction.content;
  const now = { ...kept, ...(content !== undefined && { content }), ...(recordType && { record_type: recordType }) };
  const before = saved["place"];
  const isMore =
    save === "place" && before !== undefined && placeTold(correction.answer) === "more" && !contrastIn(text);
  const answer = isMore ? `${before}, ${correction.answer}` : correction.answer;
  return answerAgain(ports.flow(FLOW), { ...position, saved: now }, { save, answer }, context);
}

/** A place told where the name is asked for: it is taken up as the place, and the name is asked for once more. */
function withPlace(input: TurnInput, position: FlowPosition, ports: FeedbackPorts): Advance<TurnCommand> | undefined {
  const { text } = input.message;
  const { saved } = position;
  if (position.step !== "lien-he") return undefined;
  const right = contrastIn(text)?.right;
  const isRight = right !== undefined && (placeTold(right) ?? placeIn(right)) !== undefined;
  const told = isRight ? "whole" : (placeTold(text) ?? communeTold(text, saved, ports));
  if (!told) return undefined;
  const before = saved["place"];
  const said = (isRight ? right : text).replace(SAID_BEFORE, "").trim();
  const isMore = told === "more" && before !== undefined && before !== "không rõ";
  const place = isMore ? (isIn(before, said) ? before : `${before}, ${said}`) : said;
  const again = { ...position, saved: withoutPlace(saved) };
  const advance = answerAgain(ports.flow(FLOW), again, { save: "place", answer: place }, ports.flowContext(input));
  return advance.position?.step === "lien-he"
    ? { ...advance, replies: [ports.wording.say("da_ghi_noi_xay_ra", { dia_ban: place }), ...advance.replies] }
    : advance;
}

/** "… em nói rồi mà" */
const SAID_BEFORE =
  /[\s,.]+(?:(?:tui|tôi|toi|em|mình|minh|tao|đã|da|hồi nãy|hoi nay|nãy|nay)\s+)*(?:nói|noi|nhắn|nhan|báo|bao|ghi)\s+(?:ở trên\s+|rồi|roi)(?:\s+(?:mà|ma|đó|do|thôi))*[.!]*$/iu;
const isIn = (whole: string, part: string): boolean => fold(whole).includes(fold(part).replace(/^(?:o|tai) /, ""));

/** "tan hoa" by itself, while the commune is not known yet, and no family is called so. */
function communeTold(text: string, saved: Saved, { places }: FeedbackPorts): "more" | undefined {
  if (saved["place_unit"] || saved["place_open"] || /\d/.test(text) || mayBeFamily(text)) return undefined;
  const found = places.find(text, { asked: true });
  const isAll = found.kind !== "none" && fold(found.words) === fold(text).trim();
  return isAll ? "more" : undefined;
}
