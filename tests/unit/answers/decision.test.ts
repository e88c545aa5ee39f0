import { describe, expect, test } from "vitest";
import { weigher } from "../../../src/answers/decision.ts";
import { fitNetwork } from "../../bench/network.ts";
import type { Choice } from "../../bench/newton.ts";

const unit = { bias: 0.5, worth: 2, weights: [1, -1] };

describe("the decision", () => {
  test("weighs what is there straight away and together", () => {
    const weigh = weigher({ features: ["near", "named"], direct: [3, 4], units: [unit] });
    expect(weigh({ near: 1, named: 0.25 })).toBeCloseTo(3 + 1 + 2 * Math.tanh(0.5 + 1 - 0.25), 12);
    expect(weigh({})).toBeCloseTo(2 * Math.tanh(0.5), 12);
  });

  test("does not hear a feature it was not fitted with", () => {
    const weigh = weigher({ features: ["near"], direct: [3], units: [] });
    expect(weigh({ near: 1, strange: 100 })).toBe(3);
  });
});

const [NONE, ONE, OTHER, BOTH] = [
  [],
  [[0, 1]],
  [[1, 1]],
  [
    [0, 1],
    [1, 1],
  ],
] as const;
const chosen = (option: typeof ONE | typeof OTHER, before: typeof NONE | typeof BOTH): Choice => ({
  options: [before, option],
  right: [false, true],
  weight: 1,
});
/** Of two options the right one has just one of two signs: no weighed sum tells them apart. */
const EITHER = [chosen(ONE, NONE), chosen(OTHER, NONE), chosen(ONE, BOTH), chosen(OTHER, BOTH)];
const SHAPE = { units: 6, epochs: 400, leftOut: 0, decay: 0 };

describe("fitting it", () => {
  const decision = fitNetwork(EITHER, ["one", "other"], SHAPE);
  const weigh = weigher(decision);

  test("learns that one sign or the other speaks for an option, and both do not", () => {
    const [none, one, other, both] = [{}, { one: 1 }, { other: 1 }, { one: 1, other: 1 }].map(weigh) as number[];
    expect(Math.min(one as number, other as number)).toBeGreaterThan(Math.max(none as number, both as number));
  });

  test("makes the same of the same choices", () => {
    expect(fitNetwork(EITHER, ["one", "other"], SHAPE)).toEqual(decision);
  });
});
