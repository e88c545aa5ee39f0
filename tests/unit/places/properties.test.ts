import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fold } from "../../../src/text/index.ts";
import { openShipped, told } from "./shipped.ts";

const places = await openShipped();
const neutral = await openShipped(null);
const units = neutral.table.units;
const unit = fc.constantFrom(...units);

/** Names of communes of before, each with its unit. */
const formers = units.flatMap((now) =>
  now.formers.filter(({ share, kind }) => share !== "unchanged" && kind !== null).map((former) => ({ now, former })),
);

describe("any text", () => {
  test("is read without failing, and offers four places at most", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 200 }), fc.boolean(), (text, asked) => {
        const found = places.find(text, { asked });
        expect(found.kind !== "ambiguous" || (found.choices.length <= 4 && found.choices.length > 0)).toBe(true);
      }),
    );
  });

  test("made of words of places keeps the words as written", () => {
    const word = fc.constantFrom(
      "xã",
      "huyện",
      "Mai Hóa",
      "mai hoa",
      "Tuyên Hóa",
      "ở",
      ",",
      "tỉnh",
      "thôn",
      "3",
      "Hà Nội",
      "q1",
      "phường",
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 12 }), fc.boolean(), (parts, asked) => {
        const text = parts.join(" ");
        const found = places.find(text, { asked });
        expect(found.kind === "none" || found.words.split(", ").every((part) => text.includes(part))).toBe(true);
      }),
    );
  });
});

describe("a commune's name", () => {
  test("with its former district and province is that commune or asked, however it is typed", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...formers),
        fc.constantFrom("accented", "plain", "capitals", "nfd"),
        ({ now, former }, how) => {
          const text = `${former.kind} ${former.name}, ${former.district}, ${former.province}`;
          const typed = { accented: text, plain: fold(text), capitals: text.toUpperCase(), nfd: text.normalize("NFD") }[
            how
          ];
          const found = neutral.find(typed);
          expect([`= ${now.name}`, "?"]).toContain(found.kind === "ambiguous" ? "?" : told(found));
        },
      ),
      { numRuns: 400 },
    );
  });

  test("is no other one with one letter typed twice", () => {
    fc.assert(
      fc.property(unit, fc.nat(), (now, at) => {
        const letters = [...now.name];
        const i = at % letters.length;
        const slipped = [...letters.slice(0, i + 1), ...letters.slice(i)].join("");
        const found = neutral.find(`xã ${slipped}`);
        expect(found.kind === "one" ? found.unit.name : now.name).toBe(now.name);
      }),
      { numRuns: 300 },
    );
  });

  test("of the office itself wins over its namesakes", () => {
    for (const { name, province, kind } of units) {
      const namesakes = units.filter((other) => other.formers.some((former) => former.name === name));
      if (namesakes.length === 0) continue;
      const own = openAt(name, province);
      expect(told(own.find(`${kind} ${name}`))).toBe(`= ${name}`);
    }
  });
});

const homes = new Map(
  await Promise.all(
    units.map(async ({ name, province }) => [name, await openShipped({ province, commune: name })] as const),
  ),
);
function openAt(name: string, _province: string) {
  const own = homes.get(name);
  if (!own) throw new Error(`no office ${name}`);
  return own;
}
