import { beforeAll, describe, expect, test } from "vitest";
import { carryOut } from "../../../src/tickets/apply.ts";
import { ticketFrom } from "../../../src/tickets/draft.ts";
import {
  type Actor,
  isOver,
  loadTicketRules,
  maySee,
  onDutyOf,
  type RECORD_TYPES,
  TICKET_MOVES,
  TICKET_STATUSES,
  type Ticket,
  type TicketRules,
} from "../../../src/tickets/index.ts";
import { nextLook, planOf } from "../../../src/tickets/reminders/ladder.ts";
import { explore, MOST_PLACES, type Place, type World } from "../../fakes/ticket-explorer.ts";

const MONDAY = Date.parse("2026-11-23T08:00:00+07:00");
const KT = "phong-kinh-te";
const VH = "phong-vh-xh";

/** Somebody in every role; two heads in one unit and two at the desk, so that another can judge an objection. */
const ACTORS: readonly Actor[] = [
  { role: "citizen", id: "citizen" },
  { role: "system", id: "system" },
  { role: "admin", id: "admin" },
  { role: "intake", id: "tiep-nhan" },
  { role: "coordinator", id: "dieu-phoi" },
  { role: "inspector", id: "thanh-tra" },
  { role: "officer", id: "can-bo-kt", department: KT },
  { role: "head", id: "truong-kt", department: KT },
  { role: "head", id: "truong-vh", department: VH },
  { role: "head", id: "chu-tich", department: "ubnd-xa" },
];

const everything = {
  reason: "vì",
  question: "gì?",
  text: "đây",
  contentCode: "hv",
  answer: "đã làm",
  agency: "cong-an-xa",
  into: "t2",
  newDate: "2027-06-01",
} as const;

const CHOICES: World["choices"] = {
  assign: [{ department: KT }, { department: VH }, { department: KT, assignee: "can-bo-kt" }],
  reclassify: [{ recordType: "hien_truong" }, { recordType: "to_cao" }],
  bar: [{ about: KT }],
  unbar: [{ about: KT }],
};

describe.each([true, false])("every state, role, move and hour, approval %s", (approval) => {
  let rules: TicketRules;
  beforeAll(async () => {
    rules = await loadTicketRules("knowledge", MONDAY, { approval });
  });

  const start = (recordType: (typeof RECORD_TYPES)[number], department: string | null): Ticket => {
    const reporter = { address: null, name: null, phone: null, postalAddress: null };
    const draft = { key: "k", recordType, content: "x", department, because: "", reporter, source: "zalo" } as const;
    return ticketFrom(draft, "t1", "PA-2222-2222", MONDAY, rules);
  };

  const isOnDuty = ({ ticket }: Place, next: readonly Place[]): boolean =>
    ACTORS.some(
      (actor) =>
        onDutyOf(ticket).includes(actor.role) &&
        maySee(ticket, actor) &&
        next.some(({ step }) => step.startsWith(`${actor.role} ${actor.id}:`)),
    );

  /** What must not be, wherever a ticket can come, and what to call it. */
  const faults: readonly (readonly [string, (place: Place, next: readonly Place[]) => boolean])[] = [
    ["nobody on duty can act", (place, next) => !isOver(place.ticket.status) && !isOnDuty(place, next)],
    ["no deadline", ({ ticket }) => runs(ticket) && !(ticket.dueAt > ticket.clockStartedAt)],
    ["a deadline without its working", ({ ticket }) => runs(ticket) && ticket.dueSteps.length < 4],
    ["nobody is ever reminded of it", ({ ticket }) => !isOver(ticket.status) && looks(ticket) === null],
    [
      "nobody hears that it is late",
      ({ ticket }) => runs(ticket) && !plan(ticket).some(({ at }) => at >= ticket.dueAt),
    ],
    ["a third refusal", ({ ticket }) => ticket.refusedBy.length > 2],
    ["a unit refuses twice", ({ ticket }) => new Set(ticket.refusedBy).size < ticket.refusedBy.length],
    [
      "refused twice and back in the heap",
      ({ ticket, step }) => ticket.refusedBy.length === 2 && !ticket.restricted && sortedAfter(ticket, step),
    ],
    ["with those it is about", ({ ticket }) => ticket.denied.departments.includes(ticket.department ?? "")],
    ["restricted, and open to a unit", ({ ticket }) => ticket.restricted && isOpenToUnit(ticket)],
    [
      "answered by whom the citizen objected to",
      ({ ticket }) => ticket.status === "answered" && ticket.barredApprovers.includes(ticket.answeredBy ?? ""),
    ],
  ];
  const runs = ({ status }: Ticket) => TICKET_MOVES[status].clock === "runs";
  const plan = (ticket: Ticket) => planOf(ticket, rules.ladder, rules.calendar);
  const looks = (ticket: Ticket) => nextLook(ticket, rules.ladder, rules.calendar, ticket.updatedAt - 1);
  const sortedAfter = ({ status }: Ticket, step: string) =>
    status === "received" && /^(officer|head) .*: return/.test(step);
  const isOpenToUnit = ({ department, assignee }: Ticket) => department !== null && assignee === null;
  const wrongWith = (place: Place, next: readonly Place[]) => faults.find(([, holds]) => holds(place, next))?.[0];

  const world = (): World => ({ actors: ACTORS, choices: CHOICES, everything, rules });

  test("somebody is on duty and a deadline stands; nobody plays ping-pong", { timeout: 120_000 }, () => {
    const found = explore([start("hien_truong", KT), start("to_cao", null)], world(), wrongWith);
    expect(found.fault ?? "").toBe("");
    expect([...found.statuses].sort()).toEqual([...TICKET_STATUSES].sort());
    expect(found.places).toBeGreaterThan(500);
    expect(found.places, "not exhaustive").toBeLessThan(MOST_PLACES);
  });

  test("a fault is found and told as a transcript", () => {
    const act: typeof carryOut = (ticket, command, more) => {
      const result = carryOut(ticket, command, more);
      // As if what a unit refuses were forgotten.
      return result.ok ? { ...result, ticket: { ...result.ticket, assignee: null, department: null } } : result;
    };
    const { fault = "" } = explore([start("hien_truong", KT)], { ...world(), act }, wrongWith);
    expect(fault).toMatch(/^nobody on duty can act\n.*opened → assigned \(phong-kinh-te\)\n.*: /);
  });
});
