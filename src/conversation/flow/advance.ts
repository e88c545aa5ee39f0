import type { Reply, ReplyAttachment, Values, Wording } from "../../messages/index.ts";
import type { FlowPosition } from "../state.ts";
import { type AcceptWorld, acceptAnswer } from "./accept.ts";
import type { Accept, Flow, Step } from "./schema.ts";

export type Saved = Readonly<Record<string, string>>;

/** What an action made of what was said so far: which branch to take, and what it leaves behind. */
export interface ActionResult<Command> {
  readonly outcome: string;
  readonly saved?: Saved;
  /** Names of what was saved and counts no longer, so that it is asked again. */
  readonly forget?: readonly string[];
  readonly commands?: readonly Command[];
  readonly replies?: readonly Reply[];
}
export type Action<Command> = (saved: Saved) => ActionResult<Command>;

export interface FlowContext<Command> {
  readonly wording: Wording;
  readonly actions: Readonly<Record<string, Action<Command>>>;
  readonly accept: AcceptWorld;
  /** Offered with the question for name and telephone; channels that have none leave it out. */
  readonly contactForm?: ReplyAttachment | undefined;
  /** Values for wordings, from what is saved. */
  readonly values: (saved: Saved) => Values;
  /** The choices of a question whose choices are found while talking. */
  readonly offered?: (saved: Saved) => readonly string[];
}

export interface Advance<Command> {
  /** Undefined when the flow has ended. */
  readonly position: FlowPosition | undefined;
  readonly replies: readonly Reply[];
  readonly commands: readonly Command[];
  /** The answer could not be read as one, this many times in a row. */
  readonly misunderstood: number;
}

const MOST_STEPS = 50;

/** Starts a flow with what is already known; questions whose answer is known are not asked. */
export function startFlow<C>(flow: Flow, saved: Saved, context: FlowContext<C>): Advance<C> {
  const [first] = flow.steps;
  return walk(flow, first as Step, saved, context, []);
}

/** Takes the citizen's answer to the question the flow stands at. */
export function answerFlow<C>(flow: Flow, position: FlowPosition, text: string, context: FlowContext<C>): Advance<C> {
  const step = flow.steps.find(({ id }) => id === position.step);
  // The flow was edited while somebody was in it: begin again with what was said.
  if (step?.kind !== "ask") return startFlow(flow, position.saved, context);
  const answer = acceptAnswer(step.accept, text, context.accept);
  if (answer === undefined) {
    const retries = position.retries + 1;
    return {
      position: { ...position, retries },
      replies: [ask(step, step.retry, position.saved, context)],
      commands: [],
      misunderstood: retries,
    };
  }
  const saved = { ...position.saved, [step.save]: answer };
  const target = typeof step.next === "string" ? step.next : step.next[answer];
  return goTo(flow, target, saved, context, step);
}

/** Takes an answer to an earlier question in place of the one it had, and goes on from there. */
export function answerAgain<C>(
  flow: Flow,
  position: FlowPosition,
  { save, answer }: { readonly save: string; readonly answer: string },
  context: FlowContext<C>,
): Advance<C> {
  const step = flow.steps.find((one) => one.kind === "ask" && one.save === save);
  if (step?.kind !== "ask" || typeof step.next !== "string") throw new Error(`flow ${flow.flow} asks for no ${save}`);
  return goTo(flow, step.next, { ...position.saved, [save]: answer }, context, step);
}

/** Asks the question the flow stands at once more. */
export function repeatQuestion<C>(flow: Flow, position: FlowPosition, context: FlowContext<C>): readonly Reply[] {
  const step = flow.steps.find(({ id }) => id === position.step);
  if (step?.kind !== "ask") return [];
  return [ask(step, askedBefore(step, position.saved) ? step.retry : step.ask, position.saved, context)];
}

/** Why a name is asked for, and what it means to give none, is said in full once; then one line asks for it. */
const SENDER_ASKED = "sender_asked";
const askedBefore = ({ accept }: Step & { kind: "ask" }, saved: Saved): boolean =>
  accept.kind === "contact" && saved[SENDER_ASKED] !== undefined;

