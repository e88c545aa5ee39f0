import { describe, expect, test } from "vitest";
import { loadKnowledge } from "../../../src/catalogue/index.ts";
import { createUnderstanding, loadIntents, loadModels } from "../../../src/conversation/index.ts";
import { isEmergency } from "../../../src/conversation/understand.ts";
import { fold } from "../../../src/text/index.ts";
import { KNOWN } from "../../fakes/emergencies/texts.ts";

const { standardise } = loadKnowledge("knowledge").lexicon;
const models = loadModels("knowledge");
const { emergencies } = models;
const WAYS = [
  ["by phrases alone", createUnderstanding(loadIntents("knowledge"), standardise)],
  ["with the model of emergencies", createUnderstanding(loadIntents("knowledge"), standardise, { emergencies })],
  ["as the app does", createUnderstanding(loadIntents("knowledge"), standardise, models)],
] as const;

/** Somebody is in danger now. Missing one of these is not acceptable. */
const JUDGED = KNOWN.filter(({ label }) => label !== "none" && !label.endsWith("?"));
/** More of them, in whatever words came to people; which number they are given is not judged here. */
const MORE = KNOWN.filter(({ label }) => label.endsWith("?"));
/** The same words about something else. */
const CALM = KNOWN.filter(({ label }) => label === "none");

test("there are enough of them to mean something", () => {
  expect(JUDGED.length).toBeGreaterThanOrEqual(60);
  expect(MORE.length).toBeGreaterThanOrEqual(100);
  expect(CALM.length).toBeGreaterThanOrEqual(100);
});

describe.each(WAYS)("%s", (_way, understand) => {
  const emergencyIn = (text: string) => understand(text).sightings.find(({ intent }) => isEmergency(intent))?.intent;

  test.each(JUDGED)("danger to life is seen before anything else: $label: $text", ({ label, text }) => {
    expect(emergencyIn(text)).toBe(label);
    expect(emergencyIn(fold(text))).toBeDefined();
  });

  test.each(MORE)("$text", ({ text }) => {
    expect(emergencyIn(text)).toBeDefined();
  });

  test.each(CALM)("the same words about something else raise no alarm: $text", ({ text }) => {
    expect(emergencyIn(text)).toBeUndefined();
  });
});
