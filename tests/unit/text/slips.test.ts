import { describe, expect, test } from "vitest";
import { isAccented } from "../../../src/text/index.ts";
import { createMend, fromTelex } from "../../../src/text/slips.ts";
import { isSyllable } from "../../../src/text/syllable.ts";
import { telex } from "../../fakes/noise.ts";

const mend = createMend(["giấy", "khai", "sinh", "hiểm", "phường", "bhyt", "ngoài", "tạm", "trú"]);

describe("Telex keys typed with the method off", () => {
  test.each(["đăng", "ký", "giấy", "phường", "nước", "thường", "quốc", "hạn", "sử", "được", "người", "hòa"])(
    "%s",
    (word) => {
      expect(fromTelex(telex(word))).toBe(word);
    },
  );

  test.each(["khai", "online", "vneid", "2020"])("%s is left alone", (word) => {
    expect(fromTelex(word)).toBeUndefined();
  });
});

describe("a word no Vietnamese syllable looks like", () => {
  test.each([
    ["gaiy", "giay"],
    ["khhai", "khai"],
    ["sih", "sinh"],
    ["fường", "phường"],
    ["ngoaif", "ngoài"],
    ["bhhyt", "bhyt"],
    ["ihểm", "hiem"],
    ["trog", "trong"],
  ])("%s is read as %s", (typed, meant) => {
    expect(mend([typed])).toEqual([meant]);
  });

  test.each(["khai", "lụt", "zalo", "gas", "cccd", "1.004222", "karaoke"])("%s stays", (word) => {
    expect(mend([word])).toEqual([word]);
  });
});

test("hesitations do not part a phrase; without marks they may be words", () => {
  expect(mend(["khai", "ờ", "sinh"])).toEqual(["khai", "sinh"]);
  expect(mend(["o", "dau"])).toEqual(["o", "dau"]);
});

test("syllables are a closed list", () => {
  expect(["nghieng", "quyen", "gi", "gia", "uong", "khuya"].filter((word) => !isSyllable(word))).toEqual([]);
  expect(["sih", "duonng", "kys", "app", "nghj"].filter(isSyllable)).toEqual([]);
});

test("one stray mark does not make a text accented", () => {
  expect(isAccented("dang ky khai sinh à mat may ngay")).toBe(false);
  expect(isAccented("đăng ký khai sinh")).toBe(true);
  expect(isAccented("cho con em đi")).toBe(true);
  expect(isAccented("")).toBe(false);
});
