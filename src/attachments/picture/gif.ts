import { type Drawn, latinOf, Malformed, readerOf } from "./reader.ts";

const EXTENSION = 0x21;
const IMAGE = 0x2c;
const END = 0x3b;
const CONTROL = 0xf9;
const APPLICATION = 0xff;
/** How often to repeat: the one application block that is about drawing. */
const LOOP = "NETSCAPE2.0";

type Reader = ReturnType<typeof readerOf>;

/** A GIF without comments, plain texts and application data, up to its end. Throws Malformed. */
export function drawnGif(bytes: Uint8Array): Drawn {
  const reader = readerOf(bytes);
  reader.take(6);
  const width = reader.u16le();
  const height = reader.u16le();
  takeColours(reader, reader.u8(), 2);
  const parts = [reader.since(0)];
  let images = 0;
  for (;;) {
    const from = reader.at();
    const kind = reader.u8();
    if (kind === END) break;
    if (kind === IMAGE) images += 1;
    if (takeBlock(reader, kind)) parts.push(reader.since(from));
  }
  if (images === 0) throw new Malformed();
  return { width, height, parts: [...parts, Uint8Array.of(END)] };
}

/** A table of colours, if its flags say there is one; `skipped` bytes stand between the flags and it. */
function takeColours(reader: Reader, flags: number, skipped: number): void {
  reader.take(skipped);
  if (flags & 0x80) reader.take(3 * 2 ** ((flags & 7) + 1));
}

/** Reads a block to its end; true when it is to be kept. */
function takeBlock(reader: Reader, kind: number): boolean {
  if (kind === IMAGE) {
    reader.take(8);
    takeColours(reader, reader.u8(), 0);
    reader.take(1);
    takeChain(reader);
    return true;
  }
  if (kind !== EXTENSION) throw new Malformed();
  const label = reader.u8();
  const first = takeChain(reader);
  return label === CONTROL || (label === APPLICATION && latinOf(first) === LOOP);
}

/** A chain of blocks of at most 255 bytes, ended by an empty one; the first of them. */
function takeChain(reader: Reader): Uint8Array {
  const first = reader.take(reader.u8());
  let length = first.length;
  while (length > 0) length = reader.take(reader.u8()).length;
  return first;
}
