import { describe, expect, onTestFinished, test } from "vitest";
import { openRehearsal } from "../../src/cli/rehearsal.ts";
import {
  hasTestData,
  type Row,
  rawRecordOf,
  readCommuneCodes,
  readCommuneRecords,
  readPublishedRows,
  readStarterRecords,
} from "../fakes/published.ts";
import { silencesOf, springTraps, trapsOf } from "../fakes/traps.ts";
import { auditReply } from "../fakes/truth.ts";
import { AUDIT_DAY, openPublished } from "../fakes/truth-run.ts";

const MINUTES = 60_000;

describe("what the source spoils is not said, and the reason is", () => {
  test("every silence an editor wrote into the starter knowledge", { timeout: 2 * MINUTES }, async () => {
    const records = readStarterRecords();
    const rehearsal = await openRehearsal({ now: AUDIT_DAY });
    onTestFinished(() => rehearsal.close());
    const figures = await springTraps(silencesOf(records), records, rehearsal);
    expect(figures.stated).toEqual([]);
    expect(figures.asked).toBeGreaterThan(40);
    expect(figures.reached / figures.asked).toBeGreaterThan(0.9);
    expect(figures.rightReason / figures.reached, figures.disagreements.join("\n")).toBeGreaterThanOrEqual(0.97);
  });

  test.skipIf(!hasTestData())("every defect of the published commune catalogue", { timeout: 3 * MINUTES }, async () => {
    const records = readCommuneRecords();
    const rehearsal = await openPublished();
    onTestFinished(() => rehearsal.close());
    const figures = await springTraps(trapsOf(records, 20_260_801), records, rehearsal);
    expect(figures.stated).toEqual([]);
    expect(figures.asked).toBeGreaterThanOrEqual(400);
    expect(Object.keys(figures.byKind).length).toBeGreaterThanOrEqual(12);
    expect(figures.reached / figures.asked).toBeGreaterThan(0.95);
    expect(figures.rightReason / figures.reached, figures.disagreements.join("\n")).toBeGreaterThanOrEqual(0.97);
  });

  test.skipIf(!hasTestData())("rows of 2021 are never the source of an answer", { timeout: 2 * MINUTES }, async () => {
    const codes = readCommuneCodes();
    const isOld = (row: Row) => String(row["flags"]).includes("outdated_2021");
    const old = readPublishedRows().filter(isOld);
    const inForce = readPublishedRows()
      .filter((row) => !isOld(row))
      .map(rawRecordOf);
    const rehearsal = await openPublished();
    onTestFinished(() => rehearsal.close());
    expect(old.length).toBeGreaterThan(50);
    for (const [i, row] of old.entries()) {
      const { trace, replies } = await rehearsal.say(
        { channel: "zalo", id: `old-${i}`, account: "audit" },
        `${row["name"]} lệ phí bao nhiêu`,
      );
      expect((trace.codes ?? []).filter((code) => !codes.has(code))).toEqual([]);
      // A refusal may name a procedure other offices hold, by its name, code and authority.
      const said = replies.map(({ text }) => text).join(" ");
      const about = inForce.filter(({ code }) => trace.codes?.includes(code) || said.includes(code));
      expect(replies.flatMap((reply) => auditReply(reply, trace.facets ?? [], about).violations)).toEqual([]);
    }
  });
});
