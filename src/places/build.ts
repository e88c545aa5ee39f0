import { type Defect, defectsOf } from "./defects.ts";
import type { Former, PlaceTable, Province, Share, Unit, UnitKind } from "./place.ts";
import { formersIn, isDistrict, type PlaceRow } from "./rows.ts";
import { nameKey } from "./tokens.ts";

export interface Built {
  readonly table: PlaceTable;
  /** What a clerk should look at; worked out when asked for. */
  readonly defects: () => readonly Defect[];
}

interface Draft {
  code: string | null;
  kind: UnitKind | null;
  readonly name: string;
  readonly province: string;
  readonly formers: Former[];
}

const KINDS: readonly string[] = ["xã", "phường", "đặc khu"] satisfies UnitKind[];
const UNIT_KIND = /^(xã|phường|đặc khu)\s+/iu;

/** Today's units and what they were, from the rows of a table; a row that cannot be used is told, not guessed at. */
export function buildTable(rows: readonly PlaceRow[], provinces: readonly Province[]): Built {
  const byName = provinceNames(provinces);
  const drafts = new Map<string, Draft>();
  for (const row of rows) {
    const province = byName.get(nameKey(row.province).folded);
    if (province === undefined || row.unit === "") continue;
    addRow(row, province, drafts);
  }
  const units = [...drafts.values()].map(unitOf);
  return {
    table: { provinces, units },
    defects: () => defectsOf(rows, units, (name) => byName.get(nameKey(name).folded)),
  };
}

/** Every way a province is written → its name; "TP HCM" and "Tỉnh Quảng Trị" too. */
function provinceNames(provinces: readonly Province[]): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const { name, also } of provinces)
    for (const way of [name, ...also])
      for (const lead of ["", "tinh ", "thanh pho ", "tp "]) names.set(lead + nameKey(way).folded, name);
  return names;
}

function addRow(row: PlaceRow, province: string, drafts: Map<string, Draft>): void {
  const name = row.unit.replace(UNIT_KIND, "");
  const said = row.kind || (row.unit.match(UNIT_KIND)?.[1]?.toLowerCase() ?? "");
  const id = `${province}/${nameKey(name).accented}`;
  const draft = drafts.get(id) ?? { code: null, kind: null, name, province, formers: [] };
  drafts.set(id, draft);
  draft.code ??= row.code || null;
  draft.kind ??= KINDS.includes(said) ? (said as UnitKind) : null;
  for (const former of formersOf(row))
    if (!draft.formers.some((known) => isSame(known, former))) draft.formers.push(former);
}

const isSame = (one: Former, other: Former) =>
  one.name === other.name && one.kind === other.kind && one.district === other.district && one.share === other.share;

function formersOf(row: PlaceRow): Former[] {
  const province = row.formerProvince || null;
  const named = formersIn(row.former, row.relation, row.district);
  const found = named
    .filter(({ name }) => !isDistrict(name))
    .map(({ name, kind, district, share }) => ({ name, kind, district, province, share }));
  const district = named.find(({ name }) => isDistrict(name))?.name ?? row.district;
  if (found.length > 0 || district === "") return found;
  const share: Share = "unchanged";
  return [{ name: row.unit.replace(UNIT_KIND, ""), kind: null, district, province, share }];
}

function unitOf(draft: Draft): Unit {
  const id = draft.code ?? `${nameKey(draft.province).folded}/${nameKey(draft.name).folded}`.replaceAll(" ", "-");
  return { id, ...draft };
}

/**
 * An imported table over the shipped one: a province it holds is taken from it, and what it leaves blank there (codes, kinds,
 * districts) from the shipped one where names agree.
 */
export function overlay(shipped: PlaceTable, imported: PlaceTable): PlaceTable {
  const held = new Set(imported.units.map(({ province }) => province));
  const known = new Map(shipped.units.map((unit) => [unitKey(unit), unit]));
  const kept = shipped.units.filter(({ province }) => !held.has(province));
  return {
    provinces: shipped.provinces,
    units: [...kept, ...imported.units.map((unit) => completed(unit, known.get(unitKey(unit))))],
  };
}

const unitKey = ({ province, name }: Unit) => `${province}/${nameKey(name).accented}`;

function completed(unit: Unit, known: Unit | undefined): Unit {
  if (!known) return unit;
  const code = unit.code ?? known.code;
  const formers = unit.formers.map((former) => {
    const same = known.formers.find((one) => isAlike(one, former));
    return same
      ? { ...former, district: former.district ?? same.district, province: former.province ?? same.province }
      : former;
  });
  // What the shipped table knows besides (a special zone's district) is not lost.
  const besides = known.formers.filter(
    (one) => one.share === "unchanged" && !formers.some((former) => isAlike(one, former)),
  );
  return { ...unit, id: code ?? unit.id, code, kind: unit.kind ?? known.kind, formers: [...formers, ...besides] };
}

const isAlike = (one: Former, other: Former) =>
  nameKey(one.name).accented === nameKey(other.name).accented &&
  (one.kind === other.kind || one.kind === null || other.kind === null) &&
  (one.district === null ||
    other.district === null ||
    nameKey(one.district).accented === nameKey(other.district).accented);
