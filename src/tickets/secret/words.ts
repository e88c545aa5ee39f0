import { fold, phonetic, words } from "../../text/index.ts";

/** Things and their kinds: every thing with every kind is one word of a secret ("mèo trắng"). */
export interface SecretWords {
  readonly things: readonly string[];
  readonly kinds: readonly string[];
}

/** Fewest words to draw from: four of 2,048 are 44 bits. */
export const FEWEST_WORDS = 2048;
const WORDS = 4;
const SYLLABLES = 2 * WORDS;

/** What the ear, a recogniser and a keyboard without accents may confuse is equal ("xách" and "sạch"). */
export const soundOf = (syllable: string): string => phonetic(fold(syllable)).replace(/^v/, "d").replace(/ch$/, "t");

/** Pairs of one list that sound alike; none in a good one. */
export function confusableIn(list: readonly string[]): [string, string][] {
  const known = new Map<string, string>();
  const pairs: [string, string][] = [];
  for (const word of list) {
    const before = known.get(soundOf(word));
    if (before === undefined) known.set(soundOf(word), word);
    else pairs.push([before, word]);
  }
  return pairs;
}

/**
 * Four words from random bytes, as told to the citizen ("mèo trắng, cầu dài, trống to, quạt mới"). `bytes`: at least 16, two
 * for every choice; of 65,536 values the last few are folded onto the first, which costs less than a hundredth of a bit.
 */
export function drawSecret({ things, kinds }: SecretWords, bytes: Uint8Array): string {
  if (bytes.length < 2 * SYLLABLES) throw new RangeError("too few random bytes for a secret");
  const choice = (nth: number, list: readonly string[]) =>
    list[((bytes[2 * nth] ?? 0) * 256 + (bytes[2 * nth + 1] ?? 0)) % list.length];
  return Array.from({ length: WORDS }, (_, nth) => `${choice(2 * nth, things)} ${choice(2 * nth + 1, kinds)}`).join(
    ", ",
  );
}

export interface FoundSecret {
  /** As it was told: what is hashed. */
  readonly secret: string;
  /** What else the message says. */
  readonly rest: string;
}

/** A list's words by their sound: things, then kinds. Made once for a list, of which an office has one. */
const bySound = new WeakMap<SecretWords, readonly ReadonlyMap<string, string>[]>();

function soundsOf(list: SecretWords): readonly ReadonlyMap<string, string>[] {
  const known = bySound.get(list);
  if (known) return known;
  const made = [list.things, list.kinds].map((words) => new Map(words.map((word) => [soundOf(word), word])));
  bySound.set(list, made);
  return made;
}

/** The first four words of a secret standing one after the other in a text, however they are typed or heard. */
export function findSecret(text: string, list: SecretWords): FoundSecret | undefined {
  const sounds = soundsOf(list);
  const said = words(text).filter((word) => word !== "và" && word !== "va");
  for (let from = 0; from + SYLLABLES <= said.length; from++) {
    const window = said.slice(from, from + SYLLABLES);
    const read = toldBy(window, sounds);
    if (!read) continue;
    const secret = Array.from({ length: WORDS }, (_, nth) => `${read[2 * nth]} ${read[2 * nth + 1]}`).join(", ");
    return { secret, rest: around(text, window) };
  }
  return undefined;
}

/** The syllables as they were told; undefined from the first on that is none of the list's. */
function toldBy(window: readonly string[], sounds: readonly ReadonlyMap<string, string>[]): string[] | undefined {
  const told: string[] = [];
  for (const [nth, syllable] of window.entries()) {
    const word = sounds[nth % 2]?.get(soundOf(syllable));
    if (word === undefined) return undefined;
    told.push(word);
  }
  return told;
}

/** The text without the syllables of `window`, which stand in it in this order. */
function around(text: string, window: readonly string[]): string {
  const escaped = window.map((syllable) => syllable.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  const pattern = new RegExp(escaped.join(String.raw`[^\p{L}\p{N}]+(?:(?:và|va)[^\p{L}\p{N}]+)?`), "iu");
  return text
    .normalize("NFC")
    .replace(pattern, " ")
    .replace(/\s+/g, " ")
    .replace(/^[\s:,.;–-]+|[\s:,;–-]+$/g, "");
}
