import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { FileMistake, parseYaml } from "../platform/index.ts";
import { createDirectory, DepartmentsFile, type Directory, mistakesIn, TopicsFile } from "./directory.ts";

/** Reads departments.yaml and topics.yaml. Throws FileMistake naming file and line. */
export async function loadDirectory(knowledgeDir: string): Promise<Directory> {
  const [unitsText, topicsText] = await Promise.all([
    read(knowledgeDir, "departments.yaml"),
    read(knowledgeDir, "topics.yaml"),
  ]);
  const units = parseYaml("departments.yaml", unitsText, DepartmentsFile);
  const topics = parseYaml("topics.yaml", topicsText, TopicsFile);
  const [mistake] = mistakesIn(units, topics);
  if (mistake) {
    const text = mistake.file === "topics.yaml" ? topicsText : unitsText;
    throw new FileMistake(mistake.file, lineOf(text, mistake.ref), mistake.what);
  }
  return createDirectory(units, topics);
}

const read = (directory: string, name: string) => readFile(join(directory, name), "utf8");

/** The last line that mentions the id outside a comment: the reference, not what it should have referred to. */
function lineOf(text: string, ref: string): number {
  const mention = new RegExp(`(?<![\\w-])${ref}(?![\\w-])`);
  return text.split("\n").findLastIndex((line) => mention.test(line.replace(/#.*/, ""))) + 1;
}
