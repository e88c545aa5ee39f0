export const ROLES = ["intake", "coordinator", "officer", "head", "inspector", "admin", "citizen", "system"] as const;
export type Role = (typeof ROLES)[number];

export const TICKET_STATUSES = [
  "received",
  "assigned",
  "in_progress",
  "waiting_for_citizen",
  "drafted",
  "answered",
  "objected",
  "reopened",
  "refused",
  "transferred",
  "withdrawn",
  "merged",
  "closed",
] as const;
export type TicketStatus = (typeof TICKET_STATUSES)[number];

export const COMMANDS = [
  "assign",
  "take",
  "return",
  "ask_citizen",
  "supply",
  "draft",
  "send_back",
  "approve",
  "answer",
  "object",
  "uphold",
  "reopen",
  "refuse",
  "transfer",
  "withdraw",
  "merge",
  "unmerge",
  "extend",
  "apologise",
  "reclassify",
  "set_content",
  "bar",
  "unbar",
  "close",
] as const;
export type Command = (typeof COMMANDS)[number];

/** Where a move leads: a status, where the ticket was held from ("resume"), or nowhere ("stay"). */
type Target = TicketStatus | "resume" | "stay";

export interface Move {
  readonly to: Target;
  /** Where it leads when a second unit makes it: only refusing an assignment has such an end. */
  readonly toSecond?: TicketStatus;
  readonly roles: readonly Role[];
  /** Who may still make this move when answers need approval; absent: the same roles. */
  readonly rolesUnderApproval?: readonly Role[];
}

export interface StatusRules {
  /** `paused` while the citizen is asked for more: that time is not the office's. */
  readonly clock: "runs" | "paused" | "stopped";
  /** Who must act next; nobody once the matter is over. */
  readonly onDuty: readonly Role[];
  readonly moves: Readonly<Partial<Record<Command, Move>>>;
}

const DESK = ["coordinator", "inspector"] as const;
const UNIT = ["officer", "head"] as const;
const SELF = ["citizen", "intake"] as const;

const to = (target: Target, ...roles: Role[]): Move => ({ to: target, roles });

const withdraw = to("withdrawn", ...SELF);
const merge = to("merged", ...DESK, "head");
/** What may still be objected to: the unit that answered or refused does not end the time for it. */
const close = to("closed", ...SELF, ...DESK, "system");
const refuse = to("refused", ...DESK, "head");
const transfer = to("transferred", ...DESK, "head");
const reclassify = to("stay", ...DESK);
/** Whom the ticket is about is named, whatever has become of it: from then on they know nothing of it. */
const bar = to("stay", ...DESK);
/** A mistake in it is mended by whoever looks into complaints. */
const unbar = to("stay", "inspector");
const barring = { bar, unbar } as const;
/** Which of the eight contents it is changes neither who has it nor when it is due. */
const setContent = to("stay", "intake", ...DESK, ...UNIT);
const extend = to("stay", ...DESK, "head");
const reopen = to("reopened", ...DESK);
const ask = to("waiting_for_citizen", ...DESK, ...UNIT);
/** What the first unit refuses goes back to be sorted; what a second refuses goes to the unit above both, which decides. */
const handBack: Move = { to: "received", toSecond: "assigned", roles: [...DESK, ...UNIT] };
/** Only once the due date is past; it names a new day and moves nothing. */
const apologise: Move = { to: "stay", roles: [...DESK, ...UNIT], rolesUnderApproval: [...DESK, "head"] };

/**
 * The whole life of a ticket: status → command → next status, with who may and whether the clock runs.
 * No move out of the office's duty (refuse, close, merge) is open to the system alone except closing what was answered.
 */
