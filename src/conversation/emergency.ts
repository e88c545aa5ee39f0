import { z } from "zod";
import { fold, words } from "../text/index.ts";

/** Features are hashed into this many places; two that share one share a weight. */
export const BUCKETS = 2 ** 14;

/** knowledge/emergency-model.json, written by tests/bench/fit-emergencies.ts; never edited by hand. */
export const EmergencyModelFile = z.strictObject({
  classes: z.array(
    z.strictObject({
      intent: z.string(),
      /** Probability from which it is believed, 0 to 1. */
      threshold: z.number(),
      bias: z.number(),
      /** What one step of a weight stands for. */
      scale: z.number(),
      /** BUCKETS signed bytes, base64. */
      weights: z.base64(),
    }),
  ),
});
export type EmergencyModelFile = z.infer<typeof EmergencyModelFile>;

export interface EmergencyClass {
  readonly intent: string;
  readonly threshold: number;
  readonly bias: number;
  readonly weights: Float32Array;
}

/** One logistic regression a class of emergency, each against everything else people write. */
export type EmergencyModel = readonly EmergencyClass[];

/** Throws on a class whose weights are not one for each bucket: a file cut short would see nothing and say so to nobody. */
export function decodeModel(file: EmergencyModelFile): EmergencyModel {
  return file.classes.map(({ intent, threshold, bias, scale, weights }) => {
    const steps = Int8Array.from(Buffer.from(weights, "base64"));
    if (steps.length !== BUCKETS)
      throw new Error(`emergency-model.json: ${intent} has ${steps.length} weights, not ${BUCKETS}`);
    return { intent, threshold, bias, weights: Float32Array.from(steps, (step) => step * scale) };
  });
}

/** One word or two say too little to be weighed; the cues know those that matter. */
const FEWEST_WORDS = 3;

/** The emergency most likely meant, when it is likely enough: `atLeast` may ask for more than its threshold. */
export function recognise(model: EmergencyModel, text: string, atLeast = 0): string | undefined {
  if (words(text).length < FEWEST_WORDS) return undefined;
  const features = featuresOf(text);
  let best: { intent: string; sure: number } | undefined;
  for (const one of model) {
    const sure = probability(one, features);
    if (sure >= Math.max(atLeast, one.threshold) && sure > (best?.sure ?? 0)) best = { intent: one.intent, sure };
  }
  return best?.intent;
}

/** 0 to 1. */
export function probability({ bias, weights }: Omit<EmergencyClass, "intent" | "threshold">, features: Uint16Array) {
  let sum = 0;
  for (const place of features) sum += weights[place] as number;
  return 1 / (1 + Math.exp(-(bias + sum * worth(features))));
}

/** Each feature of a text counts the less the more there are, so that long texts are not surer for being long. */
export const worth = (features: Uint16Array): number => 1 / Math.sqrt(Math.max(1, features.length));

const LONGEST_READ = 1200;
/** Short spellings that mean one word whoever types them. */
const SHORT: Readonly<Record<string, string>> = {
  k: "khong",
  ko: "khong",
  kg: "khong",
  hok: "khong",
  dc: "duoc",
  r: "roi",
  zoi: "roi",
  nc: "nuoc",
  ng: "nguoi",
  mn: "moi nguoi",
  ck: "chong",
  vk: "vo",
  ny: "nguoi yeu",
  bt: "biet",
  mun: "muon",
  nx: "nua",
  vs: "voi",
  e: "em",
  a: "anh",
  c: "chi",
  dag: "dang",
  lm: "lam",
  qa: "qua",
  wa: "qua",
  tui: "toi",
};

/** The places of a text's words, pairs of words and runs of four letters, each once. Accents and case make no difference. */
export function featuresOf(text: string): Uint16Array {
  const said = fold(text.slice(0, LONGEST_READ))
    .replace(/([a-z])\1{2,}/g, "$1")
    .replace(/\d+/g, "0");
  const list = (said.match(/[a-z]+|0/g) ?? []).map((word) => SHORT[word] ?? word);
  const places = new Set<number>();
  list.forEach((word, i) => {
    places.add(place(`1${word}`));
    places.add(place(`2${list[i - 1] ?? ""} ${word}`));
  });
  const line = ` ${list.join(" ")} `;
  for (let i = 0; i + 4 <= line.length; i++) places.add(place(line.slice(i, i + 4)));
  return Uint16Array.from(places);
}

/** FNV-1a, folded to a bucket. */
function place(feature: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < feature.length; i++) hash = Math.imul(hash ^ feature.charCodeAt(i), 0x01000193);
  return ((hash >>> 14) ^ hash) & (BUCKETS - 1);
}
