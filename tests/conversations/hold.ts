import type { Committed } from "../../src/conversation/index.ts";
import { type Citizen, type Line, newCitizen, tellInOneCall } from "./citizens.ts";
import type { Doors } from "./doors.ts";
import type { Filed, Office } from "./office.ts";
import { type Heard, type Left, list, type Said, type Transcript } from "./transcript.ts";
import type { Way } from "./ways.ts";

/** Everything said, side by side: what was wanted of each turn, and that much of what was heard; then what was filed. */
export interface Held {
  readonly wanted: readonly object[];
  readonly heard: readonly object[];
  readonly filed: readonly Filed[];
}

const DAY_MS = 24 * 3_600_000;

export async function hold(transcript: Transcript, way: Way, office: Office, doors: Doors): Promise<Held> {
  await office.forgetReports();
  const known = await office.ticketIds();
  const talk = way === "hotline" ? inOneCall(transcript, office, doors) : turnByTurn(transcript, way, office, doors);
  return { ...(await talk), filed: await office.ticketsBut(known) };
}

type Talk = Pick<Held, "wanted" | "heard">;

async function turnByTurn(
  transcript: Transcript,
  way: Exclude<Way, "hotline">,
  office: Office,
  doors: Doors,
): Promise<Talk> {
  const self = newCitizen(way, doors);
  const stranger = newCitizen(way, doors);
  const talk = { wanted: [] as object[], heard: [] as object[] };
  let code = "";
  let last: Committed | undefined;
  const say = async ({ citizen, sends, as }: Said): Promise<Committed> => {
    const texts = list(citizen).map((text) => text.replaceAll("{{code}}", code).replaceAll("{{digits}}", self.digits));
    const who = as ? stranger : self;
    const committed = await who.say(texts, sends);
    mustBeShown(committed, who, doors);
    code = committed.trace.ticket ?? code;
    return committed;
  };
  for (const [nth, turn] of transcript.turns.entries()) {
    if ("citizen" in turn) last = await say(turn);
    else if ("officer" in turn) await office.answer(code, turn.officer);
    else if ("officer_asks" in turn) await office.ask(code, turn.officer_asks);
    else if ("days" in turn) office.clock.advance(turn.days * DAY_MS);
    else if (last) {
      talk.wanted.push({ nth, ...turn, bot: list(turn.bot) });
      talk.heard.push({ nth, ...beside(turn, last) });
    }
  }
  return talk;
}

/** Every reply has something to show on this channel. */
function mustBeShown({ replies }: Committed, { channel }: Citizen, doors: Doors): void {
  for (const reply of replies) {
    const parts = doors.shown(channel, reply);
    if (parts.length === 0 || parts.some((part) => part.trim() === ""))
      throw new Error(`nothing is shown of ${reply.key} on ${channel}`);
  }
}

/** The agent asks what the bot would ask, and the caller says what the citizen says. */
async function inOneCall(transcript: Transcript, { ports }: Office, doors: Doors): Promise<Talk> {
  const lines = transcript.turns.flatMap((turn): Line[] => {
    if ("citizen" in turn) return [{ speaker: "caller", text: list(turn.citizen).join(", ") }];
    if (!("bot" in turn)) return [];
    const asked = list(turn.bot).at(-1) ?? "";
    return [{ speaker: "agent", text: ports.wording.say(asked).text }];
  });
  const { trace } = await tellInOneCall(lines, doors);
  return { wanted: [{ opens: true }], heard: [{ opens: trace.ticket !== undefined }] };
}

/** The same fields as were wanted, as they came. */
function beside(want: Heard, { replies, trace }: Committed): Record<string, unknown> {
  const text = replies.map((reply) => reply.text).join("\n");
  const came: Record<keyof Heard, unknown> = {
    bot: replies.map(({ key }) => key).filter((key, i, all) => key !== "gioi_thieu" && key !== all[i - 1]),
    outcome: trace.outcome,
    reason: trace.reason,
    record_type: trace.recordType,
    department: trace.department,
    codes: trace.codes?.slice(0, want.codes?.length),
    says: list(want.says ?? "").every((part) => text.includes(part)) ? want.says : text,
    not_says: list(want.not_says ?? "\0").some((part) => text.includes(part)) ? text : want.not_says,
  };
  return Object.fromEntries(Object.entries(came).filter(([field]) => field in want));
}

/** What a transcript says of a ticket, and that much of the ticket itself. */
export function besideLeft(want: Left, ticket: Filed | undefined): object {
  const content = ticket?.content ?? "";
  const came: Record<keyof Left, unknown> = {
    kind: ticket?.recordType,
    topic: ticket?.topic,
    unit: ticket?.department,
    place: ticket?.place,
    name: ticket?.reporter.name,
    content: list(want.content ?? "").every((part) => content.includes(part)) ? want.content : content,
    not_content: list(want.not_content ?? "\0").some((part) => content.includes(part)) ? content : want.not_content,
  };
  return Object.fromEntries(Object.entries(came).filter(([field]) => field in want));
}

/** What officers get to see of a ticket, apart from the channel and the number it brings by itself; `former`: that of a channel left. */
export function recordOf({ reporter, ...ticket }: Filed, former?: string): object {
  const { recordType, contentCode, topic, content, summary, place, placeUnit, department, transferTo, coHandlers } =
    ticket;
  const phone = [reporter.address?.id, former].includes(reporter.phone ?? undefined) ? null : reporter.phone;
  return {
    ...{ recordType, contentCode, topic, content: unstopped(content), summary: unstopped(summary) },
    ...{ place, placeUnit, department, transferTo, coHandlers },
    ...{
      denied: ticket.denied,
      restricted: ticket.restricted,
      anonymous: ticket.anonymous,
      name: reporter.name,
      phone,
    },
  };
}

/** What a written-down call tells as well: a person has yet to read the rest. */
export function recordOfCall({ recordType, topic, placeUnit, department, transferTo }: Filed): object {
  return { recordType, topic, placeUnit, department, transferTo };
}

/** The full stop a caller's sentence ends with is the recogniser's, and is taken away. */
const unstopped = (text: string): string => text.replace(/\.$/, "");
