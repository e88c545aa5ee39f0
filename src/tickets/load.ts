import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { type Directory, loadDirectory } from "../departments/index.ts";
import { parseYaml } from "../platform/index.ts";
import { dayFromIso, dayOf, isoOf, type WorkCalendar, weekdayOf } from "./calendar.ts";
import { type ContentCues, ContentsFile, contentCues } from "./content.ts";
import type { DeadlineRule, DeadlineRules, TicketRules } from "./deadline.ts";
import { type PublicHoliday, publicHolidays } from "./holidays/load.ts";
import { type Letterhead, LetterheadFile } from "./letters/letter.ts";
import type { Policy } from "./moves.ts";
import { EscalationFile, type Ladder } from "./reminders/ladder.ts";
import { RECORD_TYPES, type RecordType } from "./ticket.ts";

const Clock = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, "giờ viết dạng 07:30")
  .transform((text) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3)));

const OneDay = z.strictObject({
  date: z.iso.date(),
  why: z.string().min(3),
  status: z.enum(["decided", "provisional"]),
});

const CalendarFile = z.strictObject({
  sessions: z
    .array(z.strictObject({ from: Clock, to: Clock }))
    .min(1)
    .refine(
      (list) => list.every((s, i) => s.from < s.to && s.from >= (list[i - 1]?.to ?? 0)),
      "các buổi phải theo thứ tự, không chồng nhau",
    ),
  weekend: z.array(z.int().min(0).max(6)).max(6),
  compensate: z.boolean(),
  days_off: z.array(OneDay),
  working_days: z.array(OneDay),
});
type CalendarFile = z.infer<typeof CalendarFile>;

const Amount = z.number().positive().max(365).multipleOf(0.5);

const Rule = z.strictObject({
  amount: Amount,
  unit: z.enum(["working_day", "calendar_day"]),
  start_event: z.string().min(3),
  basis: z.string().min(10),
  is_law: z.boolean(),
  extension: z.strictObject({ amount: Amount, basis: z.string().min(10) }).nullable(),
});

const DeadlinesFile = z.strictObject({ records: z.record(z.enum(RECORD_TYPES), Rule), transfer: Rule });

const ruleOf = (recordType: RecordType, rule: z.infer<typeof Rule>): DeadlineRule => ({
  recordType,
  amount: rule.amount,
  unit: rule.unit,
  startEvent: rule.start_event,
  basis: rule.basis,
  isLaw: rule.is_law,
  extension: rule.extension,
});

/** Reads deadlines.yaml. Throws FileMistake naming the line when a rule is missing or malformed. */
export async function loadDeadlines(knowledgeDir: string): Promise<DeadlineRules> {
  const file = join(knowledgeDir, "deadlines.yaml");
  const parsed = parseYaml("deadlines.yaml", await readFile(file, "utf8"), DeadlinesFile);
  const byType = Object.fromEntries(RECORD_TYPES.map((type) => [type, ruleOf(type, parsed.records[type])]));
  return { byType: byType as Record<RecordType, DeadlineRule>, transfer: ruleOf("pakn_hanh_vi", parsed.transfer) };
}

/** The years holidays are worked out for: since the two-level government, to two years from now. */
const FIRST_YEAR = 2025;

/** Reads calendar.yaml and adds the public holidays of Việt Nam. Throws FileMistake naming the line. */
export async function loadCalendar(knowledgeDir: string, now: number): Promise<WorkCalendar> {
  const file = join(knowledgeDir, "calendar.yaml");
  const parsed = parseYaml("calendar.yaml", await readFile(file, "utf8"), CalendarFile);
  const lastYear = Number(isoOf(dayOf(now)).slice(0, 4)) + 2;
  return buildCalendar(parsed, await holidaysTo(lastYear), lastYear);
}

function buildCalendar(file: CalendarFile, holidays: ReadonlyMap<number, string>, lastYear: number): WorkCalendar {
  const weekend = new Set(file.weekend);
  const workedDays = new Map(file.working_days.map((d) => [dayFromIso(d.date), reason(d)]));
  const daysOff = new Map([...holidays, ...file.days_off.map((d) => [dayFromIso(d.date), reason(d)] as const)]);
  if (file.compensate) addCompensation(daysOff, holidays, weekend);
  return { sessions: file.sessions, weekend, daysOff, workedDays, knownUntil: dayFromIso(`${lastYear}-12-31`) };
}

const reason = (day: z.infer<typeof OneDay>) => (day.status === "provisional" ? `${day.why} (tạm tính)` : day.why);

/** A holiday on a weekend is given back on the next day nobody has off yet. */
function addCompensation(
  daysOff: Map<number, string>,
  holidays: ReadonlyMap<number, string>,
  weekend: ReadonlySet<number>,
): void {
  for (const [day, name] of [...holidays].sort(([a], [b]) => a - b)) {
    if (!weekend.has(weekdayOf(day))) continue;
    let next = day + 1;
    while (daysOff.has(next) || weekend.has(weekdayOf(next))) next++;
    daysOff.set(next, `nghỉ bù ${name}`);
  }
}

/** Worked out once for each span of years: several calendars are loaded for one. */
const known = new Map<number, Promise<ReadonlyMap<number, string>>>();

function holidaysTo(last: number): Promise<ReadonlyMap<number, string>> {
  const days = known.get(last) ?? publicHolidays({ first: FIRST_YEAR, last }).then(byDay);
  known.set(last, days);
  return days;
}

function byDay(holidays: readonly PublicHoliday[]): ReadonlyMap<number, string> {
  const days = new Map<number, string>();
  for (const { start, end, name } of holidays)
    for (let day = dayOf(start); day < dayOf(end); day++) if (!days.has(day)) days.set(day, name);
  return days;
}

/** Reads escalation.yaml. Throws FileMistake naming the line. */
async function loadLadder(knowledgeDir: string): Promise<Ladder> {
  const text = await readFile(join(knowledgeDir, "escalation.yaml"), "utf8");
  const { rungs, close_after_days: closeAfterDays } = parseYaml("escalation.yaml", text, EscalationFile);
  return { rungs, closeAfterDays };
}

/** Reads contents.yaml. Throws FileMistake naming the line. */
async function loadContents(knowledgeDir: string): Promise<ContentCues> {
  const text = await readFile(join(knowledgeDir, "contents.yaml"), "utf8");
  return contentCues(parseYaml("contents.yaml", text, ContentsFile));
}

/** Reads letter.yaml. Throws FileMistake naming the line. */
async function loadLetterhead(knowledgeDir: string): Promise<Letterhead> {
  return parseYaml("letter.yaml", await readFile(join(knowledgeDir, "letter.yaml"), "utf8"), LetterheadFile);
}

/** Everything the store needs to date, move and watch a ticket. `directory`: the units, where they are loaded already. */
export async function loadTicketRules(
  knowledgeDir: string,
  now: number,
  policy: Policy,
  directory: Promise<Directory> = loadDirectory(knowledgeDir),
): Promise<TicketRules> {
  const [deadlines, calendar, ladder, contents, letterhead, units] = await Promise.all([
    loadDeadlines(knowledgeDir),
    loadCalendar(knowledgeDir, now),
    loadLadder(knowledgeDir),
    loadContents(knowledgeDir),
    loadLetterhead(knowledgeDir),
    directory,
  ]);
  return { deadlines, calendar, policy, ladder, contents, letterhead, units };
}
