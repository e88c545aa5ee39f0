import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { carryOut } from "../../../src/tickets/apply.ts";
import { dayFromIso, isoOf, printInstant, type WorkCalendar } from "../../../src/tickets/calendar.ts";
import { ticketFrom } from "../../../src/tickets/draft.ts";
import {
  type Actor,
  COMMANDS,
  type Command,
  type CommandData,
  type DeadlineRule,
  dueAt,
  loadCalendar,
  loadTicketRules,
  RECORD_TYPES,
  type RecordType,
  type Ticket,
  type TicketRules,
} from "../../../src/tickets/index.ts";
import { type Deed, type Door, latestByLaw, reckon, reckonHistory, type Term } from "./reckoning.ts";

/** DEADLINE_RUNS=100000 for the full check; CI shows two thousand. */
const RUNS = Number(process.env["DEADLINE_RUNS"] ?? 2000);
const TIME = { timeout: 20_000 + RUNS * 20 };

const at = (text: string) => Date.parse(`${text}:00+07:00`);
const MINUTE = 60_000;
const DAY = 1440 * MINUTE;
const FIRST = at("2026-01-01T00:00");

const rule = ({ amount, unit }: Term): DeadlineRule => ({
  recordType: "hien_truong",
  amount,
  unit,
  startEvent: "khi tiếp nhận",
  basis: "thử",
  isLaw: false,
  extension: { amount: 2.5, basis: "thử" },
});

/** The same door in the words of src/. */
function calendarOf(door: Door): WorkCalendar {
  const days = (dates: ReadonlySet<string>) => new Map([...dates].map((date) => [Date.parse(date) / DAY, "thử"]));
  return {
    sessions: door.hours.map((hours) => {
      const [from = 0, to = 0] = hours
        .split("-")
        .map((clock) => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3)));
      return { from, to };
    }),
    weekend: new Set(door.restDays),
    daysOff: days(door.closedOn),
    workedDays: days(door.workedOn),
    knownUntil: Date.parse("2030-12-31") / DAY,
  };
}

