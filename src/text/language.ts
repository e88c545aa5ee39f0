import { words } from "./fold.ts";

const OTHER_SCRIPTS =
  /[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Cyrillic}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Arabic}]/u;
const ENGLISH = new Set(
  "the is are you your how what where when which please can could would should i my me we need want have do does english speak help with for and of to this that hello hi thanks passport birth certificate register".split(
    " ",
  ),
);

/** Hmong as its own spelling writes it: the last letter of a syllable is its tone. Two such words are no Vietnamese by chance. */
const HMONG = new Set(
  "kuv koj nws peb nej lawv tsis txog rau ntawv yug ntaub xav puas nyob zoo thov pab hais lus paub menyuam ua ntej mus los muaj lub daim tus cov tsev neeg hmoob nyab laj yuav txiv niam kawm tau qhov twg".split(
    " ",
  ),
);
const FEWEST_HMONG = 3;

/** Another script, a sentence most of whose words are everyday English, or one in Hmong. */
export function isForeign(text: string): boolean {
  if (OTHER_SCRIPTS.test(text)) return true;
  const said = words(text);
  const english = said.filter((word) => ENGLISH.has(word)).length;
  const hmong = said.filter((word) => HMONG.has(word)).length;
  return said.length >= 3 && (english / said.length > 0.6 || (hmong >= FEWEST_HMONG && hmong / said.length > 0.4));
}
