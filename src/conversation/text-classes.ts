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
  /** Bucket after bucket, the weight of each class in it: a text is weighed for all classes in one reading of its features. */
  readonly weights: Float32Array;
}

/** Throws on a class whose weights are not one for each bucket: a file cut short would see nothing and say so to nobody. */
export function decodeClasses(name: string, classes: readonly z.infer<typeof TextClassFile>[]): TextClasses {
  const decoded: TextClasses = {
    intents: classes.map(({ intent }) => intent),
    biases: classes.map(({ bias }) => bias),
    weights: new Float32Array(BUCKETS * classes.length),
  };
  for (const [nth, { intent, scale, weights }] of classes.entries()) {
    const steps = Int8Array.from(Buffer.from(weights, "base64"));
    if (steps.length !== BUCKETS) throw new Error(`${name}: ${intent} has ${steps.length} weights, not ${BUCKETS}`);
    for (const [bucket, step] of steps.entries()) decoded.weights[bucket * classes.length + nth] = step * scale;
  }
  return decoded;
}

export function scoresOf({ biases, weights }: TextClasses, { places, worth }: Features): Float64Array {
  const scores = Float64Array.from(biases);
  for (let i = 0; i < places.length; i++) {
    const first = (places[i] as number) * scores.length;
    for (let nth = 0; nth < scores.length; nth++)
      scores[nth] = (scores[nth] as number) + (weights[first + nth] as number) * (worth[i] as number);
  }
  return scores;
}
