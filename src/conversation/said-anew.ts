import { fold } from "../text/index.ts";
import { correctionIn } from "./correction.ts";
import type { FeedbackPorts } from "./feedback-ports.ts";
import { type Advance, answerAgain, repeatQuestion, type Saved } from "./flow/advance.ts";
import { isContactOnly, readContact } from "./intake.ts";
import type { TurnCommand, TurnInput } from "./model.ts";
import { mayBeFamily } from "./name-answered.ts";
import { placeTold } from "./place-told.ts";
import type { FlowPosition } from "./state.ts";
import { tellsMore } from "./told-more.ts";
import { goOnUnnamed, stayingUnnamed } from "./unnamed.ts";
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
  const wish = position.flow === FLOW && position.step !== "lien-he" ? stayingUnnamed(text) : undefined;
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
  const unnamed = wishesUnnamed(input, position, ports);
  return unnamed
    ? toldUnnamed(unnamed, ports)
    : (withContact(input, position, ports) ??
        putRight(input, position, ports) ??
        withPlace(input, position, ports) ??
        withMore(input, position, ports));
}

/** More of the matter, where its place or the name was asked for: it is written down, and that is asked for once more. */
function withMore(input: TurnInput, position: FlowPosition, ports: FeedbackPorts): Advance<TurnCommand> | undefined {
  const { content } = position.saved;
  const { text } = input.message;
  if (position.flow !== FLOW || content === undefined || !tellsMore(input, position.step, ports.places))
    return undefined;
  const told = { ...position, saved: { ...position.saved, content: `${content}\n${text}` } };
  const again = repeatQuestion(ports.flow(FLOW), told, ports.flowContext(input));
  return { position: told, replies: [ports.wording.say("da_ghi_them"), ...again], commands: [], misunderstood: 0 };
}

/** A name and a number where the matter or its place was asked for: they are taken up, and that is asked for once more. */
function withContact(input: TurnInput, position: FlowPosition, ports: FeedbackPorts): Advance<TurnCommand> | undefined {
  const { text } = input.message;
  const isAsked = position.flow === FLOW && ["noi-dung", "dia-ban", "tinh-nao"].includes(position.step);
  if (!isAsked || !isContactOnly(text)) return undefined;
  const told = { ...position, saved: { ...position.saved, contact: text } };
  const again = repeatQuestion(ports.flow(FLOW), told, ports.flowContext(input));
  return { position: told, replies: [ports.wording.say("da_ghi_nguoi_gui"), ...again], commands: [], misunderstood: 0 };
}

/** At the confirmation one thing said before may be said anew; the whole is then shown once more. */
function putRight(input: TurnInput, position: FlowPosition, ports: FeedbackPorts): Advance<TurnCommand> | undefined {
  if (position.flow !== FLOW || position.step !== "xac-nhan") return undefined;
  const correction = correctionIn(input.message.text, position);
  if (!correction) return undefined;
  const { content } = correction;
  const kept = correction.save === "place" ? withoutPlace(position.saved) : position.saved;
  const saved = content === undefined ? kept : { ...kept, content };
  return answerAgain(ports.flow(FLOW), { ...position, saved }, correction, ports.flowContext(input));
}

/** A place told where the name is asked for: it is taken up as the place, and the name is asked for once more. */
function withPlace(input: TurnInput, position: FlowPosition, ports: FeedbackPorts): Advance<TurnCommand> | undefined {
  const { text } = input.message;
  const { saved } = position;
  const isAsked = position.flow === FLOW && position.step === "lien-he";
  const told = isAsked ? (placeTold(text) ?? communeTold(text, saved, ports)) : undefined;
  if (!told) return undefined;
  const before = saved["place"];
  const place = told === "more" && before && before !== "không rõ" ? `${before}, ${text}` : text;
  const again = { ...position, saved: withoutPlace(saved) };
  const advance = answerAgain(ports.flow(FLOW), again, { save: "place", answer: place }, ports.flowContext(input));
  return advance.position?.step === "lien-he"
    ? { ...advance, replies: [ports.wording.say("da_ghi_noi_xay_ra", { dia_ban: place }), ...advance.replies] }
    : advance;
}

/** "tan hoa" by itself, while the commune is not known yet, and no family is called so. */
function communeTold(text: string, saved: Saved, { places }: FeedbackPorts): "more" | undefined {
  if (saved["place_unit"] || saved["place_open"] || /\d/.test(text) || mayBeFamily(text)) return undefined;
  const found = places.find(text, { asked: true });
  const isAll = found.kind !== "none" && fold(found.words) === fold(text).trim();
  return isAll ? "more" : undefined;
}

/** Whoever chose it before it was offered hears what it means all the same. */
export function toldUnnamed(advance: Advance<TurnCommand>, { wording }: FeedbackPorts): Advance<TurnCommand> {
  return advance.position ? { ...advance, replies: [wording.say("da_ghi_an_danh"), ...advance.replies] } : advance;
}
