import type { IndexData } from "./build.ts";

/**
 * The same index in arrays of its own. Those that `deserialize` gives are views of the bytes it read, so that one of them
 * would keep a file of tens of megabytes in memory.
 */
export function ownCopy(index: IndexData): IndexData {
  return { ...withOwnArrays(index), phrases: withOwnArrays(index.phrases) };
}

export function withOwnArrays<T extends object>(data: T): T {
  const own = Object.entries(data).map(([name, value]) => [name, isArray(value) ? value.slice() : value]);
  return Object.fromEntries(own) as T;
}

type Numbers = Uint8Array | Uint32Array | Float32Array | Float64Array;
const isArray = (value: unknown): value is Numbers => ArrayBuffer.isView(value) && !(value instanceof DataView);
