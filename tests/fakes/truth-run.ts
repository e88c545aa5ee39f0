/** Asks the real path for every part of every record and audits all that comes back. */
import { shownOn } from "../../src/app/senders.ts";
import { openRehearsal, type Rehearsal } from "../../src/cli/rehearsal.ts";
import { CATALOGUE_FILE, CODES_FILE, type RawRecord } from "./published.ts";
import { AUDITED_FACETS, auditReceipts, auditReply, phrasings } from "./truth.ts";

/** The day on which every audited answer is given. */
export const AUDIT_DAY = Date.UTC(2026, 7, 1, 3);

export interface TruthFigures {
  asked: number;
  answered: number;
  /** Answers about the procedure that was named. */
  aboutIt: number;
  clarified: number;
  /** Answers that state at least one value of the asked part. */
  stated: number;
  values: number;
  violations: string[];
}

export const openPublished = (): Promise<Rehearsal> =>
  openRehearsal({ catalogueFile: CATALOGUE_FILE, catalogueCodes: CODES_FILE, now: AUDIT_DAY });

/** Asks for 7 parts of each record in `ways` of the 5 phrasings, taking turns. The named records must be all the catalogue has. */
export async function auditTruth(
  asked: readonly RawRecord[],
  records: readonly RawRecord[],
  rehearsal: Rehearsal,
  ways = 5,
): Promise<TruthFigures> {
  const byCode = new Map(records.map((record) => [record.code, record]));
  const figures: TruthFigures = {
    asked: 0,
    answered: 0,
    aboutIt: 0,
    clarified: 0,
    stated: 0,
    values: 0,
    violations: [],
  };
  for (const [i, record] of asked.entries()) {
    for (const [k, facet] of AUDITED_FACETS.entries()) {
      const all = phrasings(facet, record.name);
      for (let way = 0; way < ways; way++) {
        await auditOne(all[(i + k + way) % all.length] ?? "", facet, record, byCode, rehearsal, figures);
      }
    }
  }
  return figures;
}

async function auditOne(
  text: string,
  facet: string,
  record: RawRecord,
  byCode: ReadonlyMap<string, RawRecord>,
  rehearsal: Rehearsal,
  figures: TruthFigures,
): Promise<void> {
  figures.asked += 1;
  const { trace, replies } = await rehearsal.say(
    { channel: "zalo", id: `truth-${figures.asked}`, account: "audit" },
    text,
  );
  const spokenOf = (trace.codes ?? []).flatMap((code) => byCode.get(code) ?? []);
  if (trace.outcome === "answered") figures.answered += 1;
  if (trace.outcome === "answered" && trace.codes?.[0] === record.code) figures.aboutIt += 1;
  if (trace.outcome === "clarify") figures.clarified += 1;
  const fields = facet === "place" ? ["place", "agency", "level"] : [facet];
  if (trace.receipts?.some(({ field }) => fields.includes(field))) figures.stated += 1;
  const audits = [
    ...replies.map((reply) => auditReply(reply, trace.facets ?? [], spokenOf)),
    auditReceipts(trace.receipts ?? [], spokenOf),
  ];
  for (const audit of audits) {
    figures.values += audit.values;
    figures.violations.push(...audit.violations.map((violation) => `"${text.slice(0, 60)}": ${violation}`));
  }
  const cut = replies.flatMap((reply) => shownOn("sms", reply)).filter((sms) => /\d \(con nua\)$/.test(sms));
  figures.violations.push(...cut.map((sms) => `"${text.slice(0, 60)}": SMS ends on a number: …${sms.slice(-40)}`));
}
