import { type Field, type Practicality, type Procedure, paperApart, type Question } from "../catalogue/index.ts";
import { fold, words } from "../text/index.ts";
import { type FactContext, partOf } from "./facts.ts";
import { tellingIn } from "./telling.ts";

/** A sentence of a record, as published, and the part it stands in. */
export interface Passage {
  readonly field: Field;
  readonly text: string;
}

/** Where records say who, when and in which case, the shortest first. */
const READ: readonly Field[] = ["conditions", "papers", "place", "result", "channels", "forms", "steps"];
const MOST = 3;
const MOST_CHARACTERS = 900;
/** A longer sentence is a list that was run together: nobody reads it on a phone. */
const LONGEST = 600;

/**
 * What the record itself says of a practical question ("ông nội đi làm được không"), word for word: its sentences that hold what such
 * things are called there, or two words the question joins. The best first; none where it says nothing of it.
 */
export function passagesOf(
  procedure: Procedure,
  question: Question,
  practical: readonly Practicality[],
  context: FactContext,
): Passage[] {
  const sentences = sentencesOf(procedure, context);
  const named = between(procedure.name);
  const worthIn = (phrases: readonly string[]) =>
    phrases.filter((phrase) => !named.includes(` ${phrase} `)).map((phrase) => inRecord(phrase, sentences));
  const called = practical.map(({ record, unless }) => ({ phrases: worthIn(record), unless }));
  const joined = worthIn(pairsOf(tellingIn(question)));
  const found = sentences
    .map((sentence) => ({ sentence, worth: worthOf(sentence, called, joined) }))
    .filter(({ worth }) => worth > 0)
    .sort((a, b) => b.worth - a.worth || a.sentence.text.length - b.sentence.text.length);
  const best = found[0]?.worth ?? 0;
  return withinLength(
    found.filter(({ worth }) => worth * 2 > best).map(({ sentence: { field, text } }) => ({ field, text })),
  );
}

/** Words that stand side by side in the question, as one phrase: most Vietnamese words are two syllables. */
const pairsOf = (telling: readonly string[]): string[] =>
  telling.slice(1).map((word, i) => fold(`${telling[i]} ${word}`));

interface Sentence extends Passage {
  /** In folded words between spaces. */
  readonly said: string;
}
const between = (text: string): string => ` ${words(fold(text)).join(" ")} `;

/** A phrase, and what it is worth in a sentence: what a record says all over tells less. */
interface Phrase {
  readonly phrase: string;
  readonly worth: number;
}

/** What records call what was asked. */
interface Called {
  readonly phrases: readonly Phrase[];
  readonly unless: readonly string[];
}
const LEAST_WORTH = 0.5;
const inRecord = (phrase: string, sentences: readonly Sentence[]): Phrase => {
  const count = sentences.filter(({ said }) => said.includes(` ${phrase} `)).length;
  return { phrase, worth: count === 0 ? 0 : Math.max(LEAST_WORTH, 1 / Math.sqrt(count)) };
};

/** Where the words of the question ask for something that records have a name for, that name; else a pair of words that is not all over it. */
function worthOf({ said, field }: Sentence, called: readonly Called[], joined: readonly Phrase[]): number {
  const holds = (phrase: string) => said.includes(` ${phrase} `);
  const sumOf = (phrases: readonly Phrase[]) =>
    phrases.reduce((sum, { phrase, worth }) => (holds(phrase) ? sum + worth : sum), 0);
  const isOfIt = ({ unless }: Called) => !unless.some(holds);
  const byName = called.filter(isOfIt).reduce((sum, { phrases }) => sum + Math.min(MOST_OF_ONE, sumOf(phrases)), 0);
  const byWords = sumOf(joined);
  if (called.length > 0 ? byName === 0 : byWords < LEAST_OF_WORDS) return 0;
  return (byName + 1.5 * byWords) * (field === "steps" ? OF_STEPS : 1);
}
const MOST_OF_ONE = 2;
/** A pair that three sentences or fewer hold. */
const LEAST_OF_WORDS = 0.57;
/** What the office does with a dossier is seldom what was asked. */
const OF_STEPS = 0.8;

function withinLength(passages: readonly Passage[]): Passage[] {
  const kept: Passage[] = [];
  let left = MOST_CHARACTERS;
  for (const passage of passages.slice(0, MOST)) {
    left -= passage.text.length;
    if (left < 0 && kept.length > 0) break;
    kept.push(passage);
  }
  return kept;
}

/** A stop, unless what follows goes on in small letters or in figures ("Điều 14. 2"). */
const BREAK = /(?<=[.;:])\s+(?=[-+*(]|\p{Lu})|\n/u;
const BULLET = /^(?:[-+*•]|\([ivx]+\)|\d+\.|[a-zđ]\))\s*/u;
/** Page furniture: a file to download, glued to what stands before it. */
const FILE = /\.(?:docx?|pdf|xlsx?|rar|zip)(?!\p{L})/iu;

/** A short line is kept whole: its second sentence says for whom the first does not hold. */
const SHORT_LINE = 350;
const cut = (line: string): string[] => (line.length <= SHORT_LINE ? line.split("\n") : line.split(BREAK));

function sentencesOf(procedure: Procedure, context: FactContext): Sentence[] {
  const seen = new Set<string>();
  return READ.flatMap((field) => {
    const part = partOf(procedure, field, context);
    if (part.kind === "withheld") return [];
    return part.receipts
      .flatMap(({ text }) => cut(paperApart(text).paper))
      .map((sentence) => sentence.trim().replace(BULLET, ""))
      .filter((text) => text.length > 15 && text.length <= LONGEST && !text.endsWith(":") && !FILE.test(text))
      .filter((text) => !seen.has(text) && seen.add(text))
      .map((text) => ({ field, text, said: between(text) }));
  });
}
