/**
 * Makes of a clean question what people really send: without accents, in teencode, with typing slips, in regional words,
 * or as a speech recogniser hears it. Deterministic for a seed. Beside the office's own word lists (turned round) every
 * kind has habits of its own that no list holds, so that a lexicon cannot simply undo it.
 */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { parse } from "yaml";
import { seeded } from "../chaos/seeded.ts";

const FILE = resolve(import.meta.dirname, "../../knowledge/words.yaml");
const LISTS = parse(readFileSync(FILE, "utf8")) as Record<string, Record<string, string>>;

export const NOISES = ["clean", "unaccented", "teencode", "slips", "regional", "asr"] as const;
export type Noise = (typeof NOISES)[number];
type Chance = () => number;

export function makeNoise(noise: Noise, text: string, seed: number): string {
  const chance = seeded(seed);
  switch (noise) {
    case "clean":
      return text;
    case "unaccented":
      return unaccented(text);
    case "teencode":
      return eachWord(swapPhrases(text, TEENCODE, 0.7, chance), (word) =>
        chance() < 0.2 ? teenHabit(word, chance) : word,
      );
    case "slips":
      return slips(text, chance);
    case "regional":
      return swapPhrases(text, DIALECT, 0.8, chance);
    case "asr":
      return heard(text, chance);
    default:
      return noise satisfies never;
  }
}

export const unaccented = (text: string): string =>
  text.normalize("NFD").replace(/\p{M}/gu, "").replaceAll("đ", "d").replaceAll("Đ", "D").normalize("NFC");

type Reversed = ReadonlyMap<string, readonly string[]>;

/** Standard phrase → the ways the lists know to write it; lines that keep a phrase as it is are left out. */
function reversed(list: Readonly<Record<string, string>>): Reversed {
  const table = new Map<string, string[]>();
  for (const [from, to] of Object.entries(list)) if (from !== to) table.set(to, [...(table.get(to) ?? []), from]);
  return table;
}

const TEENCODE = reversed(LISTS["teencode"] ?? {});
const DIALECT = reversed(LISTS["dialect"] ?? {});
const MISHEARD = reversed(LISTS["misheard"] ?? {});

const pick = <T>(list: readonly T[], chance: Chance): T => list[Math.floor(chance() * list.length)] as T;
const eachWord = (text: string, change: (word: string) => string) => text.replace(/\p{L}+/gu, change);

/** Replaces standard phrases, longest first, each with a probability. */
function swapPhrases(text: string, table: Reversed, share: number, chance: Chance): string {
  const words = text.normalize("NFC").toLowerCase().split(/\s+/);
  const out: string[] = [];
  for (let at = 0; at < words.length; ) {
    const size =
      [4, 3, 2, 1].find((length) => at + length <= words.length && table.has(words.slice(at, at + length).join(" "))) ??
      0;
    const variants = size > 0 && chance() < share ? table.get(words.slice(at, at + size).join(" ")) : undefined;
    out.push(...(variants ? [pick(variants, chance)] : words.slice(at, at + Math.max(1, size))));
    at += Math.max(1, size);
  }
  return out.join(" ");
}

const TEEN_HABITS: readonly (readonly [RegExp, string])[] = [
  [/^ph/, "f"],
  [/^qu/, "w"],
  [/^gi(?=\p{L})/u, "j"],
  [/^c(?=[aoôơuư])/, "k"],
  [/ng$/, "g"],
  [/nh$/, "h"],
  [/^v/, "z"],
  [/ì$/, "j"],
];

function teenHabit(word: string, chance: Chance): string {
  const fitting = TEEN_HABITS.filter(([pattern]) => pattern.test(word));
  if (fitting.length === 0) return word;
  const [pattern, to] = pick(fitting, chance);
  return word.replace(pattern, to);
}

/** One word in eight, and at least one, is mistyped. */
function slips(text: string, chance: Chance): string {
  const words = text.split(" ");
  const long = words.flatMap((word, i) => (/^\p{L}{3,}$/u.test(word) ? [i] : []));
  const count = long.length === 0 ? 0 : Math.max(1, Math.round(long.length / 8));
  for (let n = 0; n < count; n++) {
    const at = pick(long, chance);
    words[at] = pick([swapped, doubled, dropped, telex], chance)(words[at] as string, chance);
  }
  return words.join(" ");
}

function swapped(word: string, chance: Chance): string {
  const at = Math.floor(chance() * (word.length - 1));
  return word.slice(0, at) + (word[at + 1] ?? "") + (word[at] ?? "") + word.slice(at + 2);
}

function doubled(word: string, chance: Chance): string {
  const at = Math.floor(chance() * word.length);
  return word.slice(0, at + 1) + word.slice(at);
}

function dropped(word: string, chance: Chance): string {
  const at = 1 + Math.floor(chance() * (word.length - 1));
  return word.slice(0, at) + word.slice(at + 1);
}

const TELEX_LETTERS: Readonly<Record<string, string>> = {
  ă: "aw",
  â: "aa",
  đ: "dd",
  ê: "ee",
  ô: "oo",
  ơ: "ow",
  ư: "uw",
};
const TELEX_TONES: Readonly<Record<string, string>> = {
  "\u0300": "f",
  "\u0301": "s",
  "\u0309": "r",
  "\u0303": "x",
  "\u0323": "j",
};

/** The keys of the Telex method as typed, with the method switched off: "đăng" → "ddawng", "ký" → "kys". */
export function telex(word: string): string {
  let tone = "";
  const bare = word.normalize("NFD").replace(/[\u0300\u0301\u0309\u0303\u0323]/g, (mark) => {
    tone = TELEX_TONES[mark] ?? "";
    return "";
  });
  const keys = [...bare.normalize("NFC").toLowerCase()].map((letter) => TELEX_LETTERS[letter] ?? letter);
  return keys.join("") + tone;
}

const HEARD_AS: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^tr/, ["ch"]],
  [/^ch/, ["tr"]],
  [/^s/, ["x"]],
  [/^x/, ["s"]],
  [/^(gi|r)(?=\p{L})/u, ["d"]],
  [/^d/, ["gi", "r"]],
  [/^l/, ["n"]],
  [/^n(?!h|g)/, ["l"]],
  [/n$/, ["ng"]],
  [/t$/, ["c"]],
];
const FILLERS = ["ờ", "à", "thì", "ừm", "dạ", "kiểu như là"];

/** Speech recognition: no punctuation, listed mishearings, swapped consonants and tones, hesitations. */
function heard(text: string, chance: Chance): string {
  const plain = text
    .normalize("NFC")
    .toLowerCase()
    .replace(/(?<!\d)[.,!?;:]|[.,!?;:](?!\d)/g, " ")
    .trim();
  const misheard = eachWord(swapPhrases(plain, MISHEARD, 0.4, chance), (word) =>
    chance() < 0.1 ? mishear(word, chance) : word,
  );
  const words = misheard.split(/\s+/);
  return words.flatMap((word) => (chance() < 0.06 ? [pick(FILLERS, chance), word] : [word])).join(" ");
}

function mishear(word: string, chance: Chance): string {
  if (chance() < 0.3)
    return word
      .normalize("NFD")
      .replace(/[\u0309\u0303]/, (mark) => (mark === "\u0309" ? "\u0303" : "\u0309"))
      .normalize("NFC");
  const fitting = HEARD_AS.filter(([pattern]) => pattern.test(word));
  if (fitting.length === 0) return word;
  const [pattern, sounds] = pick(fitting, chance);
  return word.replace(pattern, pick(sounds, chance));
}
