import { expect, test } from "vitest";
import { importRow } from "../../../src/catalogue/published.ts";

const nameOf = (code: string, name: string): string | undefined => {
  const imported = importRow({ code, name });
  return imported.kind === "procedure" ? imported.procedure.name : undefined;
};

test("the code behind a published name is not said twice; other brackets stay", () => {
  expect(nameOf("1.010736", "Tham vấn (cấp xã) (1.010736)")).toBe("Tham vấn (cấp xã)");
  expect(nameOf("1.010736", "Tham vấn (1.010737)")).toBe("Tham vấn (1.010737)");
});
