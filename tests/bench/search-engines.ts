/** The index of the office and three others, filled with the same folded words. */
import { DatabaseSync } from "node:sqlite";
import { create, insertMultiple, search as oramaSearch } from "@orama/orama";
import MiniSearch from "minisearch";
import { buildIndex } from "../../src/catalogue/embedded/build.ts";
import { find } from "../../src/catalogue/embedded/find.ts";
import type { Knowledge } from "../../src/catalogue/index.ts";
import { readQuestion } from "../../src/catalogue/question.ts";
import type { Entry } from "../../src/catalogue/search.ts";
import { fold, words } from "../../src/text/index.ts";

export interface Engine {
  /** Ids of the best ten, best first. */
  readonly best: (question: string) => Promise<readonly string[]>;
  /** Bytes the engine keeps outside the JavaScript heap and does not tell Node of. */
  readonly hiddenBytes?: () => number;
  readonly close?: () => void;
}

export interface EngineKind {
  readonly name: string;
  readonly open: (entries: readonly Entry[]) => Promise<Engine>;
}

const MOST = 10;
/** As the office's own index weighs its fields (src/catalogue/embedded/build.ts). */
const BOOST = { name: 3, aliases: 2.2, about: 0.8, body: 0.3 } as const;
/** And as much of the long ones as it reads. */
const ABOUT_WORDS = 80;
const BODY_WORDS = 400;
const FIELDS = ["name", "aliases", "about", "body"] as const;

type Folded = { id: string } & Record<(typeof FIELDS)[number], string>;
/** Turns a question into the words another engine is asked with. */
type Reader = (question: string) => string[];

const foldedText = (text: string, most?: number) => words(fold(text)).slice(0, most).join(" ");
const split = (text: string) => text.split(" ").filter(Boolean);

function foldedEntry({ id, name, aliases, about, body }: Entry): Folded {
  return {
    id,
    name: foldedText(name),
    aliases: aliases.map((alias) => foldedText(alias)).join(" "),
    about: foldedText(about, ABOUT_WORDS),
    body: foldedText(body, BODY_WORDS),
  };
}

/** Ours and the others, asked with the words as typed; `reread`: also with those our own reading of the question leaves. */
export function engineKinds(knowledge: Knowledge, reread: boolean): EngineKind[] {
  const asTyped: Reader = (question) => split(foldedText(question));
  const asRead: Reader = (question) => {
    const { query } = readQuestion(question, knowledge.lexicon);
    return split(foldedText([...query.words, ...query.implied].join(" ")));
  };
  const others = [
    ["MiniSearch 7.2.0", miniSearch],
    ["Orama 3.1.18", orama],
    ["SQLite FTS5", fts5],
  ] as const;
  return [
    { name: "Lắng Nghe, embedded", open: (entries) => embedded(entries, knowledge) },
    ...others.map(([name, open]) => ({ name, open: (entries: readonly Entry[]) => open(entries, asTyped) })),
    ...(reread ? others : []).map(([name, open]) => ({
      name: `${name}, with our reading of the question`,
      open: (entries: readonly Entry[]) => open(entries, asRead),
    })),
  ];
}

export async function embedded(entries: readonly Entry[], { variants, lexicon }: Knowledge): Promise<Engine> {
  const index = buildIndex(entries, variants, lexicon);
  return {
    best: async (question) => find(index, variants, readQuestion(question, lexicon).query, MOST).map(({ id }) => id),
  };
}

async function miniSearch(entries: readonly Entry[], read: Reader): Promise<Engine> {
  const index = new MiniSearch<Folded>({ fields: [...FIELDS], tokenize: split, processTerm: (term) => term });
  index.addAll(entries.map(foldedEntry));
  return {
    best: async (question) =>
      index
        .search(read(question).join(" "), { boost: BOOST })
        .slice(0, MOST)
        .map(({ id }) => String(id)),
  };
}

async function orama(entries: readonly Entry[], read: Reader): Promise<Engine> {
  const tokenizer = { language: "folded", normalizationCache: new Map(), tokenize: split };
  const schema = { id: "string", name: "string", aliases: "string", about: "string", body: "string" } as const;
  const index = create({ schema, components: { tokenizer } });
  await insertMultiple(index, entries.map(foldedEntry), 500);
  const properties = [...FIELDS];
  return {
    best: async (question) => {
      const term = read(question).join(" ");
      const { hits } = await oramaSearch(index, { term, properties, limit: MOST, boost: BOOST });
      return hits.map(({ document }) => String(document.id));
    },
  };
}

async function fts5(entries: readonly Entry[], read: Reader): Promise<Engine> {
  const db = new DatabaseSync(":memory:");
  db.exec("create virtual table entries using fts5(id unindexed, name, aliases, about, body)");
  const insert = db.prepare("insert into entries values (?, ?, ?, ?, ?)");
  db.exec("begin");
  for (const { id, name, aliases, about, body } of entries.map(foldedEntry)) insert.run(id, name, aliases, about, body);
  db.exec("commit");
  const weights = FIELDS.map((field) => BOOST[field]).join(", ");
  const select = db.prepare(
    `select id from entries where entries match ? order by bm25(entries, 0, ${weights}) limit ${MOST}`,
  );
  return {
    best: async (question) => {
      const terms = [...new Set(read(question))].map((word) => `"${word}"`);
      return terms.length === 0 ? [] : select.all(terms.join(" OR ")).map((row) => String(row["id"]));
    },
    hiddenBytes: () => pragma(db, "page_count") * pragma(db, "page_size"),
    close: () => db.close(),
  };
}

function pragma(db: DatabaseSync, name: string): number {
  return Number(db.prepare(`pragma ${name}`).get()?.[name]);
}
