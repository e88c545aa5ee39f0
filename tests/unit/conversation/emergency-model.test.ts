import { describe, expect, test } from "vitest";
import { loadKnowledge } from "../../../src/catalogue/index.ts";
import { decodeModel, featuresOf, recognise } from "../../../src/conversation/emergency.ts";
import { createUnderstanding, loadEmergencyModel, loadIntents } from "../../../src/conversation/index.ts";
import { isEmergency } from "../../../src/conversation/understand.ts";
import { fold } from "../../../src/text/index.ts";
import { fitClass, packed } from "../../bench/logistic.ts";
import { HELD_OUT, type Labelled, NEGATIVES, TRAINING } from "../../fakes/emergencies/texts.ts";

const model = loadEmergencyModel("knowledge") ?? [];
const { standardise } = loadKnowledge("knowledge").lexicon;
const byCuesAlone = createUnderstanding(loadIntents("knowledge"), standardise);
const understand = createUnderstanding(loadIntents("knowledge"), standardise, model);

const sees = (understanding: typeof understand, text: string) =>
  understanding(text).sightings.some(({ intent }) => isEmergency(intent));
const share = (list: readonly Labelled[], holds: (text: string) => boolean) =>
  list.filter(({ text }) => holds(text)).length / list.length;
const urgent = HELD_OUT.filter(({ label }) => label !== "none");
const calm = HELD_OUT.filter(({ label }) => label === "none");

/** Share of each class seen by cues and model together as measured (docs/quality.md), less three points. */
const SEEN: readonly (readonly [label: string, atLeast: number])[] = [
  ["khan_cap.112", 0.49],
  ["khan_cap.113", 0.69],
  ["khan_cap.114", 0.73],
  ["khan_cap.115", 0.61],
  ["khan_cap.111", 0.85],
  ["tu_hai", 0.77],
];

describe("emergencies in words nobody foresaw", () => {
  test.each(SEEN)("%s: enough calls never learnt from are seen, with accents and without", (label, atLeast) => {
    const calls = urgent.filter((one) => one.label === label);
    expect(calls).toHaveLength(25);
    expect(share(calls, (text) => sees(understand, text))).toBeGreaterThanOrEqual(atLeast);
    expect(share(calls, (text) => sees(understand, fold(text)))).toBeGreaterThanOrEqual(atLeast);
  });

  test("the model sees far more of them than the cues alone", () => {
    const alone = share(urgent, (text) => sees(byCuesAlone, text));
    expect(share(urgent, (text) => sees(understand, text))).toBeGreaterThan(alone + 0.4);
  });

  test("what the cues see stays as it was", () => {
    const text = "nhà tôi đang cháy, cứu với";
    expect(byCuesAlone(text).sightings[0]?.intent).toBe("khan_cap.114");
    expect(understand(text)).toEqual(byCuesAlone(text));
  });

  test("a sighting by the model comes first and says so", () => {
    const text = "chú hàng xóm kéo quần bé gái";
    expect(sees(byCuesAlone, text)).toBe(false);
    expect(understand(text).sightings[0]).toEqual({ intent: "khan_cap.111", cue: "model" });
  });
});

describe("the same words in everyday complaints and questions", () => {
  test("at most one in a hundred is taken by the model for an emergency", () => {
    expect(NEGATIVES.length).toBeGreaterThanOrEqual(300);
    expect(share(NEGATIVES, (text) => recognise(model, text) !== undefined)).toBeLessThanOrEqual(0.01);
  });

  test("few of those it never learnt from are", () => {
    expect(calm).toHaveLength(60);
    expect(share(calm, (text) => recognise(model, text) !== undefined)).toBeLessThanOrEqual(0.05);
  });
});

describe("the texts", () => {
  test("no call held out is among those learnt from", () => {
    const learnt = new Set([...TRAINING, ...NEGATIVES].map(({ text }) => fold(text)));
    expect(HELD_OUT.filter(({ text }) => learnt.has(fold(text)))).toEqual([]);
  });

  test("each class has at least ninety to learn from", () => {
    for (const [label] of SEEN)
      expect(TRAINING.filter((one) => one.label === label).length, label).toBeGreaterThanOrEqual(90);
  });
});

describe("the classifier", () => {
  test("reads a text alike with accents, without, and in capitals", () => {
    const text = "Nước đã tới cửa sổ rồi, cả nhà ngồi trên gác";
    expect(featuresOf(fold(text))).toEqual(featuresOf(text));
    expect(featuresOf(text.toUpperCase())).toEqual(featuresOf(text));
    expect(featuresOf("khác hẳn")).not.toEqual(featuresOf(text));
  });

  test("fits the same weights every time", () => {
    const examples = [...TRAINING.slice(0, 150), ...NEGATIVES.slice(0, 100)].map(({ label, text }) => ({
      label,
      features: featuresOf(text),
    }));
    const fitting = { epochs: 3, rate: 4, decay: 0.03, favour: 4 };
    const first = packed(fitClass(examples, "khan_cap.112", fitting).weights);
    expect(packed(fitClass(examples, "khan_cap.112", fitting).weights)).toEqual(first);
    expect(packed(fitClass(examples, "khan_cap.114", fitting).weights)).not.toEqual(first);
  });

  test.each(["", "???", "1", "🙂", "a".repeat(50_000)])("raises no alarm over nothing: %.20s", (text) => {
    expect(recognise(model, text)).toBeUndefined();
  });
});

test("a model file cut short is refused by name", () => {
  const one = { intent: "khan_cap.114", threshold: 0.35, bias: 0, scale: 0.01, weights: "AAAA" };
  expect(() => decodeModel({ classes: [one] })).toThrow(/khan_cap\.114 has 3 weights/);
});
