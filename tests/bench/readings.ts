/**
 * What sort of message is it? Asks the real path for each line of tests/bench/questions/readings-*.txt and prints how often each
 * sort was taken for which.
 *
 *   node tests/bench/readings.ts FILE.txt [CATALOGUE.jsonl[.gz] CODES.txt] [--wrong]
 *
 * A line is `label<TAB>text`; labels: question, report, propose, late, status, denounce, praise, emergency, chat. --wrong prints what was misread.
 */
import { readFileSync } from "node:fs";
import { openRehearsal } from "../../src/cli/rehearsal.ts";
import type { Trace } from "../../src/conversation/index.ts";

const [file = "", catalogueFile, catalogueCodes] = process.argv.slice(2).filter((word) => word !== "--wrong");
const rehearsal = await openRehearsal({ catalogueFile, catalogueCodes, now: Date.UTC(2026, 7, 1, 3) });

function sortOf({ intent, outcome, recordType }: Trace): string {
  if (recordType === "kien_nghi") return "propose";
  if (outcome === "emergency") return "emergency";
  if (recordType === "to_cao" || recordType === "khieu_nai") return "denounce";
  if (intent === "ho_so_tre") return "late";
  if (intent === "khen_gop_y") return "praise";
  if (outcome === "flow" || outcome === "ticket" || intent === "lua_dao") return "report";
  if (["tra_cuu_ho_so", "tra_cuu_phieu", "vi_sao_han"].includes(intent)) return "status";
  if (outcome === "smalltalk") return "chat";
  return intent === "hoi_thu_tuc" ? `question, ${outcome}` : intent;
}

const counts = new Map<string, Map<string, number>>();
for (const line of readFileSync(file, "utf8").split("\n").filter(Boolean)) {
  const [label = "", text = ""] = line.split("\t");
  const from = { channel: "zalo", id: rehearsal.newPerson(), account: "rehearsal" } as const;
  const { trace } = await rehearsal.say(from, text);
  const sort = sortOf(trace);
  const row = counts.get(label) ?? new Map<string, number>();
  counts.set(label, row.set(sort, (row.get(sort) ?? 0) + 1));
  if (process.argv.includes("--wrong") && !sort.startsWith(label))
    process.stdout.write(`${label} → ${sort} ${trace.intent} ${trace.reason ?? ""}: ${text}\n`);
}
await rehearsal.close();

process.stdout.write("| sort | lines | taken for |\n|---|---:|---|\n");
for (const [label, row] of counts) {
  const all = [...row.values()].reduce((sum, count) => sum + count, 0);
  const taken = [...row].sort((a, b) => b[1] - a[1]).map(([sort, count]) => `${sort} ${count}`);
  process.stdout.write(`| ${label} | ${all} | ${taken.join("; ")} |\n`);
}
