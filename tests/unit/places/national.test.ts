import { beforeAll, describe, expect, test } from "vitest";
import {
  EXAMPLE,
  hasNationalTable,
  type NamedPlace,
  namesOfTables,
  openNational,
  type Run,
  runNames,
  share,
  silentlyWrong,
} from "../../bench/places.ts";

const isThere = hasNationalTable();
if (!isThere) process.stderr.write("SKIPPED: places of the whole country (optional test data is missing)\n");

describe.skipIf(!isThere)("every commune of the country, old and new", () => {
  let runs: Run[];
  let example: Run[];
  let names: readonly NamedPlace[];
  beforeAll(async () => {
    const neutral = await openNational(null);
    names = namesOfTables(neutral);
    runs = runNames(neutral, null, names);
    example = runNames(await openNational(EXAMPLE), EXAMPLE, names);
  }, 180_000);

  test("is all of it", () => {
    expect(names.filter(({ age }) => age === "new")).toHaveLength(3321);
    expect(names.filter(({ age }) => age === "old").length).toBeGreaterThan(10_400);
  });

  test("is found or asked back: at least 99 of 100 in every form", () => {
    const short = runs.filter(({ tried }) => share(tried, "right", "asked") < 0.99);
    expect(short.map(({ age, form, accented }) => `${age} ${form} ${accented}`)).toEqual([]);
  });

  test("is never silently another one where its name is the only one", () => {
    expect([...runs, ...example].flatMap(({ tried }) => silentlyWrong(tried).map(({ text }) => text))).toEqual([]);
  });
});
