import { describe, expect, test } from "vitest";
import { createCircuit } from "../../../src/platform/index.ts";

describe("a circuit of three failures and half a minute", () => {
  const broken = (at: number) => {
    const circuit = createCircuit({ failures: 3, openMs: 30_000 });
    const opened = [1, 2, 3].map(() => circuit.failed(at));
    expect(opened).toEqual([false, false, true]);
    return circuit;
  };

  test("lets every call through while fewer than three in a row fail", () => {
    const circuit = createCircuit({ failures: 3, openMs: 30_000 });
    for (let i = 0; i < 4; i++) {
      circuit.failed(0);
      circuit.failed(0);
      expect(circuit.allows(0)).toBe(true);
      circuit.succeeded();
    }
  });

  test.each([
    [1000, false],
    [30_999, false],
    [31_000, true],
  ])("broken at second 1, at %i ms it lets a call through: %s", (now, allowed) => {
    expect(broken(1000).allows(now)).toBe(allowed);
  });

  test("lets one call try while the others stay away, and all when that one succeeded", () => {
    const circuit = broken(0);
    expect([circuit.allows(30_000), circuit.allows(30_000), circuit.allows(59_999)]).toEqual([true, false, false]);
    circuit.succeeded();
    expect([circuit.allows(30_001), circuit.allows(30_001)]).toEqual([true, true]);
  });

  test("stays away for another half a minute when the trial failed", () => {
    const circuit = broken(0);
    expect(circuit.allows(30_000)).toBe(true);
    circuit.failed(31_000);
    expect(circuit.allows(60_999)).toBe(false);
    expect(circuit.allows(61_000)).toBe(true);
  });
});
