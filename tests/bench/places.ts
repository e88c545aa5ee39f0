import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { readConfig } from "../../src/config.ts";
import { type Found, type Home, loadPlaces, type Places, type Province } from "../../src/places/index.ts";
import { fold, lower } from "../../src/text/index.ts";
import { decimal, row, type Table } from "./table.ts";

/** One name of the table, old or new, with the unit of today it is written beside. */
export interface NamedPlace {
  readonly age: "new" | "old";
  /** "Xã", "Phường", "Thị trấn"; empty where the table says none. */
  readonly kind: string;
  readonly name: string;
  readonly district: string;
  readonly province: string;
  readonly unit: string;
}

const BESIDE = join(import.meta.dirname, "../../../shared/data");
export const NEW_UNITS = join(BESIDE, "communes-2025.csv");
export const OLD_UNITS = join(BESIDE, "communes-2025-old-to-new.csv");
export const hasNationalTable = (): boolean => existsSync(NEW_UNITS) && existsSync(OLD_UNITS);

const KIND = /^(xã|phường|thị trấn)\s+/iu;

/** Every name of both tables that stands for a commune, once a row. */
export function namesOfTables(places: Places): NamedPlace[] {
  const kinds = new Map(places.table.units.map(({ province, name, kind }) => [`${province}/${name}`, kind]));
  const records = (file: string) => parse(readFileSync(file, "utf8"), { columns: true }) as Record<string, string>[];
  const fresh = records(NEW_UNITS).map((cells): NamedPlace => {
    const unit = cells["Phường, xã mới"] ?? "";
    const province = provinceOf(cells["Tỉnh"]);
    return { age: "new", kind: kinds.get(`${province}/${unit}`) ?? "xã", name: unit, district: "", province, unit };
  });
  const former = records(OLD_UNITS)
    .filter(({ relation, old_unit }) => relation !== "unchanged" && KIND.test(old_unit ?? ""))
    .map((cells): NamedPlace => {
      const old = cells["old_unit"] ?? "";
      const kind = old.match(KIND)?.[1] ?? "";
      return {
        age: "old",
        kind,
        name: old.replace(KIND, ""),
        district: cells["old_district"] ?? "",
        province: provinceOf(cells["province"]),
        unit: cells["new_unit"] ?? "",
      };
    });
  return [...fresh, ...former];
}

const provinceOf = (name = "") => (name === "TP HCM" ? "Thành phố Hồ Chí Minh" : name);

type Form = "with its kind" | "the name alone" | "with its province" | "with its district";
const FORMS: readonly Form[] = ["with its kind", "the name alone", "with its province", "with its district"];

/** A bare number is no name. */
function written(place: NamedPlace, form: Form): string | undefined {
  const full = place.kind ? `${place.kind.toLowerCase()} ${place.name}` : place.name;
  switch (form) {
    case "with its kind":
      return full;
    case "the name alone":
      return /^\d+$/.test(place.name) ? undefined : place.name;
    case "with its province":
      return `${full}, ${place.province}`;
    case "with its district":
      return place.district ? `${full}, ${place.district}` : undefined;
    default:
      return form satisfies never;
  }
}

export type Verdict = "right" | "asked" | "own" | "missed" | "wrong";
export interface Tried {
  readonly text: string;
  readonly verdict: Verdict;
  /** The table holds this text for one unit alone, compared as it was typed. */
  readonly unique: boolean;
  readonly found: Found;
}
export interface Run {
  readonly age: NamedPlace["age"];
  readonly form: Form;
  readonly accented: boolean;
  readonly tried: readonly Tried[];
}

/** Every name in every form, with and without accents, as the answer to "where is it?". */
export function runNames(places: Places, home: Home | null, names: readonly NamedPlace[]): Run[] {
  return (["new", "old"] as const).flatMap((age) =>
    FORMS.flatMap((form) =>
      [true, false].map((accented) => {
        const type = (text: string) => (accented ? text : fold(text));
        const units = unitsByText(names, places.table.provinces, type);
        const mine = names.filter((place) => place.age === age);
        const tried = mine.flatMap((place) => {
          const text = written(place, form);
          return text === undefined ? [] : [tryOne(type(text), place, units, places, home)];
        });
        return { age, form, accented, tried };
      }),
    ),
  );
}

