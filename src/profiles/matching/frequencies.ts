import type { FrequencyField } from './comparisons/index.js';
import type { PreparedNode } from './prepared-node.js';

/** How often values occur: the common ones by name, every other as often as `other` says. Parts of 1. */
export interface FrequencyTable {
  readonly other: number;
  /** How often two random records agree: the sum of all squared frequencies. */
  readonly agreement: number;
  readonly values: Readonly<Record<string, number>>;
}

export type Frequencies = Readonly<Record<FrequencyField, FrequencyTable>>;

/** The value whose frequency counts; null where nothing or an initial alone is known. */
export function frequencyValue(field: FrequencyField, { person }: PreparedNode): string | null {
  const part = person[field];
  return part === null || part.initial ? null : part.folded;
}

/** Values in fewer than `atLeast` records are left to `other`: they may well name a single person. */
export function countFrequencies(
  nodes: readonly PreparedNode[],
  field: FrequencyField,
  atLeast: number,
): FrequencyTable {
  const counts = new Map<string, number>();
  for (const node of nodes) {
    const value = frequencyValue(field, node);
    if (value !== null) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const common = [...counts].filter(([, count]) => count >= atLeast).toSorted(([a], [b]) => (a < b ? -1 : 1));
  const rare = [...counts.values()].filter((count) => count < atLeast);
  return {
    other:
      rare.length === 0
        ? 1 / Math.max(total, 1)
        : rare.reduce((sum, count) => sum + count, 0) / rare.length / total,
    agreement: [...counts.values()].reduce((sum, count) => sum + (count / total) ** 2, 0),
    values: Object.fromEntries(
      common.map(([value, count]) => [value, Number((count / total).toPrecision(3))]),
    ),
  };
}
