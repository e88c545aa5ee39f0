/**
 * All traps in the published catalogue's commune subset: node tests/bench/traps.ts. Prints shares and disagreements.
 */
import { readCommuneRecords } from "../fakes/published.ts";
import { springTraps, trapsOf } from "../fakes/traps.ts";
import { openPublished } from "../fakes/truth-run.ts";

const records = readCommuneRecords();
const rehearsal = await openPublished();
const { stated, disagreements, ...figures } = await springTraps(trapsOf(records, 20_260_801), records, rehearsal);
await rehearsal.close();
process.stdout.write(
  `${JSON.stringify({ ...figures, stated: stated.length, disagreements: disagreements.length }, null, 2)}\n`,
);
for (const line of [...stated, ...disagreements].slice(0, 80)) process.stdout.write(`${line}\n`);
