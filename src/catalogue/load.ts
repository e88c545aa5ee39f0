import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { deserialize, serialize } from "node:v8";
import { parseYaml } from "../platform/index.ts";
import { createLexicon, type Lexicon } from "../text/index.ts";
import { buildIndex, type IndexData } from "./embedded/build.ts";
import { embeddedSearch } from "./embedded/find.ts";
import { ownCopy } from "./embedded/own-copy.ts";
import { entriesOf } from "./entries.ts";
import { importJsonl } from "./jsonl/load.ts";
import { type Aliases, AliasFile, type Outside, OutsideFile, VariantsFile, WordsFile } from "./knowledge.ts";
import { applyOverrides, NO_OVERRIDES, Overrides } from "./overrides.ts";
import type { Procedure } from "./procedure.ts";
import { type ImportReport, judgeRows } from "./report.ts";
import { admits, type Search } from "./search.ts";
import { isSheet, loadMapping, loadSheet } from "./sheet/load.ts";
import type { Mapping } from "./sheet/mapping.ts";
import { fromStarter, missingSources, StarterProcedure } from "./starter.ts";
import { createVariantTable, type VariantTable } from "./variants.ts";

/** What the office knows besides the procedures themselves. */
export interface Knowledge {
  readonly lexicon: Lexicon;
  readonly variants: VariantTable;
  readonly aliases: Aliases;
  readonly outside: readonly Outside[];
  /** What the province or the commune decided for itself; laid over whatever catalogue is opened. */
  readonly overrides: Overrides;
}

/** The procedures this office answers from, and how they are found. */
export interface Catalogue {
  /** Where the records come from, for people. */
  readonly title: string;
  readonly size: number;
  procedure(code: string): Procedure | undefined;
  codes(): readonly string[];
  outside(id: string): Outside | undefined;
  readonly search: Search;
  /** What `search` looks in, for another index to be filled from. */
  readonly index: IndexData;
}

export function loadKnowledge(directory: string): Knowledge {
  const read = (name: string) => readFileSync(join(directory, name), "utf8");
  const aliasDirectory = join(directory, "aliases");
  const aliasFiles = existsSync(aliasDirectory) ? readdirSync(aliasDirectory).filter(isYaml).sort() : [];
  return {
    lexicon: createLexicon(parseYaml("words.yaml", read("words.yaml"), WordsFile)),
    variants: createVariantTable(parseYaml("variants.yaml", read("variants.yaml"), VariantsFile)),
    aliases: mergeAliases(aliasFiles.map((name) => parseYaml(name, read(join("aliases", name)), AliasFile))),
    outside: parseYaml("outside.yaml", read("outside.yaml"), OutsideFile),
    overrides: existsSync(join(directory, "overrides.yaml"))
      ? parseYaml("overrides.yaml", read("overrides.yaml"), Overrides)
      : NO_OVERRIDES,
  };
}

function mergeAliases(files: readonly Aliases[]): Aliases {
  const merged: Aliases = {};
  for (const file of files) {
    for (const [code, { say, not }] of Object.entries(file)) {
      merged[code] = {
        say: [...(merged[code]?.say ?? []), ...say],
        not: [...(merged[code]?.not ?? []), ...(not ?? [])],
      };
    }
  }
  return merged;
}

const isYaml = (name: string) => name.endsWith(".yaml");

/** The procedures shipped in knowledge/procedures. Throws FileMistake on the first mistake an editor made. */
export function loadStarterProcedures(directory: string): Procedure[] {
  const folder = join(directory, "procedures");
  return readdirSync(folder)
    .filter(isYaml)
    .sort()
    .map((name) => {
      const starter = parseYaml(`procedures/${name}`, readFileSync(join(folder, name), "utf8"), StarterProcedure);
      const [missing] = missingSources(starter);
      if (missing) throw new Error(`procedures/${name}: không có nguồn "${missing}"`);
      return fromStarter(starter);
    });
}

export function starterCatalogue(directory: string, knowledge: Knowledge): Catalogue {
  const procedures = loadStarterProcedures(directory);
  return catalogueOf("kho kiến thức kèm theo phần mềm", procedures, knowledge);
}

/** A catalogue over records in memory. */
export function catalogueOf(
  title: string,
  procedures: readonly Procedure[],
  knowledge: Knowledge,
  index?: IndexData,
): Catalogue {
  const byCode = new Map(procedures.map((one) => [one.code, applyOverrides(one, knowledge.overrides)]));
  const outside = new Map(knowledge.outside.map((matter) => [matter.id, matter]));
  const data =
    index ??
    buildIndex(entriesOf(procedures, knowledge.aliases, knowledge.outside), knowledge.variants, knowledge.lexicon);
  return {
    title,
    size: byCode.size,
    procedure: (code) => byCode.get(code),
    codes: () => [...byCode.keys()],
    outside: (id) => outside.get(id),
    search: embeddedSearch(data, knowledge.variants, (id, filter) => admits(filter, byCode.get(id))),
    index: data,
  };
}

