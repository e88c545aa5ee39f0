import type { Decision } from "../../src/answers/decision.ts";
import { seeded } from "../chaos/seeded.ts";
import type { Choice } from "./newton.ts";

export interface NetworkShape {
  readonly units: number;
  readonly epochs: number;
  /** Share of the units left out of each option while learning, so that none relies on another. */
  readonly leftOut: number;
  /** L2 on the weights of features whose standard deviation is one. */
  readonly decay: number;
}

const BATCH = 256;
const RATE = { first: 0.01, last: 0.0005 };
const SEED = 51;

/** Numbers learnt together, by Adam. */
interface Learnt {
  readonly values: Float64Array;
  readonly gradient: Float64Array;
  readonly first: Float64Array;
  readonly second: Float64Array;
  readonly decay: number;
}

interface Network {
  /** Per feature. */
  readonly direct: Learnt;
  /** Feature after feature, one for each unit. */
  readonly weights: Learnt;
  /** Per unit. */
  readonly biases: Learnt;
  readonly worth: Learnt;
}

/** An option's features that are not nought, over their standard deviation. */
interface Seen {
  readonly places: Int32Array;
  readonly values: Float64Array;
}
type Example = Pick<Choice, "right" | "weight"> & { readonly seen: readonly Seen[] };

/** What a network says of an option. */
interface Said {
  readonly sum: number;
  /** Per unit what it says, and what its word counts for (0 where it is left out). */
  readonly out: Float64Array;
  readonly kept: Float64Array;
}

/**
 * Fits a layer of tanh units beside the weighed sum of the features, for the softmax over each choice's options: Adam in batches, with
 * dropout; the same for the same choices. `features`: their names by number, as in `choices`.
 */
export function fitNetwork(choices: readonly Choice[], features: readonly string[], shape: NetworkShape): Decision {
  const chance = seeded(SEED);
  const spread = spreadOf(choices, features.length);
  const examples = choices.map(
    ({ options, right, weight }): Example => ({ right, weight, seen: options.map((option) => scaled(option, spread)) }),
  );
  const network = begun(features.length, shape, chance);
  for (let epoch = 0, step = 1; epoch < shape.epochs; epoch++) {
    shuffle(examples, chance);
    const rate = RATE.first * (1 - epoch / shape.epochs) + RATE.last;
    for (let from = 0; from < examples.length; from += BATCH, step++) {
      const batch = examples.slice(from, from + BATCH);
      for (const example of batch) learn(network, example, { leftOut: shape.leftOut, chance, share: 1 / batch.length });
      for (const one of Object.values(network)) move(one, rate, step);
    }
  }
  return decisionOf(network, features, spread);
}

function begun(features: number, { units, decay }: NetworkShape, chance: () => number): Network {
  const numbers = (length: number, deviation: number, by = decay): Learnt => {
    const nought = () => new Float64Array(length);
    const values = Float64Array.from({ length }, () => deviation * normal(chance));
    return { values, gradient: nought(), first: nought(), second: nought(), decay: by };
  };
  return {
    direct: numbers(features, 0),
    weights: numbers(features * units, 0.9 / Math.sqrt(features)),
    biases: numbers(units, 0, 0),
    worth: numbers(units, 0.01),
  };
}

function say(
  { direct, weights, biases, worth }: Network,
  { places, values }: Seen,
  leftOut: number,
  chance: () => number,
): Said {
  const out = Float64Array.from(biases.values);
  let sum = 0;
  for (let k = 0; k < places.length; k++) {
    const [place, value] = [places[k] as number, values[k] as number];
    sum += (direct.values[place] as number) * value;
    addScaled(out, 0, weights.values, place * out.length, value, out.length);
  }
  const kept = out.map(() => (chance() < leftOut ? 0 : 1 / (1 - leftOut)));
  for (let nth = 0; nth < out.length; nth++) {
    out[nth] = Math.tanh(out[nth] as number);
    sum += (out[nth] as number) * (kept[nth] as number) * (worth.values[nth] as number);
  }
  return { sum, out, kept };
}

/** What the chosen options' likelihood loses by a little more of each sum. */
function errorsOf(said: readonly Said[], right: readonly boolean[], weight: number): number[] {
  const most = Math.max(...said.map(({ sum }) => sum));
  const powers = said.map(({ sum }) => Math.exp(sum - most));
  const total = powers.reduce((a, b) => a + b, 0);
  const rights = powers.reduce((a, b, i) => a + (right[i] ? b : 0), 0) + Number.EPSILON;
  return powers.map((power, i) => weight * (power / total - (right[i] ? power / rights : 0)));
}

