import { formatCount, formatNumber, formatShare, formatUnits } from '../format/format.ts'
import type { LabelCheck, LabelFindings, Repair, RepairWay } from './labelCheck.ts'
import { OUTLIER_SCORE } from './outliers.ts'

/** What a check found: "38 of 1,168 labels look wrong, 3.3%; most often sun that seems to be rain." */
export function describeLabels(found: LabelFindings, classes: readonly string[], target: string): string {
  const { rows, total } = found
  if (found.kind === 'numbers') {
    if (total > 0)
      return `In ${formatCount(total)} of ${formatUnits(rows, 'row')} ${target} is an outlier, ${formatShare(total / rows)}: more than ${OUTLIER_SCORE} robust deviations from what the other rows lead one to expect.`
    return found.scale > 0
      ? `In none of ${formatUnits(rows, 'row')} is ${target} an outlier of what the other rows lead one to expect.`
      : `More than half of ${formatUnits(rows, 'row')} are predicted alike, so there is no measure of how far off is far. Look at the rows of the run instead.`
  }
  if (total === 0) return `None of ${formatUnits(rows, 'label')} looks wrong.`
  const [most] = commonest(found.counts)
  const look = total === 1 ? 'looks' : 'look'
  return `${formatCount(total)} of ${formatUnits(rows, 'label')} ${look} wrong, ${formatShare(total / rows)}; most often ${classes[most!.label]} that seems to be ${classes[most!.suggested]}.`
}

/** A label, what rows of it seem to be, and how many do. */
export interface Mistake {
  readonly label: number
  readonly suggested: number
  readonly count: number
}

/** What is mistaken for what, most often first. */
export function commonest(counts: readonly (readonly number[])[]): readonly Mistake[] {
  return counts
    .flatMap((row, label) => row.map((count, suggested): Mistake => ({ label, suggested, count })))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count)
}

const DONE: Readonly<Record<RepairWay['kind'], string>> = {
  relabel: 'Relabelled',
  drop: 'Dropped',
  weigh: 'Weighed',
}

/** What was done: "Relabelled 38 rows", "Relabelled 2 rows as rose", "Weighed 12 rows by 0.2". */
export function describeRepair({ way, rows }: Pick<Repair, 'way' | 'rows'>): string {
  const how =
    way.kind === 'weigh'
      ? ` by ${formatNumber(way.weight)}`
      : way.kind === 'relabel' && way.value !== undefined
        ? ` as ${way.value}`
        : ''
  return `${DONE[way.kind]} ${formatUnits(rows, 'row')}${how}`
}

/** How a check is read that was not made by the run's own learner, or that left rows out. */
export function describeCheck({ folds, found, reached }: Pick<LabelCheck, 'folds' | 'found' | 'reached'>): string {
  const unchecked = found?.unchecked ? formatUnits(found.unchecked, 'row') : undefined
  const left = reached
    ? ` The time was up after ${formatCount(reached.done)} of ${formatUnits(reached.total, 'fold')}: ${unchecked ?? 'no row'} of the others ${found?.unchecked === 1 ? 'was' : 'were'} not checked.`
    : unchecked
      ? ` ${unchecked} that only train in every fold were not checked.`
      : ''
  return `Each ${reached ? 'checked ' : ''}row was held out by one of ${folds} folds and predicted by a model that never saw its label. Test rows took no part.${left}`
}
