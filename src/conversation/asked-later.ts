import type { Turn, TurnInput } from "./model.ts";
import { type Asking, askingIn } from "./parts.ts";

/**
 * A question told beside reports that has to be asked back about: one thing at a time, so it is put once the flow of the reports has
 * ended, whatever became of them.
 */
export function askingLater({ state: { flow }, message }: TurnInput, turn: Turn): Turn {
  const asking = flow && !turn.state.flow ? askingIn(flow.saved, message.text) : undefined;
  return asking && !turn.state.offered && turn.trace.outcome !== "emergency" ? withQuestion(turn, asking) : turn;
}

/** Behind whatever is said of a ticket that is opened. */
function withQuestion(turn: Turn, { reply, offered }: Asking): Turn {
  const state = { ...turn.state, offered };
  const at = turn.commands.findIndex(({ kind }) => kind === "open_ticket");
  const opened = turn.commands[at];
  if (opened?.kind !== "open_ticket") return { ...turn, state, replies: [...turn.replies, reply] };
  const thenSay = [...(opened.thenSay ?? []), reply];
  return { ...turn, state, commands: turn.commands.with(at, { ...opened, thenSay }) };
}
