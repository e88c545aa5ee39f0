import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Doors, openDoors } from "./doors.ts";
import { besideLeft, hold, recordOf, recordOfCall } from "./hold.ts";
import { type Filed, openOffice } from "./office.ts";
import { excuse, readTranscripts, type Transcript } from "./transcript.ts";
import { WAYS, type Way } from "./ways.ts";

/** Holds every `parts`-th conversation, beginning with the `nth`, on every way: two files share them, so that two workers do. */
export function holdShare(nth: number, parts: number): void {
  const share = readTranscripts(import.meta.dirname).filter((_, at) => at % parts === nth);
  const cases = share.flatMap(({ file, transcript }) =>
    WAYS.filter((way) => excuse(transcript, way) === undefined).map((way) => ({
      name: `${file}: ${transcript.title} (${way})`,
      way,
      transcript,
    })),
  );
  let office: Awaited<ReturnType<typeof openOffice>>;
  let doors: Doors;
  beforeAll(async () => {
    office = await openOffice();
    doors = await openDoors(office);
  });
  afterAll(async () => {
    await doors.close();
    await office.close();
  });
  /** What the first way left behind: every other must leave the same. */
  const left = new Map<Transcript, { readonly way: Way; readonly filed: readonly Filed[] }>();

  describe("a citizen and the bot", () => {
    // A loop, since test.each cuts long names short.
    for (const { name, way, transcript } of cases)
      test(name, async () => {
        const { wanted, heard, filed } = await hold(transcript, way, office, doors);
        expect(heard).toEqual(wanted);
        const record = way === "hotline" ? recordOfCall : (ticket: Filed) => recordOf(ticket);
        expectTickets(transcript, way, filed);
        const first = left.get(transcript) ?? { way, filed };
        left.set(transcript, first);
        expect([first.way, filed.map(record)]).toEqual([first.way, first.filed.map(record)]);
      });
  });
}

function expectTickets({ tickets }: Transcript, way: Way, filed: readonly Filed[]): void {
  if (tickets === undefined) return;
  expect(filed).toHaveLength(typeof tickets === "number" ? tickets : tickets.length);
  // A person has yet to read who called and where it was.
  if (typeof tickets === "number" || way === "hotline") return;
  expect(tickets.map((want, at) => besideLeft(want, filed[at]))).toEqual(tickets);
}
