// What speaks for and against one customer, as people read it.
import type { DuplicateGroup, SuspectPair } from "@/bindings";
import { scaled } from "@/shared/format";

/** Weight that fills one side of a bar: a million times likelier, in tenths of a binary logarithm. */
const FULL = 200;
/** Pairs told of a larger group. */
const PAIRS_SHOWN = 3;

/** Millionths as `98,7 %`, never rounded up to certainty. */
export function chance(ppm: number): string {
  return `${scaled(Math.min(999, Math.floor(ppm / 1000)), 1)}\u00a0%`;
}

/** Millionths as `99,9 %`, exactly. */
export function exactChance(ppm: number): string {
  return `${scaled(ppm, 4, true)}\u00a0%`;
}

/** The pairs among these fichas, the least certain first: those decide. */
export function pairsAmong(group: DuplicateGroup, ids: string[]): SuspectPair[] {
  return group.pairs
    .filter((pair) => ids.includes(pair.one_id) && ids.includes(pair.other_id))
    .sort((one, other) => one.probability_ppm - other.probability_ppm)
    .slice(0, PAIRS_SHOWN);
}

/** How far a bar goes from its middle, in per cent of its whole length. */
export function barLength(weightTenths: number): number {
  return (Math.min(FULL, Math.abs(weightTenths)) / FULL) * 50;
}
