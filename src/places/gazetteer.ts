import { phonetic } from "../text/index.ts";
import type { Former, PlaceTable, Unit } from "./place.ts";
import { nameKey } from "./tokens.ts";

/** One thing a name may stand for. `accented` is the name in lower case. */
export type Sense =
  | { readonly level: "commune"; readonly accented: string; readonly unit: Unit; readonly former: Former | null }
  | { readonly level: "district"; readonly accented: string; readonly district: District }
  /** `former`: a province of before July 2025, now part of `province`. */
  | {
      readonly level: "province";
      readonly accented: string;
      readonly province: string;
      readonly former: string | null;
    };

/** A district of before July 2025, as far as the table names its communes. */
export interface District {
  /** "huyện Tuyên Hóa" */
  readonly fullName: string;
  readonly kind: string;
  readonly province: string;
  readonly units: readonly Unit[];
}

export interface Gazetteer {
  /** Names without accents, words apart by a space → what they may stand for. */
  readonly senses: ReadonlyMap<string, readonly Sense[]>;
  /** The most words a name has. */
  readonly longest: number;
  /** The same names written in one word. */
  readonly joined: ReadonlyMap<string, string>;
  /** Names that sound like this one (s/x, ch/tr, l/n …). */
  readonly alike: ReadonlyMap<string, readonly string[]>;
  /** Names that hold this word. */
  readonly byWord: ReadonlyMap<string, readonly string[]>;
}

export function createGazetteer(table: PlaceTable): Gazetteer {
  const senses = new Map<string, Sense[]>();
  const add = (name: string, sense: (accented: string) => Sense) => {
    const { accented, folded } = nameKey(name);
    push(senses, folded, sense(accented));
  };
  for (const unit of table.units) {
    add(unit.name, (accented) => ({ level: "commune", accented, unit, former: null }));
    for (const former of unit.formers)
      if (former.share !== "unchanged") add(former.name, (accented) => ({ level: "commune", accented, unit, former }));
  }
  for (const district of districtsOf(table.units))
    add(bareDistrict(district.fullName), (accented) => ({ level: "district", accented, district }));
  for (const { name, former, also } of table.provinces) {
    for (const way of new Set([name, ...also]))
      add(way, (accented) => ({ level: "province", accented, province: name, former: null }));
    for (const way of former) add(way, (accented) => ({ level: "province", accented, province: name, former: way }));
  }
  return { senses, ...tablesOf([...senses.keys()]) };
}

export const soundOf = (folded: string): string => folded.split(" ").map(phonetic).join(" ");

function tablesOf(keys: readonly string[]): Omit<Gazetteer, "senses"> {
  const joined = new Map<string, string>();
  const alike = new Map<string, string[]>();
  const byWord = new Map<string, string[]>();
  let longest = 1;
  for (const key of keys) {
    const words = key.split(" ");
    longest = Math.max(longest, words.length);
    if (words.length < 2) continue;
    joined.set(words.join(""), key);
    push(alike, soundOf(key), key);
    for (const word of new Set(words)) push(byWord, word, key);
  }
  return { longest, joined, alike, byWord };
}

function districtsOf(units: readonly Unit[]): District[] {
  const districts = new Map<string, District & { units: Unit[] }>();
  for (const unit of units)
    for (const { district } of unit.formers) {
      if (district === null) continue;
      const id = `${unit.province}/${nameKey(district).accented}`;
      const known = districts.get(id) ?? {
        fullName: district,
        kind: kindOf(district),
        province: unit.province,
        units: [],
      };
      if (!known.units.includes(unit)) known.units.push(unit);
      districts.set(id, known);
    }
  return [...districts.values()];
}

const DISTRICT_KIND = /^(huyện|quận|thị xã|thành phố)\s+/iu;

const kindOf = (district: string) => district.match(DISTRICT_KIND)?.[1]?.toLowerCase() ?? "";

/** "huyện Tuyên Hóa" → "Tuyên Hóa"; "Quận 1" → "1". */
export const bareDistrict = (district: string): string => district.replace(DISTRICT_KIND, "");

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
