import { globSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { FileMistake, parseYaml } from "../../../src/platform/index.ts";

const Any = z.unknown();
const Fees = z.strictObject({ fees: z.array(z.strictObject({ amount: z.number() })) });

function mistakeIn(text: string): Pick<FileMistake, "file" | "line"> | undefined {
  try {
    parseYaml("fees.yaml", text, Fees);
  } catch (error) {
    if (error instanceof FileMistake) return { file: error.file, line: error.line };
    throw error;
  }
  return undefined;
}

test("each shipped file is read as the YAML library that knows lines reads it", () => {
  const files = ["knowledge", "flows"].flatMap((folder) => globSync(`${folder}/**/*.yaml`));
  expect(files.length).toBeGreaterThan(100);
  for (const file of files) {
    const text = readFileSync(file, "utf8");
    expect(parseYaml(file, text, Any), file).toEqual(parse(text));
  }
});

test.each(["1.004222", "0905123456", "yes", "~", "2025-07-01", "12:30", "0x1F", "1_000", "1e3", ".5", "!a 5"])(
  "a bare %s means what it meant",
  (scalar) => {
    expect(parseYaml("x.yaml", `giá: ${scalar}`, Any)).toEqual(parse(`giá: ${scalar}`, { logLevel: "silent" }));
  },
);

test("an empty file, or one of remarks alone, holds nothing", () => {
  expect(parseYaml("x.yaml", "", Any)).toBeNull();
  expect(parseYaml("x.yaml", "# chưa có gì\n", Any)).toBeNull();
});

test.each([
  ["a value of another kind", "fees:\n  - amount: 5000\n  - amount: năm nghìn\n", 3],
  ["a key that is not known", "fees:\n  - amount: 5000\n    amuont: 1\n", 2],
  ["a key said twice", "fees: []\nfees: []\n", 2],
  ["a quotation left open", 'fees:\n  - amount: "5000\n', 3],
] as const)("%s is told with its line", (_what, text, line) => {
  expect(mistakeIn(text)).toEqual({ file: "fees.yaml", line });
});

test("what is right is no mistake", () => {
  expect(mistakeIn("fees:\n  - amount: 5000\n")).toBeUndefined();
});
