import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { parseYaml } from "../../platform/index.ts";
import { confusableIn, FEWEST_WORDS, type SecretWords } from "./words.ts";

const NAME = "secret-words.yaml";

const List = z
  .array(z.string().regex(/^\p{Ll}+$/u, "một tiếng, chữ thường"))
  .min(2)
  .superRefine((list, context) => {
    for (const [one, other] of confusableIn(list))
      context.addIssue({ code: "custom", message: `“${one}” và “${other}” dễ lẫn nhau` });
  });

const SecretWordsFile = z
  .strictObject({ things: List, kinds: List })
  .refine(({ things, kinds }) => things.length * kinds.length >= FEWEST_WORDS, `cần ít nhất ${FEWEST_WORDS} cặp từ`);

/** Reads secret-words.yaml. Throws FileMistake for words that sound alike, or too few of them. */
export function loadSecretWords(knowledgeDirectory: string): SecretWords {
  return parseYaml(NAME, readFileSync(join(knowledgeDirectory, NAME), "utf8"), SecretWordsFile);
}
