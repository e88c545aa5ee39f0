import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { digitsSpoken } from "../../src/text/index.ts";
import { type Citizen, newCitizen } from "./citizens.ts";
import { type Doors, openDoors } from "./doors.ts";
import { recordOf } from "./hold.ts";
import { type Office, openOffice } from "./office.ts";
import { excuse, list, readTranscripts, type Transcript } from "./transcript.ts";
import { WAYS } from "./ways.ts";

/** CUT_RUNS=500 for the long run. */
const RUNS = Number(process.env["CUT_RUNS"] ?? 30);
const BY_TURNS = WAYS.filter((way) => way !== "hotline");

/** What is said, one message a turn, by one person in one sitting that leaves one ticket behind. */
function scriptOf({ turns, tickets }: Transcript): readonly string[] | undefined {
  const said = turns.flatMap((turn) => ("citizen" in turn ? [turn] : []));
  const isPlain = said.every(({ sends, as, citizen }) => !sends && !as && list(citizen).length === 1);
  const isOneSitting = !turns.some((turn) => "officer" in turn || "officer_asks" in turn || "days" in turn);
  const texts = said.flatMap(({ citizen }) => list(citizen));
  const count = typeof tickets === "object" ? tickets.length : tickets;
  return isPlain && isOneSitting && count && texts.length > 1 && !texts.join().includes("{{") ? texts : undefined;
}

const SCRIPTS = readTranscripts(import.meta.dirname).flatMap(({ transcript }) => {
  const script = BY_TURNS.every((way) => excuse(transcript, way) === undefined) ? scriptOf(transcript) : undefined;
  return script ? [script] : [];
});

let office: Office;
let doors: Doors;
beforeAll(async () => {
  office = await openOffice();
  doors = await openDoors(office);
});
afterAll(async () => {
  await doors.close();
  await office.close();
});

async function leaves(talk: () => Promise<Citizen>): Promise<object[]> {
  await office.forgetReports();
  const known = await office.ticketIds();
  const { number } = await talk();
  return (await office.ticketsBut(known)).map((ticket) => recordOf(ticket, number));
}

/** Written in two groups of four, or said digit by digit. */
async function codeFor(citizen: Citizen): Promise<string> {
  const { replies } = await citizen.say(["cho tôi mã chuyển kênh"]);
  const text = replies.map((reply) => reply.text).join("\n");
  const written = /\b(\d{4}) (\d{4})\b/.exec(text);
  return written ? `${written[1]}${written[2]}` : digitsSpoken(text).digits;
}

test("there are conversations to cut", () => {
  expect(SCRIPTS.length).toBeGreaterThan(60);
});

test(`cut anywhere, a conversation goes on by any other way to the same tickets (${RUNS} cuts)`, async () => {
  const cuts = fc.constantFrom(...SCRIPTS).chain((script) =>
    fc.record({
      script: fc.constant(script),
      at: fc.integer({ min: 1, max: script.length - 1 }),
      here: fc.constantFrom(...BY_TURNS),
      there: fc.constantFrom(...BY_TURNS),
    }),
  );
  await fc.assert(
    fc.asyncProperty(cuts, async ({ script, at, here, there }) => {
      const whole = await leaves(async () => {
        const citizen = newCitizen(there, doors);
        for (const text of script) await citizen.say([text]);
        return citizen;
      });
      const cut = await leaves(async () => {
        const [first, then] = [newCitizen(here, doors), newCitizen(there, doors)];
        for (const text of script.slice(0, at)) await first.say([text]);
        await then.say([`mã chuyển kênh ${await codeFor(first)}`]);
        for (const text of script.slice(at)) await then.say([text]);
        return first;
      });
      expect(cut).toEqual(whole);
      expect(whole.length).toBeGreaterThan(0);
    }),
    { numRuns: RUNS, endOnFailure: true },
  );
}, 300_000);
