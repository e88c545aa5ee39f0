import file from "./decision-model.json" with { type: "json" };

/** A small network over an option's features: what each is worth straight away, and through units that weigh several together (ADR 0051). */
export interface Decision {
  readonly features: readonly string[];
  /** Per feature. */
  readonly direct: readonly number[];
  /** None: a weighed sum and no more. */
  readonly units: readonly Unit[];
}
interface Unit {
  readonly bias: number;
  readonly worth: number;
  /** Per feature. */
  readonly weights: ArrayLike<number>;
}

/** decision-model.json, written by tests/bench/fit-decision.ts; never edited by hand. */
const DECISIONS: Readonly<Record<"byItself" | "inTalk", Decision>> = file;

/** What speaks for an option, by its features; one that the decision was not fitted with is not heard (a unit test finds it). */
export function weigher(decision: Decision): (option: Readonly<Record<string, number>>) => number {
  const places = new Map(decision.features.map((name, place) => [name, place]));
  const units = decision.units.map(({ bias, worth, weights }) => ({
    bias,
    worth,
    weights: Float64Array.from(weights),
  }));
  const weights = { ...decision, units };
  return (option) => {
    const there: Valued[] = [];
    for (const name in option) {
      const [place, value] = [places.get(name), option[name] as number];
      if (place !== undefined && value !== 0) there.push([place, value]);
    }
    return weighed(weights, there);
  };
}

type Valued = readonly [place: number, value: number];

function weighed({ direct, units }: Omit<Decision, "features">, features: readonly Valued[]): number {
  let sum = 0;
  for (const [place, value] of features) sum += (direct[place] as number) * value;
  for (const { bias, worth, weights } of units) {
    let heard = bias;
    for (const [place, value] of features) heard += (weights[place] as number) * value;
    sum += worth * Math.tanh(heard);
  }
  return sum;
}

/** Where nothing was said before, and where something was spoken of or asked back. */
export const weigh = { byItself: weigher(DECISIONS.byItself), inTalk: weigher(DECISIONS.inTalk) };
