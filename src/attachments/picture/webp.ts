import { type Drawn, latinOf, Malformed, readerOf } from "./reader.ts";

const KEPT: ReadonlySet<string> = new Set(["VP8 ", "VP8L", "VP8X", "ALPH"]);
/** Of the flags of VP8X only transparency stays: profile, Exif, XMP and animation are gone. */
const TRANSPARENCY = 0x10;

type Reader = ReturnType<typeof readerOf>;

/** A still WebP without Exif, XMP and profile. Throws Malformed, for a moving one too. */
export function drawnWebp(bytes: Uint8Array): Drawn {
  const outer = readerOf(bytes);
  outer.take(4);
  const body = readerOf(outer.take(outer.u32le()));
  if (latinOf(body.take(4)) !== "WEBP") throw new Malformed();
  const chunks: Uint8Array[] = [];
  let size: Size | undefined;
  while (body.left() >= 8) {
    const chunk = takeChunk(body);
    if (chunk.size && size) throw new Malformed();
    size ??= chunk.size;
    chunks.push(...chunk.kept);
  }
  if (!size) throw new Malformed();
  return { ...size, parts: [headOf(chunks), ...chunks] };
}

interface Size {
  readonly width: number;
  readonly height: number;
}

function takeChunk(body: Reader): { readonly kept: readonly Uint8Array[]; readonly size?: Size | undefined } {
  const from = body.at();
  const name = latinOf(body.take(4));
  const length = body.u32le();
  const data = body.take(length);
  const whole = body.since(from);
  if (length % 2 === 1 && body.left() > 0) body.take(1);
  if (!KEPT.has(name)) return { kept: [] };
  return { kept: padded(name === "VP8X" ? withoutFlags(whole) : whole), size: SIZES[name]?.(data) };
}

function headOf(chunks: readonly Uint8Array[]): Uint8Array {
  const head = Buffer.alloc(12);
  head.write("RIFF", 0, "latin1");
  head.writeUInt32LE(4 + chunks.reduce((sum, chunk) => sum + chunk.length, 0), 4);
  head.write("WEBP", 8, "latin1");
  return head;
}

const padded = (chunk: Uint8Array) => (chunk.length % 2 === 1 ? [chunk, Uint8Array.of(0)] : [chunk]);

function withoutFlags(chunk: Uint8Array): Uint8Array {
  if (chunk.length < 18) throw new Malformed();
  const copy = Uint8Array.from(chunk);
  copy[8] = (copy[8] ?? 0) & TRANSPARENCY;
  return copy;
}

function lossySize(data: Uint8Array) {
  const reader = readerOf(data);
  reader.take(3);
  if (reader.take(3).join() !== "157,1,42") throw new Malformed();
  return { width: reader.u16le() & 0x3fff, height: reader.u16le() & 0x3fff };
}

function losslessSize(data: Uint8Array) {
  const reader = readerOf(data);
  if (reader.u8() !== 0x2f) throw new Malformed();
  const bits = reader.u32le();
  return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
}

/** The two kinds of chunk that hold pixels. */
const SIZES: Readonly<Record<string, (data: Uint8Array) => Size>> = { "VP8 ": lossySize, VP8L: losslessSize };
