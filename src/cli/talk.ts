import { createInterface } from "node:readline/promises";
import { parseArgs } from "node:util";
import { shownOn } from "../app/senders.ts";
import type { ChannelName } from "../messages/index.ts";
import { openRehearsal, type Rehearsal } from "./rehearsal.ts";

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
    if (text.trim()) process.stdout.write(await answerTo(text, channel, rehearsal));
    if (isOpen) terminal.prompt();
  }
  await rehearsal.close();
  process.stdout.write("\n");
  return 0;
}

async function answerTo(text: string, channel: ChannelName, rehearsal: Rehearsal): Promise<string> {
  const { replies, trace, ms } = await rehearsal.say({ channel, id: "terminal" }, text);
  const said = replies.flatMap((reply) => shownOn(channel, reply)).map((part) => `\nBot> ${part}\n`);
  const how = [trace.intent, trace.outcome, trace.reason, `${ms.toFixed(1)} ms`].filter(Boolean).join(" · ");
  return `${said.join("")}     [${how}]\n`;
}
