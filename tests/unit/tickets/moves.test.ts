import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { carryOut, neededBy } from "../../../src/tickets/apply.ts";
import { ticketFrom } from "../../../src/tickets/draft.ts";
import {
  type Actor,
  COMMANDS,
  canMove,
  commandsFor,
  isOver,
  loadTicketRules,
  nextStatus,
  RECORD_TYPES,
  ROLES,
  TICKET_MOVES,
  TICKET_STATUSES,
  type Ticket,
  type TicketRules,
  type TicketStatus,
} from "../../../src/tickets/index.ts";

const HOUR = 3_600_000;
const MONDAY = Date.parse("2026-11-23T08:00:00+07:00");
const strict = { approval: true };
const free = { approval: false };

let rules: TicketRules;
beforeAll(async () => {
  rules = await loadTicketRules("knowledge", MONDAY, strict);
});

function ticket(more: Partial<Parameters<typeof ticketFrom>[0]> = {}): Ticket {
  const reporter = { address: null, name: null, phone: null, postalAddress: null };
  const draft = {
    key: "k",
    recordType: "pakn_hanh_vi",
    content: "x",
    department: "phong-kinh-te",
    because: "",
    reporter,
    source: "zalo",
    ...more,
  } as const;
  return ticketFrom(draft, "t1", "PA-2222-2222", MONDAY, rules);
}

const actorOf = (role: Actor["role"], id: string = role): Actor =>
  role === "officer" || role === "head" ? { role, id, department: "phong-kinh-te" } : { role, id };

const everything = {
  department: "phong-kinh-te",
  reason: "vì",
  question: "gì?",
  text: "đây",
  contentCode: "hv",
  answer: "đã làm",
  agency: "cong-an-xa",
  into: "t2",
  recordType: "kien_nghi",
} as const;

const union = (known: ReadonlySet<TicketStatus>, more: readonly TicketStatus[]) => new Set([...known, ...more]);
const nextOf = (status: TicketStatus) => COMMANDS.flatMap((command) => nextStatus(status, command) ?? []);

describe("the table of moves", () => {
  test("every status can be reached from a new ticket", () => {
    const reached = TICKET_STATUSES.reduce(
      (known) => union(known, [...known].flatMap(nextOf)),
      new Set<TicketStatus>(["received"]),
    );
    expect([...reached].sort()).toEqual([...TICKET_STATUSES].sort());
  });

  test.each(TICKET_STATUSES)("in %s somebody is on duty who can act, or the matter is over", (status) => {
    for (const policy of [strict, free]) {
      const acting = ROLES.filter((role) => commandsFor(status, role, policy).length > 0);
      const { onDuty } = TICKET_MOVES[status];
      expect(onDuty.filter((role) => !acting.includes(role))).toEqual([]);
      expect(acting.length).toBeGreaterThan(0);
    }
  });

  test("only what is withdrawn, merged or closed is over, and even that can be taken up again", () => {
    expect(TICKET_STATUSES.filter(isOver)).toEqual(["withdrawn", "merged", "closed"]);
    for (const status of TICKET_STATUSES.filter(isOver))
      expect(Object.keys(TICKET_MOVES[status].moves)).not.toEqual([]);
  });

  test("every command is a move somewhere, and every move has somebody who may make it", () => {
    for (const command of COMMANDS) {
      const where = TICKET_STATUSES.filter((status) => TICKET_MOVES[status].moves[command]);
      expect(where, command).not.toEqual([]);
      for (const status of where)
        expect(
          ROLES.some((role) => canMove(status, command, role, strict)),
          `${status} ${command}`,
        ).toBe(true);
    }
  });

  test("the clock runs while the office owes something and stops when it does not", () => {
    const by = (clock: string) => TICKET_STATUSES.filter((status) => TICKET_MOVES[status].clock === clock);
    expect(by("runs")).toEqual(["received", "assigned", "in_progress", "drafted", "objected", "reopened"]);
    expect(by("paused")).toEqual(["waiting_for_citizen"]);
  });

  test.each([
    ["received", "assign", "coordinator", true],
    ["received", "assign", "officer", false],
    ["received", "assign", "citizen", false],
    ["received", "refuse", "system", false],
    ["assigned", "take", "officer", true],
    ["assigned", "take", "intake", false],
    ["in_progress", "answer", "officer", false],
    ["in_progress", "answer", "head", true],
    ["drafted", "approve", "head", true],
    ["drafted", "approve", "officer", false],
    ["answered", "object", "citizen", true],
    ["answered", "object", "officer", false],
    ["answered", "close", "system", true],
    ["refused", "object", "citizen", true],
    ["objected", "reopen", "coordinator", true],
    ["objected", "reopen", "head", false],
    ["closed", "reopen", "citizen", false],
    ["assigned", "withdraw", "citizen", true],
    ["assigned", "withdraw", "officer", false],
    ["assigned", "transfer", "head", true],
    ["waiting_for_citizen", "supply", "citizen", true],
    ["merged", "unmerge", "coordinator", true],
  ] as const)("%s: %s by %s: %s", (status, command, role, allowed) => {
    expect(canMove(status, command, role, strict)).toBe(allowed);
  });

  test("an officer may answer alone only where the office asks for no approval", () => {
    expect(canMove("in_progress", "answer", "officer", free)).toBe(true);
    expect(commandsFor("in_progress", "officer", strict)).not.toContain("answer");
  });

  test("an administrator moves nothing", () => {
    for (const status of TICKET_STATUSES) expect(commandsFor(status, "admin", free)).toEqual([]);
  });
});

