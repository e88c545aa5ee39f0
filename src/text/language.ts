import { words } from "./fold.ts";

const OTHER_SCRIPTS =
  /[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Cyrillic}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Arabic}]/u;
const ENGLISH = new Set(
  "the is are you your how what where when which please can could would should i my me we need want have do does english speak help with for and of to this that hello hi thanks passport birth certificate register".split(
    " ",
  ),
);

/** Another script, or a sentence most of whose words are everyday English. */
export function isForeign(text: string): boolean {
  if (OTHER_SCRIPTS.test(text)) return true;
  const said = words(text);
  const english = said.filter((word) => ENGLISH.has(word)).length;
  return said.length >= 3 && english / said.length > 0.6;
}
