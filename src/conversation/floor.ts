import type { Cause } from "../outbox/index.ts";
import type { Turn, TurnCommand } from "./model.ts";

/** Words that tell which number to call in danger: static, and said whoever is speaking. */
const isNumberToCall = (key: string): boolean => key.startsWith("khan_cap");

/** Why a reply leaves: numbers to call wait for nobody. */
export const causeOf = (key: string): Cause => (isNumberToCall(key) ? "emergency" : "turn");

/** What the person asks of us as a sender, whoever is speaking to them. */
const WISHES: readonly TurnCommand["kind"][] = ["stop_notices", "resume_notices", "wish_accents"];

/**
 * A turn while an officer has the floor: the bot says nothing, does nothing and remembers nothing of it; the officer reads the
 * message. Two things happen all the same: numbers to call in danger are said, and a person may stop notices.
 */
export function underFloor(turn: Turn, state: Turn["state"]): Turn {
  const isUrgent = turn.trace.outcome === "emergency";
  // Somebody who thinks of dying: that a second person is told costs nothing.
  const keepsAll = turn.trace.intent === "tu_hai";
  return {
    state,
    replies: isUrgent ? turn.replies.filter(({ key }) => isNumberToCall(key)) : [],
    commands: turn.commands.filter(({ kind }) => keepsAll || WISHES.includes(kind)),
    trace: isUrgent
      ? { ...turn.trace, reason: OFFICER_SPEAKS }
      : { intent: turn.trace.intent, outcome: "handover", reason: OFFICER_SPEAKS },
  };
}

/** The reason in the trace of such turns. */
export const OFFICER_SPEAKS = "officer_has_floor";
