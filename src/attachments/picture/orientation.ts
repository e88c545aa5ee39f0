const TAG = 0x0112;

/** Exif's orientation, 1 to 8; 1 where the block says nothing or nothing readable. `exif` begins with its byte order ("II" or "MM"). */
export function orientationIn(exif: Uint8Array): number {
  if (exif.length < 14) return 1;
  const view = new DataView(exif.buffer, exif.byteOffset, exif.byteLength);
  const little = view.getUint16(0) === 0x4949;
  const first = view.getUint32(4, little);
  if (first + 2 > exif.length) return 1;
  const entries = view.getUint16(first, little);
  for (let nth = 0; nth < entries; nth++) {
    const at = first + 2 + nth * 12;
    if (at + 12 > exif.length) return 1;
    if (view.getUint16(at, little) !== TAG) continue;
    const value = view.getUint16(at + 8, little);
    return value >= 1 && value <= 8 ? value : 1;
  }
  return 1;
}

/** A JPEG segment that says which way is up and nothing else: without it a phone's pictures lie on their side. */
export function orientationSegment(orientation: number): Uint8Array {
  const head = [0xff, 0xe1, 0x00, 0x22, 0x45, 0x78, 0x69, 0x66, 0x00, 0x00];
  const order = [0x4d, 0x4d, 0x00, 0x2a, 0x00, 0x00, 0x00, 0x08];
  const entry = [0x00, 0x01, 0x01, 0x12, 0x00, 0x03, 0x00, 0x00, 0x00, 0x01, 0x00, orientation, 0x00, 0x00];
  return Uint8Array.from([...head, ...order, ...entry, 0x00, 0x00, 0x00, 0x00]);
}
