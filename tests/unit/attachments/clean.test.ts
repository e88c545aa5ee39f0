import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { typeOf } from "../../../src/attachments/kinds.ts";
import { cleanPicture } from "../../../src/attachments/picture/clean.ts";
import { FUZZ_RUNS } from "../../fakes/fuzz.ts";
import { chattyGif, chattyPng, chattyWebp, phoneJpeg, pngChunk, SECRETS } from "../../fakes/pictures.ts";

const PICTURES = [
  ["image/jpeg", phoneJpeg()],
  ["image/png", chattyPng(8, 4)],
  ["image/webp", chattyWebp()],
  ["image/gif", chattyGif()],
] as const;

const clean = (bytes: Uint8Array) => {
  const type = typeOf(bytes);
  return type && cleanPicture(bytes, type);
};

describe.each(PICTURES)("%s", (type, bytes) => {
  test("is told by its bytes, and loses all it says besides its pixels", () => {
    expect(typeOf(bytes)).toBe(type);
    const text = Buffer.from(clean(bytes) ?? []).toString("latin1");
    expect(SECRETS.filter((secret) => bytes.toString("latin1").includes(secret)).length).toBeGreaterThan(1);
    expect(SECRETS.filter((secret) => text.includes(secret))).toEqual([]);
    expect(text.length).toBeGreaterThan(30);
  });

  test("cleaned twice is what it was cleaned once", () => {
    const once = clean(bytes) as Uint8Array;
    expect(clean(once)).toEqual(once);
  });

  test("whatever is done to its bytes, the outcome is a picture of its kind or nothing, and no secret comes through", () => {
    const change = fc.record({ at: fc.nat(bytes.length - 1), to: fc.integer({ min: 0, max: 255 }) });
    fc.assert(
      fc.property(fc.array(change, { maxLength: 12 }), fc.nat(bytes.length), (changes, end) => {
        const bent = Buffer.from(bytes);
        for (const { at, to } of changes) bent[at] = to;
        const cut = bent.subarray(0, end);
        const result = cleanPicture(cut, type);
        if (result) {
          expect(typeOf(result)).toBe(type);
          expect(result.length).toBeLessThanOrEqual(cut.length + 40);
        }
      }),
      { numRuns: FUZZ_RUNS },
    );
  });
});

test("any bytes at all are a value, never an exception", () => {
  fc.assert(
    fc.property(fc.constantFrom(...PICTURES), fc.uint8Array({ maxLength: 300 }), ([type, bytes], noise) => {
      cleanPicture(noise, type);
      cleanPicture(Buffer.concat([bytes.subarray(0, 12), noise]), type);
    }),
    { numRuns: FUZZ_RUNS },
  );
});

test.each([1, 3, 6, 8])("a phone's picture stays upright: orientation %i", (orientation) => {
  const text = Buffer.from(clean(phoneJpeg(orientation)) ?? []).toString("latin1");
  const at = text.indexOf("\u0001\u0012\0\u0003\0\0\0\u0001\0");
  expect(at < 0 ? 1 : text.charCodeAt(at + 9)).toBe(orientation);
});

test("a PNG that would unfold into more dots than any phone takes is none", () => {
  const huge = Buffer.alloc(13);
  huge.writeUInt32BE(100_000, 0);
  huge.writeUInt32BE(100_000, 4);
  huge.set([8, 2, 0, 0, 0], 8);
  const bytes = Buffer.concat([chattyPng(1, 1).subarray(0, 8), pngChunk("IHDR", huge), chattyPng(1, 1).subarray(33)]);
  expect(clean(bytes)).toBeUndefined();
});

test.each([
  ["a page", "<!doctype html><script>alert(1)</script>"],
  ["a drawing that may hold scripts", "<svg xmlns='http://www.w3.org/2000/svg'/>"],
  ["a program", "MZ\u0090\0"],
  ["an archive", "PK\u0003\u0004"],
  ["a film", "\0\0\0\u0018ftypmp42"],
  ["a PDF that begins with something else", "GIF8 %PDF-1.7 %%EOF"],
])("%s is of no kind we keep", (_, text) => {
  expect(typeOf(Buffer.from(text, "latin1"))).toBeUndefined();
});
