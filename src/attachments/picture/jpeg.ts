import { orientationIn, orientationSegment } from "./orientation.ts";
import { type Drawn, latinOf, Malformed, readerOf } from "./reader.ts";

const EOI = 0xd9;
const SOS = 0xda;
const APP0 = 0xe0;
const APP1 = 0xe1;
const APP14 = 0xee;
/** Frames (but for C4, C8 and CC, which are none), tables, and what stands between scans. */
const isFrame = (marker: number) => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
const TABLES: ReadonlySet<number> = new Set([0xc4, 0xcc, 0xdb, 0xdc, 0xdd]);
/** JFIF without its thumbnail, which may show what was cut away. */
const JFIF = Uint8Array.from([0xff, APP0, 0, 16, 0x4a, 0x46, 0x49, 0x46, 0, 1, 1, 0, 0, 1, 0, 1, 0, 0]);

type Reader = ReturnType<typeof readerOf>;

interface Gathered {
  readonly parts: Uint8Array[];
  orientation: number;
  size: { readonly width: number; readonly height: number } | undefined;
  scans: number;
}

/** A JPEG as its frames, tables and scans; everything after its end is left behind. Throws Malformed. */
export function drawnJpeg(bytes: Uint8Array): Drawn {
  const reader = readerOf(bytes);
  if (reader.u16() !== 0xffd8) throw new Malformed();
  const gathered: Gathered = { parts: [], orientation: 1, size: undefined, scans: 0 };
  while (takeSegment(reader, gathered));
  const { size, scans, orientation, parts } = gathered;
  if (!size || scans === 0) throw new Malformed();
  const start = Uint8Array.from([0xff, 0xd8]);
  const upright = orientation === 1 ? [] : [orientationSegment(orientation)];
  return { ...size, parts: [start, ...upright, ...parts, Uint8Array.from([0xff, EOI])] };
}

/** False at the end. A picture that breaks off in a scan ends there: what arrived of it can be looked at. */
function takeSegment(reader: Reader, gathered: Gathered): boolean {
  if (reader.left() < 2 && gathered.scans > 0) return false;
  const marker = markerOf(reader);
  if (marker === EOI) return false;
  const from = reader.at();
  const body = reader.take(lengthOf(reader));
  const whole = [Uint8Array.from([0xff, marker]), reader.since(from)];
  if (isFrame(marker)) {
    if (gathered.size) throw new Malformed();
    gathered.size = sizeOf(body);
    gathered.parts.push(...whole);
  } else if (marker === SOS) {
    gathered.parts.push(...whole, scanOf(reader));
    gathered.scans += 1;
  } else if (TABLES.has(marker)) gathered.parts.push(...whole);
  else keepHeader(marker, body, gathered);
  return true;
}

function markerOf(reader: Reader): number {
  if (reader.u8() !== 0xff) throw new Malformed();
  for (;;) {
    const marker = reader.u8();
    if (marker !== 0xff) return marker;
  }
}

const lengthOf = (reader: Reader): number => {
  const length = reader.u16();
  if (length < 2) throw new Malformed();
  return length - 2;
};

/** Of the many things a header may hold, those a decoder needs. */
function keepHeader(marker: number, body: Uint8Array, gathered: Gathered): void {
  if (marker === APP0 && latinOf(body.subarray(0, 5)) === "JFIF\0") gathered.parts.push(JFIF);
  if (marker === APP1 && latinOf(body.subarray(0, 6)) === "Exif\0\0")
    gathered.orientation = orientationIn(body.subarray(6));
  // Adobe's twelve bytes say how the colours are stored.
  if (marker === APP14 && body.length >= 12 && latinOf(body.subarray(0, 5)) === "Adobe")
    gathered.parts.push(Uint8Array.from([0xff, APP14, 0, 14]), body.subarray(0, 12));
}

function sizeOf(frame: Uint8Array) {
  const reader = readerOf(frame);
  reader.take(1);
  const height = reader.u16();
  return { width: reader.u16(), height };
}

/** Coded pixels up to the next marker; a stuffed zero and a restart are none. */
function scanOf(reader: Reader): Uint8Array {
  const rest = reader.take(reader.left());
  let end = 0;
  while (end < rest.length) {
    end = rest.indexOf(0xff, end);
    if (end < 0) end = rest.length;
    const next = rest[end + 1];
    if (next !== undefined && next !== 0 && !(next >= 0xd0 && next <= 0xd7)) break;
    end = Math.min(end + 2, rest.length);
  }
  reader.back(rest.length - end);
  return rest.subarray(0, end);
}
