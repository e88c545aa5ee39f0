import { choiceLabels, type LanguageModel } from "../answers/index.ts";
import type { ChannelName } from "../messages/index.ts";
import { words } from "../text/index.ts";
import { type LookUpPorts, lookUp } from "./gather.ts";
import type { Turn, TurnInput } from "./model.ts";
import { decide, type TurnPorts } from "./turn.ts";

export interface RestatePorts extends LookUpPorts, TurnPorts {
  readonly catalogue: LookUpPorts["catalogue"];
  /** Absent: the citizen's own words stand alone. */
  readonly languageModel?: Pick<LanguageModel, "rewrite"> | undefined;
}

/** Channels on which somebody waits with a phone at the ear, or nobody waits at all. */
const CANNOT_WAIT: readonly ChannelName[] = ["voice", "transcript"];
/** Replies that say: not understood. Only these may be replaced. */
const NOT_UNDERSTOOD = ["khong_co_trong_danh_muc", "khong_ro"];
const FEWEST_WORDS = 3;
const MOST_WORDS = 80;
const MOST_OFFERED = 4;

/**
 * Gathers, where our own search understood nothing, what a language model takes the message to mean: the same turn with those
 * words looked up. Undefined where there is no model, where it has no business, or where it has nothing to say.
 */
export async function restated(input: TurnInput, ports: RestatePorts): Promise<TurnInput | undefined> {
  if (!ports.languageModel || !mayBeRestated(input, ports)) return undefined;
  const text = await ports.languageModel.rewrite(input.message.text);
  if (text === undefined) return undefined;
  const { offered: _, ...rest } = input.state;
  const state = { ...rest, topics: [] };
  const message = { ...input.message, text };
  return { ...input, state, message, ...(await lookUp(message, state, ports)) };
}

function mayBeRestated(input: TurnInput, ports: RestatePorts): boolean {
  const { message, state, whole } = input;
  const said = words(message.text).length;
  return (
    !message.call &&
    !state.flow &&
    !CANNOT_WAIT.includes(message.from.channel) &&
    said >= FEWEST_WORDS &&
    said <= MOST_WORDS &&
    // Danger, reports, complaints and whatever else a rule recognised are no guessing matter.
    whole.understood.sightings.length === 0 &&
    isNotUnderstood(decide(input, ports))
  );
}

const isNotUnderstood = ({ commands, replies }: Turn) =>
  commands.length === 0 && replies.some(({ key }) => NOT_UNDERSTOOD.includes(key));

/**
 * Decides the turn from the citizen's own words. Where they were not understood, and the model's restatement is by the same
 * decisions about procedures we have, these are offered to choose from; nothing is answered that the citizen did not ask.
 */
export function decideWith(restatement: TurnInput | undefined, input: TurnInput, ports: TurnPorts): Turn {
  const turn = decide(input, ports);
  if (!restatement || restatement.whole.understood.sightings.length > 0 || !isNotUnderstood(turn)) return turn;
  const { trace, commands } = decide(restatement, ports);
  const codes = (trace.codes ?? []).filter((code) => !ports.isWithheld(code)).slice(0, MOST_OFFERED);
  const isAboutOurs = (trace.outcome === "answered" || trace.outcome === "clarify") && codes.length > 0;
  if (!isAboutOurs || commands.length > 0) return turn;
  const labels = choiceLabels(codes.map((code) => ports.catalogue.procedure(code)?.name ?? code));
  const offer = ports.wording.say("hoi_lai_thu_tuc", {}, labels);
  const { candidates = [] } = trace;
  const { facets } = input.whole.question;
  return {
    ...turn,
    state: { ...turn.state, offered: { codes, labels, text: restatement.message.text, facets } },
    replies: turn.replies.map((reply) => (NOT_UNDERSTOOD.includes(reply.key) ? offer : reply)),
    trace: { intent: "hoi_thu_tuc", outcome: "clarify", codes, candidates, facets },
  };
}
