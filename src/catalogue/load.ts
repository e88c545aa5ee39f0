import { createHash } from "node:crypto";
import { createReadStream, existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { parseYaml, sha256 } from "../platform/index.ts";
import { buildIndex, type IndexData } from "./embedded/build.ts";
import { embeddedSearch } from "./embedded/find.ts";
import { entriesOf, type LeftOut, leftOutOf, membersHeld } from "./entries.ts";
import { importJsonl } from "./jsonl/load.ts";
import { codeKey, type Kept, keep, keyOf, readKept } from "./kept/load.ts";
import type { Family, Outside } from "./knowledge/files.ts";
import type { Knowledge } from "./knowledge/load.ts";
import type { Procedure } from "./procedure.ts";
import { openRecords, type PackedRecords, pack, unpackAll } from "./records/load.ts";
import { type ImportReport, judgeRows } from "./report.ts";
import { admits, type Search } from "./search.ts";
import { isSheet, loadMapping, loadSheet, savedOn } from "./sheet/load.ts";
import type { Mapping } from "./sheet/mapping.ts";
import { fromStarter, missingSources, StarterProcedure } from "./starter.ts";
import type { Reading } from "./versions/store.ts";

/** The procedures this office answers from, and how they are found. */
export interface Catalogue {
  /** Where the records come from, for people. */
  readonly title: string;
  readonly size: number;
  procedure(code: string): Procedure | undefined;
  /** What a procedure is called and what field it is of, without the cost of unpacking its record. */
  head(code: string): Pick<Procedure, "name" | "field" | "applicant"> | undefined;
  codes(): readonly string[];
  outside(id: string): Outside | undefined;
  /** The published procedures this catalogue was narrowed to leave out. */
  readonly leftOut: ReadonlyMap<string, LeftOut>;
  /** A family with those of its choices this catalogue holds. */
  family(id: string): Family | undefined;
  /** The families a procedure is a choice of. */
  familiesOf(code: string): readonly string[];
  readonly search: Search;
  /** What `search` looks in, for another index to be filled from. */
  readonly index: IndexData;
  /** What it was read from, as published; absent for one put together in memory. */
  readonly reading?: Reading;
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
  const records = loadStarterProcedures(directory);
  const title = "kho kiến thức kèm theo phần mềm";
  const content = sha256(JSON.stringify(records));
  const kept = indexed(records, [], knowledge);
  return {
    ...openKept(title, kept, knowledge),
    reading: { series: "shipped", source: title, content, code: codeKey(), ...readBack(kept.records) },
  };
}

const readBack = (records: PackedRecords): Pick<Reading, "heads" | "records"> => ({
  heads: records.heads,
  records: () => unpackAll(records),
});

/** A catalogue over records in memory. */
export function catalogueOf(
  title: string,
  procedures: readonly Procedure[],
  knowledge: Knowledge,
  leftOut: readonly LeftOut[] = [],
): Catalogue {
  return openKept(title, indexed(procedures, leftOut, knowledge), knowledge);
}

/** A catalogue over what was kept of one. */
export function openKept(title: string, { records, leftOut, index }: Kept, knowledge: Knowledge): Catalogue {
  const byCode = openRecords(records, knowledge.overrides);
  const outside = new Map(knowledge.outside.map((matter) => [matter.id, matter]));
  const families = new Map(knowledge.families.map((family) => [family.id, heldOf(family, byCode)]));
  const familiesOf = new Map<string, string[]>();
  for (const { id, choices } of families.values())
    for (const code of Object.keys(choices)) familiesOf.set(code, [...(familiesOf.get(code) ?? []), id]);
  return {
    title,
    size: byCode.size,
    procedure: (code) => byCode.get(code),
    head: (code) => byCode.head(code),
    codes: () => [...byCode.keys()],
    outside: (id) => outside.get(id),
    leftOut: new Map(leftOut.map((one) => [one.code, one])),
    family: (id) => families.get(id),
    familiesOf: (code) => familiesOf.get(code) ?? [],
    search: embeddedSearch(index, knowledge.variants, (id, filter) => admits(filter, byCode.head(id))),
    index,
  };
}

/** Indexes records and keeps both for the next start. */
export function keepIndexed(
  cacheDirectory: string,
  key: string,
  procedures: readonly Procedure[],
  knowledge: Knowledge,
  leftOut: readonly LeftOut[] = [],
): Kept {
  const kept = indexed(procedures, leftOut, knowledge);
  keep(cacheDirectory, key, kept);
  return kept;
}

const indexed = (procedures: readonly Procedure[], leftOut: readonly LeftOut[], knowledge: Knowledge): Kept => ({
  records: pack(procedures),
  leftOut,
  index: buildIndex(entriesOf(procedures, knowledge, leftOut), knowledge.variants, knowledge.lexicon),
});

function heldOf(family: Family, held: { has(code: string): boolean }): Family {
  const choices = membersHeld(family, held).map((code) => [code, family.choices[code] ?? ""]);
  return { ...family, choices: Object.fromEntries(choices) };
}

/** Reads a catalogue file of any kind (JSON Lines, plain or gzipped; CSV; Excel) and judges every value in it. */
export async function importFile(
  file: string,
  options: { readonly codes?: ReadonlySet<string> | undefined; readonly mapping?: Mapping | undefined } = {},
): Promise<ImportReport> {
  const { codes, mapping } = options;
  if (!isSheet(file)) return importJsonl(file, codes);
  const { rows, broken, kind: _kind, ...sheet } = await loadSheet(file, mapping);
  const wanted = rows.filter(({ row }) => !codes || (row.code && codes.has(row.code)));
  const judged = judgeRows(wanted);
  return { read: rows.length + broken.length, ...judged, broken, sheet: { ...sheet, guessed: !mapping } };
}

/**
 * Serves from a catalogue file, judged and indexed once: the result is kept in `cacheDirectory`, under a name made of the
 * file's content, the wanted codes and the word lists, so that a change in any of them builds it anew.
 */
export async function openCatalogue(options: {
  readonly file: string;
  readonly codes?: ReadonlySet<string>;
  readonly cacheDirectory: string;
  readonly knowledge: Knowledge;
  readonly knowledgeDirectory: string;
}): Promise<Catalogue> {
  const { file, codes, knowledge, cacheDirectory } = options;
  const content = await contentOf(file, codes, cacheDirectory);
  const key = keyOf(content, options.knowledgeDirectory);
  const source = basename(file);
  const kept = readKept(cacheDirectory, key) ?? (await readAndKeep(options, key));
  const reading: Reading = { series: "published", source, content, code: codeKey(), ...readBack(kept.records) };
  return { ...openKept(source, kept, knowledge), reading };
}

async function readAndKeep(
  { file, codes, knowledge, cacheDirectory }: Parameters<typeof openCatalogue>[0],
  key: string,
): Promise<Kept> {
  const mappingFile = mappingFileOf(file, cacheDirectory);
  const mapping = existsSync(mappingFile) ? loadMapping(mappingFile) : undefined;
  const { procedures: published } = await importFile(file, { mapping });
  const [procedures, others] = parted(published, ({ code }) => !codes || codes.has(code));
  if (procedures.length === 0) throw new Error(`${file}: không đọc được thủ tục nào`);
  return keepIndexed(cacheDirectory, key, procedures, knowledge, leftOutOf(others, procedures));
}

function parted<T>(list: readonly T[], isFirst: (one: T) => boolean): [first: T[], rest: T[]] {
  return [list.filter(isFirst), list.filter((one) => !isFirst(one))];
}

/** Where the mapping a table was last imported with is kept, so that the next start reads the table the same way. */
export const mappingFileOf = (file: string, cacheDirectory: string): string =>
  join(cacheDirectory, `${basename(file)}.mapping.yaml`);

/** A fingerprint of what a file and the way it is read say. */
async function contentOf(
  file: string,
  codes: ReadonlySet<string> | undefined,
  cacheDirectory: string,
): Promise<string> {
  const hash = createHash("sha256").update(`${[...(codes ?? [])].sort().join(",")}|`);
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  const mappingFile = mappingFileOf(file, cacheDirectory);
  if (existsSync(mappingFile)) hash.update(readFileSync(mappingFile));
  // A table that names no day of its own was read on the day it was saved.
  if (isSheet(file)) hash.update(savedOn(file));
  return hash.digest("hex");
}