/** Goes to a step; going back to a question forgets its old answer, and those of the questions after it stay. */
function goTo<C>(flow: Flow, id: string | undefined, saved: Saved, context: FlowContext<C>, from: Step): Advance<C> {
  const target = flow.steps.find((step) => step.id === id);
  if (!target) throw new Error(`flow ${flow.flow} has no step ${id}`);
  // Back at an action nothing is asked again: it is done with the answer just given.
  const isBack = target.kind === "ask" && flow.steps.indexOf(target) <= flow.steps.indexOf(from);
  const kept = isBack ? without(saved, [target, from]) : saved;
  return walk(flow, target, kept, context, []);
}

function without(saved: Saved, steps: readonly Step[]): Saved {
  const forgotten = steps.flatMap((step) => (step.kind === "ask" ? [step.save] : []));
  return Object.fromEntries(Object.entries(saved).filter(([name]) => !forgotten.includes(name)));
}

interface Gathered<C> {
  saved: Saved;
  readonly replies: Reply[];
  readonly commands: C[];
}

function walk<C>(flow: Flow, start: Step, saved: Saved, context: FlowContext<C>, before: readonly Reply[]): Advance<C> {
  const gathered: Gathered<C> = { saved, replies: [...before], commands: [] };
  let step: Step = start;
  for (let count = 0; count < MOST_STEPS; count++) {
    const next = pass(step, gathered, context);
    if (next === "wait") {
      const position = { flow: flow.flow, step: step.id, saved: gathered.saved, retries: 0 };
      return { position, replies: gathered.replies, commands: gathered.commands, misunderstood: 0 };
    }
    if (next === "end")
      return { position: undefined, replies: gathered.replies, commands: gathered.commands, misunderstood: 0 };
    const target = flow.steps.find(({ id }) => id === next);
    if (!target) throw new Error(`flow ${flow.flow} › ${step.id} leads to ${next}, which does not exist`);
    step = target;
  }
  throw new Error(`flow ${flow.flow} runs in a circle at ${step.id}`);
}

/** Passes one step: what to do next is another step's id, to wait for an answer, or the end. */
function pass<C>(step: Step, gathered: Gathered<C>, context: FlowContext<C>): string {
  switch (step.kind) {
    case "say":
      gathered.replies.push(context.wording.say(step.say, context.values(gathered.saved)));
      return step.next;
    case "ask":
      return passQuestion(step, gathered, context);
    case "do":
      return passAction(step, gathered, context);
    case "end":
      if (step.say) gathered.replies.push(context.wording.say(step.say, context.values(gathered.saved)));
      return "end";
    default:
      return step satisfies never;
  }
}

/** A question whose answer is known is passed over. */
function passQuestion<C>(step: Step & { kind: "ask" }, gathered: Gathered<C>, context: FlowContext<C>): string {
  const known = gathered.saved[step.save];
  if (known !== undefined) return typeof step.next === "string" ? step.next : (step.next[known] ?? "wait");
  gathered.replies.push(ask(step, askedBefore(step, gathered.saved) ? step.retry : step.ask, gathered.saved, context));
  if (step.accept.kind === "contact") gathered.saved = { ...gathered.saved, [SENDER_ASKED]: "1" };
  return "wait";
}

function passAction<C>(step: Step & { kind: "do" }, gathered: Gathered<C>, context: FlowContext<C>): string {
  const action = context.actions[step.do];
  if (!action) throw new Error(`there is no action ${step.do}`);
  const result = action(gathered.saved);
  const kept = Object.entries(gathered.saved).filter(([name]) => !result.forget?.includes(name));
  gathered.saved = { ...Object.fromEntries(kept), ...result.saved };
  gathered.replies.push(...(result.replies ?? []));
  gathered.commands.push(...(result.commands ?? []));
  return step.next[result.outcome] ?? "end";
}

function ask<C>(step: Step & { kind: "ask" }, key: string, saved: Saved, context: FlowContext<C>): Reply {
  const reply = context.wording.say(key, context.values(saved), choicesOf(step.accept, saved, context));
  return step.accept.kind === "contact" && context.contactForm
    ? { ...reply, attachments: [context.contactForm] }
    : reply;
}

function choicesOf<C>(accept: Accept, saved: Saved, context: FlowContext<C>): readonly string[] {
  if (accept.kind === "place-choice") return context.offered?.(saved) ?? [];
  return accept.kind === "choice" ? accept.options.map((option) => context.wording.text(`lua_chon.${option}`)) : [];
}
