/**
 * `npm run bench [-- webhooks|turns|answers|search|start|places|routing|deadlines|overload|soak]`. BENCH_CATALOGUE is a published catalogue (JSON Lines, may be
 * gzipped) for the answers, the search and the memory; for the search BENCH_CODES narrows it and BENCH_QUESTIONS are labelled questions;
 * for the routing BENCH_FEEDBACK is published feedback with labels.
 */
import { availableParallelism, cpus, loadavg } from "node:os";
import { benchAnswers } from "./answers.ts";
import { benchDeadlines } from "./deadlines.ts";
import { benchOverload } from "./overload.ts";
import { benchPlaces, hasNationalTable } from "./places.ts";
import { benchRouting } from "./routing.ts";
import { benchSearch } from "./search.ts";
import { benchSoak } from "./soak.ts";
import { benchStart } from "./start.ts";
import { markdown, type Table } from "./table.ts";
import { benchTurns } from "./turns.ts";
import { benchWebhooks } from "./webhooks.ts";

const [only] = process.argv.slice(2);
const NAMES = ["webhooks", "turns", "answers", "search", "start", "places", "routing", "deadlines", "overload", "soak"];
if (only !== undefined && !NAMES.includes(only))
  throw new Error(`there is no benchmark "${only}": ${NAMES.join(", ")}`);
const wants = (name: string) => only === undefined || only === name;
const print = (text: string) => process.stdout.write(`${text}\n\n`);
const show = (table: Table) => print(markdown(table));

print(
  `Node ${process.version}, ${availableParallelism()} cores (${cpus()[0]?.model.trim()}), load before: ${loadavg()
    .map((value) => value.toFixed(1))
    .join(" ")}`,
);
let reference: number | undefined;
if (wants("webhooks")) {
  const measured = await benchWebhooks();
  reference = measured.reference;
  show(measured.table);
}
if (wants("turns")) show(await benchTurns(reference));
if (wants("answers")) {
  const table = await benchAnswers(process.env["BENCH_CATALOGUE"]);
  if (table) show(table);
  else print("SKIPPED: answers over a real catalogue. Set BENCH_CATALOGUE to a file that `npm run import` can read.");
}
if (wants("search")) {
  const { BENCH_CATALOGUE: catalogue, BENCH_CODES: codes, BENCH_QUESTIONS: questions } = process.env;
  if (catalogue) for (const table of await benchSearch({ catalogue, codes, questions })) show(table);
  else print("SKIPPED: search beside others. Set BENCH_CATALOGUE to a file that `npm run import` can read.");
}
if (wants("start")) show(await benchStart(process.env["BENCH_CATALOGUE"]));
if (wants("places")) {
  if (hasNationalTable()) for (const table of await benchPlaces()) show(table);
  else print("SKIPPED: places. The national tables of the optional test data are missing.");
}
if (wants("soak")) for (const table of await benchSoak()) show(table);
if (wants("overload")) for (const table of await benchOverload()) show(table);
if (wants("routing")) for (const table of await benchRouting(process.env["BENCH_FEEDBACK"])) show(table);
if (wants("deadlines")) show(await benchDeadlines());
