import type { Chain } from "./chains.ts";
import type { District, Sense } from "./gazetteer.ts";
import type { Mention } from "./mentions.ts";
import type { Former, Unit } from "./place.ts";
import { nameKey } from "./tokens.ts";
import type { Kind, Level } from "./words.ts";

/** A unit a chain may mean, with the name it had before where it was called by that. */
export interface Candidate {
  readonly unit: Unit;
  readonly former: Former | null;
  /** The kind said is the one it has or had, or nobody said. */
  readonly ofKind: boolean;
}

/** What a chain can mean. */
export interface Meaning {
  /** Communes named. */
  readonly units: readonly Candidate[];
  /** Communes of a district named; a bare name may be that of a commune and of its former district. */
  readonly ofDistrict: readonly Candidate[];
  /** Every commune of the district is known. */
  readonly isDistrictKnown: boolean;
  /** Provinces named as provinces. */
  readonly provinces: readonly string[];
  /** The commune's name was a letter or its marks away from what was written. */
  readonly near: boolean;
}

type Commune = Extract<Sense, { level: "commune" }>;

/** What the levels of a chain allow together: a unit is meant when everything else in the chain is true of it. */
export function meaningOf(chain: Chain): Meaning {
  const provinces = provincesIn(chain);
  const communes = chain.flatMap((mention, i) =>
    communesMeant(mention, chain.toSpliced(i, 1)).map((meant) => ({
      ...meant,
      slip: mention.slip,
      kind: mention.kind,
    })),
  );
  const best = Math.max(0, ...communes.map(({ fit }) => fit));
  const fitting = communes.filter(({ fit }) => fit === best && fit > 0);
  const isBare = chain.length === 1 && chain[0]?.kind === null;
  return {
    units: distinct(fitting.map(({ sense, kind }) => candidateOf(sense, kind))),
    ofDistrict: fitting.length === 0 || isBare ? districtUnits(chain, provinces) : [],
    isDistrictKnown: chain.some(({ senses }) => senses.some(({ level }) => level === "district")),
    provinces,
    near: fitting.length > 0 && fitting.every(({ slip }) => slip >= 3),
  };
}

function candidateOf({ unit, former }: Commune, kind: Kind | null): Candidate {
  const own = former ? former.kind : unit.kind;
  return { unit, former, ofKind: kind === null || own === null || own === kind.kind };
}

/** The communes a mention may name, each with how well the others agree: above 1 all do, 0 one contradicts. */
function communesMeant(mention: Mention, others: Chain): { sense: Commune; fit: number }[] {
  if (mention.kind && mention.kind.level !== "commune") return [];
  const senses = mention.senses.filter((sense): sense is Commune => sense.level === "commune");
  return senses.map((sense) => {
    const covers = others.map((other) => cover(other, sense));
    return { sense, fit: covers.includes(0) ? 0 : 1 + covers.reduce((sum, n) => sum + n, 0) };
  });
}

/** Whether another name of the chain is true of a commune: 1 surely, 0.5 as far as known, 0 not. */
function cover(other: Mention, commune: Commune): number {
  return Math.max(
    0,
    ...other.senses.filter((sense) => mayBe(sense, other)).map((sense) => coverBy(sense, commune, other)),
  );
}

function coverBy(sense: Sense, { unit, former }: Commune, other: Mention): number {
  switch (sense.level) {
    case "province":
      return coverByProvince(sense, unit, former);
    case "district":
      return coverByDistrict(sense.district, unit, former);
    case "commune":
      if (sense.unit === unit) return 1;
      return keepsDistrictName(sense, other) && sense.unit.province === unit.province && former?.district == null
        ? 0.5
        : 0;
    default:
      return sense satisfies never;
  }
}

/** A district the table does not name is known by the commune or town that kept its name. */
const keepsDistrictName = ({ former }: Commune, { kind, senses }: Mention): boolean =>
  (former === null || former.kind === "thị trấn") &&
  kind?.level !== "commune" &&
  !senses.some(({ level }) => level === "district");

function coverByProvince(sense: Extract<Sense, { level: "province" }>, unit: Unit, former: Former | null): number {
  if (sense.province !== unit.province) return 0;
  if (sense.former === null || former?.province == null) return 1;
  return nameKey(former.province).folded === nameKey(sense.former).folded ? 1 : 0;
}

function coverByDistrict(district: District, unit: Unit, former: Former | null): number {
  if (district.province !== unit.province) return 0;
  if (former?.district != null)
    return nameKey(former.district).accented === nameKey(district.fullName).accented ? 1 : 0;
  return district.units.includes(unit) ? 1 : former ? 0.5 : 0;
}

const SAID: Readonly<Record<Level, readonly Sense["level"][]>> = {
  commune: ["commune"],
  district: ["district", "commune"],
  city: ["district", "province", "commune"],
  province: ["province"],
};

/** Whether the kind said allows the sense; a district may be known by its town alone. */
function mayBe(sense: Sense, mention: Mention): boolean {
  const { kind } = mention;
  if (kind === null) return true;
  if (sense.level === "commune" && kind.level !== "commune" && !keepsDistrictName(sense, mention)) return false;
  return SAID[kind.level].includes(sense.level);
}

function provincesIn(chain: Chain): string[] {
  const found = chain.flatMap((mention) => {
    const named = mention.senses.filter((sense) => sense.level === "province" && mayBe(sense, mention));
    return named.map((sense) => (sense.level === "province" ? sense.province : ""));
  });
  return [...new Set(found)];
}

/** The communes of the district a chain names. */
function districtUnits(chain: Chain, provinces: readonly string[]): Candidate[] {
  const scope = chain.length > 1 ? provinces : [];
  const found = chain
    .filter(({ kind }) => kind === null || kind.level === "district" || kind.level === "city")
    .flatMap((mention) => unitsOfDistrict(mention));
  return distinct(found.filter(({ unit }) => scope.length === 0 || scope.includes(unit.province)));
}

function unitsOfDistrict(mention: Mention): Candidate[] {
  const { senses, kind } = mention;
  const districts = senses.flatMap((sense) => (sense.level === "district" ? [sense.district] : []));
  const exact = districts.filter((district) => district.kind === kind?.kind);
  const units = (exact.length > 0 ? exact : districts).flatMap((district) => district.units);
  if (units.length > 0 || kind?.level !== "district")
    return units.map((unit) => ({ unit, former: null, ofKind: true }));
  return senses.flatMap((sense) =>
    sense.level === "commune" && keepsDistrictName(sense, mention)
      ? [{ unit: sense.unit, former: null, ofKind: true }]
      : [],
  );
}

function distinct(candidates: readonly Candidate[]): Candidate[] {
  const byUnit = new Map<Unit, Candidate>();
  for (const candidate of candidates) {
    const known = byUnit.get(candidate.unit);
    // Called by today's name as well as by that of a part, it is today's that is meant.
    if (!known || (candidate.ofKind && (!known.ofKind || candidate.former === null)))
      byUnit.set(candidate.unit, candidate);
  }
  return [...byUnit.values()];
}

/** Those of the kind said; all where none is: wards are still called communes. */
export function ofKindSaid(candidates: readonly Candidate[]): readonly Candidate[] {
  const exact = candidates.filter(({ ofKind }) => ofKind);
  return exact.length > 0 ? exact : candidates;
}
