import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import type { ChannelName } from "../messages/index.ts";
import { type Case, channelNamed, readCases } from "./cases.ts";
import { converse, type TurnLine } from "./converse.ts";
import { openRehearsal } from "./rehearsal.ts";

const HELP = `lang-nghe evaluate --cases FILE.jsonl [--catalogue FILE.jsonl[.gz]] [--codes FILE.txt] [--channel zalo] [--origin A,B] [--misses FILE]

Chạy các hội thoại và so từng lượt với đáp án ("expect": {outcome, codes}) của nó. --misses ghi các lượt sai ra tệp.
`;

export async function run(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      cases: { type: "string" },
      catalogue: { type: "string" },
      codes: { type: "string" },
      channel: { type: "string" },
      origin: { type: "string" },
      misses: { type: "string" },
      help: { type: "boolean" },
    },
  });
  if (values.help || !values.cases) {
    process.stdout.write(HELP);
    return values.help ? 0 : 2;
  }
  const { judged, ...figures } = await evaluate({
    file: values.cases,
    catalogue: values.catalogue,
    codes: values.codes,
    channel: channelNamed(values.channel),
    origins: values.origin?.split(","),
  });
  process.stdout.write(`${JSON.stringify(figures, null, 2)}\n`);
  if (judged.length === 0) process.stderr.write(`${NOTHING_TO_SCORE}\n`);
  const misses = judged.filter((one) => !one.right).map(describe);
  if (values.misses) writeFileSync(values.misses, misses.join("\n"));
  return judged.length > 0 ? 0 : 1;
}
const NOTHING_TO_SCORE =
  'không có lượt nào để chấm: các hội thoại chưa ghi đáp án ("expect"), mã đáp án không có trong danh mục này, hoặc --origin không khớp';

export interface Evaluation {
  readonly file: string;
  readonly catalogue?: string | undefined;
  readonly codes?: string | undefined;
  readonly channel?: ChannelName | undefined;
  readonly origins?: readonly string[] | undefined;
}

/** Runs the cases a catalogue can serve and scores them. */
export async function evaluate({ file, catalogue, codes, channel, origins }: Evaluation) {
  const cases = readCases(file).filter((one) => !origins || origins.includes(one.origin ?? ""));
  const rehearsal = await openRehearsal({ catalogueFile: catalogue, catalogueCodes: codes });
  try {
    const fitting = cases.flatMap((one) => withinCatalogue(one, rehearsal.hasProcedure) ?? []);
    const judged: Judged[] = [];
    for (const one of fitting) judged.push(...judge(one, await converse(one, rehearsal, channel)));
    return { cases: fitting.length, outside_catalogue: cases.length - fitting.length, ...scores(judged), judged };
  } finally {
    await rehearsal.close();
  }
}

/** A case as far as this catalogue can serve it: expected codes it lacks are dropped, and a case left with none is no case. */
function withinCatalogue(one: Case, has: (code: string) => boolean): Case | undefined {
  const turns = one.turns.map(({ text, expect }) => ({
    text,
    ...(expect ? { expect: { ...expect, codes: expect.codes?.filter(has) } } : {}),
  }));
  const lacks = one.turns.some(
    ({ expect }, i) => (expect?.codes?.length ?? 0) > 0 && turns[i]?.expect?.codes?.length === 0,
  );
  return lacks ? undefined : { ...one, turns };
}

/** One turn beside what was expected of it. */
export interface Judged {
  readonly one: Case;
  readonly line: TurnLine;
  readonly expected: { readonly outcome: string; readonly codes: readonly string[] };
  readonly right: boolean;
}

function judge(one: Case, lines: readonly TurnLine[]): Judged[] {
  return lines.flatMap((line, i): Judged[] => {
    const expect = one.turns[i]?.expect;
    if (!expect?.outcome) return [];
    const expected = { outcome: expect.outcome, codes: expect.codes ?? [] };
    return [{ one, line, expected, right: isRight(line, expected) }];
  });
}

function isRight(line: TurnLine, expected: Judged["expected"]): boolean {
  if (expected.outcome === "answered")
    return line.outcome === "answered" && expected.codes.includes(line.codes[0] ?? "");
  if (expected.outcome === "clarify")
    // A label that names no procedure only says that asking back is right.
    return (
      line.outcome === "clarify" &&
      (expected.codes.length === 0 || line.codes.some((code) => expected.codes.includes(code)))
    );
  return line.outcome === expected.outcome;
}

const share = (part: number, whole: number) => (whole === 0 ? null : Math.round((part / whole) * 1000) / 1000);

/** Each figure with its count: a share of nothing is null, not 1. */
export function scores(judged: readonly Judged[]) {
  const single = judged.filter(({ one }) => one.turns.length === 1);
  const answerable = single.filter(({ expected }) => expected.outcome === "answered");
  const ambiguous = single.filter(({ expected }) => expected.outcome === "clarify");
  const outside = single.filter(({ expected }) => expected.outcome === "refused");
  const dialogues = [...new Set(judged.filter(({ one }) => one.turns.length > 1).map(({ one }) => one))];
  const firstOf = ({ line, expected }: Judged) => expected.codes.includes(line.codes[0] ?? line.candidates[0] ?? "");
  const in3 = ({ line, expected }: Judged) =>
    [...new Set([...line.codes, ...line.candidates])].slice(0, 3).some((code) => expected.codes.includes(code));
  const times = judged.map(({ line }) => line.ms).sort((a, b) => a - b);
  return {
    answered: {
      n: answerable.length,
      right_outcome_and_first: share(answerable.filter(({ right }) => right).length, answerable.length),
      right_first: share(answerable.filter(firstOf).length, answerable.length),
      in_first_3: share(answerable.filter(in3).length, answerable.length),
      false_refusals: share(answerable.filter(({ line }) => line.outcome === "refused").length, answerable.length),
      asked_back: share(answerable.filter(({ line }) => line.outcome === "clarify").length, answerable.length),
    },
    clarify: {
      n: ambiguous.length,
      offered_right: share(ambiguous.filter(({ right }) => right).length, ambiguous.length),
    },
    refused: { n: outside.length, refused: share(outside.filter(({ right }) => right).length, outside.length) },
    dialogues: {
      n: dialogues.length,
      right_throughout: share(
        dialogues.filter((dialogue) => judged.filter(({ one }) => one === dialogue).every(({ right }) => right)).length,
        dialogues.length,
      ),
    },
    ms: { p50: times[times.length >> 1] ?? null, p99: times[Math.floor(times.length * 0.99)] ?? null },
  };
}

function describe({ one, line, expected }: Judged): string {
  const text = one.turns[line.turn]?.text.slice(0, 110);
  return `${one.origin ?? ""} ${one.id}#${line.turn} "${text}" want ${expected.outcome} ${expected.codes.slice(0, 4).join(",")} got ${line.intent} ${line.outcome} ${line.reason ?? ""} ${line.codes.join(",")} [${line.candidates.slice(0, 4).join(",")}]`;
}
