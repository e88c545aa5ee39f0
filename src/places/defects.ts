import type { Unit } from "./place.ts";
import { formersIn, isDistrict, isUnchanged, type PlaceRow } from "./rows.ts";
import { nameKey } from "./tokens.ts";

export const DEFECTS = {
  unknown_province: "tỉnh không có trong danh sách 34 tỉnh, thành phố: dòng bị bỏ qua",
  no_unit: "thiếu tên đơn vị mới: dòng bị bỏ qua",
  nothing_stated: "không ghi nhập từ đơn vị nào",
  not_nfc: "chữ chưa ở dạng NFC: đã sửa khi đọc",
  repeated: "lặp lại một dòng trước",
  former_without_kind: "đơn vị cũ không ghi xã, phường hay thị trấn (có khi không phải một xã)",
  split: "tên cũ dẫn tới nhiều đơn vị mới trong tỉnh: bot sẽ hỏi lại",
  partial: "chỉ một phần hoặc phần còn lại của đơn vị cũ: thôn, tổ mới biết thuộc đâu",
  no_code: "đơn vị mới chưa có mã",
  bad_code: "mã không phải 5 chữ số",
  code_twice: "một mã dùng cho hai đơn vị",
  no_kind: "đơn vị mới không ghi xã, phường hay đặc khu",
} as const;
export type DefectKind = keyof typeof DEFECTS;

/** `line` is 0 where the defect is of a unit, not of one row. */
export interface Defect {
  readonly kind: DefectKind;
  readonly line: number;
  readonly province: string;
  readonly name: string;
}

/** What a clerk should look at, in the order of the table. `provinceOf`: the name as we write it. */
export function defectsOf(
  rows: readonly PlaceRow[],
  units: readonly Unit[],
  provinceOf: (name: string) => string | undefined,
): Defect[] {
  const seen = new Set<string>();
  const ofRows = rows.flatMap((row) => {
    const line = JSON.stringify([row.province, row.unit, row.former, row.district, row.relation, row.note]);
    const isRepeated = seen.has(line);
    seen.add(line);
    const kinds = [...rowDefects(row, provinceOf), ...(isRepeated ? (["repeated"] as const) : [])];
    return kinds.map(
      (kind): Defect => ({ kind, line: row.line, province: row.province, name: row.unit || row.former }),
    );
  });
  return [...ofRows, ...formerDefects(rows), ...splitDefects(units), ...unitDefects(units)];
}

function rowDefects(row: PlaceRow, provinceOf: (name: string) => string | undefined): DefectKind[] {
  const found: DefectKind[] = [];
  if (provinceOf(row.province) === undefined) found.push("unknown_province");
  if (row.unit === "") found.push("no_unit");
  if (row.former === "" && row.district === "") found.push("nothing_stated");
  if (row.recomposed) found.push("not_nfc");
  if (row.code !== "" && !/^\d{5}$/.test(row.code)) found.push("bad_code");
  return found;
}

function formerDefects(rows: readonly PlaceRow[]): Defect[] {
  return rows.flatMap((row) => {
    if (isUnchanged(row.former) || row.relation === "unchanged") return [];
    const named = formersIn(row.former, row.relation, row.district);
    const at = (kind: DefectKind, name: string): Defect => ({ kind, line: row.line, province: row.province, name });
    return [
      ...named
        .filter(({ name, kind }) => kind === null && !isDistrict(name))
        .map(({ name }) => at("former_without_kind", name)),
      ...named.filter(({ share }) => share === "rest" || share === "part").map(({ name }) => at("partial", name)),
    ];
  });
}

/** Names of before that stand under several units of one province without a district to tell them apart. */
function splitDefects(units: readonly Unit[]): Defect[] {
  const under = new Map<string, { province: string; name: string; units: Set<Unit> }>();
  for (const unit of units)
    for (const { kind, name, district, share } of unit.formers) {
      if (share === "unchanged") continue;
      const full = kind ? `${kind} ${name}` : name;
      const id = `${unit.province}/${nameKey(full).accented}/${district ?? ""}`;
      const known = under.get(id) ?? { province: unit.province, name: full, units: new Set() };
      known.units.add(unit);
      under.set(id, known);
    }
  return [...under.values()]
    .filter((one) => one.units.size > 1)
    .map(({ province, name, units: several }) => ({
      kind: "split",
      line: 0,
      province,
      name: `${name} → ${[...several].map((unit) => unit.name).join("; ")}`,
    }));
}

function unitDefects(units: readonly Unit[]): Defect[] {
  const codes = new Map<string, number>();
  for (const { code } of units) if (code) codes.set(code, (codes.get(code) ?? 0) + 1);
  return units.flatMap(({ code, kind, province, name }) => {
    const kinds: DefectKind[] = [];
    if (code === null) kinds.push("no_code");
    else if ((codes.get(code) ?? 0) > 1) kinds.push("code_twice");
    if (kind === null) kinds.push("no_kind");
    return kinds.map((one) => ({ kind: one, line: 0, province, name }));
  });
}