export const TICKET_MOVES: Readonly<Record<TicketStatus, StatusRules>> = {
  received: {
    clock: "runs",
    onDuty: ["intake", "coordinator", "inspector"],
    moves: {
      assign: to("assigned", "intake", ...DESK, "system"),
      ask_citizen: to("waiting_for_citizen", "intake", ...DESK),
      refuse: to("refused", ...DESK),
      transfer: to("transferred", ...DESK),
      withdraw,
      merge: to("merged", ...DESK),
      reclassify: to("stay", "intake", ...DESK),
      bar: to("stay", "intake", ...DESK),
      unbar,
      set_content: setContent,
      extend: to("stay", ...DESK),
      apologise,
    },
  },
  assigned: {
    clock: "runs",
    onDuty: ["officer", "head"],
    moves: {
      take: to("in_progress", ...UNIT, ...DESK),
      assign: to("assigned", ...DESK, "head"),
      return: handBack,
      ask_citizen: ask,
      refuse,
      transfer,
      withdraw,
      merge,
      reclassify,
      set_content: setContent,
      ...barring,
      extend,
      apologise,
    },
  },
  in_progress: {
    clock: "runs",
    onDuty: ["officer", "head"],
    moves: {
      draft: to("drafted", ...UNIT, ...DESK),
      answer: { to: "answered", roles: [...UNIT, ...DESK], rolesUnderApproval: ["head"] },
      assign: to("assigned", ...DESK, "head"),
      return: handBack,
      ask_citizen: ask,
      refuse,
      transfer,
      withdraw,
      merge,
      reclassify,
      set_content: setContent,
      ...barring,
      extend,
      apologise,
    },
  },
  waiting_for_citizen: {
    clock: "paused",
    onDuty: ["citizen", "intake", "officer", "head", "coordinator", "inspector"],
    moves: { supply: to("resume", ...SELF, ...DESK, ...UNIT, "system"), refuse, withdraw, merge, ...barring },
  },
  drafted: {
    clock: "runs",
    onDuty: ["head", "coordinator", "inspector"],
    moves: {
      approve: to("answered", "head", ...DESK),
      send_back: to("in_progress", "head", ...DESK),
      draft: to("drafted", ...UNIT, ...DESK),
      set_content: setContent,
      ...barring,
      withdraw,
      extend,
      apologise,
    },
  },
  answered: {
    clock: "stopped",
    onDuty: ["citizen", "system"],
    moves: { object: to("objected", ...SELF), reopen, close, ...barring },
  },
  objected: {
    clock: "runs",
    onDuty: ["coordinator", "inspector"],
    moves: { reopen, uphold: to("closed", ...DESK), withdraw, extend, apologise, ...barring },
  },
  reopened: {
    clock: "runs",
    onDuty: ["coordinator", "inspector"],
    moves: {
      assign: to("assigned", ...DESK),
      take: to("in_progress", ...UNIT, ...DESK),
      transfer: to("transferred", ...DESK),
      withdraw,
      merge: to("merged", ...DESK),
      reclassify,
      set_content: setContent,
      ...barring,
      extend,
      apologise,
    },
  },
  refused: {
    clock: "stopped",
    onDuty: ["citizen", "system"],
    moves: { object: to("objected", ...SELF), reopen, close: to("closed", ...DESK, "system"), ...barring },
  },
  transferred: {
    clock: "stopped",
    onDuty: ["coordinator", "inspector"],
    moves: { reopen, answer: to("answered", ...DESK), close: to("closed", ...DESK, "head"), ...barring },
  },
  withdrawn: { clock: "stopped", onDuty: [], moves: { reopen: to("reopened", ...SELF, ...DESK), ...barring } },
  // The system parts a ticket again when the one it was merged into is withdrawn: somebody must be on duty for it.
  merged: { clock: "stopped", onDuty: [], moves: { unmerge: to("resume", ...DESK, "head", "system"), withdraw } },
  closed: { clock: "stopped", onDuty: [], moves: { reopen, ...barring } },
};

/** Statuses in which the office's time goes by. */
export const RUNNING: readonly TicketStatus[] = TICKET_STATUSES.filter(
  (status) => TICKET_MOVES[status].clock === "runs",
);

/** How this office works, where the law leaves it open. */
export interface Policy {
  /** True when another person approves an answer before it leaves. */
  readonly approval: boolean;
}

function rolesOf(move: Move, policy: Policy): readonly Role[] {
  return policy.approval ? (move.rolesUnderApproval ?? move.roles) : move.roles;
}

/** True when the table lets this role make the move; people and units are checked by `guard`. */
export function canMove(status: TicketStatus, command: Command, role: Role, policy: Policy): boolean {
  const move = TICKET_MOVES[status].moves[command];
  return move !== undefined && rolesOf(move, policy).includes(role);
}

/** The status after the command, or undefined when the status has no such move. `heldFrom` is where "resume" goes. */
export function nextStatus(
  status: TicketStatus,
  command: Command,
  heldFrom: readonly TicketStatus[] = [],
): TicketStatus | undefined {
  const target = TICKET_MOVES[status].moves[command]?.to;
  if (target === "stay") return status;
  return target === "resume" ? heldFrom.at(-1) : target;
}

/** Commands this role may give in this status: what the console draws as buttons. */
export function commandsFor(status: TicketStatus, role: Role, policy: Policy): Command[] {
  return COMMANDS.filter((command) => canMove(status, command, role, policy));
}

/** True when nobody owes anything any more. */
export function isOver(status: TicketStatus): boolean {
  return TICKET_MOVES[status].onDuty.length === 0;
}
