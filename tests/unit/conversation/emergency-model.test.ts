import { describe, expect, test } from "vitest";
import { loadKnowledge } from "../../../src/catalogue/index.ts";
import { decodeModel, EXCUSED, evidenceOf, recognise } from "../../../src/conversation/emergency.ts";
import { featuresOf, kindsOf } from "../../../src/conversation/emergency-features.ts";
import { createUnderstanding, loadEmergencyWords, loadIntents, loadModels } from "../../../src/conversation/index.ts";
import { isEmergency } from "../../../src/conversation/understand.ts";
import { digitsInWords, fold } from "../../../src/text/index.ts";
import { fitClasses } from "../../bench/logistic.ts";
import { HELD_OUT, KNOWN, MIXED, NEGATIVES, TRAINING } from "../../fakes/emergencies/texts.ts";

const { emergencies: found } = loadModels("knowledge");
if (!found) throw new Error("knowledge/ brings a model");
const model = found;
const kinds = kindsOf(loadEmergencyWords("knowledge"));
const { standardise } = loadKnowledge("knowledge").lexicon;
const byCuesAlone = createUnderstanding(loadIntents("knowledge"), standardise);
const understand = createUnderstanding(loadIntents("knowledge"), standardise, { emergencies: model });

const urgentIn = (understanding: typeof understand, text: string) =>
  understanding(text).sightings.find(({ intent }) => isEmergency(intent));
const sees = (understanding: typeof understand, text: string) => urgentIn(understanding, text) !== undefined;
const CLASSES = ["khan_cap.112", "khan_cap.113", "khan_cap.114", "khan_cap.115", "khan_cap.111", "tu_hai"] as const;
const numberOf = (label: string) => CLASSES.findIndex((one) => label.startsWith(one));

describe("emergencies in words nobody foresaw", () => {
  test("what no phrase knows, the model sights, first and under its own name", () => {
    const text = "chú hàng xóm kéo quần bé gái";
    expect(sees(byCuesAlone, text)).toBe(false);
    expect(understand(text).sightings[0]).toEqual({ intent: "khan_cap.111", cue: "model" });
  });

  test("a phrase the model confirms is named", () => {
    const text = "nhà tôi đang cháy, cứu với";
    expect(understand(text).sightings[0]).toEqual(byCuesAlone(text).sightings[0]);
  });

  test("a phrase about something else is not confirmed, and the rest of the reading stays", () => {
    const text = "đường hẻm nhỏ xe chữa cháy không vào được, đề nghị mở rộng mặt đường";
    expect(sees(byCuesAlone, text)).toBe(true);
    expect(sees(understand, text)).toBe(false);
    expect(understand(text).sightings.map(({ intent }) => intent)).toContain("hien_truong");
  });

  test.each(MIXED)("a call in the middle of a complaint is seen, and the complaint too: $text", ({ label, text }) => {
    const intents = understand(text).sightings.map(({ intent }) => intent);
    expect(intents[0]).toBe(label);
    expect(sees(understand, fold(text))).toBe(true);
  });

  test("a ticket's code is no word to weigh", () => {
    for (const code of ["PA-7K2M-Q9XD", "PA-ZZZZ-2345", "PA-4HCV-M7RB"])
      expect(sees(understand, `tra cứu phiếu ${code}`)).toBe(false);
  });

  test("of one word or two only the phrases are asked", () => {
    expect(recognise(model, evidenceOf(model, "cháy nhà", "khan_cap.114"), () => undefined)?.intent).toBe(
      "khan_cap.114",
    );
    expect(recognise(model, evidenceOf(model, "cháy nhà", EXCUSED), () => EXCUSED)).toBeUndefined();
  });
});

/** As measured once, after everything was fitted (docs/quality.md), less three points. */
describe("texts put aside before anything was fitted", () => {
  const share = (isCall: boolean, said: (text: string) => string) => {
    const texts = HELD_OUT.filter(({ label }) => (label !== "none") === isCall);
    return texts.filter(({ text }) => sees(understand, said(text))).length / texts.length;
  };
  const asTyped = (text: string) => text;

  test.each([
    ["as typed", asTyped],
    ["without accents", fold],
  ] as const)("%s: calls are seen, and calm lines with their words mostly are not", (_name, said) => {
    expect(share(true, said)).toBeGreaterThanOrEqual(0.775);
    expect(share(false, said)).toBeLessThanOrEqual(0.11);
  });
});

