import type { ColumnMeta, Dataset } from '../dataset/dataset.ts'
import { isBirth, isRepeatedEntity } from '../dataset/entity.ts'
import { formatCount, formatDate, formatNumber } from '../format/format.ts'
import type { TaskKind } from '../metrics/metric.ts'
import type { SplitSpec } from './split.ts'
import { DEFAULT_SHARES } from './validate.ts'

/** Different values that a column needs so that, dealt by chance, every part is all but sure to get some. */
const LEAST_GROUPS = 30
/** Different instants without which a cut by time would be too coarse. */
const LEAST_TIMES = 10
const MOST_MISSING_TIMES = 0.05

export interface SplitProposal {
  readonly value: SplitSpec
  readonly reason: string
  readonly warnings: readonly string[]
}

/**
 * Time where rows have dates, since what comes later is what a model will be asked about; else by group where several
 * rows are about one thing; else the same mix of classes in each part, or by chance for a number.
 */
export function proposeSplit(dataset: Dataset, target: string, task: TaskKind): SplitProposal {
  const others = dataset.columns.filter(({ name }) => name !== target)
  const time = others.filter((column) => isTimeline(column, dataset.rows)).sort(byOrder)[0]
  const entities = others.filter((column) => isRepeatedEntity(column, dataset.rows))
  const group = entities.find(({ summary }) => summary.distinct >= LEAST_GROUPS)

  if (time && time.summary.kind === 'numeric') {
    const { min, max } = time.summary
    return {
      value: { kind: 'time', column: time.name, ...DEFAULT_SHARES },
      reason: `${dataset.source.fileName} has dates (${time.name}, ${formatDate(min!)} to ${formatDate(max!)}), and the future is what you'll predict. So the oldest rows train and the newest test.`,
      warnings: group
        ? [
            `Several rows share one ${group.name}. A split by time leaves rows of one ${group.name} in more than one part.`,
          ]
        : [],
    }
  }
  if (group)
    return {
      value: { kind: 'group', column: group.name, ...DEFAULT_SHARES },
      reason: `${group.name} repeats: ${formatCount(group.summary.distinct)} different values, ${rowsEach(group, dataset.rows)} rows each on average. Rows of one ${group.name} stay together, so that the test is on ones never seen.`,
      warnings: [],
    }
  const few = entities[0]
  const warnings = few
    ? [
        `${few.name} repeats, but has only ${formatCount(few.summary.distinct)} different values, too few to keep them apart. Scores may flatter a model that recognises one.`,
      ]
    : []
  return task === 'regression'
    ? {
        value: { kind: 'random', ...DEFAULT_SHARES },
        reason: `No column holds dates or an identifier that repeats, so each row is dealt by chance.${orderNote(dataset, target)}`,
        warnings,
      }
    : {
        value: { kind: 'stratified', ...DEFAULT_SHARES },
        reason: `No column holds dates or an identifier that repeats, so rows are dealt by chance, with the same mix of classes in each part.${orderNote(dataset, target)}`,
        warnings,
      }
}

function orderNote(dataset: Dataset, target: string): string {
  const summary = dataset.columns.find(({ name }) => name === target)?.summary
  const isOrdered = summary?.kind === 'numeric' && summary.sorted && summary.distinct > 1
  return isOrdered ? ` The file is in the order of ${target}, so its last rows would make a poor test.` : ''
}

function rowsEach({ summary }: ColumnMeta, rows: number): string {
  return formatNumber((rows - summary.missing) / summary.distinct, 2)
}

/** Dates of events, not of birth, on nearly every row. */
function isTimeline({ name, type, summary }: ColumnMeta, rows: number): boolean {
  if (type !== 'datetime' || summary.distinct < LEAST_TIMES || summary.missing > rows * MOST_MISSING_TIMES) return false
  return !isBirth(name)
}

/** Columns in whose order the file is come first; the sort is stable. */
function byOrder(a: ColumnMeta, b: ColumnMeta): number {
  return Number(isSorted(b)) - Number(isSorted(a))
}

function isSorted({ summary }: ColumnMeta): boolean {
  return summary.kind === 'numeric' && summary.sorted
}
