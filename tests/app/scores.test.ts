import { existsSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { evaluate } from "../../src/cli/evaluate.ts";
import { fold } from "../../src/text/index.ts";
import floors from "./scores.json" with { type: "json" };

const DATA = process.env["TEST_DATA_DIR"] ?? join(import.meta.dirname, "../../../shared/data");
const catalogue = join(DATA, "catalogue.jsonl.gz");
const codes = join(DATA, "catalogue.commune-codes.txt");
const file = join(DATA, "questions.dev.jsonl");
const origins = ["pseudo_real", "dev_written", "templated"];
const isThere = existsSync(file) && existsSync(catalogue);
if (!isThere) console.warn(`SKIPPED: scores need ${DATA} (or TEST_DATA_DIR)`);

describe.skipIf(!isThere)("the scores on the development questions do not fall below those kept in scores.json", () => {
  test("as citizens wrote them", async () => {
    const { answered, clarify, refused, dialogues } = await evaluate({ file, catalogue, codes, origins });
    expect(answered.n).toBeGreaterThan(100);
    expect(answered.right_outcome_and_first).toBeGreaterThanOrEqual(floors["answered.right_outcome_and_first"]);
    expect(answered.right_first).toBeGreaterThanOrEqual(floors["answered.right_first"]);
    expect(answered.in_first_3).toBeGreaterThanOrEqual(floors["answered.in_first_3"]);
    expect(answered.false_refusals).toBeLessThanOrEqual(floors["answered.false_refusals_at_most"]);
    expect(clarify.offered_right).toBeGreaterThanOrEqual(floors["clarify.offered_right"]);
    expect(refused.refused).toBeGreaterThanOrEqual(floors["refused.refused"]);
    expect(dialogues.right_throughout).toBeGreaterThanOrEqual(floors["dialogues.right_throughout"]);
  });

  test("typed without accents", async () => {
    const unaccented = join(mkdtempSync(join(tmpdir(), "lang-nghe-scores-")), "cases.jsonl");
    const lines = readFileSync(file, "utf8").split("\n").filter(Boolean);
    writeFileSync(unaccented, lines.map((line) => withoutAccents(line)).join("\n"));
    const { answered } = await evaluate({ file: unaccented, catalogue, codes, origins });
    expect(answered.right_first).toBeGreaterThanOrEqual(floors["unaccented.right_first"]);
  });
});

function withoutAccents(line: string): string {
  const one = JSON.parse(line) as { turns: { text: string }[] };
  return JSON.stringify({ ...one, turns: one.turns.map((turn) => ({ ...turn, text: fold(turn.text) })) });
}
