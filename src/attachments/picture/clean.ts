import type { MediaType } from "../attachment.ts";
import { typeOf } from "../kinds.ts";
import { drawnGif } from "./gif.ts";
import { drawnJpeg } from "./jpeg.ts";
import { drawnPng } from "./png.ts";
import { type Drawn, Malformed } from "./reader.ts";
import { drawnWebp } from "./webp.ts";

/** More dots than any telephone takes; a small file that unfolds into more is made to harm whoever opens it. */
const MOST_PIXELS = 120_000_000;

const DRAWN: Readonly<Partial<Record<MediaType, (bytes: Uint8Array) => Drawn>>> = {
  "image/jpeg": drawnJpeg,
  "image/png": drawnPng,
  "image/webp": drawnWebp,
  "image/gif": drawnGif,
};

export const isPicture = (type: MediaType): boolean => type in DRAWN;

/**
 * A picture without what its file tells besides: where and when it was taken, with which device, what was hung on at the end. Built
 * anew from the parts that draw it, so that what we do not know is left out. Undefined when it is no whole picture of its kind.
 */
export function cleanPicture(bytes: Uint8Array, type: MediaType): Uint8Array<ArrayBuffer> | undefined {
  try {
    const drawn = typeOf(bytes) === type ? DRAWN[type]?.(bytes) : undefined;
    if (!drawn || drawn.width * drawn.height === 0 || drawn.width * drawn.height > MOST_PIXELS) return undefined;
    return Uint8Array.from(Buffer.concat(drawn.parts));
  } catch (error) {
    if (error instanceof Malformed) return undefined;
    throw error;
  }
}
