// Values inside values, by a path such as `prices.0.amount_cents`.

/** What stands at the path; undefined when nothing does. */
export function valueAt(values: unknown, path: string): unknown {
  let at = values;
  for (const key of path.split(".")) {
    if (typeof at !== "object" || at === null) return undefined;
    at = (at as Record<string, unknown>)[key];
  }
  return at;
}

/** The values with another one at the path; what was given stays as it is. */
export function withValue<V>(values: V, path: string, value: unknown): V {
  const [key = "", ...rest] = path.split(".");
  const copy: unknown = Array.isArray(values) ? [...values] : { ...values };
  const inside = copy as Record<string, unknown>;
  inside[key] = rest.length === 0 ? value : withValue(inside[key] ?? {}, rest.join("."), value);
  return copy as V;
}

/** Whether the values have something at this path, so that a control can show its issue. */
export function hasPath(values: unknown, path: string): boolean {
  let at = values;
  for (const key of path.split(".")) {
    if (typeof at !== "object" || at === null || !(key in at)) return false;
    at = (at as Record<string, unknown>)[key];
  }
  return true;
}
