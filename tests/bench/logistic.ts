import { BUCKETS, probability, worth } from "../../src/conversation/emergency.ts";

export interface Example {
  readonly features: Uint16Array;
  readonly label: string;
}

export interface Fitted {
  readonly bias: number;
  readonly weights: Float32Array;
}

export interface Fitting {
  readonly epochs: number;
  readonly rate: number;
  /** L2: the share by which weights shrink in an epoch at the full rate. */
  readonly decay: number;
  /** How much more one example of the class counts than one of the rest. */
  readonly favour: number;
}

/** One class against the rest: stochastic descent, the examples in one fixed shuffled order. */
export function fitClass(
  examples: readonly Example[],
  label: string,
  { epochs, rate, decay, favour }: Fitting,
): Fitted {
  const model = { bias: 0, weights: new Float32Array(BUCKETS) };
  const order = shuffled(examples);
  for (let epoch = 0; epoch < epochs; epoch++) {
    const step = rate / (1 + epoch / 20);
    for (const example of order) learn(model, example, label, step, favour);
    for (let i = 0; i < BUCKETS; i++) (model.weights[i] as number) *= 1 - decay * (step / rate);
  }
  return model;
}

function learn(
  model: { bias: number; weights: Float32Array },
  { features, label: truth }: Example,
  label: string,
  step: number,
  favour: number,
): void {
  const isIt = truth === label;
  const error = ((isIt ? 1 : 0) - probability(model, features)) * step * (isIt ? favour : 1);
  const change = error * worth(features);
  model.bias += error * 0.1;
  for (const place of features) (model.weights[place] as number) += change;
}

/** The same order every time. */
function shuffled<T>(list: readonly T[]): T[] {
  const left = [...list];
  let seed = 20_261_122;
  for (let i = left.length - 1; i > 0; i--) {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    const j = seed % (i + 1);
    [left[i], left[j]] = [left[j] as T, left[i] as T];
  }
  return left;
}

/** Weights as signed bytes, and what one step stands for. */
export function packed(weights: Float32Array): { scale: number; weights: string } {
  const largest = weights.reduce((most, one) => Math.max(most, Math.abs(one)), 0);
  const scale = Number((largest / 127).toPrecision(6));
  const steps = Int8Array.from(weights, (one) => Math.max(-127, Math.min(127, Math.round(one / scale))));
  return { scale, weights: Buffer.from(steps.buffer).toString("base64") };
}
