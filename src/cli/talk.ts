import { createInterface } from "node:readline/promises";
import { parseArgs } from "node:util";
import { shownOn } from "../app-senders.ts";
import type { ChannelName } from "../messages/index.ts";
import { openRehearsal } from "./rehearsal.ts";

const HELP = `lang-nghe talk [--channel zalo|sms|voice] [--catalogue FILE.jsonl[.gz]]

Trò chuyện với bot trong cửa sổ lệnh. Kho tạm: thoát là xóa. Thoát: Ctrl+D.
`;

export async function run(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      channel: { type: "string", default: "zalo" },
      catalogue: { type: "string" },
      codes: { type: "string" },
      help: { type: "boolean" },
    },
  });
  if (values.help) {
    process.stdout.write(HELP);
    return 0;
  }
  const channel = values.channel as ChannelName;
  const rehearsal = await openRehearsal({ catalogueFile: values.catalogue, catalogueCodes: values.codes });
  const terminal = createInterface({ input: process.stdin, output: process.stdout, terminal: process.stdin.isTTY });
  process.stdout.write("Anh/Chị nhắn như với bot (Ctrl+D để thoát).\n");
  let isOpen = true;
  terminal.on("close", () => {
    isOpen = false;
  });
  terminal.setPrompt("\nAnh/Chị> ");
  terminal.prompt();
  for await (const text of terminal) {
    if (text.trim()) {
      const { replies, trace, ms } = await rehearsal.say({ channel, id: "terminal" }, text);
      for (const reply of replies) for (const part of shownOn(channel, reply)) process.stdout.write(`\nBot> ${part}\n`);
      process.stdout.write(
        `     [${trace.intent} · ${trace.outcome}${trace.reason ? ` · ${trace.reason}` : ""} · ${ms.toFixed(1)} ms]\n`,
      );
    }
    if (isOpen) terminal.prompt();
  }
  await rehearsal.close();
  process.stdout.write("\n");
  return 0;
}
