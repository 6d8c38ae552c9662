// Reading typed decimals without floating point: text in, whole units of 10^-scale out.

/** The units typed, null for an empty text, undefined for one that is not a number of this scale. */
export function parseDecimal(text: string, scale: number): number | null | undefined {
  const bare = text.replace(/R\$|%|\s|\u00a0/g, "").replace(/^[−–]/, "-");
  if (bare === "") return null;
  if (!/^-?[\d.,]+$/.test(bare) || !/\d/.test(bare)) return undefined;
  const negative = bare.startsWith("-");
  const [whole, fraction] = split(negative ? bare.slice(1) : bare);
  if (whole === undefined || fraction.length > scale) return undefined;
  const units = BigInt((whole || "0") + fraction.padEnd(scale, "0"));
  if (units > BigInt(Number.MAX_SAFE_INTEGER)) return undefined;
  return Number(negative ? -units : units) || 0;
}

/**
 * Whole and decimal digits. The comma is the decimal mark and the point groups thousands, as on
 * paper; a lone point that cannot be a group (`10.5`, from the numeric keypad) is a decimal mark.
 */
function split(text: string): [string | undefined, string] {
  const comma = text.lastIndexOf(",");
  const point = text.lastIndexOf(".");
  if (comma >= 0) {
    if (text.indexOf(",") !== comma || point > comma) return [undefined, ""];
    return checkGroups(text.slice(0, comma), text.slice(comma + 1));
  }
  if (point >= 0 && text.indexOf(".") === point && text.length - point - 1 !== 3)
    return [text.slice(0, point), text.slice(point + 1)];
  return checkGroups(text, "");
}

function checkGroups(whole: string, fraction: string): [string | undefined, string] {
  const groups = whole.split(".");
  const well =
    groups.length === 1 || ((groups[0]?.length ?? 0) <= 3 && groups.slice(1).every((g) => g.length === 3));
  return well ? [groups.join(""), fraction] : [undefined, ""];
}
