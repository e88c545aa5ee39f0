import { BUCKETS, type Features } from "../../src/conversation/emergency-features.ts";

export interface Example {
  readonly features: Features;
  /** Which of the classes, from 0; -1 for none of them. */
  readonly label: number;
  /** How much it counts; 1 is usual. */
  readonly weight: number;
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
}

/**
 * Several classes and "none of them" at once: multinomial logistic regression by stochastic descent, the examples in an order
 * that is shuffled the same way every time. "None" is fitted like the others and then taken off, so that its score is nought.
 */
export function fitClasses(examples: readonly Example[], classes: number, { epochs, rate, decay }: Fitting): Fitted[] {
  const models = Array.from({ length: classes + 1 }, () => ({ bias: 0, weights: new Float32Array(BUCKETS) }));
  const shuffle = shuffler();
  let order = [...examples];
  for (let epoch = 0; epoch < epochs; epoch++) {
    order = shuffle(order);
    const step = rate / (1 + epoch / 5);
    for (const example of order) learn(models, example, step);
    for (const { weights } of models)
      for (let i = 0; i < BUCKETS; i++) (weights[i] as number) *= 1 - (decay * step) / rate;
  }
  const [none, ...rest] = models as [Model, ...Model[]];
  return rest.map(({ bias, weights }) => ({
    bias: bias - none.bias,
    weights: weights.map((weight, i) => weight - (none.weights[i] as number)),
  }));
}

interface Model {
  bias: number;
  readonly weights: Float32Array;
}

const TOO_LITTLE = 1e-5;

function learn(models: readonly Model[], { features, label, weight }: Example, step: number): void {
  const { places, worth } = features;
  const shares = softmax(models.map((model) => score(model, features)));
  models.forEach((model, i) => {
    const error = ((i === label + 1 ? 1 : 0) - (shares[i] as number)) * step * weight;
    if (Math.abs(error) < TOO_LITTLE) return;
    model.bias += error * 0.05;
    for (let k = 0; k < places.length; k++)
      (model.weights[places[k] as number] as number) += error * (worth[k] as number);
  });
}

function score({ bias, weights }: Model, { places, worth }: Features): number {
  let sum = bias;
  for (let k = 0; k < places.length; k++) sum += (weights[places[k] as number] as number) * (worth[k] as number);
  return sum;
}

function softmax(scores: readonly number[]): number[] {
  const most = Math.max(...scores);
  const powers = scores.map((one) => Math.exp(one - most));
  const sum = powers.reduce((total, one) => total + one, 0);
  return powers.map((one) => one / sum);
}

/** Another order at each call, the same orders in every run. */
function shuffler() {
  let seed = 20_261_122;
  return <T>(list: readonly T[]): T[] => {
    const left = [...list];
    for (let i = left.length - 1; i > 0; i--) {
      seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
      const j = seed % (i + 1);
      [left[i], left[j]] = [left[j] as T, left[i] as T];
    }
    return left;
  };
}

/** Weights as signed bytes, and what one step stands for. */
export function packed(weights: Float32Array): { scale: number; weights: string } {
  const largest = weights.reduce((most, one) => Math.max(most, Math.abs(one)), 0);
  const scale = Number((largest / 127).toPrecision(6));
  const steps = Int8Array.from(weights, (one) => Math.max(-127, Math.min(127, Math.round(one / scale))));
  return { scale, weights: Buffer.from(steps.buffer).toString("base64") };
}
