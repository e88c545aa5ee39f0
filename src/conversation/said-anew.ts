import { correctionIn } from "./correction.ts";
import type { FeedbackPorts } from "./feedback.ts";
import { type Advance, answerAgain } from "./flow/advance.ts";
import { readContact } from "./intake.ts";
import type { TurnCommand, TurnInput } from "./model.ts";
import { placeTold } from "./place-told.ts";
import type { FlowPosition } from "./state.ts";
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
    : (putRight(input, position, ports) ?? withPlace(input, position, ports));
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
  const told = position.flow === FLOW && position.step === "lien-he" ? placeTold(text) : undefined;
  if (!told) return undefined;
  const before = saved["place"];
  const place = told === "more" && before && before !== "không rõ" ? `${before}, ${text}` : text;
  const again = { ...position, saved: withoutPlace(saved) };
  const advance = answerAgain(ports.flow(FLOW), again, { save: "place", answer: place }, ports.flowContext(input));
  return advance.position?.step === "lien-he"
    ? { ...advance, replies: [ports.wording.say("da_ghi_noi_xay_ra", { dia_ban: place }), ...advance.replies] }
    : advance;
}

/** Whoever chose it before it was offered hears what it means all the same. */
export function toldUnnamed(advance: Advance<TurnCommand>, { wording }: FeedbackPorts): Advance<TurnCommand> {
  return advance.position ? { ...advance, replies: [wording.say("da_ghi_an_danh"), ...advance.replies] } : advance;
}