const clock = (minute: number) =>
  `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;

/** One to three sessions a day; two that touch are two all the same. */
const someHours = fc
  .uniqueArray(fc.integer({ min: 0, max: 287 }), { minLength: 2, maxLength: 6 })
  .map((marks) => marks.sort((a, b) => a - b).map((mark) => clock(mark * 5)))
  .map((marks) => marks.flatMap((from, i) => (i % 2 === 0 && marks[i + 1] ? [`${from}-${marks[i + 1]}`] : [])));
const usualHours = fc.constantFrom(
  ["07:30-11:30", "13:30-17:00"],
  ["07:00-11:00", "13:00-17:00"],
  ["07:30-11:30", "11:30-17:00"],
);
const someDates = fc
  .uniqueArray(fc.integer({ min: 0, max: 150 }), { maxLength: 40 })
  .map((days) => new Set(days.map((day) => new Date(Date.parse("2026-01-01") + day * DAY).toISOString().slice(0, 10))));
const someDoor: fc.Arbitrary<Door> = fc.record({
  hours: fc.oneof(usualHours, someHours),
  restDays: fc.oneof(fc.constant([0, 6]), fc.uniqueArray(fc.integer({ min: 0, max: 6 }), { maxLength: 5 })),
  closedOn: someDates,
  workedOn: someDates,
});
const someTerm: fc.Arbitrary<Term> = fc.record({
  amount: fc.integer({ min: 1, max: 40 }).map((halves) => halves / 2),
  unit: fc.constantFrom("working_day", "working_day", "calendar_day"),
});
/**
 * A moment before the door is known: most of them at midnight or where a session opens or ends, to the millisecond; the others at any
 * minute, weekends, nights and lunch breaks with them.
 */
const momentWithin = (days: number) =>
  fc.record({
    day: fc.integer({ min: 0, max: days }),
    minute: fc.integer({ min: 0, max: 1439 }),
    mark: fc.option(fc.integer({ min: 0, max: 6 }), { freq: 2 }),
    ms: fc.constantFrom(0, 0, 0, 0, -1, 1, 59_999),
  });
type Moment = ReturnType<typeof momentWithin> extends fc.Arbitrary<infer T> ? T : never;

function instantAt(door: Door, { day, minute, mark, ms }: Moment, since = FIRST): number {
  const marks = ["00:00", ...door.hours.flatMap((hours) => hours.split("-"))];
  const at = mark === null ? clock(minute) : (marks[mark % marks.length] ?? "00:00");
  return since + day * DAY + (Number(at.slice(0, 2)) * 60 + Number(at.slice(3))) * MINUTE + ms;
}
const someMoment = momentWithin(60);

describe("any calendar, start, waiting and extension", () => {
  test("the due date is that of the second reckoning", TIME, () => {
    const someWait = fc.tuple(someMoment, fc.option(momentWithin(14)));
    const someMore = fc.constantFrom(0, 0, 0.5, 2, 5);
    fc.assert(
      fc.property(
        someDoor,
        someTerm,
        someMoment,
        fc.array(someWait, { maxLength: 3 }),
        someMore,
        (door, term, received, waiting, more) => {
          const start = instantAt(door, received);
          const waits = waiting.map(([from, to]) => {
            const since = instantAt(door, from);
            return {
              since,
              until: to === null ? undefined : Math.max(since, instantAt(door, to, FIRST + from.day * DAY)),
            };
          });
          const pauses = waits.map(({ since, until = null }) => ({ from: since, to: until }));
          const due = dueAt(rule(term), start, calendarOf(door), { pauses, extensionDays: more }).dueAt;
          expect(printInstant(due)).toBe(printInstant(reckon(term, start, door, waits, more)));
          expect(due).toBe(reckon(term, start, door, waits, more));
        },
      ),
      { numRuns: RUNS },
    );
  });

  test("nobody is promised a later day than the law's own way of counting allows", TIME, () => {
    fc.assert(
      fc.property(someDoor, someTerm, someMoment, (door, term, received) => {
        const start = instantAt(door, received);
        const { dueAt: due } = dueAt(rule(term), start, calendarOf(door));
        expect(due).toBeGreaterThan(start);
        expect(due).toBeLessThanOrEqual(latestByLaw(term, start, door));
      }),
      { numRuns: RUNS },
    );
  });
});

const KT = "phong-kinh-te";
/** Somebody for every role, so that hardly a command is refused. */
const ACTORS: readonly Actor[] = [
  { role: "citizen", id: "citizen" },
  { role: "coordinator", id: "dieu-phoi" },
  { role: "inspector", id: "thanh-tra" },
  { role: "officer", id: "can-bo", department: KT },
  { role: "head", id: "truong-phong", department: KT },
  { role: "system", id: "system" },
];

const dataFor = (recordType: RecordType): CommandData => ({
  department: KT,
  assignee: "can-bo",
  reason: "vì",
  question: "ở đâu?",
  text: "ở đây",
  answer: "đã làm",
  agency: "cong-an-xa",
  into: "t2",
  intoCode: "PA-XXXX-XXXX",
  newDate: "2026-12-01",
  recordType,
});

const opened = (recordType: RecordType, isSuggested: boolean, start: number, rules: TicketRules): Ticket =>
  ticketFrom(
    {
      key: "k",
      recordType,
      content: "Rác ở ngõ 5",
      department: isSuggested ? null : KT,
      ...(isSuggested && { transferTo: "cong-an-xa" }),
      because: "thử",
      reporter: { address: null, name: null, phone: null, postalAddress: null },
      source: "zalo",
    },
    "t1",
    "PA-XXXX-XXXX",
    start,
    rules,
  );

/** Asked for more often than the rest, so that most histories wait a while. */
const WAITING = ["ask_citizen", "supply"] as const;

/** The first who may does it; undefined when nobody may. */
function done(
  ticket: Ticket,
  command: Command,
  data: CommandData,
  now: number,
  rules: TicketRules,
): Ticket | undefined {
  for (const actor of ACTORS) {
    const result = carryOut(ticket, { command, actor, data, at: now }, rules);
    if (result.ok) return result.ticket;
  }
  return undefined;
}

let office: TicketRules;
let shipped: WorkCalendar;
beforeAll(async () => {
  office = await loadTicketRules("knowledge", at("2026-11-22T08:00"), { approval: false });
  shipped = await loadCalendar("knowledge", at("2026-11-22T08:00"));
});

describe("any history on any calendar", () => {
  test("after every command the due date is the one read from the log", TIME, () => {
    const types = RECORD_TYPES.filter((type) => type !== "khieu_nai" && type !== "to_cao");
    const someType = fc.constantFrom(...types);
    const some = fc.constantFrom(...COMMANDS, ...WAITING, ...WAITING, ...WAITING);
    const step = fc.tuple(some, momentWithin(3), someType);
    const terms = fc.tuple(...types.map(() => someTerm), someTerm);
    let carried = 0;
    fc.assert(
      fc.property(
        someDoor,
        terms,
        someType,
        fc.boolean(),
        someMoment,
        fc.array(step, { maxLength: 14 }),
        (door, amounts, type, isSuggested, received, steps) => {
          const start = instantAt(door, received);
          const transfer = amounts.at(-1) as Term;
          const termOf = (kind: string) => amounts[types.indexOf(kind as (typeof types)[number])] as Term;
          const byType = Object.fromEntries(types.map((kind) => [kind, rule(termOf(kind))]));
          const deadlines = {
            byType: byType as TicketRules["deadlines"]["byType"],
            transfer: { ...rule(transfer), extension: null },
          };
          const rules: TicketRules = { ...office, deadlines, calendar: calendarOf(door) };
          const log: Deed[] = [{ what: "opened", at: start, kind: type }];
          if (isSuggested) log.push({ what: "suggested", at: start });
          let ticket = opened(type, isSuggested, start, rules);
          let now = start;
          for (const [command, moment, kind] of steps) {
            const midnight = FIRST + Math.floor((now - FIRST) / DAY) * DAY;
            now = Math.max(now, instantAt(door, moment, midnight));
            const after = done(ticket, command, dataFor(kind), now, rules);
            if (after === undefined) continue;
            carried += 1;
            ticket = after;
            log.push({ what: command, at: now, kind, days: 2.5 });
            const due = reckonHistory(log, { of: termOf, transfer }, door);
            expect([log.map(({ what }) => what), printInstant(ticket.dueAt)]).toEqual([
              log.map(({ what }) => what),
              printInstant(due),
            ]);
          }
        },
      ),
      { numRuns: RUNS },
    );
    expect(carried).toBeGreaterThan(RUNS);
  });
});

describe("named cases", () => {
  const START = at("2026-11-20T10:00");
  const fresh = () => opened("hien_truong", false, START, office);
  const give = (ticket: Ticket, command: Command, now: string, data: CommandData = {}): Ticket => {
    const after = done(ticket, command, { ...dataFor("hien_truong"), ...data }, at(now), office);
    if (after === undefined) throw new Error(`nobody may ${command} in ${ticket.status}`);
    return after;
  };

  test("an edit must not restart the clock", () => {
    const before = fresh();
    const same = give(before, "reclassify", "2026-11-25T09:00");
    expect([same.clockStartedAt, same.dueAt]).toEqual([before.clockStartedAt, before.dueAt]);
    const other = give(before, "reclassify", "2026-11-25T09:00", { recordType: "hoi_dap" });
    expect(other.clockStartedAt).toBe(START);
    expect(printInstant(other.dueAt)).toBe("11:30 thứ Ba 24/11/2026");
    const again = give(other, "reclassify", "2026-11-26T16:00");
    expect([again.clockStartedAt, again.dueAt]).toEqual([START, before.dueAt]);
    const edits = ["take", "draft", "draft", "send_back", "draft"] as const;
    const edited = edits.reduce((ticket, command, i) => give(ticket, command, `2026-11-2${3 + (i % 3)}T09:00`), before);
    expect([edited.clockStartedAt, edited.dueAt]).toEqual([START, before.dueAt]);
  });

  test("lunch breaks and swapped days", () => {
    const due = (start: string, amount: number) =>
      printInstant(dueAt(rule({ amount, unit: "working_day" }), at(start), shipped).dueAt);
    expect(due("2026-08-21T11:30", 0.5)).toBe("17:00 thứ Sáu 21/8/2026");
    expect(due("2026-08-21T12:15", 1)).toBe("11:30 thứ Bảy 22/8/2026");
    expect(due("2026-08-21T13:30", 1)).toBe("11:30 thứ Bảy 22/8/2026");
    expect(due("2026-08-21T13:31", 1)).toBe("17:00 thứ Bảy 22/8/2026");
    expect(due("2026-08-22T12:00", 1)).toBe("11:30 thứ Hai 24/8/2026");
    expect(due("2026-08-28T12:00", 1)).toBe("11:30 thứ Năm 3/9/2026");
    expect(due("2026-01-09T17:00", 1)).toBe("17:00 thứ Bảy 10/1/2026");
  });

  test("waiting that begins after the due date does not make a late ticket punctual", () => {
    const pauses = [{ from: at("2026-12-01T08:00"), to: at("2026-12-09T08:00") }];
    for (const unit of ["working_day", "calendar_day"] as const) {
      const term = rule({ amount: 3, unit });
      expect(dueAt(term, START, shipped, { pauses }).dueAt).toBe(dueAt(term, START, shipped).dueAt);
    }
  });

  test("one extension adds its days to what is left, and no second one does", () => {
    const taken = give(fresh(), "take", "2026-11-20T10:30");
    const longer = give(taken, "extend", "2026-11-26T16:59");
    expect([printInstant(taken.dueAt), printInstant(longer.dueAt)]).toEqual([
      "11:30 thứ Sáu 27/11/2026",
      "11:30 thứ Sáu 4/12/2026",
    ]);
    expect(done(longer, "extend", dataFor("hien_truong"), at("2026-11-30T09:00"), office)).toBeUndefined();
  });

  /** The lunar days are those of another calendar: the Chinese one of the runtime, the same as ours in these years. */
  test("Tết and the Hùng Kings' day of every year known fall on their lunar dates", () => {
    const lunar = new Intl.DateTimeFormat("en-u-ca-chinese", { month: "numeric", day: "numeric", timeZone: "UTC" });
    const off = ["1/1", "1/2", "1/3", "3/10"];
    const found = new Map<string, number>();
    for (let day = dayFromIso("2025-01-01"); day <= dayFromIso("2028-12-31"); day++) {
      const date = lunar.format(new Date(day * DAY));
      if (!off.includes(date)) continue;
      found.set(date, (found.get(date) ?? 0) + 1);
      expect([isoOf(day), shipped.daysOff.has(day)]).toEqual([isoOf(day), true]);
    }
    expect([...found.values()]).toEqual([4, 4, 4, 4]);
  });
});
