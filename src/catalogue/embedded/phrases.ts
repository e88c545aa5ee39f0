/** What entries are called, word after word in a few long arrays: objects for each would be many times as large. */
export interface Phrases {
  /** Per entry: the number of its name; its aliases follow, then what means another entry. One more at the end. */
  readonly ofEntry: Uint32Array;
  /** Per entry: the first of its phrases that mean another entry. */
  readonly others: Uint32Array;
  /** Per phrase: its first word. One more at the end. */
  readonly start: Uint32Array;
  /** Per phrase: the idf of its distinct terms, added up. */
  readonly weight: Float64Array;
  /** Per word: the folded term, the number of the accented word, and of MARKS those that hold. */
  readonly terms: Uint32Array;
  readonly spoken: Uint32Array;
  readonly marks: Uint8Array;
}

/** `again`: the term stood in the phrase before; `telling`: no light word. */
export const MARKS = { again: 1, telling: 2 } as const;

/** A phrase while the index is built. */
export interface Phrase {
  readonly terms: readonly number[];
  readonly spoken: readonly number[];
  readonly marks: readonly number[];
}

/** What an entry is called, while the index is built. */
export interface Label {
  readonly name: Phrase;
  readonly aliases: readonly Phrase[];
  readonly not: readonly Phrase[];
}

export function packed(labels: readonly Label[], nameIdf: Float32Array): Phrases {
  const phrases = labels.flatMap(({ name, aliases, not }) => [name, ...aliases, ...not]);
  const ofEntry = starts(labels, ({ aliases, not }) => 1 + aliases.length + not.length);
  return {
    ofEntry,
    others: Uint32Array.from(labels, ({ aliases }, entry) => (ofEntry[entry] ?? 0) + 1 + aliases.length),
    start: starts(phrases, ({ terms }) => terms.length),
    weight: Float64Array.from(phrases, (phrase) => weightOf(phrase, nameIdf)),
    terms: Uint32Array.from(phrases.flatMap(({ terms }) => terms)),
    spoken: Uint32Array.from(phrases.flatMap(({ spoken }) => spoken)),
    marks: Uint8Array.from(phrases.flatMap(({ marks }) => marks)),
  };
}

/** Where each begins when they stand one after the other, and where the last one ends. */
function starts<T>(list: readonly T[], length: (one: T) => number): Uint32Array {
  const found = new Uint32Array(list.length + 1);
  list.forEach((one, i) => {
    found[i + 1] = (found[i] ?? 0) + length(one);
  });
  return found;
}

const weightOf = ({ terms }: Phrase, nameIdf: Float32Array): number =>
  [...new Set(terms)].reduce((sum, term) => sum + (nameIdf[term] ?? 0), 0);

/** The accented words of an entry's aliases; `spoken` as in the index. */
export function aliasesOf(phrases: Phrases, spoken: readonly string[], entry: number): string[] {
  const aliases: string[] = [];
  for (let phrase = (phrases.ofEntry[entry] ?? 0) + 1; phrase < (phrases.others[entry] ?? 0); phrase++) {
    const words = phrases.spoken.subarray(phrases.start[phrase], phrases.start[phrase + 1]);
    aliases.push(Array.from(words, (number) => spoken[number] ?? "").join(" "));
  }
  return aliases;
}
