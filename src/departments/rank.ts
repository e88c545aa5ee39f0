import type { Directory, Topic } from "./directory.ts";
import { findPhrases } from "./phrases.ts";

/** One topic as it is spoken of in a text. */
export interface RankedTopic {
  readonly topic: Topic;
  readonly score: number;
  /** The words that point to it, once each. */
  readonly words: readonly string[];
}

/** One unit as the topics point to it. */
export interface RankedUnit {
  readonly unit: string;
  readonly score: number;
  /** Its strongest topic. */
  readonly best: RankedTopic;
}

/** What a hint from the conversation ("về rác thải") adds: as much as a long phrase. */
const HINT = 4;

/** The topics a text speaks of, strongest first. The same words said again add nothing. */
export function rankTopics(text: string, hints: readonly string[], directory: Directory): RankedTopic[] {
  const weights = new Map<string, Map<string, number>>(hints.map((id) => [id, new Map([["", HINT]])]));
  const found = [...findPhrases(text, directory.topicWords), ...findPhrases(text, directory.learned.index)];
  for (const { id, phrase, weight } of found) {
    const words = weights.get(id) ?? new Map<string, number>();
    weights.set(id, words.set(phrase, Math.max(weight, words.get(phrase) ?? 0)));
  }
  return [...weights]
    .flatMap(([id, words]): RankedTopic[] => {
      const topic = directory.topics.get(id);
      return topic ? [{ topic, score: sum(words.values()), words: [...words.keys()].filter(Boolean) }] : [];
    })
    .sort((a, b) => b.score - a.score);
}

/** A single word that means one thing. */
const HARDLY = 1.3;

/** Id of the topic a text is about; undefined when its words hardly tell. How a matter was handled counts where no matter is said. */
export function topicOf(text: string, directory: Directory): string | undefined {
  const topics = rankTopics(text, [], directory).filter(({ score }) => score >= HARDLY);
  return (topics.find(({ topic }) => !topic.manner) ?? topics[0])?.topic.id;
}

const sum = (numbers: Iterable<number>) => [...numbers].reduce((total, n) => total + n, 0);

/** Units in the order the topics point to them; a unit's further topics count half. */
export function rankUnits(topics: readonly RankedTopic[]): RankedUnit[] {
  const units = new Map<string, RankedUnit>();
  for (const ranked of topics) {
    const unit = ranked.topic.unit;
    const known = units.get(unit);
    units.set(unit, {
      unit,
      score: (known?.score ?? 0) + ranked.score * (known ? 0.5 : 1),
      best: known?.best ?? ranked,
    });
  }
  return [...units.values()].sort((a, b) => b.score - a.score);
}

/** 0 to 1: how much the first unit stands out, and how much was said at all. */
export function confidenceIn(units: readonly RankedUnit[]): number {
  const [first, second] = units;
  if (first === undefined) return 0;
  const share = first.score / (first.score + (second?.score ?? 0));
  return share * (1 - 2 ** -first.score);
}
