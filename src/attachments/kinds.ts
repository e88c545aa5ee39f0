import type { MediaType } from "./attachment.ts";

const latin = (bytes: Uint8Array, from: number, to: number) => String.fromCharCode(...bytes.subarray(from, to));

/** Brands of ISO media files that hold sound alone; all others may be a film, and a phone's film names the place it was taken. */
const SOUND_BRANDS: ReadonlySet<string> = new Set(["M4A ", "M4B "]);

type Sign = readonly [type: MediaType, fits: (bytes: Uint8Array) => boolean];

const SIGNS: readonly Sign[] = [
  ["image/jpeg", (b) => b[0] === 0xff && b[1] === 0xd8 && b[2] === 0xff],
  ["image/png", (b) => latin(b, 0, 8) === "\x89PNG\r\n\x1a\n"],
  ["image/gif", (b) => /^GIF8[79]a/.test(latin(b, 0, 6))],
  ["image/webp", (b) => latin(b, 0, 4) === "RIFF" && latin(b, 8, 12) === "WEBP"],
  [
    "application/pdf",
    (b) => latin(b, 0, 5) === "%PDF-" && latin(b, Math.max(0, b.length - 1024), b.length).includes("%%EOF"),
  ],
  ["audio/mp4", (b) => latin(b, 4, 8) === "ftyp" && SOUND_BRANDS.has(latin(b, 8, 12))],
  ["audio/ogg", (b) => latin(b, 0, 4) === "OggS"],
  ["audio/amr", (b) => latin(b, 0, 5) === "#!AMR"],
  ["audio/mpeg", (b) => latin(b, 0, 3) === "ID3" || (b[0] === 0xff && ((b[1] ?? 0) & 0xf6) === 0xf2)],
];

/** The type the bytes themselves show; undefined for everything we do not keep. */
export function typeOf(bytes: Uint8Array): MediaType | undefined {
  return SIGNS.find(([, fits]) => fits(bytes))?.[0];
}
