import { words } from "../../text/index.ts";
import { printInstant } from "../../tickets/index.ts";
import type { FeedbackPorts } from "../feedback-ports.ts";
import { repeatQuestion } from "../flow/advance.ts";
import type { FoundClaim } from "../found.ts";
import type { Turn, TurnInput } from "../model.ts";

type Ports = Pick<FeedbackPorts, "wording" | "flow" | "flowContext">;

/** Longer texts tell something, and name another channel by the way. */
const LONGEST_WISH = 16;

/** Going on at another address: the code is asked for, given out, or taken. Undefined where the message is about none of it. */
export function claimTurn(input: TurnInput, intents: readonly string[], ports: Ports): Turn | undefined {
  if (input.claim) return taken(input, input.claim, ports);
  if (input.message.call || words(input.message.text).length > LONGEST_WISH) return undefined;
  if (intents.includes("co_ma_chuyen_kenh")) return asked(input, ports);
  if (!intents.includes("xin_ma_chuyen_kenh")) return undefined;
  return {
    state: input.state,
    replies: [],
    commands: [{ kind: "offer_claim", who: input.message.from }],
    trace: TRACE,
  };
}

function asked({ state }: TurnInput, { wording }: Ports): Turn {
  const replies = [wording.say("hoi_ma_chuyen_kenh")];
  return { state: { ...state, awaitsClaim: true }, replies, commands: [], trace: TRACE };
}

function taken(input: TurnInput, claim: FoundClaim, ports: Ports): Turn {
  const { state } = input;
  const { wording } = ports;
  switch (claim.kind) {
    case "right":
      return movedHere(input, claim, ports);
    case "here":
      return { state, replies: [wording.say("ma_chuyen_kenh_o_day")], commands: [], trace: TRACE };
    case "locked":
      return { state, replies: [lockedReply(claim.until, ports)], commands: [], trace: TRACE };
    case "wrong":
      return {
        state: { ...state, awaitsClaim: true },
        replies: [wording.say("ma_chuyen_kenh_sai")],
        commands: [{ kind: "count_wrong_claim", who: input.message.from, claimId: claim.claimId }],
        trace: TRACE,
      };
    default:
      return claim satisfies never;
  }
}

const lockedReply = (until: number | null, { wording }: Ports) =>
  until === null
    ? wording.say("ma_chuyen_kenh_khoa")
    : wording.say("ma_chuyen_kenh_khoa_noi", { luc: printInstant(until) });

/**
 * What is under way here stays; otherwise the other address's talk goes on, from the question it stands at. The place of an emergency
 * told at either is waited for here.
 */
function movedHere(input: TurnInput, claim: Extract<FoundClaim, { kind: "right" }>, ports: Ports): Turn {
  const alarm = claim.state.alarm ?? input.state.alarm;
  const left = input.state.flow ? input.state : { ...claim.state, greeted: true };
  const state = alarm === undefined ? left : { ...left, alarm };
  const position = state.flow;
  const question = position ? repeatQuestion(ports.flow(position.flow), position, ports.flowContext(input)) : [];
  return {
    state,
    replies: [ports.wording.say("da_chuyen_kenh"), ...question],
    commands: [
      {
        kind: "redeem_claim",
        claimId: claim.claimId,
        from: claim.from,
        fromVersion: claim.version,
        to: input.message.from,
      },
    ],
    trace: TRACE,
  };
}

const TRACE = { intent: "chuyen_kenh", outcome: "smalltalk" } as const;
