import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseYaml } from "../../platform/index.ts";
import { createLexicon, type Lexicon } from "../../text/index.ts";
import { NO_OVERRIDES, Overrides } from "../overrides.ts";
import { type Practicality, practicalityOf } from "../practicalities.ts";
import { readQuestion, tellingOf } from "../question.ts";
import { createVariantTable, type VariantTable } from "../variants.ts";
import {
  type Aliases,
  AliasFile,
  FamiliesFile,
  type Family,
  type Need,
  NeedsFile,
  type Outside,
  OutsideFile,
  PracticalitiesFile,
  VariantsFile,
  WordsFile,
} from "./files.ts";

/** What the office knows besides the procedures themselves. */
export interface Knowledge {
  readonly lexicon: Lexicon;
  readonly variants: VariantTable;
  readonly aliases: Aliases;
  readonly outside: readonly Outside[];
  readonly families: readonly Family[];
  /** What people ask of any procedure. */
  readonly practicalities: readonly Practicality[];
  /** By the id of a procedure, a family or an outside matter: phrases without which, or with which, it is not meant. */
  readonly needs: ReadonlyMap<string, Need>;
  /** What the province or the commune decided for itself; laid over whatever catalogue is opened. */
  readonly overrides: Overrides;
}

/** Reads what stands beside the procedures in `directory`. Throws FileMistake on the first mistake an editor made. */
export function loadKnowledge(directory: string): Knowledge {
  const has = (name: string) => existsSync(join(directory, name));
  const read = (name: string) => readFileSync(join(directory, name), "utf8");
  const inFolder = (folder: string) =>
    has(folder)
      ? readdirSync(join(directory, folder))
          .filter((name) => name.endsWith(".yaml"))
          .sort()
          .map((name) => join(folder, name))
      : [];
  const aliases = mergeAliases(inFolder("aliases").map((name) => parseYaml(name, read(name), AliasFile)));
  const matters = inFolder("outside").flatMap((name) => parseYaml(name, read(name), OutsideFile));
  const families = has("families.yaml") ? parseYaml("families.yaml", read("families.yaml"), FamiliesFile) : [];
  const wordings = [
    ...(has("sentences.txt") ? read("sentences.txt").split("\n") : []),
    ...Object.values(aliases).flatMap(({ say }) => say),
    ...matters.flatMap(({ say }) => say),
    ...families.flatMap(({ say, choices }) => [...say, ...Object.values(choices)]),
  ];
  const lexicon = createLexicon(parseYaml("words.yaml", read("words.yaml"), WordsFile), wordings);
  return {
    lexicon,
    variants: createVariantTable(parseYaml("variants.yaml", read("variants.yaml"), VariantsFile)),
    aliases,
    outside: matters.map((matter) => ({
      ...matter,
      asked: once(() => matter.say.map((wording) => asAsked(wording, lexicon))),
    })),
    families: families.map((family) => ({
      ...family,
      standard: once(() => family.say.map((wording) => lexicon.standardise(wording).join(" "))),
      asked: once(() => askedOf([...family.say, ...(family.usual ?? [])], lexicon)),
    })),
    practicalities: has("practicalities.yaml")
      ? parseYaml("practicalities.yaml", read("practicalities.yaml"), PracticalitiesFile).map((one) =>
          practicalityOf(one, lexicon),
        )
      : [],
    needs: new Map(
      (has("needs.yaml") ? parseYaml("needs.yaml", read("needs.yaml"), NeedsFile) : []).flatMap(({ of, ...need }) =>
        of.map((id) => [id, need] as const),
      ),
    ),
    overrides: has("overrides.yaml") ? parseYaml("overrides.yaml", read("overrides.yaml"), Overrides) : NO_OVERRIDES,
  };
}

/** A wording as search sees a question: standard words, without the part asked for and without fillers, unless too little is left. */
function asAsked(wording: string, lexicon: Lexicon): string {
  const { words } = readQuestion(wording, lexicon).query;
  return words.length > 1 ? words.join(" ") : wording;
}

/** What a wording denies is light, and "không kết hôn mà có con" without it is "kết hôn": such a one is never all of a question. */
const askedOf = (say: readonly string[], lexicon: Lexicon): ReadonlySet<string> =>
  new Set(say.filter((way) => !DENIES.test(way)).flatMap((way) => tellingOf(readQuestion(way, lexicon)) || []));
const DENIES = /(?<!\p{L})(?:không|chưa|chẳng)(?!\p{L})(?! *$)/u;

function once<T>(work: () => T): () => T {
  let done: { readonly value: T } | undefined;
  return () => {
    done ??= { value: work() };
    return done.value;
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
