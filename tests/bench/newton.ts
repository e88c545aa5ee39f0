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
