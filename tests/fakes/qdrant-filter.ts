/** Qdrant's filters as far as we use them: must and should, nested, over match and range. */
export interface Filter {
  readonly must?: readonly Condition[];
  readonly should?: readonly Condition[];
}

type Condition =
  | Filter
  | { readonly key: string; readonly match: { readonly value: unknown } | { readonly any: readonly unknown[] } }
  | { readonly key: string; readonly range: { readonly gte?: number; readonly lte?: number } };

type Payload = Readonly<Record<string, unknown>>;

export function admitsPoint(filter: Filter | undefined, payload: Payload): boolean {
  if (!filter) return true;
  const { must = [], should = [] } = filter;
  return must.every((one) => meets(one, payload)) && (should.length === 0 || should.some((one) => meets(one, payload)));
}

function meets(condition: Condition, payload: Payload): boolean {
  if (!("key" in condition)) return admitsPoint(condition, payload);
  const stored = payload[condition.key];
  const values: readonly unknown[] = Array.isArray(stored) ? stored : [stored];
  if ("match" in condition) {
    const { match } = condition;
    const wanted = "any" in match ? match.any : [match.value];
    return values.some((value) => wanted.includes(value));
  }
  const { gte = Number.NEGATIVE_INFINITY, lte = Number.POSITIVE_INFINITY } = condition.range;
  return values.some((value) => typeof value === "number" && value >= gte && value <= lte);
}

/** Every payload key a filter looks at. */
export function keysOf(filter: Filter | undefined): string[] {
  const conditions = [...(filter?.must ?? []), ...(filter?.should ?? [])];
  return conditions.flatMap((one) => ("key" in one ? [one.key] : keysOf(one)));
}
