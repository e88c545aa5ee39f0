import { fold, words } from "../../text/index.ts";
import { isKnownApart, isSpot, placeAsWritten, samePlace } from "./place-keys.ts";

/** A report as it is compared with another. */
export interface Report {
  /** What the directory takes it to be about; null when it could not tell. */
  readonly topic: string | null;
  /** See `placeKeys`. */
  readonly places: readonly string[];
  readonly content: string;
  /** Epoch milliseconds. */
  readonly at: number;
}

/** How alike two reports are, with everything that went into it. */
export interface Likeness {
  /** 0 to 1. */
  readonly score: number;
  /** Place keys both name; empty when they are not at one place. */
  readonly shared: readonly string[];
  readonly sameTopic: boolean;
  /** 0 to 1: share of words and neighbouring words both use. */
  readonly wording: number;
  /** Whole days between them. */
  readonly days: number;
}

const DAY = 86_400_000;
/** Reports further apart are two matters, even at one place. */
export const ALIKE_WITHIN_DAYS = 30;
/** From this score on an officer is shown the pair. */
export const SUGGESTED = 0.5;

const PLACE = 0.45;
const SUBJECT = 0.55;
/** What being about one topic is worth before any word is compared. */
const TOPIC = 0.6;
/** Of thirty days this much of the score is lost. */
const AGEING = 0.3;

/** Say nothing of the matter. Folded. */
const EMPTY = new Set(
  "a o u va voi thi la ma de cua cho cac nhung mot co khong bi duoc dang da se nay do kia day qua rat lam roi nua nhe a oi da em anh chi toi minh tui chung ong ba ai gi nao khi luc tu den tai trong ngoai tren duoi hom ngay tuan thang nam xin kinh de nghi mong phan anh bao cao giup voi nhung van con nha".split(
    " ",
  ),
);

function termsOf(content: string): Set<string> {
  const said = words(content)
    .map(fold)
    .filter((word) => !EMPTY.has(word) && !/^\d+$/.test(word));
  return new Set([...said, ...said.slice(1).map((word, i) => `${said[i]} ${word}`)]);
}

/** Dice's coefficient of words and neighbouring words, accents left aside. */
function wordingOf(one: string, other: string): number {
  const [a, b] = [termsOf(one), termsOf(other)];
  const common = [...a].filter((term) => b.has(term)).length;
  return a.size + b.size === 0 ? 0 : (2 * common) / (a.size + b.size);
}

const hasSpot = ({ places }: Report): boolean => places.some(isSpot);

/** How alike two reports are by place, time, topic and wording. No model, no network. */
export function likeness(one: Report, other: Report): Likeness {
  const apart = Math.abs(one.at - other.at) / DAY;
  const place = samePlace(one.places, other.places);
  const sameTopic = one.topic !== null && one.topic === other.topic;
  const wording = wordingOf(one.content, other.content);
  const subject = sameTopic ? TOPIC + (1 - TOPIC) * wording : wording;
  const ageing = 1 - AGEING * Math.min(1, apart / ALIKE_WITHIN_DAYS);
  // Two places that are both known and differ are two matters, however alike the words.
  const isElsewhere = isKnownApart(one.places, other.places) || (hasSpot(one) && hasSpot(other) && place.score === 0);
  const score = isElsewhere || apart > ALIKE_WITHIN_DAYS ? 0 : ageing * (PLACE * place.score + SUBJECT * subject);
  return { score, shared: place.shared, sameTopic, wording, days: Math.floor(apart) };
}

/** From this score on, at one place, a citizen is told that others reported the same. */
const OFFERED = 0.7;

/** Sure enough to be said to a citizen: one topic, one place. */
export const isPlainlySame = ({ score, sameTopic, shared }: Likeness): boolean =>
  score >= OFFERED && sameTopic && shared.length > 0;

/** The score in words, for whoever decides; `written`: the place as the citizen wrote it. */
export function likenessWords({ shared, sameTopic, wording, days, score }: Likeness, written: string | null): string[] {
  const place = shared.map((key) => placeAsWritten(key, written));
  return [
    `giống ${Math.round(score * 100)} %`,
    place.length > 0 ? `cùng nơi (${place.join(", ")})` : "nơi xảy ra chưa rõ",
    sameTopic ? "cùng chủ đề" : "chủ đề khác hoặc chưa rõ",
    `lời văn giống ${Math.round(wording * 100)} %`,
    days === 0 ? "cùng ngày" : `cách nhau ${days} ngày`,
  ];
}
