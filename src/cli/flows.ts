import { readConfig } from "../config.ts";
import { readScript } from "../conversation/index.ts";

/** Checks flows/ and prints every mistake in plain Vietnamese. */
export async function run(): Promise<number> {
  const { script, mistakes } = readScript(readConfig(process.env).flowsDirectory);
  for (const mistake of mistakes) process.stdout.write(`${mistake}\n`);
  process.stdout.write(
    `${script.flows.size} hội thoại, ${script.wording.keys().length} lời thoại, ${mistakes.length} lỗi.\n`,
  );
  return mistakes.length === 0 ? 0 : 1;
}