/** Names, as typed, that stand for one unit in the whole country, whatever its kind, and for no province. */
function unitsByText(names: readonly NamedPlace[], provinces: readonly Province[], type: (text: string) => string) {
  const units = new Map<string, Set<string>>();
  const add = (name: string, unit: string) => units.set(key(name), (units.get(key(name)) ?? new Set()).add(unit));
  const key = (name: string) => type(lower(name));
  for (const { name, province, unit } of names) add(name, `${province}/${unit}`);
  for (const { name, former, also } of provinces) for (const way of [name, ...former, ...also]) add(way, name);
  return { isUnique: (place: NamedPlace) => units.get(key(place.name))?.size === 1 };
}

function tryOne(
  text: string,
  place: NamedPlace,
  units: ReturnType<typeof unitsByText>,
  places: Places,
  home: Home | null,
): Tried {
  const found = places.find(text, { asked: true });
  return { text, found, unique: units.isUnique(place), verdict: verdictOn(found, place, home) };
}

function verdictOn(found: Found, { unit, province }: NamedPlace, home: Home | null): Verdict {
  switch (found.kind) {
    case "one":
      if (found.unit.name === unit && found.unit.province === province) return "right";
      return home !== null && province !== home.province ? "own" : "wrong";
    case "other_province":
      return found.province === province && (found.unit === null || found.unit.name === unit) ? "right" : "wrong";
    case "ambiguous":
      return "asked";
    case "none":
      return "missed";
    default:
      return found satisfies never;
  }
}

export const share = (tried: readonly Tried[], ...verdicts: Verdict[]): number =>
  tried.length === 0 ? 1 : tried.filter(({ verdict }) => verdicts.includes(verdict)).length / tried.length;

export const silentlyWrong = (tried: readonly Tried[]): readonly Tried[] =>
  tried.filter(({ verdict, unique }) => unique && (verdict === "wrong" || verdict === "own"));

/** Loads the national table over the shipped one, as an installation that imported it does. */
export const openNational = (home: Home | null, file = OLD_UNITS): Promise<Places> =>
  loadPlaces(readConfig({}).knowledgeDirectory, home, file);

export const EXAMPLE: Home = { province: "Quảng Trị", commune: "Tuyên Bình" };

/** The figures of docs/quality.md. */
export async function benchPlaces(): Promise<readonly Table[]> {
  const before = await heapNow();
  const started = performance.now();
  const neutral = await openNational(null);
  const loadedIn = performance.now() - started;
  const heap = (await heapNow()) - before;
  const names = namesOfTables(neutral);
  const atHome = await openNational(EXAMPLE);
  const speed = speedOf(atHome);
  return [
    tableOf("no office", runNames(neutral, null, names)),
    tableOf("xã Tuyên Bình", runNames(atHome, EXAMPLE, names)),
    {
      header: ["national table", ""],
      rows: [
        row("units", decimal(neutral.table.units.length, 0)),
        row("loaded in", `${decimal(loadedIn, 0)} ms`),
        row("memory", `${decimal(heap / 2 ** 20, 1)} MiB`),
        row("a message of 41 words", `${decimal(speed.long, 3)} ms`),
        row("a name", `${decimal(speed.short, 3)} ms`),
      ],
    },
  ];
}

function tableOf(office: string, runs: readonly Run[]): Table {
  return {
    header: [office, "names", "right", "asked", "own first", "missed", "wrong", "unique, silently wrong"],
    rows: runs.map(({ age, form, accented, tried }) =>
      row(
        `${age} name, ${form}${accented ? "" : ", no accents"}`,
        decimal(tried.length, 0),
        ...(["right", "asked", "own", "missed", "wrong"] as const).map((verdict) => decimal(share(tried, verdict), 4)),
        silentlyWrong(tried).length,
      ),
    ),
  };
}

const LONG =
  "Kính gửi ủy ban nhân dân xã, nhà tôi ở thôn Tân Lập xã Mai Hóa huyện Tuyên Hóa, con đường vào chợ bị hỏng nặng từ lâu rồi, mong các anh chị xem xét giúp bà con chúng tôi";

function speedOf(places: Places): { long: number; short: number } {
  const time = (text: string) => {
    const runs = 3000;
    for (let i = 0; i < 500; i++) places.find(text);
    const started = performance.now();
    for (let i = 0; i < runs; i++) places.find(text);
    return (performance.now() - started) / runs;
  };
  return { long: time(LONG), short: time("xa mai hoa huyen tuyen hoa") };
}

async function heapNow(): Promise<number> {
  globalThis.gc?.();
  await new Promise((resolve) => setTimeout(resolve, 50));
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}
