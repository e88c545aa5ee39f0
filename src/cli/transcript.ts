import { readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { exportTranscript, readTranscript } from "../app/transcript.ts";
import { readConfig } from "../config.ts";
import { openRehearsal } from "./rehearsal.ts";

const HELP = `lang-nghe transcript replay FILE.transcript [--catalogue FILE.jsonl[.gz]] [--codes FILE.txt] [--check]
lang-nghe transcript export MÃ-PHIẾU FILE.transcript

replay: nói lại với bot những lời của người dân trong tệp (kho tạm, không dùng mạng), in câu trả lời bây giờ cạnh câu
        trả lời đã ghi; --check: kết thúc với mã 1 khi có câu khác.
export: ghi hội thoại dẫn đến một phiếu để mở bằng Bot Framework Emulator. Tệp có lời người dân: giữ như giữ hồ sơ.
`;

const REFUSALS = {
  unknown: "Không có phiếu mang mã này.",
  kept_back: "Phiếu này được giữ kín người gửi: không xuất hội thoại ra tệp.",
} as const;

export async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      catalogue: { type: "string" },
      codes: { type: "string" },
      check: { type: "boolean" },
      help: { type: "boolean" },
    },
  });
  const [command, first, second] = positionals;
  if (command === "replay" && first)
    return replay(first, { catalogueFile: values.catalogue, catalogueCodes: values.codes }, values.check ?? false);
  if (command === "export" && first && second) return writeOut(first, second);
  process.stdout.write(HELP);
  return values.help ? 0 : 2;
}

async function replay(file: string, options: Parameters<typeof openRehearsal>[0], check: boolean): Promise<number> {
  const said = readTranscript(readFileSync(file, "utf8"));
  if (typeof said === "string") {
    process.stderr.write(`${file} không phải tệp .transcript đọc được: ${said}\n`);
    return 2;
  }
  const rehearsal = await openRehearsal(options);
  const from = { channel: "botframework", id: rehearsal.newPerson(), account: "rehearsal" } as const;
  let differing = 0;
  try {
    for (const [nth, { by, text }] of said.entries()) {
      if (by !== "person") continue;
      const now = (await rehearsal.say(from, text)).replies.map((reply) => reply.text);
      const then = recordedAfter(said, nth);
      const isSame = now.join("\n") === then.join("\n");
      if (!isSame) differing += 1;
      process.stdout.write(exchange(text, now, isSame ? [] : then));
    }
  } finally {
    await rehearsal.close();
  }
  process.stdout.write(differing === 0 ? "Mọi câu trả lời như đã ghi.\n" : `${differing} lượt trả lời khác đã ghi.\n`);
  return check && differing > 0 ? 1 : 0;
}

/** What the bot said until the person spoke again. */
function recordedAfter(said: readonly { readonly by: string; readonly text: string }[], nth: number): string[] {
  const rest = said.slice(nth + 1);
  const next = rest.findIndex(({ by }) => by === "person");
  return (next < 0 ? rest : rest.slice(0, next)).map(({ text }) => text);
}

const exchange = (text: string, now: readonly string[], then: readonly string[]): string =>
  [`> ${text}`, ...now, ...then.map((line) => `  đã ghi: ${line}`), "", ""].join("\n");

async function writeOut(code: string, file: string): Promise<number> {
  const written = await exportTranscript(readConfig(process.env), code, Date.now());
  if (typeof written === "string") {
    process.stderr.write(`${REFUSALS[written]}\n`);
    return 1;
  }
  writeFileSync(file, written.file, { mode: 0o600, flag: "wx" });
  process.stdout.write(`Đã ghi ${file}\n`);
  return 0;
}
