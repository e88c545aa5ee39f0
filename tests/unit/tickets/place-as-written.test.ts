import { expect, test } from "vitest";
import { placeAsWritten, placeKeys } from "../../../src/tickets/duplicates/place-keys.ts";

test.each([
  ["Ngõ 5, thôn Bắc", ["Ngõ 5", "thôn Bắc"]],
  ["ngõ 5 thôn 2, xã Tuyên Bình", ["ngõ 5", "thôn 2"]],
  ["cầu Bến Đò thôn 2", ["cầu Bến Đò", "thôn 2"]],
  ["khu dân cư số 3", ["khu dân cư số 3"]],
  ["gần nhà văn hóa", ["gần nhà văn hóa"]],
])("the places of %s are said as they were written", (place, wanted) => {
  expect(placeKeys(place).map((key) => placeAsWritten(key, place))).toEqual(wanted);
});

test("where it is not known how it was written, the key is said", () => {
  expect(placeAsWritten("thon:bac", null)).toBe("thon bac");
});
