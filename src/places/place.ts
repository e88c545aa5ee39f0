/** One of today's provinces, with what it was called and is called besides. Source: NQ 202/2025/QH15, QĐ 19/2025/QĐ-TTg. */
export interface Province {
  readonly code: string;
  readonly name: string;
  /** Provinces that went into it, and its own earlier names. */
  readonly former: readonly string[];
  readonly also: readonly string[];
}

export type UnitKind = "xã" | "phường" | "đặc khu";

/** A commune as it was before July 2025; one whose parts went several ways stands under several units. */
export interface Former {
  readonly name: string;
  /** "xã", "phường", "thị trấn"; null where the source does not say. */
  readonly kind: string | null;
  /** "huyện Tuyên Hóa"; null where the source does not say. */
  readonly district: string | null;
  readonly province: string | null;
  /** How much of it: all, what was left, a part, or this very unit under the same name. */
  readonly share: Share;
}
export type Share = "whole" | "rest" | "part" | "unchanged";

/** A commune, ward or special zone of today. */
export interface Unit {
  /** The official five-digit code; where the source has none, "province/name" without accents. */
  readonly id: string;
  readonly code: string | null;
  /** Null where the source does not say. */
  readonly kind: UnitKind | null;
  readonly name: string;
  readonly province: string;
  readonly formers: readonly Former[];
}

/** All places an office knows. */
export interface PlaceTable {
  readonly provinces: readonly Province[];
  readonly units: readonly Unit[];
}

/** Which office asks: names that stand elsewhere too are first its own. */
export interface Home {
  readonly province: string;
  readonly commune: string | null;
}

/** What is offered where several places fit: a unit, or a province when that is what must be told first. */
export type Choice =
  | { readonly kind: "unit"; readonly unit: Unit; readonly former: Former | null }
  | { readonly kind: "province"; readonly province: string };

/** Why the words alone do not decide; `name` is the place as the citizen wrote it. */
export interface PlaceQuestion {
  readonly about: "district" | "same_name" | "several_places" | "near_name";
  readonly name: string;
}

/** What a text says about where. */
export type Found =
  /** `words`: as written. `because`: the unit it was before, for officers. */
  | {
      readonly kind: "one";
      readonly unit: Unit;
      /** The unit it was before, where it was called by that. */
      readonly former: Former | null;
      readonly words: string;
      readonly because: string;
    }
  /** At most four choices; `more`: others fit too and may be named in words. */
  | {
      readonly kind: "ambiguous";
      readonly choices: readonly Choice[];
      readonly more: boolean;
      readonly question: PlaceQuestion;
      readonly words: string;
    }
  | { readonly kind: "other_province"; readonly province: string; readonly unit: Unit | null; readonly words: string }
  | { readonly kind: "none" };

/** "xã Tuyên Bình"; without its kind where the source does not say. */
export const fullName = ({ kind, name }: Pick<Unit, "kind" | "name">): string => (kind ? `${kind} ${name}` : name);

/** "xã Mai Hóa, huyện Tuyên Hóa cũ", as far as known. */
export function formerName({ kind, name, district }: Former): string {
  const unit = kind ? `${kind} ${name}` : name;
  return district ? `${unit}, ${district} cũ` : `${unit} cũ`;
}