/** Carries out steps in order; the last may be refused. */
function run(start: Ticket, steps: readonly (readonly [Parameters<typeof canMove>[1], Actor, number?])[]) {
  let now = start;
  let last: ReturnType<typeof carryOut> | undefined;
  for (const [command, actor, hours = 1] of steps) {
    last = carryOut(now, { command, actor, data: everything, at: MONDAY + hours * 3_600_000 }, rules);
    if (last.ok) now = last.ticket;
  }
  return { now, last };
}

describe("carrying out a command", () => {
  test("nobody approves their own draft", () => {
    const drafted = run(ticket(), [
      ["take", actorOf("officer")],
      ["draft", actorOf("head", "a")],
    ]).now;
    const approve = (id: string) =>
      carryOut(drafted, { command: "approve", actor: actorOf("head", id), data: {}, at: MONDAY }, rules);
    expect(drafted.status).toBe("drafted");
    expect(approve("a")).toEqual({ ok: false, reason: "not_allowed" });
    expect(approve("b")).toMatchObject({ ok: true, ticket: { status: "answered", answeredBy: "b" } });
  });

  test("after an objection somebody else must approve the answer", () => {
    const answered = run(ticket(), [
      ["take", actorOf("officer")],
      ["draft", actorOf("officer")],
      ["approve", actorOf("head", "a")],
    ]).now;
    const again = run(answered, [
      ["object", actorOf("citizen")],
      ["reopen", actorOf("coordinator")],
      ["take", actorOf("officer")],
      ["draft", actorOf("officer")],
    ]).now;
    expect(again).toMatchObject({ status: "drafted", barredApprovers: ["a"], objections: 1 });
    const approve = (id: string) =>
      carryOut(again, { command: "approve", actor: actorOf("head", id), data: {}, at: MONDAY }, rules);
    expect(approve("a")).toEqual({ ok: false, reason: "not_allowed" });
    expect(approve("b").ok).toBe(true);
  });

  describe("a unit that refuses what it was given", () => {
    const culture = (role: "officer" | "head"): Actor => ({ role, id: `${role}-vh`, department: "phong-vh-xh" });
    const giveTo = (from: Ticket, department: string, hours: number) => {
      const data = { department };
      const given = carryOut(
        from,
        { command: "assign", actor: actorOf("coordinator"), data, at: MONDAY + hours * HOUR },
        rules,
      );
      return given.ok ? given.ticket : expect.fail(given.reason);
    };
    const refuse = (from: Ticket, actor: Actor, hours: number) =>
      carryOut(from, { command: "return", actor, data: everything, at: MONDAY + hours * HOUR }, rules);
    const refused = (...act: Parameters<typeof refuse>) => {
      const result = refuse(...act);
      return result.ok ? result.ticket : expect.fail(result.reason);
    };

    test("sends it back to be sorted; the second to refuse sends it to the unit above both, whose word stands", () => {
      const once = refused(ticket(), actorOf("officer"), 2);
      expect(once).toMatchObject({ status: "received", department: null, refusedBy: ["phong-kinh-te"] });
      const twice = refused(giveTo(once, "phong-vh-xh", 3), culture("head"), 4);
      expect(twice).toMatchObject({ status: "assigned", department: "ubnd-xa", assignee: null });
      const chair: Actor = { role: "head", id: "chu-tich", department: "ubnd-xa" };
      expect(refuse(twice, chair, 5)).toEqual({ ok: false, reason: "not_allowed" });
      const decided = carryOut(
        twice,
        { command: "assign", actor: chair, data: { department: "phong-kinh-te" }, at: MONDAY + 5 * HOUR },
        rules,
      );
      expect(decided).toMatchObject({ ok: true, ticket: { department: "phong-kinh-te", dueAt: ticket().dueAt } });
      if (decided.ok)
        expect(refuse(decided.ticket, actorOf("officer"), 6)).toEqual({ ok: false, reason: "not_allowed" });
    });

    test("may not refuse it a second time", () => {
      const again = giveTo(refused(ticket(), actorOf("officer"), 2), "phong-kinh-te", 3);
      expect(refuse(again, actorOf("head"), 4)).toEqual({ ok: false, reason: "not_allowed" });
    });

    test("has one working day, counted from the assignment", () => {
      expect(refuse(ticket(), actorOf("officer"), 27.4).ok).toBe(true);
      expect(refuse(ticket(), actorOf("officer"), 28)).toEqual({ ok: false, reason: "too_late" });
      const later = giveTo(refused(ticket(), actorOf("officer"), 2), "phong-vh-xh", 50);
      expect(refuse(later, culture("officer"), 60).ok).toBe(true);
    });

    test("the desk may take it back at any time, and that is no refusal", () => {
      const back = refused(ticket(), actorOf("coordinator"), 200);
      expect(back).toMatchObject({ status: "received", refusedBy: [], department: null });
    });
  });

  test("whoever refused or answered does not judge the objection, nor does anybody answered before", () => {
    const steps = [
      ["take", actorOf("officer")],
      ["draft", actorOf("officer")],
    ] as const;
    const first = run(ticket(), [
      ...steps,
      ["approve", actorOf("coordinator", "a")],
      ["object", actorOf("citizen")],
    ]).now;
    expect(run(first, [["uphold", actorOf("coordinator", "a")]]).last).toEqual({ ok: false, reason: "not_allowed" });
    const second = run(first, [
      ["reopen", actorOf("coordinator", "a")],
      ...steps,
      ["approve", actorOf("coordinator", "b")],
      ["object", actorOf("citizen")],
    ]).now;
    expect(second.barredApprovers).toEqual(["a", "b"]);
    expect(run(second, [["uphold", actorOf("coordinator", "a")]]).last?.ok).toBe(false);
    expect(run(second, [["uphold", actorOf("inspector", "c")]]).now.status).toBe("closed");
    const turnedDown = run(ticket(), [
      ["take", actorOf("officer")],
      ["draft", actorOf("officer")],
      ["send_back", actorOf("head")],
      ["refuse", actorOf("head", "h")],
      ["object", actorOf("citizen")],
    ]).now;
    expect(turnedDown).toMatchObject({ status: "objected", answer: null, barredApprovers: ["h"] });
  });

  test("one extension is granted, and it moves the due date", () => {
    const extended = run(ticket(), [["extend", actorOf("head")]]).now;
    expect(extended.dueAt).toBeGreaterThan(ticket().dueAt);
    expect(run(extended, [["extend", actorOf("head")]]).last).toEqual({ ok: false, reason: "not_allowed" });
    expect(run(ticket({ recordType: "hoi_dap" }), [["extend", actorOf("head")]]).last).toEqual({
      ok: false,
      reason: "not_allowed",
    });
  });

  test("an extension names its reason, and is not granted once the date has passed", () => {
    const extended = run(ticket(), [["extend", actorOf("head", "a"), 2]]).now;
    expect(extended.extension).toEqual({ at: MONDAY + 2 * HOUR, by: "a", reason: "vì" });
    expect(extended.dueSteps).toContain(
      "Gia hạn một lần thêm 5 ngày làm việc lúc 10:00 thứ Hai 23/11/2026, lý do: vì. Căn cứ: mặc định của phần mềm: gia hạn một lần, có nêu lý do.",
    );
    const late = (ticket().dueAt - MONDAY) / HOUR;
    expect(run(ticket(), [["extend", actorOf("head"), late]]).last).toEqual({ ok: false, reason: "too_late" });
  });

  test("an apology is owed once the date has passed, names a working day to come, and moves no date", () => {
    const late = (ticket().dueAt - MONDAY) / HOUR;
    const apologise = (newDate: string, hours = late, from = ticket()) =>
      carryOut(
        from,
        {
          command: "apologise",
          actor: actorOf("head"),
          data: { reason: "mưa lũ", newDate },
          at: MONDAY + hours * HOUR,
        },
        rules,
      );
    expect(apologise("2026-12-04", late - 0.1)).toEqual({ ok: false, reason: "wrong_state" });
    for (const wrong of ["", "mai", "2026-11-25", "2026-12-05", "2026-02-30"])
      expect(apologise(wrong), wrong).toEqual({ ok: false, reason: "incomplete" });
    const done = apologise("2026-12-04");
    expect(done).toMatchObject({
      ok: true,
      ticket: { status: "assigned", dueAt: ticket().dueAt, promisedAt: Date.parse("2026-12-04T17:00:00+07:00") },
      notice: { key: "phieu_xin_loi", values: { new_date: "thứ Sáu 4/12/2026", reason: "mưa lũ" } },
    });
    if (done.ok) expect(apologise("2026-12-07", late + 1, done.ticket)).toEqual({ ok: false, reason: "not_allowed" });
    expect(canMove("assigned", "apologise", "officer", strict)).toBe(false);
    expect(canMove("assigned", "apologise", "officer", free)).toBe(true);
  });

  test("the time a citizen is waited for is not the office's, and an edit does not restart the clock", () => {
    const start = ticket();
    const waited = run(start, [
      ["take", actorOf("officer"), 1],
      ["ask_citizen", actorOf("officer"), 2],
      ["supply", actorOf("citizen"), 50],
    ]).now;
    expect(waited.status).toBe("in_progress");
    expect(waited.dueAt - start.dueAt).toBeGreaterThan(0);
    expect(waited.clockStartedAt).toBe(start.clockStartedAt);
    const edited = run(start, [
      ["assign", actorOf("coordinator"), 30],
      ["take", actorOf("officer"), 31],
      ["draft", actorOf("officer"), 32],
    ]).now;
    expect(edited.dueAt).toBe(start.dueAt);
  });

  test("what belongs to another agency must be passed on within the legal five working days", () => {
    const start = ticket({ recordType: "pakn_quy_dinh", department: null, transferTo: "cong-an-xa" });
    expect(start.dueBasis).toContain("20/2008");
    const { now, last } = run(start, [["transfer", actorOf("coordinator")]]);
    expect(now).toMatchObject({ status: "transferred", transferTo: "cong-an-xa" });
    expect(last).toMatchObject({ notice: { key: "phieu_chuyen_co_quan_khac", values: { agency: "cong-an-xa" } } });
    expect(run(start, [["assign", actorOf("coordinator")]]).now.dueBasis).toContain("mặc định của phần mềm");
  });

  test("a content code must belong to the record type", () => {
    const reclassify = (contentCode: "hv" | "kn.sang_kien") =>
      carryOut(
        ticket(),
        {
          command: "reclassify",
          actor: actorOf("coordinator"),
          data: { recordType: "kien_nghi", contentCode },
          at: MONDAY,
        },
        rules,
      );
    expect(reclassify("hv")).toMatchObject({ ok: false, reason: "incomplete" });
    expect(reclassify("kn.sang_kien")).toMatchObject({ ok: true, ticket: { contentCode: "kn.sang_kien" } });
  });

  test("a ticket found to be a denunciation is closed to everyone but the inspector", () => {
    const act = {
      command: "reclassify",
      actor: actorOf("coordinator"),
      data: { recordType: "to_cao" },
      at: MONDAY,
    } as const;
    const result = carryOut(ticket(), act, rules);
    expect(result).toMatchObject({ ok: true, ticket: { restricted: true, status: "received", department: null } });
    if (!result.ok) return;
    expect(carryOut(result.ticket, act, rules)).toEqual({ ok: false, reason: "not_allowed" });
    expect(carryOut(result.ticket, { ...act, actor: actorOf("inspector") }, rules).ok).toBe(true);
  });

  test("wherever allowed acts lead, a deadline stands, holds and waits are undone, and no unit plays ping-pong", () => {
    const acts = fc.array(fc.nat(), { minLength: 5, maxLength: 40 });
    const visited = new Set<TicketStatus>();
    fc.assert(
      fc.property(fc.constantFrom(...RECORD_TYPES), acts, (recordType, choices) => {
        let now = ticket({ recordType });
        for (const [hour, choice] of choices.entries()) {
          const open = ROLES.flatMap((role) =>
            commandsFor(now.status, role, strict).map((command) => ({ role, command })),
          );
          const { role, command } = open[choice % open.length] ?? expect.fail(`nobody can act in ${now.status}`);
          const actor = actorOf(role, `${role}-${choice % 2}`);
          const at = MONDAY + hour * 7_200_000;
          const result = carryOut(now, { command, actor, data: everything, at }, rules);
          if (!result.ok) continue;
          expect(result.ticket.version).toBe(now.version + 1);
          now = result.ticket;
          visited.add(now.status);
          const held = now.status === "waiting_for_citizen" || now.status === "merged";
          expect(now.heldFrom.length > 0).toBe(held);
          expect(now.pauses.some((pause) => pause.to === null) && !held).toBe(false);
          expect(now.dueAt).toBeGreaterThan(now.clockStartedAt);
          expect(now.refusedBy.length).toBeLessThanOrEqual(2);
        }
      }),
      { numRuns: 1000 },
    );
    expect([...visited].sort()).toEqual([...TICKET_STATUSES].sort());
  });

  test.each(COMMANDS.filter((command) => neededBy(command)))(
    "%s without what it needs is incomplete, and says what is missing",
    (command) => {
      const [status] = TICKET_STATUSES.filter((from) => TICKET_MOVES[from].moves[command]);
      const role = ROLES.find((one) => canMove(status ?? "closed", command, one, strict)) ?? "system";
      const held = { ...ticket(), status: status ?? "closed", heldFrom: ["assigned"] } as Ticket;
      const result = carryOut(held, { command, actor: actorOf(role), data: {}, at: MONDAY }, rules);
      expect(result).toEqual({ ok: false, reason: "incomplete", missing: neededBy(command) });
    },
  );
});