describe("the texts", () => {
  test("none held out is among those learnt from", () => {
    const learnt = new Set([...TRAINING, ...NEGATIVES, ...KNOWN, ...MIXED].map(({ text }) => fold(text)));
    expect(HELD_OUT.filter(({ text }) => learnt.has(fold(text)))).toEqual([]);
  });

  test.each(CLASSES)("%s: enough to learn from and to judge by", (label) => {
    expect(TRAINING.filter((one) => one.label === label).length).toBeGreaterThanOrEqual(200);
    expect(HELD_OUT.filter((one) => one.label === label).length).toBeGreaterThanOrEqual(40);
  });
});

describe("the classifier", () => {
  test("reads capitals and drawn-out letters alike, and accents where they were typed", () => {
    const text = "Nước đã tới cửa sổ rồi, cả nhà ngồi trên gác";
    const features = (said: string) => featuresOf(said, kinds, undefined);
    expect(features(text.toUpperCase())).toEqual(features(text));
    expect(features(text.replace("rồi", "rồiiii"))).toEqual(features(text));
    expect(features(fold(text))).not.toEqual(features(text));
    expect(features("khác hẳn")).not.toEqual(features(text));
  });

  test("a word is of its kind as it is spelt, where accents were typed", () => {
    const blood = kindsOf({ blood: ["máu"] });
    const kindsFound = (said: string) =>
      featuresOf(said, blood, undefined).places.length - featuresOf(said, kindsOf({}), undefined).places.length;
    expect(["chảy máu", "chay mau", "chảy mau"].map(kindsFound)).toEqual([1, 1, 1]);
    expect(["chạy mẫu", "màu xanh"].map(kindsFound)).toEqual([0, 0]);
  });

  test("a child's age is a kind of word of its own", () => {
    const child = { tre: ["nhotuoi"] };
    const places = (said: string) => [...featuresOf(said, kindsOf(child), undefined).places];
    const none = (said: string) => [...featuresOf(said, kindsOf({}), undefined).places];
    expect(places("em 13t").length).toBe(none("em 13t").length + 1);
    expect(places("em 31t").length).toBe(none("em 31t").length);
  });

  test("fits the same weights every time", () => {
    const examples = [...TRAINING.slice(0, 150), ...NEGATIVES.slice(0, 100)].map(({ label, text }) => ({
      label: numberOf(label),
      features: featuresOf(text, kinds, undefined),
      weight: 1,
    }));
    const fitted = () => fitClasses(examples, CLASSES.length, { epochs: 3, rate: 4, decay: 0.1 });
    const [first, second] = fitted();
    expect(fitted()[0]).toEqual(first);
    expect(second).not.toEqual(first);
  });

  test.each(["", "???", "1", "🙂", "a".repeat(50_000)])("raises no alarm over nothing: %.20s", (text) => {
    expect(recognise(model, evidenceOf(model, text, undefined), () => undefined)).toBeUndefined();
  });
});

test("a model file cut short is refused by name", () => {
  const one = { intent: "khan_cap.114", bias: 0, scale: 0.01, weights: "AAAA" };
  expect(() => decodeModel({ alone: 0.5, with_cue: 0.5, in_clause: 0.5, classes: [one] }, {})).toThrow(
    /khan_cap\.114 has 3 weights/,
  );
});

test("a number read out digit by digit is no cry for help", () => {
  const heard = Array.from({ length: 300 }, (_, n) =>
    digitsInWords(String((n * 7_654_321 + 13) % 1e8).padStart(8, "0")),
  );
  const alarms = heard.filter((digits) =>
    understand(`dạ, ${digits} ạ`).sightings.some(({ intent }) => isEmergency(intent)),
  );
  expect(alarms).toEqual([]);
});
