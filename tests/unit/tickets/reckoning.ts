/**
 * Deadlines reckoned a second time, from the words of the rule and with nothing of src/: time is walked minute by minute through
 * the days an office works, and an event log is read from its beginning. Slow and plain on purpose.
 */

/** A made-up office's year, as a notice on its door would put it. */
export interface Door {
  /** "07:30-11:30", in the order of the day. */
  readonly hours: readonly string[];
  /** Weekdays nobody works; 0 is Sunday. */
  readonly restDays: readonly number[];
  /** Dates off and dates worked in exchange, "2026-04-30". */
  readonly closedOn: ReadonlySet<string>;
  readonly workedOn: ReadonlySet<string>;
}

export interface Term {
  readonly amount: number;
  readonly unit: "working_day" | "calendar_day";
}

/** A stretch of waiting for the citizen, epoch ms; `until` is undefined while it lasts. */
export interface Wait {
  readonly since: number;
  readonly until: number | undefined;
}

const MINUTE_MS = 60_000;
const DAY_MINUTES = 1440;
const VIET_NAM_MS = 7 * 3_600_000;

interface OneDate {
  readonly iso: string;
  readonly weekday: number;
  readonly midnight: number;
}

/** The date in Việt Nam so many days after the one of an instant. */
function dateAfter(at: number, days: number): OneDate {
  const local = new Date(at + VIET_NAM_MS);
  local.setUTCHours(0, 0, 0, 0);
  local.setUTCDate(local.getUTCDate() + days);
  return {
    iso: local.toISOString().slice(0, 10),
    weekday: local.getUTCDay(),
    midnight: local.getTime() - VIET_NAM_MS,
  };
}

/** A rest day worked in exchange is worked, whatever else is said of it. */
function isWorked({ iso, weekday }: OneDate, door: Door): boolean {
  if (door.workedOn.has(iso)) return true;
  return !door.closedOn.has(iso) && !door.restDays.includes(weekday);
}

/** What the door says for every minute of a worked day: "o" open, "-" shut. */
function minutesOf(door: Door): string {
  const minutes = new Array<string>(DAY_MINUTES + 1).fill("-");
  for (const hours of door.hours) {
    const [from = 0, to = 0] = hours.split("-").map((clock) => {
      const [hour = 0, minute = 0] = clock.split(":").map(Number);
      return hour * 60 + minute;
    });
    for (let minute = from; minute < to; minute++) minutes[minute] = minute === from ? "O" : "o";
  }
  return minutes.join("");
}

/** A wait that nobody knows the end of moves no date. */
const isWaiting = (at: number, waits: readonly Wait[]): boolean =>
  waits.some(({ since, until }) => until !== undefined && at >= since && at < until);

/**
 * Working days: a session counts when the clock runs in its opening minute, and is used up in its closing one; a part of a session
 * is rounded up. Stops at the closing minute of the last session owed.
 */
function byWorkingDays(owed: number, start: number, door: Door, waits: readonly Wait[]): number {
  const marks = minutesOf(door);
  let left = Math.ceil(owed * door.hours.length);
  for (let days = 0; ; days++) {
    const date = dateAfter(start, days);
    if (!isWorked(date, door)) continue;
    const closings = walk(marks, date.midnight, (now) => now >= start && !isWaiting(now, waits));
    const last = closings[left - 1];
    if (last !== undefined) return last;
    left -= closings.length;
  }
}

/** One worked day, minute by minute: the closing instants of the sessions that count. */
function walk(marks: string, midnight: number, runs: (now: number) => boolean): number[] {
  const closings: number[] = [];
  let counts = false;
  for (let minute = 0; minute <= DAY_MINUTES; minute++) {
    const isClosing = minute > 0 && marks[minute] !== "o" && marks[minute - 1] !== "-";
    if (isClosing && counts) closings.push(midnight + minute * MINUTE_MS);
    if (marks[minute] === "O") counts = runs(midnight + minute * MINUTE_MS);
  }
  return closings;
}