/** Reads a catalogue file of any kind (JSON Lines, plain or gzipped; CSV; Excel) and judges every value in it. */
export async function importFile(
  file: string,
  today: string,
  options: { readonly codes?: ReadonlySet<string> | undefined; readonly mapping?: Mapping | undefined } = {},
): Promise<ImportReport> {
  const { codes, mapping } = options;
  if (!isSheet(file)) return importJsonl(file, today, codes);
  const { rows, broken, columns, unsure } = await loadSheet(file, mapping);
  const wanted = rows.filter(({ row }) => !codes || (row.code && codes.has(row.code)));
  const judged = judgeRows(wanted, today);
  return { read: rows.length + broken.length, ...judged, broken, sheet: { columns, unsure, guessed: !mapping } };
}

/** What is kept of an imported catalogue: read back in one go at the next start. */
interface Stored {
  readonly format: string;
  readonly title: string;
  readonly procedures: readonly Procedure[];
  readonly index: IndexData;
}

/**
 * Serves from a catalogue file, judged and indexed once: the result is kept in `cacheDirectory`, under a name made of the
 * file, the wanted codes and the word lists, so that a change in any of them builds it anew.
 */
export async function openCatalogue(options: {
  readonly file: string;
  readonly codes?: ReadonlySet<string>;
  readonly cacheDirectory: string;
  readonly knowledge: Knowledge;
  readonly knowledgeDirectory: string;
  readonly today: string;
}): Promise<Catalogue> {
  const { file, codes, knowledge } = options;
  const cached = join(options.cacheDirectory, `catalogue-${fingerprint(options)}.bin`);
  if (existsSync(cached)) {
    const stored = readStored(cached);
    return catalogueOf(stored.title, stored.procedures, knowledge, stored.index);
  }
  const mappingFile = mappingFileOf(file, options.cacheDirectory);
  const mapping = existsSync(mappingFile) ? loadMapping(mappingFile) : undefined;
  const { procedures } = await importFile(file, options.today, { codes, mapping });
  if (procedures.length === 0) throw new Error(`${file}: không đọc được thủ tục nào`);
  const index = buildIndex(
    entriesOf(procedures, knowledge.aliases, knowledge.outside),
    knowledge.variants,
    knowledge.lexicon,
  );
  const stored: Stored = { format: FORMAT, title: basename(file), procedures, index };
  mkdirSync(options.cacheDirectory, { recursive: true });
  writeFileSync(`${cached}.part`, serialize(stored));
  renameSync(`${cached}.part`, cached);
  return catalogueOf(stored.title, procedures, knowledge, index);
}

function readStored(file: string): Stored {
  const bytes = readFileSync(file);
  const { index, ...rest } = deserialize(bytes) as Stored;
  const stored = { ...rest, index: ownCopy(index) };
  // Tens of megabytes that would stay until the next full collection. A small Buffer shares its memory with others.
  if (bytes.buffer.byteLength === bytes.byteLength && bytes.buffer instanceof ArrayBuffer) bytes.buffer.transfer(0);
  return stored;
}

/** Where the mapping a table was last imported with is kept, so that the next start reads the table the same way. */
export const mappingFileOf = (file: string, cacheDirectory: string): string =>
  join(cacheDirectory, `${basename(file)}.mapping.yaml`);

/** Changes whenever the judged records or the index mean something else. */
const FORMAT = "8";

function fingerprint(options: {
  file: string;
  codes?: ReadonlySet<string>;
  cacheDirectory: string;
  knowledgeDirectory: string;
  today: string;
}): string {
  const { size, mtimeMs } = statSync(options.file);
  const hash = createHash("sha256").update(`${FORMAT}|${basename(options.file)}|${size}|${mtimeMs}|${options.today}`);
  hash.update([...(options.codes ?? [])].sort().join(","));
  hashPath(hash, mappingFileOf(options.file, options.cacheDirectory));
  for (const path of ["aliases", "outside.yaml", "variants.yaml", "words.yaml"])
    hashPath(hash, join(options.knowledgeDirectory, path));
  return hash.digest("hex").slice(0, 24);
}

function hashPath(hash: ReturnType<typeof createHash>, path: string): void {
  if (!existsSync(path)) return;
  if (statSync(path).isDirectory()) for (const name of readdirSync(path).sort()) hashPath(hash, join(path, name));
  else hash.update(path).update(readFileSync(path));
}
