/** Search beside others: the office's embedded index, MiniSearch, Orama and SQLite FTS5 over the same folded words. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { entriesOf } from "../../src/catalogue/entries.ts";
import { importJsonl, loadKnowledge } from "../../src/catalogue/index.ts";
import type { Entry } from "../../src/catalogue/search.ts";
import { type Labelled, labelledQuestions } from "../fakes/noise-run.ts";
import { percentiles } from "./load.ts";
import { questionsAbout, readCodes, syntheticEntries } from "./search-data.ts";
import { type Engine, type EngineKind, embedded, engineKinds } from "./search-engines.ts";
import { decimal, row, type Table } from "./table.ts";

const MIB = 1024 * 1024;
const WARM_UP = 100;
const SYNTHETIC = 100_000;

export interface SearchFiles {
  readonly catalogue: string;
  readonly codes?: string | undefined;
  /** Labelled questions (JSON Lines, as `evaluate` reads them). */
  readonly questions?: string | undefined;
}

/** One table of speed, one of quality where there are labelled questions, one of opening, one of size. */
export async function benchSearch({ catalogue, codes, questions }: SearchFiles): Promise<Table[]> {
  const knowledge = loadKnowledge("knowledge");
  const { procedures } = await importJsonl(catalogue, readCodes(codes));
  const entries = entriesOf(procedures, knowledge);
  const names = procedures.map(({ name }) => name);
  const held = new Set(procedures.map(({ code }) => code));
  const labelled = questions ? labelledQuestions(questions, (code) => held.has(code)) : [];
  const answered = labelled.filter(({ outcome }) => outcome === "answered");
  const measured: Measured[] = [];
  for (const kind of engineKinds(knowledge, answered.length > 0))
    measured.push(await measure(kind, entries, questionsAbout(names), answered));
  const large = await measure(
    {
      name: `Lắng Nghe over ${SYNTHETIC.toLocaleString("en-US")} synthetic records`,
      open: (all) => embedded(all, knowledge),
    },
    syntheticEntries(names, SYNTHETIC),
    questionsAbout(names),
    [],
  );
  return [
    speedTable(measured, procedures.length),
    ...(answered.length > 0 ? [qualityTable(measured, answered.length)] : []),
    openTable(catalogue, codes),
    speedTable([large], SYNTHETIC),
  ];
}

interface Measured {
  readonly name: string;
  readonly buildMs: number;
  readonly bytes: number;
  readonly p50: number;
  readonly p99: number;
  readonly accented: Quality;
  readonly unaccented: Quality;
}

async function measure(
  { name, open }: EngineKind,
  entries: readonly Entry[],
  questions: readonly string[],
  answered: readonly Labelled[],
): Promise<Measured> {
  const before = await heldBytes();
  const began = performance.now();
  const engine = await open(entries);
  const buildMs = performance.now() - began;
  const { p50, p99 } = percentiles(await timesOf(engine, questions));
  const bytes = (await heldBytes()) - before + (engine.hiddenBytes?.() ?? 0);
  const accented = await qualityOf(engine, answered);
  const unaccented = await qualityOf(
    engine,
    answered.map((one) => ({ ...one, text: withoutAccents(one.text) })),
  );
  engine.close?.();
  return { name, buildMs, bytes, p50, p99, accented, unaccented };
}

async function timesOf(engine: Engine, questions: readonly string[]): Promise<number[]> {
  for (const question of questions.slice(0, WARM_UP)) await engine.best(question);
  const times: number[] = [];
  for (const question of questions) {
    const began = performance.now();
    await engine.best(question);
    times.push(performance.now() - began);
  }
  return times;
}

interface Quality {
  readonly first: number;
  readonly inFour: number;
  readonly inTen: number;
}

async function qualityOf(engine: Engine, answered: readonly Labelled[]): Promise<Quality> {
  const places: number[] = [];
  for (const { text, codes } of answered) {
    const place = (await engine.best(text)).findIndex((id) => codes.includes(id));
    places.push(place < 0 ? Number.POSITIVE_INFINITY : place);
  }
  const within = (most: number) => places.filter((place) => place < most).length / places.length;
  return { first: within(1), inFour: within(4), inTen: within(10) };
}

const withoutAccents = (text: string) =>
  text.normalize("NFD").replace(/\p{M}/gu, "").replaceAll("đ", "d").replaceAll("Đ", "D");

/** What is in use after a full collection, inside and outside the JavaScript heap. */
async function heldBytes(): Promise<number> {
  // What the steps before still hold is let go first.
  await setImmediate();
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  collect();
  collect();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

function speedTable(measured: readonly Measured[], records: number): Table {
  return {
    header: [`speed, ${records.toLocaleString("en-US")} records`, "build ms", "memory MB", "p50 ms", "p99 ms"],
    rows: measured.map(({ name, buildMs, bytes, p50, p99 }) =>
      row(name, decimal(buildMs, 0), decimal(bytes / MIB, 1), decimal(p50, 2), decimal(p99, 2)),
    ),
  };
}

function qualityTable(measured: readonly Measured[], questions: number): Table {
  const cells = ({ first, inFour, inTen }: Quality) => [first, inFour, inTen].map((share) => decimal(share, 3));
  const header = ["right first", "in first 4", "in first 10"];
  return {
    header: [`quality, ${questions} questions`, ...header, ...header.map((title) => `unaccented: ${title}`)],
    rows: measured.map(({ name, accented, unaccented }) => row(name, ...cells(accented), ...cells(unaccented))),
  };
}

interface Opened {
  readonly size: number;
  readonly knowledgeMs: number;
  readonly openMs: number;
  readonly rssAtStart: number;
  readonly rss: number;
  readonly heapUsed: number;
}

/** In processes of their own: the first builds and keeps the index, the second reads what was kept. */
function openTable(catalogue: string, codes = ""): Table {
  const folder = mkdtempSync(join(tmpdir(), "lang-nghe-search-"));
  try {
    const [built, kept] = [openOnce(catalogue, codes, folder), openOnce(catalogue, codes, folder)];
    const cells = (title: string, one: Opened) => {
      const figures = [one.knowledgeMs, one.openMs, one.rssAtStart / MIB, one.rss / MIB, one.heapUsed / MIB];
      return row(title, ...figures.map((figure) => decimal(figure, 0)));
    };
    return {
      header: [
        `openCatalogue, ${kept.size.toLocaleString("en-US")} procedures`,
        "word lists ms",
        "open ms",
        "RSS MB",
        "RSS after GC MB",
        "heap after GC MB",
      ],
      rows: [cells("first time: imported, judged, indexed", built), cells("from then on: the kept index", kept)],
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function openOnce(catalogue: string, codes: string, folder: string): Opened {
  const program = join(import.meta.dirname, "search-open.ts");
  const args = ["--max-semi-space-size=4", "--max-old-space-size=512", program, catalogue, codes, folder];
  return JSON.parse(execFileSync(process.execPath, args, { encoding: "utf8" })) as Opened;
}