/** Days of the calendar: the first is left out, so is each that begins while waiting; the last is moved on to one that is worked. */
function byCalendarDays(owed: number, start: number, door: Door, waits: readonly Wait[]): number {
  let left = Math.ceil(owed);
  let days = 0;
  while (left > 0) {
    days += 1;
    if (!isWaiting(dateAfter(start, days).midnight, waits)) left -= 1;
  }
  while (!isWorked(dateAfter(start, days), door)) days += 1;
  const [hour = 0, minute = 0] = (door.hours.at(-1)?.split("-")[1] ?? "").split(":").map(Number);
  return dateAfter(start, days).midnight + (hour * 60 + minute) * MINUTE_MS;
}

/** When it is due, epoch ms. */
export function reckon(term: Term, start: number, door: Door, waits: readonly Wait[] = [], more = 0): number {
  const reckoning = term.unit === "working_day" ? byWorkingDays : byCalendarDays;
  return reckoning(term.amount + more, start, door, waits);
}

/**
 * The latest the law allows a unit that waits for nobody: the day of receipt is left out and the last counts to its end (Bộ luật Dân
 * sự 2015 Đ147.2, Đ148.6).
 */
export function latestByLaw(term: Term, start: number, door: Door): number {
  let left = Math.ceil(term.amount);
  let days = 0;
  while (left > 0) {
    days += 1;
    if (term.unit === "calendar_day" || isWorked(dateAfter(start, days), door)) left -= 1;
  }
  while (!isWorked(dateAfter(start, days), door)) days += 1;
  return dateAfter(start, days + 1).midnight;
}

/** Something that was done to a ticket, as its history tells it. */
export interface Deed {
  readonly what: string;
  readonly at: number;
  /** The kind a ticket was given, "transfer" once it is suggested for or given to another agency, or the days of an extension. */
  readonly kind?: string;
  readonly days?: number;
}

export interface Terms {
  readonly of: (kind: string) => Term;
  readonly transfer: Term;
}

interface State {
  readonly clock: "running" | "waiting" | "stopped";
  /** Where merging found the clock. */
  readonly held: "running" | "waiting" | "stopped";
  readonly start: number;
  readonly kind: string;
  readonly isForOthers: boolean;
  readonly more: number;
  readonly waits: readonly Wait[];
}

const ended = ({ waits }: State, at: number): Wait[] =>
  waits.map(({ since, until }) => ({ since, until: until ?? at }));

const stop = (state: State, { at }: Deed): Partial<State> => ({ clock: "stopped", waits: ended(state, at) });
const stopForOthers = (state: State, deed: Deed): Partial<State> => ({ ...stop(state, deed), isForOthers: true });
/** Begins a new term where the old one was over; an objection that is being looked at goes on. */
const anew = ({ clock }: State, { at }: Deed): Partial<State> =>
  clock === "stopped" ? { clock: "running", start: at, more: 0, waits: [] } : {};

/** What a deed means for the term. Whatever is not named here means nothing: a comment, an edit, a draft, taking a ticket. */
const MEANING: Readonly<Record<string, (state: State, deed: Deed) => Partial<State>>> = {
  opened: (_, { at, kind = "" }) => ({ start: at, kind }),
  suggested: () => ({ isForOthers: true }),
  assign: () => ({ isForOthers: false }),
  reclassify: ({ kind }, deed) => ({ kind: deed.kind ?? kind }),
  extend: (_, { days = 0 }) => ({ more: days }),
  ask_citizen: ({ waits }, { at }) => ({ clock: "waiting", waits: [...waits, { since: at, until: undefined }] }),
  supply: (state, { at }) => ({ clock: "running", waits: ended(state, at) }),
  merge: ({ clock }) => ({ clock: "stopped", held: clock }),
  unmerge: ({ held }) => ({ clock: held }),
  answer: stop,
  approve: stop,
  refuse: stop,
  transfer: stopForOthers,
  withdraw: stop,
  close: stop,
  uphold: stop,
  object: anew,
  reopen: anew,
};

/** The due date of a whole history, read from its opening. */
export function reckonHistory(deeds: readonly Deed[], terms: Terms, door: Door): number {
  let state: State = {
    clock: "running",
    held: "running",
    start: Number.NaN,
    kind: "",
    isForOthers: false,
    more: 0,
    waits: [],
  };
  for (const deed of deeds) state = { ...state, ...MEANING[deed.what]?.(state, deed) };
  return reckon(state.isForOthers ? terms.transfer : terms.of(state.kind), state.start, door, state.waits, state.more);
}
