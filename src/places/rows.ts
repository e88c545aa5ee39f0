import { fold } from "../text/index.ts";
import type { Share } from "./place.ts";

/** One line of a table of places: a unit of today with one, or a list, of what it was made of. */
export interface PlaceRow {
  /** From 1, as a clerk's program counts. */
  readonly line: number;
  readonly province: string;
  readonly code: string;
  readonly kind: string;
  readonly unit: string;
  /** Units of before, parted by commas; empty where the table says none. */
  readonly former: string;
  readonly district: string;
  readonly formerProvince: string;
  readonly relation: string;
  readonly note: string;
  /** A cell was not NFC; it is now. */
  readonly recomposed: boolean;
}

type Column = Exclude<keyof PlaceRow, "line" | "recomposed">;

/** Titles of columns, folded, as tables in use write them. */
const TITLES: Readonly<Record<Column, readonly string[]>> = {
  province: ["province", "tinh", "tinh thanh pho", "tinh tp", "ten tinh"],
  code: ["code", "ma", "ma so", "ma xa", "ma don vi", "ma phuong xa", "ma dvhc"],
  kind: ["kind", "type", "loai", "cap", "loai don vi"],
  unit: ["unit", "new unit", "phuong xa moi", "xa phuong moi", "don vi moi", "ten moi", "ten don vi moi"],
  former: ["former", "old unit", "phuong xa truoc sap nhap", "xa phuong truoc sap nhap", "don vi cu", "truoc sap nhap"],
  district: ["district", "old district", "huyen cu", "quan huyen cu", "huyen", "quan huyen"],
  formerProvince: ["former province", "tinh cu", "tinh truoc sap nhap"],
  relation: ["relation", "quan he"],
  note: ["note", "ghi chu"],
};

export type TableRead =
  | { readonly kind: "rows"; readonly rows: readonly PlaceRow[]; readonly columns: readonly string[] }
  /** Columns without which the table says nothing. */
  | { readonly kind: "no_header"; readonly missing: readonly string[] };

/** Reads a table by the titles in its first row. */
export function readRows(cells: readonly (readonly string[])[]): TableRead {
  const [titles = [], ...lines] = cells;
  const found = new Map<Column, number>();
  for (const column of Object.keys(TITLES) as Column[]) {
    const at = titles.findIndex((title) => TITLES[column].includes(titleKey(title)));
    if (at >= 0) found.set(column, at);
  }
  const missing = (["province", "unit"] as const).filter((column) => !found.has(column));
  if (missing.length > 0) return { kind: "no_header", missing };
  const rows = lines.map((line, i) => rowOf(line, i + 2, found));
  return {
    kind: "rows",
    rows: rows.filter((row) => row.province + row.unit + row.former !== ""),
    columns: [...found].map(([column, at]) => `${column} ← “${titles[at] ?? ""}”`),
  };
}

const titleKey = (title: string) =>
  fold(title)
    .replaceAll(/[^a-z0-9]+/g, " ")
    .trim();

function rowOf(line: readonly string[], number: number, columns: ReadonlyMap<Column, number>): PlaceRow {
  const raw = (column: Column) => line[columns.get(column) ?? -1] ?? "";
  const cell = (column: Column) => raw(column).normalize("NFC").replaceAll(/\s+/g, " ").trim();
  return {
    line: number,
    province: cell("province"),
    code: cell("code"),
    kind: cell("kind").toLowerCase(),
    unit: cell("unit"),
    former: cell("former"),
    district: cell("district"),
    formerProvince: cell("formerProvince"),
    relation: cell("relation"),
    note: cell("note"),
    recomposed: line.some((text) => text !== text.normalize("NFC")),
  };
}

/** A unit of before as one cell names it. */
export interface NamedFormer {
  readonly name: string;
  readonly kind: string | null;
  readonly district: string | null;
  readonly share: Share;
}

const KIND = /^(xã|phường|thị trấn)\s+/iu;
const DISTRICT = /^(huyện|quận|thị xã|thành phố|tp\.?|tx\.?)\s+/iu;
const UNCHANGED = /^(không sáp nhập|giữ nguyên|không thay đổi)\.?$/iu;

export const isUnchanged = (former: string): boolean => UNCHANGED.test(former);

/** "Thị trấn Thứ Ba, Xã Đông Hưng (phần còn lại)" taken apart. */
export function formersIn(cell: string, relation: string, district: string): NamedFormer[] {
  if (isUnchanged(cell)) return [];
  return cell
    .split(/,(?![^(]*\))/u)
    .map((part) => part.trim())
    .filter((part) => part !== "" && part !== "-")
    .map((part) => formerOf(part, relation, district));
}

function formerOf(part: string, relation: string, stated: string): NamedFormer {
  const remark = part.match(/\(([^)]*)\)/u)?.[1]?.trim() ?? "";
  const name = part.replace(/\s*\([^)]*\)/u, "").trim();
  const kind = name.match(KIND)?.[1]?.toLowerCase() ?? null;
  const district = stated || (DISTRICT.test(remark) || /^Quận \d/iu.test(remark) ? remark : "");
  return { name: name.replace(KIND, ""), kind, district: district || null, share: shareOf(relation, remark) };
}

function shareOf(relation: string, remark: string): Share {
  if (relation === "unchanged") return "unchanged";
  if (relation === "rest" || /phần còn lại/iu.test(remark)) return "rest";
  return relation === "part" || /một phần/iu.test(remark) ? "part" : "whole";
}

/** "Huyện Cồn Cỏ": a district that had no communes and is a unit of today. */
export const isDistrict = (name: string): boolean => DISTRICT.test(name);
