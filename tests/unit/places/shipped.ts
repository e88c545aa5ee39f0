import { readConfig } from "../../../src/config.ts";
import { type Found, type Home, loadPlaces } from "../../../src/places/index.ts";

export const HOME: Home = { province: "Quảng Trị", commune: "Tuyên Bình" };

/** The places the repository ships, as the example office sees them. */
export const openShipped = (home: Home | null = HOME) => loadPlaces(readConfig({}).knowledgeDirectory, home);

/** A result in one line: "= Tuyên Bình", "? Đồng Hới, Đồng Sơn …", "→ Hà Nội", "-". */
export function told(found: Found): string {
  switch (found.kind) {
    case "one":
      return `= ${found.unit.name}`;
    case "ambiguous": {
      const names = found.choices.map((choice) =>
        choice.kind === "unit" ? choice.unit.name : `tỉnh ${choice.province}`,
      );
      return `? ${names.toSorted().join(", ")}${found.more ? " …" : ""}`;
    }
    case "other_province":
      return `→ ${found.province}`;
    case "none":
      return "-";
    default:
      return found satisfies never;
  }
}
