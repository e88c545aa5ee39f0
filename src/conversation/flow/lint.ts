import type { Flow, Step } from "./schema.ts";

export interface FlowWorld {
  hasWording(key: string): boolean;
  /** The outcomes of each action, as its code defines them. */
  readonly actions: Readonly<Record<string, readonly string[]>>;
}

/** Mistakes an editor can make in a flow, in plain Vietnamese, one a line; empty when there is none. */
export function lintFlow(flow: Flow, world: FlowWorld): string[] {
  const steps = new Map(flow.steps.map((step) => [step.id, step]));
  const own = flow.steps.flatMap((step) =>
    lintStep(step, steps, world).map((what) => `${flow.flow} › ${step.id}: ${what}`),
  );
  const repeated = flow.steps.filter((step, i) => flow.steps.findIndex(({ id }) => id === step.id) !== i);
  const twice = repeated.map((step) => `${flow.flow} › ${step.id}: có hai bước cùng tên`);
  // Reachability follows from the mistakes above; telling both would bury the cause.
  if (own.length + twice.length > 0) return [...own, ...twice];
  return shape(flow, steps);
}

function lintStep(step: Step, steps: ReadonlyMap<string, Step>, world: FlowWorld): string[] {
  const wordings = wordingsOf(step)
    .filter((key) => !world.hasWording(key))
    .map((key) => `không có lời thoại "${key}"`);
  const targets = targetsOf(step)
    .filter((id) => !steps.has(id))
    .map((id) => `không có bước "${id}"`);
  return [...wordings, ...targets, ...branches(step, world)];
}

function wordingsOf(step: Step): string[] {
  switch (step.kind) {
    case "say":
      return [step.say];
    case "ask":
      return [step.ask, step.retry, ...optionsOf(step).map((option) => `lua_chon.${option}`)];
    case "end":
      return step.say ? [step.say] : [];
    case "do":
      return [];
    default:
      return step satisfies never;
  }
}

const optionsOf = ({ accept }: Extract<Step, { kind: "ask" }>): readonly string[] =>
  accept.kind === "choice" ? [...accept.options, ...(accept.also ?? [])] : [];

export function targetsOf(step: Step): string[] {
  if (step.kind === "end") return [];
  return typeof step.next === "string" ? [step.next] : Object.values(step.next);
}

function branches(step: Step, world: FlowWorld): string[] {
  if (step.kind === "do") {
    const outcomes = world.actions[step.do];
    if (!outcomes) return [`không có việc "${step.do}"`];
    return compare(outcomes, Object.keys(step.next), "kết quả");
  }
  if (step.kind === "ask" && step.accept.kind === "choice") {
    if (typeof step.next === "string") return [];
    return compare(optionsOf(step), Object.keys(step.next), "lựa chọn");
  }
  if (step.kind === "ask" && typeof step.next !== "string") return ["chỉ câu hỏi lựa chọn mới rẽ nhánh"];
  return [];
}

function compare(wanted: readonly string[], given: readonly string[], what: string): string[] {
  return [
    ...wanted.filter((name) => !given.includes(name)).map((name) => `thiếu nhánh cho ${what} "${name}"`),
    ...given.filter((name) => !wanted.includes(name)).map((name) => `nhánh "${name}" không có trong các ${what}`),
  ];
}

function shape(flow: Flow, steps: ReadonlyMap<string, Step>): string[] {
  const [first] = flow.steps;
  const reached = closure(first ? [first.id] : [], (id) => targetsOf(steps.get(id) as Step));
  const unreachable = flow.steps
    .filter((step) => !reached.has(step.id))
    .map((step) => `${flow.flow} › ${step.id}: không bước nào dẫn tới`);
  const sources = (id: string) => flow.steps.filter((step) => targetsOf(step).includes(id)).map((step) => step.id);
  const finishing = closure(
    flow.steps.filter((step) => step.kind === "end").map((step) => step.id),
    sources,
  );
  const endless = flow.steps
    .filter((step) => !finishing.has(step.id))
    .map((step) => `${flow.flow} › ${step.id}: không có đường về đích`);
  return [...unreachable, ...endless];
}

function closure(start: readonly string[], next: (id: string) => readonly string[]): Set<string> {
  const seen = new Set(start);
  const waiting = [...start];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    for (const target of next(id)) {
      if (seen.has(target)) continue;
      seen.add(target);
      waiting.push(target);
    }
  }
  return seen;
}
