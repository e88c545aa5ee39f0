import { z } from "zod";
import { BUCKETS, type Features } from "./emergency-features.ts";

/** One class of a text, as a fitted file holds it. */
export const TextClassFile = z.strictObject({
  /** An intent of intents.yaml, or a sort of message. */
  intent: z.string(),
  bias: z.number(),
  /** What one step of a weight stands for. */
  scale: z.number(),
  /** BUCKETS signed bytes, base64. */
  weights: z.base64(),
});

/** A multinomial logistic regression over a text's features: the classes, by number, against one more whose score is nought. */
export interface TextClasses {
  readonly intents: readonly string[];
  readonly biases: readonly number[];
  readonly scales: readonly number[];
  /** Bucket after bucket, the weight of each class in it, in steps of its scale: a text is weighed for all classes in one reading of its features. */
  readonly steps: Int8Array;
}

/** Throws on a class whose weights are not one for each bucket: a file cut short would see nothing and say so to nobody. */
export function decodeClasses(name: string, classes: readonly z.infer<typeof TextClassFile>[]): TextClasses {
  const steps = new Int8Array(BUCKETS * classes.length);
  for (const [nth, { intent, weights }] of classes.entries()) {
    const own = new Int8Array(Buffer.from(weights, "base64"));
    if (own.length !== BUCKETS) throw new Error(`${name}: ${intent} has ${own.length} weights, not ${BUCKETS}`);
    for (let bucket = 0; bucket < BUCKETS; bucket++) steps[bucket * classes.length + nth] = own[bucket] as number;
  }
  return {
    intents: classes.map(({ intent }) => intent),
    biases: classes.map(({ bias }) => bias),
    scales: classes.map(({ scale }) => scale),
    steps,
  };
}

export function scoresOf({ biases, scales, steps }: TextClasses, { places, worth }: Features): Float64Array {
  const sums = new Float64Array(biases.length);
  for (let i = 0; i < places.length; i++) {
    const first = (places[i] as number) * sums.length;
    const each = worth[i] as number;
    for (let nth = 0; nth < sums.length; nth++)
      sums[nth] = (sums[nth] as number) + (steps[first + nth] as number) * each;
  }
  return sums.map((sum, nth) => (biases[nth] as number) + sum * (scales[nth] as number));
}
