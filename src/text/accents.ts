import { fold, words } from "./fold.ts";

/**
 * Puts accents on standard words typed without: of all spellings of each, those that stand beside each other most often.
 * A word that has accents, or was never seen, is left as it is.
 */
export type Accentuate = (words: readonly string[]) => string[];

/** What a word is worth by itself beside the pairs it was seen in: it decides where the neighbours are new. */
const ALONE = 10;
/** Less than this share of words with accents: it says nothing of where they belong. */
const LEAST_ACCENTED = 0.2;

/** Learns from `sentences`, at the first use: a tenth of a second that a start need not wait for. */
export function createAccentuate(sentences: () => Iterable<string>): Accentuate {
  let learnt: Learnt | undefined;
  return (said) => {
    learnt ??= learn(sentences());
    return likeliest(said, learnt);
  };
}

/** The likeliest spelling of the whole (Viterbi). */
function likeliest(said: readonly string[], learnt: Learnt): string[] {
  const { spellings, numbers } = learnt;
  let paths: readonly Path[] = [{ score: 0, number: EDGE, word: "" }];
  for (const word of said) {
    const choices = (fold(word) === word ? spellings.get(word) : undefined) ?? [word];
    const before = paths;
    paths = choices.map((choice) => bestInto(choice, numbers.get(choice) ?? NEVER, before, learnt));
  }
  const ended = ({ score, number }: Path) => score + likelihood(number, EDGE, learnt);
  return wordsOf(paths.reduce((a, b) => (ended(b) > ended(a) ? b : a)));
}

interface Path {
  readonly score: number;
  readonly number: number;
  readonly word: string;
  readonly before?: Path;
}

function bestInto(word: string, number: number, paths: readonly Path[], learnt: Learnt): Path {
  const after = (path: Path) => path.score + likelihood(path.number, number, learnt);
  const before = paths.reduce((a, b) => (after(b) > after(a) ? b : a));
  return { score: after(before), number, word, before };
}

function wordsOf(last: Path): string[] {
  const found: string[] = [];
  for (let path = last; path.before; path = path.before) found.push(path.word);
  return found.reverse();
}

function likelihood(before: number, word: number, { often, pairs, total }: Learnt): number {
  const share = ((often[word] ?? 0) + 0.1) / (total + 1);
  return Math.log(((pairs.get(pairOf(before, word)) ?? 0) + ALONE * share) / ((often[before] ?? 0) + ALONE));
}

/** Words by number; what stands before the first and after the last is one too. */
interface Learnt {
  readonly numbers: ReadonlyMap<string, number>;
  /** Folded word → its spellings. */
  readonly spellings: ReadonlyMap<string, readonly string[]>;
  readonly often: readonly number[];
  readonly pairs: ReadonlyMap<number, number>;
  readonly total: number;
}

const EDGE = 0;
const NEVER = -1;
const pairOf = (before: number, word: number) => before * 65_536 + word;

function learn(sentences: Iterable<string>): Learnt {
  const numbers = new Map<string, number>();
  const spellings = new Map<string, string[]>();
  const isMarked = [false];
  const often = [0];
  const pairs = new Map<number, number>();
  const count = (before: number, word: number) => {
    often[word] = (often[word] as number) + 1;
    pairs.set(pairOf(before, word), (pairs.get(pairOf(before, word)) ?? 0) + 1);
  };
  const numberOf = (word: string) => {
    const known = numbers.get(word);
    if (known !== undefined) return known;
    const folded = fold(word);
    numbers.set(word, isMarked.push(folded !== word) - 1);
    often.push(0);
    spellings.set(folded, [...(spellings.get(folded) ?? []), word]);
    return isMarked.length - 1;
  };
  for (const sentence of sentences) {
    const said = words(sentence).map(numberOf);
    if (said.filter((number) => isMarked[number]).length <= LEAST_ACCENTED * said.length) continue;
    said.forEach((number, i) => {
      count(said[i - 1] ?? EDGE, number);
    });
    count(said.at(-1) ?? EDGE, EDGE);
  }
  return { numbers, spellings, often, pairs, total: often.reduce((a, b) => a + b, 0) };
}
