/** One example of a yes-or-no decision; the first feature is the bias. */
export interface Weighted {
  readonly features: readonly number[];
  readonly label: 0 | 1;
  readonly weight: number;
}

export const probability = (features: readonly number[], weights: readonly number[]): number =>
  1 / (1 + Math.exp(-features.reduce((sum, value, j) => sum + value * (weights[j] as number), 0)));

const ROUNDS = 25;

/** Logistic regression by Newton's method, L2 (`ridge` by the weight of all examples) on all weights but the bias. */
export function fitWeights(examples: readonly Weighted[], ridge: number): number[] {
  const total = examples.reduce((sum, { weight }) => sum + weight, 0);
  const held = (examples[0]?.features ?? []).map((_, j) => (j === 0 ? 1e-9 : ridge * total));
  let weights = held.map(() => 0);
  for (let round = 0; round < ROUNDS; round++) {
    const gradient = weights.map((weight, j) => -(held[j] as number) * weight);
    const curvature = held.map((one, j) => held.map((_, k) => (j === k ? one : 0)));
    for (const example of examples) step(example, weights, gradient, curvature);
    const move = solved(curvature, gradient);
    weights = weights.map((weight, j) => weight + (move[j] as number));
  }
  return weights;
}

function step(
  { features, label, weight }: Weighted,
  weights: readonly number[],
  gradient: number[],
  curvature: number[][],
): void {
  const p = probability(features, weights);
  for (const [j, value] of features.entries()) {
    if (value === 0) continue;
    gradient[j] = (gradient[j] as number) + weight * (label - p) * value;
    const row = curvature[j] as number[];
    for (const [k, other] of features.entries()) row[k] = (row[k] as number) + weight * p * (1 - p) * value * other;
  }
}

/** One choice among options of which one or more are right; features that are not named are nought. */
export interface Choice {
  readonly options: readonly (readonly (readonly [feature: number, value: number])[])[];
  readonly right: readonly boolean[];
  readonly weight: number;
}

/** Probability of each option by its weighed features. */
export function shares({ options }: Pick<Choice, "options">, weights: readonly number[]): number[] {
  return softmax(options.map((option) => option.reduce((sum, [j, value]) => sum + value * (weights[j] as number), 0)));
}

function softmax(scores: readonly number[]): number[] {
  const most = Math.max(...scores);
  const powers = scores.map((one) => Math.exp(one - most));
  const sum = powers.reduce((total, one) => total + one, 0);
  return powers.map((one) => one / sum);
}

/** No step moves a weight further: where several options are right the likelihood is not convex. */
const LONGEST_STEP = 1;
const SETTLED = 1e-4;

/** Conditional logistic regression over `count` features by Newton's method, L2 (`ridge` by the weight of all choices). */
export function fitChoices(choices: readonly Choice[], count: number, ridge: number): number[] {
  const held = ridge * choices.reduce((sum, { weight }) => sum + weight, 0);
  let weights = new Array<number>(count).fill(0);
  for (let round = 0; round < 2 * ROUNDS; round++) {
    const gradient = weights.map((weight) => -held * weight);
    const curvature = weights.map((_, j) => weights.map((_, k) => (j === k ? held : 0)));
    for (const choice of choices) learn(choice, weights, gradient, curvature);
    const move = solved(curvature, gradient);
    const longest = Math.max(...move.map(Math.abs));
    weights = weights.map((weight, j) => weight + (move[j] as number) * Math.min(1, LONGEST_STEP / longest));
    if (longest < SETTLED) break;
  }
  return weights;
}

function learn(choice: Choice, weights: readonly number[], gradient: number[], curvature: number[][]): void {
  const { options, right, weight } = choice;
  const share = shares(choice, weights);
  const rightShare = share.reduce((sum, one, i) => sum + (right[i] ? one : 0), 0) || Number.MIN_VALUE;
  const mean = new Map<number, number>();
  for (const [i, option] of options.entries()) {
    const p = share[i] as number;
    const error = (right[i] ? p / rightShare : 0) - p;
    for (const [j, value] of option) {
      gradient[j] = (gradient[j] as number) + weight * error * value;
      mean.set(j, (mean.get(j) ?? 0) + p * value);
    }
    addProducts(curvature, option, weight * p);
  }
  addProducts(curvature, [...mean], -weight);
}

/** Adds the products of all pairs of values, each times `by`. */
function addProducts(matrix: number[][], values: readonly (readonly [number, number])[], by: number): void {
  for (const [j, value] of values) {
    const row = matrix[j] as number[];
    for (const [k, other] of values) row[k] = (row[k] as number) + by * value * other;
  }
}

/** Gauss-Jordan; the matrix is positive definite, so every pivot is above nought. */
function solved(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const rows = matrix.map((row, j) => [...row, right[j] as number]);
  for (let at = 0; at < rows.length; at++) {
    const pivot = (rows[at] as number[])[at] as number;
    rows[at] = (rows[at] as number[]).map((value) => value / pivot);
    for (let j = 0; j < rows.length; j++) {
      const factor = j === at ? 0 : ((rows[j] as number[])[at] as number);
      if (factor !== 0)
        rows[j] = (rows[j] as number[]).map((value, k) => value - factor * ((rows[at] as number[])[k] as number));
    }
  }
  return rows.map((row) => row.at(-1) as number);
}
