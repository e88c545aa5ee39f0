import { z } from "zod";
import { fold, lower } from "../text/index.ts";

const phrases = z.array(z.string().min(1)).min(1);

/** knowledge/place-words.yaml: the words around names of places. */
export const PlaceWordsFile = z.strictObject({
  kinds: z
    .array(
      z.strictObject({
        kind: z.string(),
        level: z.enum(["commune", "district", "city", "province"]),
        words: phrases,
        short: z.array(z.string()),
      }),
    )
    .min(1),
  not_kinds: phrases,
  cues: phrases,
  origins: phrases,
  landmarks: phrases,
  details: phrases,
  links: phrases,
  particles: phrases,
  everyday: phrases,
});
export type PlaceWordsFile = z.infer<typeof PlaceWordsFile>;

/** What a word such as "huyện" says the name after it names; "city" is a province or, before 2025, a district. */
export type Level = "commune" | "district" | "city" | "province";

export interface Kind {
  readonly kind: string;
  readonly level: Level;
}

/** Phrases by their words, as they stand in accented text and in text without accents. */
interface PhraseSet {
  readonly accented: ReadonlySet<string>;
  readonly plain: ReadonlySet<string>;
}

export interface PlaceWords {
  readonly kinds: { readonly accented: ReadonlyMap<string, Kind>; readonly plain: ReadonlyMap<string, Kind> };
  readonly short: ReadonlyMap<string, Kind>;
  /** Phrases in which such a word is no kind ("xã hội"). */
  readonly notKinds: PhraseSet;
  readonly cues: PhraseSet;
  readonly origins: PhraseSet;
  readonly landmarks: PhraseSet;
  readonly details: PhraseSet;
  readonly links: PhraseSet;
  readonly particles: PhraseSet;
  readonly everyday: PhraseSet;
}

export function compileWords(file: PlaceWordsFile): PlaceWords {
  const accented = new Map<string, Kind>();
  const plain = new Map<string, Kind>();
  const short = new Map<string, Kind>();
  for (const { kind, level, words, short: abbreviations } of file.kinds) {
    for (const word of words) {
      accented.set(lower(word), { kind, level });
      if (!plain.has(fold(word))) plain.set(fold(word), { kind, level });
    }
    for (const word of abbreviations) short.set(fold(word), { kind, level });
  }
  const { not_kinds, cues, origins, landmarks, details, links, particles, everyday } = file;
  return {
    kinds: { accented, plain },
    short,
    notKinds: setOf(not_kinds),
    cues: setOf(cues),
    origins: setOf(origins),
    landmarks: setOf(landmarks),
    details: setOf(details),
    links: setOf(links),
    particles: setOf(particles),
    everyday: setOf(everyday),
  };
}

const setOf = (list: readonly string[]): PhraseSet => ({
  accented: new Set(list.map(lower)),
  plain: new Set(list.map(fold)),
});
