/**
 * The long truth audit: every commune procedure × 7 parts × 5 phrasings through the real path (about 25,000 answers).
 *
 *   node tests/bench/truth.ts [how many procedures]
 *
 * Prints the counts; ends with 1 when any value of any answer is not in the raw record.
 */

import { openRehearsal } from "../../src/cli/rehearsal.ts";
import { hasTestData, readCommuneRecords, readStarterRecords } from "../fakes/published.ts";
import { AUDIT_DAY, auditTruth, openPublished } from "../fakes/truth-run.ts";

const most = Number(process.argv[2] ?? Number.POSITIVE_INFINITY);
const started = performance.now();
const isPublished = hasTestData();
const rehearsal = isPublished ? await openPublished() : await openRehearsal({ now: AUDIT_DAY });
const records = isPublished ? readCommuneRecords() : readStarterRecords();
const { violations, ...figures } = await auditTruth(records.slice(0, most), records, rehearsal);
await rehearsal.close();
const seconds = Math.round((performance.now() - started) / 1000);
process.stdout.write(
  `${JSON.stringify({ procedures: Math.min(most, records.length), ...figures, violations: violations.length, seconds }, null, 2)}\n`,
);
for (const violation of violations.slice(0, 40)) process.stdout.write(`${violation}\n`);
process.exitCode = violations.length > 0 ? 1 : 0;
