import { describe, expect, test } from "vitest";
import { NO_OVERRIDES } from "../../../src/catalogue/overrides.ts";
import { openRecords, pack, unpackAll } from "../../../src/catalogue/records/load.ts";
import { shipped } from "../../fakes/search-office.ts";

const records = openRecords(pack(shipped), NO_OVERRIDES);

describe("packed records", () => {
  test("are the same when they are unpacked, whether or not one was asked for lately", () => {
    for (let round = 0; round < 2; round++)
      for (const procedure of shipped) expect(records.get(procedure.code)).toEqual(procedure);
  });

  test("are unpacked once while they are spoken of", () => {
    const [first] = shipped;
    const code = first?.code ?? "";
    expect(records.get(code)).toBe(records.get(code));
  });

  test("know their codes, and what a filter asks, without being unpacked", () => {
    expect([...records.keys()]).toEqual(shipped.map(({ code }) => code));
    for (const procedure of shipped) expect(procedure).toMatchObject(records.head(procedure.code) ?? {});
  });

  test("are undefined for a code that no record has", () => {
    expect(records.has("9.999999")).toBe(false);
    expect(records.get("9.999999")).toBeUndefined();
    expect(records.head("9.999999")).toBeUndefined();
  });

  test("come back all at once in their order", () => {
    expect(unpackAll(pack(shipped))).toEqual(shipped);
  });

  test("keep the last record of a code", () => {
    const [first] = shipped;
    if (!first) throw new Error("nothing is shipped");
    const twice = openRecords(pack([first, { ...first, name: "Tên sau" }]), NO_OVERRIDES);
    expect(twice.size).toBe(1);
    expect(twice.get(first.code)?.name).toBe("Tên sau");
  });
});
