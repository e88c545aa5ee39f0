import { deflateRawSync, inflateRawSync } from "node:zlib";
import { applyOverrides, type Overrides } from "../overrides.ts";
import type { Procedure } from "../procedure.ts";

/** Records as they are kept, on disk and in memory: one after the other, each packed by itself. */
export interface PackedRecords {
  readonly heads: readonly Head[];
  /** Per record: where it begins in `bytes`. One more at the end. */
  readonly start: Uint32Array;
  /** Raw deflate of the record as JSON. */
  readonly bytes: Uint8Array;
}

/** What may be asked of every record at once: by a search, and by who compares versions. */
export type Head = Pick<
  Procedure,
  "code" | "name" | "field" | "applicant" | "version" | "checkedOn" | "levels" | "scope" | "reviewBy"
>;

/** The records of a catalogue by their codes. */
export interface Records {
  readonly size: number;
  has(code: string): boolean;
  get(code: string): Procedure | undefined;
  head(code: string): Head | undefined;
  keys(): IterableIterator<string>;
}

export function pack(procedures: readonly Procedure[]): PackedRecords {
  const parts = procedures.map((procedure) => deflateRawSync(JSON.stringify(procedure)));
  const start = new Uint32Array(parts.length + 1);
  parts.forEach((part, i) => {
    start[i + 1] = (start[i] ?? 0) + part.length;
  });
  return { heads: procedures.map(headOf), start, bytes: new Uint8Array(Buffer.concat(parts)) };
}

const headOf = ({ code, name, field, applicant, version, checkedOn, levels, scope, reviewBy }: Procedure): Head => ({
  code,
  name,
  field,
  version,
  checkedOn,
  levels,
  scope,
  ...(applicant === undefined ? {} : { applicant }),
  ...(reviewBy === undefined ? {} : { reviewBy }),
});

function unpack({ start, bytes }: PackedRecords, place: number): Procedure {
  return JSON.parse(inflateRawSync(bytes.subarray(start[place], start[place + 1])).toString()) as Procedure;
}

/** All of them, in their order: tens of megabytes for a national catalogue. */
export function unpackAll(records: PackedRecords): Procedure[] {
  return records.heads.map((_, place) => unpack(records, place));
}

/** Those last asked for stay unpacked: a talk is about one or two, and many talks about the same few. */
const RECENT = 100;

/**
 * A national catalogue is 60 MB of objects, of which a day's questions touch a few hundred records: one is unpacked when it is
 * asked for, in about 30 µs. The last record of a code stands.
 */
export function openRecords(records: PackedRecords, overrides: Overrides): Records {
  const { heads } = records;
  const places = new Map(heads.map(({ code }, place) => [code, place]));
  const recent = new Map<string, Procedure>();

  return {
    size: places.size,
    has: (code) => places.has(code),
    get(code) {
      const place = places.get(code);
      if (place === undefined) return undefined;
      const procedure = recent.get(code) ?? applyOverrides(unpack(records, place), overrides);
      recent.delete(code);
      recent.set(code, procedure);
      const [oldest] = recent.keys();
      if (recent.size > RECENT && oldest !== undefined) recent.delete(oldest);
      return procedure;
    },
    head(code) {
      const place = places.get(code);
      return place === undefined ? undefined : heads[place];
    },
    keys: () => places.keys(),
  };
}
