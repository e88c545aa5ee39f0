import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Committed } from "../../src/conversation/index.ts";
import type { Address, ChannelName } from "../../src/messages/index.ts";
import { openOffice } from "./office.ts";
import { type Heard, list, readTranscripts, type Transcript } from "./transcript.ts";

const TRANSCRIPTS = readTranscripts(import.meta.dirname);
const CASES = TRANSCRIPTS.flatMap(({ file, transcript }) =>
  list(transcript.channel).map((channel) => ({
    name: `${file}: ${transcript.title} (${channel})`,
    channel,
    transcript,
  })),
);

let office: Awaited<ReturnType<typeof openOffice>>;
beforeAll(async () => {
  office = await openOffice();
});
afterAll(() => office.close());

test("there are conversations to hold", () => {
  expect(TRANSCRIPTS.length).toBeGreaterThanOrEqual(80);
});

describe("a citizen and the bot", () => {
  test.each(CASES)("$name", async ({ channel, transcript }) => {
    await office.forgetReports();
    const result = await hold(transcript, people(channel));
    expect(result.heard).toEqual(result.wanted);
    if (transcript.tickets !== undefined) expect(result.tickets).toBe(transcript.tickets);
  });
});

interface People {
  readonly self: Address;
  readonly stranger: Address;
}

let count = 0;

/** Two people who have never written before. */
function people(channel: ChannelName): People {
  count += 1;
  const id = (n: number) => (channel === "sms" ? `+849${String(10_000_000 + count * 2 + n)}` : `person-${count}-${n}`);
  return { self: { channel, id: id(0), account: "office" }, stranger: { channel, id: id(1), account: "office" } };
}

/** Everything said, side by side: what was wanted of each turn, and that much of what was heard. */
async function hold(transcript: Transcript, { self, stranger }: People) {
  const wanted: object[] = [];
  const heard: object[] = [];
  const before = await office.ticketCount();
  let code = "";
  let last: Committed | undefined;
  for (const [nth, turn] of transcript.turns.entries()) {
    if ("citizen" in turn) {
      const citizen = list(turn.citizen).map((text) =>
        text.replaceAll("{{code}}", code).replaceAll("{{digits}}", self.id.slice(-4)),
      );
      last = await office.hear(turn.as ? stranger : self, { ...turn, citizen });
      code = last.trace.ticket ?? code;
    } else if ("officer" in turn) await office.answer(code, turn.officer);
    else if (last) {
      wanted.push({ nth, ...turn, bot: list(turn.bot) });
      heard.push({ nth, ...beside(turn, last) });
    }
  }
  return { wanted, heard, tickets: (await office.ticketCount()) - before };
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
    says: text.includes(want.says ?? "") ? want.says : text,
    not_says: text.includes(want.not_says ?? "\0") ? text : want.not_says,
  };
  return Object.fromEntries(Object.entries(came).filter(([field]) => field in want));
}
