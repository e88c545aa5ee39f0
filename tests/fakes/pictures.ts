import { crc32, deflateSync } from "node:zlib";

const ascii = (text: string) => Buffer.from(text, "latin1");

/** What a telephone writes beside the pixels: orientation 6, and a GPS block whose words are easy to find. */
export const SECRETS = [
  "GPS-10.7769N-106.7009E",
  "NGUYEN-VAN-A",
  "THUMBNAIL-OF-A-FACE",
  "PK\u0003\u0004evil.exe",
] as const;

const segment = (marker: number, body: Uint8Array) => {
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(body.length + 2, 2);
  return Buffer.concat([head, body]);
};

function exif(orientation: number): Buffer {
  const entry = Buffer.from([0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0]);
  return Buffer.concat([ascii("Exif\0\0MM\0*\0\0\0\u0008\0\u0001"), entry, ascii("\0\0\0\0"), ascii(SECRETS[0])]);
}

/** A JPEG's skeleton: every segment a decoder wants, pixels that need not decode, and everything a phone adds. */
export function phoneJpeg(orientation = 6): Buffer {
  const frame = Buffer.from([8, 0, 16, 0, 32, 1, 1, 0x11, 0]);
  return Buffer.concat([
    Buffer.from([0xff, 0xd8]),
    segment(0xe0, Buffer.concat([ascii("JFIF\0"), Buffer.from([1, 1, 0, 0, 1, 0, 1, 1, 1]), ascii(SECRETS[2])])),
    segment(0xe1, exif(orientation)),
    segment(0xfe, ascii(SECRETS[1])),
    segment(0xdb, Buffer.alloc(65, 1)),
    segment(0xc0, frame),
    segment(0xc4, Buffer.alloc(20, 1)),
    segment(0xda, Buffer.from([1, 1, 0, 0, 63, 0])),
    Buffer.from([0x12, 0xff, 0x00, 0x34, 0xff, 0xd0, 0x56]),
    Buffer.from([0xff, 0xd9]),
    ascii(SECRETS[3]),
  ]);
}

export function pngChunk(name: string, body: Uint8Array): Buffer {
  const named = Buffer.concat([ascii(name), body]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(body.length, 0);
  frame.writeUInt32BE(crc32(named), 4);
  return Buffer.concat([frame.subarray(0, 4), named, frame.subarray(4)]);
}

/** A whole PNG that any browser draws: a slope of colours, with words and a second file hung on. */
export function chattyPng(width = 320, height = 240): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const rows = Array.from({ length: height }, (_, y) =>
    Buffer.from([0, ...Array.from({ length: width }, (__, x) => [(x * 255) / width, (y * 255) / height, 120]).flat()]),
  );
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    pngChunk("IHDR", header),
    pngChunk("tEXt", ascii(`Author\0${SECRETS[1]}`)),
    pngChunk("eXIf", exif(1)),
    pngChunk("IDAT", deflateSync(Buffer.concat(rows))),
    pngChunk("IEND", new Uint8Array()),
    ascii(SECRETS[3]),
  ]);
}

const riffChunk = (name: string, body: Uint8Array) => {
  const head = Buffer.alloc(8);
  head.write(name, 0, "latin1");
  head.writeUInt32LE(body.length, 4);
  return Buffer.concat([head, body, Buffer.alloc(body.length % 2)]);
};

export function chattyWebp(): Buffer {
  const body = Buffer.concat([
    ascii("WEBP"),
    riffChunk("VP8X", Buffer.from([0x1c, 0, 0, 0, 31, 0, 0, 15, 0, 0])),
    riffChunk("VP8 ", Buffer.from([0, 0, 0, 0x9d, 0x01, 0x2a, 32, 0, 16, 0, 7])),
    riffChunk("EXIF", exif(1)),
    riffChunk("XMP ", ascii(SECRETS[1])),
  ]);
  const head = Buffer.alloc(8);
  head.write("RIFF", 0, "latin1");
  head.writeUInt32LE(body.length, 4);
  return Buffer.concat([head, body, ascii(SECRETS[3])]);
}

export function chattyGif(): Buffer {
  const chain = (text: string) => Buffer.concat([Buffer.from([text.length]), ascii(text), Buffer.from([0])]);
  return Buffer.concat([
    ascii("GIF89a"),
    Buffer.from([32, 0, 16, 0, 0x80, 0, 0, 0, 0, 0, 255, 255, 255]),
    Buffer.from([0x21, 0xfe]),
    chain(SECRETS[1]),
    Buffer.from([0x21, 0xff]),
    chain("XMP DataXMP"),
    Buffer.from([0x21, 0xff, 11]),
    ascii("NETSCAPE2.0"),
    Buffer.from([3, 1, 0, 0, 0]),
    Buffer.from([0x2c, 0, 0, 0, 0, 32, 0, 16, 0, 0, 2, 2, 0x4c, 0x01, 0, 0x3b]),
    ascii(SECRETS[3]),
  ]);
}
