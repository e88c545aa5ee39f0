import { type Drawn, latinOf, Malformed, readerOf } from "./reader.ts";

/** Pixels and their colours; no words, no times, no profile, no second picture. */
const KEPT: ReadonlySet<string> = new Set(["IHDR", "PLTE", "tRNS", "IDAT", "IEND", "gAMA", "sRGB", "cHRM", "sBIT"]);
const SIGNATURE = 8;
const CHUNK_FRAME = 12;

/** A PNG as the chunks that draw it, up to its end. Throws Malformed. */
export function drawnPng(bytes: Uint8Array): Drawn {
  const reader = readerOf(bytes);
  const parts = [reader.take(SIGNATURE)];
  const seen = new Set<string>();
  let size: { readonly width: number; readonly height: number } | undefined;
  while (!seen.has("IEND")) {
    const from = reader.at();
    const length = reader.u32();
    const name = latinOf(reader.take(4));
    const body = reader.take(length);
    reader.take(CHUNK_FRAME - 8);
    if (!size && name !== "IHDR") throw new Malformed();
    if (name === "IHDR") size = sizeOf(body);
    if (KEPT.has(name)) parts.push(reader.since(from));
    seen.add(name);
  }
  if (!size || !seen.has("IDAT")) throw new Malformed();
  return { ...size, parts };
}

function sizeOf(header: Uint8Array) {
  const reader = readerOf(header);
  return { width: reader.u32(), height: reader.u32() };
}
