import { parseArgs } from "node:util";
import { shownOn } from "../app/senders.ts";
import type { Committed } from "../conversation/index.ts";
import type { ChannelName } from "../messages/index.ts";
import { type Case, channelNamed, readCases } from "./cases.ts";
import { openRehearsal, type Rehearsal } from "./rehearsal.ts";

const HELP = `lang-nghe converse --cases FILE.jsonl [--catalogue FILE.jsonl[.gz]] [--codes FILE.txt] [--channel zalo|sms|voice|transcript]

Chạy từng hội thoại ({"id","channel","turns":[{"text"}]}) qua đúng đường thật, kho tạm, không dùng mạng,
và in mỗi lượt một dòng JSON.
`;

/** One printed line: what a turn came to. */
export interface TurnLine {
  readonly id: string;
  readonly turn: number;
  readonly intent: string;
  readonly outcome: string;
  readonly reason: string | null;
  readonly codes: readonly string[];
  readonly candidates: readonly string[];
  readonly facets: readonly string[];
  readonly receipts: readonly object[];
  readonly record_type: string | null;
  readonly department: string | null;
  readonly ticket: string | null;
  readonly replies: readonly string[];
  readonly ms: number;
}

export async function run(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      cases: { type: "string" },
      catalogue: { type: "string" },
      codes: { type: "string" },
      channel: { type: "string" },
      help: { type: "boolean" },
    },
  });
  if (values.help || !values.cases) {
    process.stdout.write(HELP);
    return values.help ? 0 : 2;
  }
  const channel = channelNamed(values.channel);
  const cases = readCases(values.cases);
  const rehearsal = await openRehearsal({ catalogueFile: values.catalogue, catalogueCodes: values.codes });
  try {
    for (const one of cases) {
      for (const line of await converse(one, rehearsal, channel)) {
        process.stdout.write(`${JSON.stringify(line)}\n`);
      }
    }
  } finally {
    await rehearsal.close();
  }
  return 0;
}

/** Runs one case as a conversation of its own. */
export async function converse(one: Case, rehearsal: Rehearsal, channel?: ChannelName): Promise<TurnLine[]> {
  const on = channel ?? one.channel ?? "zalo";
  // Two cases of one id are two conversations all the same.
  const from = { channel: on, id: rehearsal.newPerson(), account: "rehearsal" };
  const lines: TurnLine[] = [];
  for (const [turn, { text }] of one.turns.entries())
    lines.push(lineOf(one.id, turn, on, await rehearsal.say(from, text)));
  return lines;
}

function lineOf(
  id: string,
  turn: number,
  channel: ChannelName,
  { trace, replies, ms }: Committed & { readonly ms: number },
): TurnLine {
  return {
    id,
    turn,
    intent: trace.intent,
    outcome: trace.outcome,
    reason: trace.reason ?? null,
    codes: trace.codes ?? [],
    candidates: trace.candidates ?? [],
    facets: trace.facets ?? [],
    receipts: trace.receipts ?? [],
    record_type: trace.recordType ?? null,
    department: trace.department ?? null,
    ticket: trace.ticket ?? null,
    replies: replies.flatMap((reply) => shownOn(channel, reply)),
    ms: Math.round(ms * 1000) / 1000,
  };
}
