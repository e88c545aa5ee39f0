import { fold, isAccented, lower } from "../../text/index.ts";
import type { Directory, Topic } from "../directory.ts";
import { findPhrases } from "../phrases.ts";
import { rankTopics } from "../rank.ts";

/** A report the rules could not place, and the unit a person gave it to. */
export interface Decision {
  readonly code: string;
  readonly text: string;
  readonly unit: string;
}

/** Words that reports of one unit have in common and no topic of it knows: a person may add them. */
export interface Suggestion {
  readonly unit: string;
  /** The topic that seems nearest; whoever accepts may choose another. */
  readonly topic: string;
  /** Topics of that unit. */
  readonly topics: readonly string[];
  /** Accented, lower case, most said first. */
  readonly phrases: readonly string[];
  /** For each phrase the codes of the unit's tickets it stands in. */
  readonly sources: Readonly<Record<string, readonly string[]>>;
  /** Codes of the tickets any of them stands in. */
  readonly tickets: readonly string[];
}

/** So many tickets must say a thing before it is offered. */
export const LEAST_TICKETS = 3;
/** Of the decisions that hold a phrase, this share went to the unit. */
const LEAST_SHARE = 0.8;
const MOST_PHRASES = 5;
const LONGEST = 3;

/** What carries no matter, so that no phrase begins or ends with it. */
const EMPTY = new Set(
  "à ạ ơ ở ờ u và với vơi thì là mà để của cho các những một hai ba có không ko k bị được dc đang đã sẽ này ni đó kia đây quá rất lắm rồi r nữa nhé nha em anh chị tôi mình tui chúng ông bà bác ai gì nào khi lúc từ đến tới tại trong ngoài trên dưới hôm ngày tuần tháng năm xin kính mong đề nghị phản báo nhưng vẫn còn con ối ad xã thôn xóm phường người ta cũng mới lại ra vào vô đi về mấy bữa nhiều ít suốt hoài".split(
    " ",
  ),
);
const EMPTY_PLAIN = new Set([...EMPTY].map(fold));

interface Said {
  readonly phrase: string;
  readonly tickets: Set<string>;
  readonly units: Map<string, Set<string>>;
}

/** A phrase somebody has decided about, for better or worse: neither it nor a piece of it is offered again. */
export interface Settled {
  readonly unit: string;
  readonly phrase: string;
}

/** What could be added to the topics, by unit. Pure. */
export function suggestions(
  decisions: readonly Decision[],
  directory: Directory,
  settled: readonly Settled[],
): Suggestion[] {
  const said = [...phrasesIn(decisions).values()];
  const units = [...new Set(decisions.map(({ unit }) => unit))].sort();
  return units.flatMap((unit) => {
    const topics = [...directory.topics.values()].filter((topic) => !topic.manner && topic.unit === unit);
    const fitting = said.filter((one) => isOf(unit, one) && !isSettled(unit, one.phrase, settled));
    const fresh = longestOf(fitting.filter(({ phrase }) => !isKnown(phrase, topics, directory)));
    const shown = fresh.sort((a, b) => b.tickets.size - a.tickets.size).slice(0, MOST_PHRASES);
    if (topics.length === 0 || shown.length === 0) return [];
    const sources = Object.fromEntries(shown.map((one) => [one.phrase, [...(one.units.get(unit) ?? [])].sort()]));
    const tickets = [...new Set(Object.values(sources).flat())].sort();
    const texts = decisions.filter(({ code }) => tickets.includes(code)).map(({ text }) => text);
    const ids = topics.map(({ id }) => id);
    return [
      {
        unit,
        topic: nearest(texts, ids, directory),
        topics: ids,
        phrases: shown.map(({ phrase }) => phrase),
        sources,
        tickets,
      },
    ];
  });
}

const holds = (outer: string, inner: string): boolean => ` ${fold(outer)} `.includes(` ${fold(inner)} `);

const isSettled = (unit: string, phrase: string, settled: readonly Settled[]): boolean =>
  settled.some((one) => one.unit === unit && (holds(one.phrase, phrase) || holds(phrase, one.phrase)));

/** Every stretch of two or three words, by its folded form; kept as it is written with accents. */
function phrasesIn(decisions: readonly Decision[]): Map<string, Said> {
  const all = new Map<string, Said>();
  for (const { code, text, unit } of decisions)
    for (const phrase of stretches(text)) {
      const key = fold(phrase);
      const known = all.get(key) ?? { phrase, tickets: new Set(), units: new Map() };
      known.tickets.add(code);
      known.units.set(unit, (known.units.get(unit) ?? new Set()).add(code));
      // Only somebody who writes accents can be quoted in the topics' words.
      all.set(key, isAccented(known.phrase) ? known : { ...known, phrase });
    }
  return all;
}

function stretches(text: string): string[] {
  return lower(text)
    .split(/[^\p{L}\s]+/u)
    .flatMap((part) => {
      const words = part.split(/\s+/).filter(Boolean);
      return words.flatMap((_, from) =>
        [2, LONGEST].flatMap((length) => {
          const stretch = words.slice(from, from + length);
          const isWhole = stretch.length === length && !isEmpty(stretch[0]) && !isEmpty(stretch.at(-1));
          return isWhole ? [stretch.join(" ")] : [];
        }),
      );
    });
}

const isEmpty = (word = ""): boolean => word.length < 2 || (isAccented(word) ? EMPTY.has(word) : EMPTY_PLAIN.has(word));

function isOf(unit: string, { phrase, tickets, units }: Said): boolean {
  const own = units.get(unit)?.size ?? 0;
  return own >= LEAST_TICKETS && own / tickets.size >= LEAST_SHARE && isAccented(phrase);
}

function isKnown(phrase: string, topics: readonly Topic[], { topicWords, learned }: Directory): boolean {
  const found = [...findPhrases(phrase, topicWords), ...findPhrases(phrase, learned.index)];
  return found.some(({ id }) => topics.some((topic) => topic.id === id));
}

/** Without those that only stand inside a longer one said as often. */
function longestOf(said: readonly Said[]): Said[] {
  return said.filter(
    (one) =>
      !said.some((other) => other !== one && holds(other.phrase, one.phrase) && other.tickets.size >= one.tickets.size),
  );
}

function nearest(texts: readonly string[], topics: readonly string[], directory: Directory): string {
  const ranked = rankTopics(texts.join(". "), [], directory).find(({ topic }) => topics.includes(topic.id));
  return ranked?.topic.id ?? topics[0] ?? "";
}
