/** Thrown while a picture is read, and caught where it is cleaned: what is not a picture of its kind is a value outside. */
export class Malformed extends Error {}

/** Reads bytes in order; every read beyond the end is Malformed. */
export function readerOf(bytes: Uint8Array) {
  let at = 0;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  function step(count: number): number {
    const from = at;
    if (count < 0 || from + count > bytes.length) throw new Malformed();
    at += count;
    return from;
  }
  return {
    at: () => at,
    left: () => bytes.length - at,
    u8: () => view.getUint8(step(1)),
    u16: () => view.getUint16(step(2)),
    u32: () => view.getUint32(step(4)),
    u16le: () => view.getUint16(step(2), true),
    u32le: () => view.getUint32(step(4), true),
    /** A view, not a copy. */
    take(count: number): Uint8Array {
      const from = step(count);
      return bytes.subarray(from, from + count);
    },
    back(count: number): void {
      at -= count;
    },
    /** What was read since an earlier `at`. */
    since: (from: number) => bytes.subarray(from, at),
  };
}

export const latinOf = (bytes: Uint8Array): string => String.fromCharCode(...bytes);

/** What is left of a picture: its pixels and how to draw them. */
export interface Drawn {
  readonly parts: readonly Uint8Array[];
  readonly width: number;
  readonly height: number;
}