interface Learning {
  readonly leftOut: number;
  readonly chance: () => number;
  /** Of the batch that one choice is. */
  readonly share: number;
}

function learn(network: Network, { seen, right, weight }: Example, { leftOut, chance, share }: Learning): void {
  const said = seen.map((option) => say(network, option, leftOut, chance));
  const errors = errorsOf(said, right, weight * share);
  for (const [i, option] of seen.entries()) learnOption(network, option, said[i] as Said, errors[i] as number);
}

/** Adds what an option's error says to the gradients. */
function learnOption(
  { direct, weights, biases, worth }: Network,
  { places, values }: Seen,
  { out, kept }: Said,
  error: number,
): void {
  const back = out.map(
    (said, nth) => error * (kept[nth] as number) * (worth.values[nth] as number) * (1 - said * said),
  );
  for (let nth = 0; nth < out.length; nth++)
    worth.gradient[nth] = (worth.gradient[nth] as number) + error * (kept[nth] as number) * (out[nth] as number);
  addScaled(biases.gradient, 0, back, 0, 1, back.length);
  for (let k = 0; k < places.length; k++) {
    const [place, value] = [places[k] as number, values[k] as number];
    direct.gradient[place] = (direct.gradient[place] as number) + error * value;
    addScaled(weights.gradient, place * back.length, back, 0, value, back.length);
  }
}

function addScaled(to: Float64Array, at: number, from: Float64Array, start: number, by: number, count: number): void {
  for (let i = 0; i < count; i++) to[at + i] = (to[at + i] as number) + (from[start + i] as number) * by;
}

/** Adam's usual ones. */
const MOMENTUM = { first: 0.9, second: 0.999, least: 1e-8 };

function move({ values, gradient, first, second, decay }: Learnt, rate: number, step: number): void {
  const [toFirst, toSecond] = [1 - MOMENTUM.first ** step, 1 - MOMENTUM.second ** step];
  for (let i = 0; i < values.length; i++) {
    const slope = (gradient[i] as number) + decay * (values[i] as number);
    const mean = MOMENTUM.first * (first[i] as number) + (1 - MOMENTUM.first) * slope;
    const power = MOMENTUM.second * (second[i] as number) + (1 - MOMENTUM.second) * slope * slope;
    values[i] = (values[i] as number) - (rate * (mean / toFirst)) / (Math.sqrt(power / toSecond) + MOMENTUM.least);
    first[i] = mean;
    second[i] = power;
    gradient[i] = 0;
  }
}

/** Weights of the features as they are, to three places. */
function decisionOf(
  { direct, weights, biases, worth }: Network,
  features: readonly string[],
  spread: Float64Array,
): Decision {
  const units = worth.values.length;
  const ofFeatures = (numbers: Float64Array, apart: number, from: number) =>
    features.map((_, place) => rounded((numbers[place * apart + from] as number) / (spread[place] as number)));
  return {
    features,
    direct: ofFeatures(direct.values, 1, 0),
    units: Array.from({ length: units }, (_, nth) => ({
      bias: rounded(biases.values[nth] as number),
      worth: rounded(worth.values[nth] as number),
      weights: ofFeatures(weights.values, units, nth),
    })),
  };
}
const rounded = (value: number): number => Math.round(value * 1000) / 1000;

/** Standard deviation of each feature over all options; 1 of one that never differs. */
function spreadOf(choices: readonly Choice[], count: number): Float64Array {
  const [sums, squares] = [new Float64Array(count), new Float64Array(count)];
  const options = choices.flatMap((choice) => choice.options);
  for (const [place, value] of options.flat()) {
    sums[place] = (sums[place] as number) + value;
    squares[place] = (squares[place] as number) + value * value;
  }
  const mean = (sum: number) => sum / options.length;
  return squares.map((square, place) => Math.sqrt(Math.max(0, mean(square) - mean(sums[place] as number) ** 2)) || 1);
}

const scaled = (option: Choice["options"][number], spread: Float64Array): Seen => ({
  places: Int32Array.from(option, ([place]) => place),
  values: Float64Array.from(option, ([place, value]) => value / (spread[place] as number)),
});

/** Fisher and Yates. */
function shuffle<T>(list: T[], chance: () => number): void {
  for (let i = list.length - 1; i > 0; i--) {
    const j = Math.floor(chance() * (i + 1));
    [list[i], list[j]] = [list[j] as T, list[i] as T];
  }
}

/** Box and Muller. */
const normal = (chance: () => number): number =>
  Math.sqrt(-2 * Math.log(1 - chance())) * Math.cos(2 * Math.PI * chance());
