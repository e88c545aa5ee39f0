import { commandIn } from "./command.ts";
import type { FeedbackPorts } from "./feedback-ports.ts";
import { repeatQuestion } from "./flow/advance.ts";
import type { Turn, TurnCommand, TurnInput } from "./model.ts";

type Ports = Pick<FeedbackPorts, "wording" | "flow" | "flowContext"> & { readonly officeName: string };

/** What a person commands; undefined where it is part of the talk. Nobody is introduced to on the way. */
export function keywordTurn(input: TurnInput, ports: Ports): Turn | undefined {
  const means = commandIn(input.message);
  switch (means) {
    case undefined:
      return undefined;
    case "stop":
      return stopping(input, ports);
    case "leave":
      return input.state.flow ? leavingFlow(input, ports) : stopping(input, ports);
    case "start":
      // "Đăng ký" says this only to somebody who has stopped before.
      return input.isStopped ? commanded(input, ports, "nhan_lai_tin_bao", "resume_notices") : undefined;
    case "help":
      return helping(input, ports);
    case "accents":
    case "no_accents":
      return wishing(input, ports, means);
    default:
      return means satisfies never;
  }
}

function leavingFlow(input: TurnInput, { wording }: Ports): Turn {
  const { flow: _, ...state } = input.state;
  return { state, replies: [wording.say("da_huy")], commands: [], trace: { intent: "huy", outcome: "smalltalk" } };
}

/** Confirmed once: whoever has stopped already is left in peace. */
function stopping(input: TurnInput, ports: Ports): Turn {
  const { flow: _, ...state } = input.state;
  if (input.isStopped) return { state, replies: [], commands: [], trace: TRACE };
  return { ...commanded(input, ports, "ngung_tin_bao", "stop_notices"), state };
}

function commanded(
  { state, message }: TurnInput,
  { wording }: Ports,
  key: string,
  kind: "stop_notices" | "resume_notices",
): Turn {
  const command: TurnCommand =
    kind === "stop_notices" ? { kind, who: message.from, how: message.text } : { kind, who: message.from };
  return {
    state,
    // A provider that has answered by itself takes no second confirmation, and after STOP none at all.
    replies: message.keyword?.answered ? [] : [wording.say(key)],
    commands: [command],
    trace: TRACE,
  };
}

function helping(input: TurnInput, ports: Ports): Turn {
  const { state } = input;
  const { flow: position } = state;
  const again = position ? repeatQuestion(ports.flow(position.flow), position, ports.flowContext(input)) : [];
  const replies = input.message.keyword?.answered
    ? []
    : [ports.wording.say("tro_giup_tin_nhan", { don_vi: ports.officeName }), ...again];
  return { state, replies, commands: [], trace: TRACE };
}

function wishing({ state, message }: TurnInput, { wording }: Ports, means: "accents" | "no_accents"): Turn {
  const accents = means === "accents";
  return {
    state,
    replies: [wording.say(accents ? "tin_co_dau" : "tin_khong_dau")],
    commands: [{ kind: "wish_accents", who: message.from, accents }],
    trace: TRACE,
  };
}

const TRACE = { intent: "tu_khoa", outcome: "smalltalk" } as const;
