/** Opens a catalogue in a process of its own and prints what it cost: CATALOGUE CODES|"" CACHE_DIRECTORY. */
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { loadKnowledge, openCatalogue } from "../../src/catalogue/index.ts";
import { readCodes } from "./search-data.ts";

const [file = "", codesFile = "", cacheDirectory = ""] = process.argv.slice(2);
const codes = readCodes(codesFile);
const began = performance.now();
const knowledge = loadKnowledge("knowledge");
const read = performance.now();
const catalogue = await openCatalogue({
  file,
  cacheDirectory,
  knowledge,
  knowledgeDirectory: "knowledge",
  ...(codes ? { codes } : {}),
});
const openMs = performance.now() - read;
const rssAtStart = process.memoryUsage.rss();
setFlagsFromString("--expose-gc");
runInNewContext("gc")();
const { rss, heapUsed } = process.memoryUsage();
process.stdout.write(
  JSON.stringify({ size: catalogue.size, knowledgeMs: read - began, openMs, rssAtStart, rss, heapUsed }),
);
