import { carryOut } from "../../src/tickets/apply.ts";
import { workingDaysAfter } from "../../src/tickets/deadline.ts";
import {
  type Actor,
  COMMANDS,
  type Command,
  type CommandData,
  type Ticket,
  type TicketRules,
} from "../../src/tickets/index.ts";

/** A ticket at an hour, and how it came there. */
export interface Place {
  readonly ticket: Ticket;
  readonly now: number;
  readonly from: Place | null;
  readonly step: string;
}

type Act = typeof carryOut;

export interface World {
  readonly actors: readonly Actor[];
  /** What each command may be given; a command not named gets everything at once. */
  readonly choices: Readonly<Partial<Record<Command, readonly CommandData[]>>>;
  readonly everything: CommandData;
  readonly rules: TicketRules;
  readonly act?: Act;
}

/** Where the clock stands: before or after the day to refuse in, before or after the due date. */
function hourOf({ ticket, now }: Place, { rules }: World): string {
  const given = ticket.assignedAt ?? ticket.clockStartedAt;
  const canRefuse = now <= workingDaysAfter(1, given, rules.calendar);
  return `${canRefuse ? "fresh" : "old"} ${now < ticket.dueAt ? "in time" : "late"}`;
}

/**
 * What decides who may act next. People are told apart only where the rules do: who drafted while a draft waits, who answered
 * while it can be objected to, whether an assignee is there; of those barred, whether there are any.
 */
function keyOf(place: Place, world: World): string {
  const { ticket } = place;
  const { status, heldFrom, department, refusedBy, extensionDays, promisedAt, restricted, transferTo, denied } = ticket;
  const roleOf = (id: string | null) => world.actors.find((actor) => actor.id === id)?.role ?? "";
  const drafted = status === "drafted" ? roleOf(ticket.draftedBy) : "";
  const answered = status === "answered" || status === "refused" ? roleOf(ticket.answeredBy) : "";
  const who = [department, ticket.assignee !== null, drafted, answered, ticket.barredApprovers.length > 0];
  const used = [
    refusedBy.join("+"),
    extensionDays > 0,
    promisedAt !== null,
    transferTo !== null,
    restricted,
    denied.departments.join("+"),
  ];
  return [status, heldFrom.slice(-2).join("<"), ...who, ...used, hourOf(place, world)].join(" | ");
}

/** The path to a place, one line a step, as one would tell it. */
function transcript(place: Place): string {
  const steps: string[] = [];
  for (let at: Place | null = place; at !== null; at = at.from)
    steps.unshift(
      `${new Date(at.now).toISOString()} ${at.step} → ${at.ticket.status} (${at.ticket.department ?? "-"})`,
    );
  return steps.join("\n");
}

function movesFrom(place: Place, world: World): Place[] {
  const tries = world.actors.flatMap((actor) => COMMANDS.map((command) => ({ actor, command })));
  return tries.flatMap(({ actor, command }) =>
    (world.choices[command] ?? [world.everything]).flatMap((data) => {
      const result = (world.act ?? carryOut)(place.ticket, { command, actor, data, at: place.now }, world.rules);
      const step = `${actor.role} ${actor.id}: ${command} ${data.department ?? ""}`.trim();
      return result.ok ? [{ ticket: result.ticket, now: place.now, from: place, step }] : [];
    }),
  );
}

/** The clock goes on: past the day to refuse in, then past the due date. */
function laterThan(place: Place, { rules }: World): Place[] {
  const { ticket, now } = place;
  const given = ticket.assignedAt ?? ticket.clockStartedAt;
  const hours = [workingDaysAfter(1, given, rules.calendar) + 1, ticket.dueAt].filter((hour) => hour > now);
  return hours.map((hour) => ({ ticket, now: hour, from: place, step: "time goes by" }));
}

/** More than this and the search would not be exhaustive: the caller must see it. */
export const MOST_PLACES = 40_000;

/**
 * Every place that can be reached from these, by every actor, command and hour. `check` names what is wrong with a place,
 * or returns undefined. The first fault ends the search: its transcript is the shortest there is.
 */
export function explore(
  starts: readonly Ticket[],
  world: World,
  check: (place: Place, next: readonly Place[]) => string | undefined,
): { places: number; moves: number; fault?: string; statuses: Set<string> } {
  const queue: Place[] = starts.map((ticket) => ({ ticket, now: ticket.createdAt, from: null, step: "opened" }));
  const known = new Set(queue.map((place) => keyOf(place, world)));
  const statuses = new Set<string>();
  let moves = 0;
  for (let nth = 0; nth < Math.min(queue.length, MOST_PLACES); nth++) {
    const place = queue[nth] as Place;
    const next = movesFrom(place, world);
    moves += next.length;
    statuses.add(place.ticket.status);
    const wrong = check(place, next);
    if (wrong) return { places: queue.length, moves, statuses, fault: `${wrong}\n${transcript(place)}` };
    for (const one of [...next, ...laterThan(place, world)]) {
      const key = keyOf(one, world);
      if (known.has(key)) continue;
      known.add(key);
      queue.push(one);
    }
  }
  return { places: queue.length, moves, statuses };
}
