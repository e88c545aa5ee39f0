/** The labelled questions under each noise: node tests/bench/noise.ts [noise to list the misses of] */
import { NOISES } from "../fakes/noise.ts";
import { labelledQuestions, scoreNoise } from "../fakes/noise-run.ts";
import { QUESTIONS_FILE } from "../fakes/published.ts";
import { openPublished } from "../fakes/truth-run.ts";

const rehearsal = await openPublished();
const questions = labelledQuestions(QUESTIONS_FILE, rehearsal.hasProcedure);
for (const noise of NOISES) {
  const { misses, ...score } = await scoreNoise(
    noise,
    questions,
    rehearsal,
    noise === "clean" || noise === "unaccented" ? [1] : [1, 2, 3, 4],
  );
  process.stdout.write(`${noise} ${JSON.stringify(score)}\n`);
  if (process.argv.includes(noise)) process.stdout.write(`${misses.join("\n")}\n`);
}
await rehearsal.close();
