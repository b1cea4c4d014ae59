import type { ColumnMeta } from '../dataset/dataset.ts'
import { formatNumber, formatUnits } from '../format/format.ts'
import { type Association, sizeOf } from '../profile/associate.ts'
import type { Finding } from './finding.ts'

/** As ydata-profiling's. */
const CORRELATED = 0.9

/** Columns that say nearly the same. The second can be dropped. */
export function findCorrelated(
  associations: readonly Association[],
  heads: readonly Pick<ColumnMeta, 'name' | 'type'>[],
): Finding[] {
  const types = new Map(heads.map(({ name, type }) => [name, type]))
  return associations
    .filter((pair) => sizeOf(pair) > CORRELATED && pair.measure !== 'correlationRatio')
    .map((pair) => {
      const { a, b, strength, spearman, measure } = pair
      const figure =
        measure === 'cramersV'
          ? `Cramér’s V ${formatNumber(strength.value ?? 0, 3)}`
          : `Pearson ${formatNumber(strength.value ?? 0, 3)}, Spearman ${formatNumber(spearman?.value ?? 0, 3)}`
      const type = types.get(b)
      return {
        id: `correlated ${a} ${b}`,
        kind: 'correlated',
        severity: 'note',
        columns: [a, b],
        sentence: `${a} and ${b} say nearly the same: ${figure} on ${formatUnits(strength.rows, 'row')}.`,
        ...(type && { fix: { kind: 'step', label: `Drop ${b}`, step: 'drop', columns: [{ name: b, type }] } as const }),
      } satisfies Finding
    })
}
