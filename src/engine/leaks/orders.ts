import type { ColumnMeta } from '@/core/dataset/dataset.ts'
import { isBirth } from '@/core/dataset/entity.ts'
import { formatDate, formatScore, formatShare } from '@/core/format/format.ts'
import type { LeaksInput } from '@/core/leak/jobs.ts'
import { cannotTell, type Judged, judged } from '@/core/leak/judge.ts'
import { HIGH_POWER, type Leak, type SplitEvidence } from '@/core/leak/leak.ts'
import { listNames } from '@/core/recipe/steps/info.ts'
import { DEFAULT_SHARES } from '@/core/split/validate.ts'
import { type Drift, isDrift } from './answers.ts'

/** A date on nearly every row, and how its rows are dealt. */
export interface DatedColumn {
  readonly column: string
  readonly drift: Drift
  /** Share of the test rows that are no later than the last training row; undefined where a second file has no such dates. */
  readonly within: number | undefined
  /** The instant of the last training row. */
  readonly lastTrained: number
}

/** Dates of events, not of birth, on nearly every row. */
export function isDated({ name, type, summary }: ColumnMeta, rows: number): boolean {
  return type === 'datetime' && summary.distinct >= 10 && summary.missing <= rows * 0.05 && !isBirth(name)
}

/** Test rows whose dates lie among those of training, while the answers change over time. */
export function judgeDates(dated: readonly DatedColumn[], { split, target }: LeaksInput['question']): Judged {
  if (dated.length === 0) return cannotTell('dates', 'No column holds the date of each row.')
  if (split.kind === 'time')
    return judged('dates', [], `Rows are split by ${split.column}, so the test rows are the newest.`)
  if (dated.every(({ within }) => within === undefined))
    return cannotTell(
      'dates',
      `The test file does not have the dates of ${listNames(dated.map(({ column }) => column))}.`,
    )
  const leaks = dated.flatMap(({ column, drift, within, lastTrained }): Leak[] => {
    if (within === undefined || within === 0) return []
    const changes = isDrift(drift)
    const mixed = `${formatShare(within)} of the test rows are from before the last training row (${column}, ${formatDate(lastTrained)})`
    return [
      {
        kind: 'dates',
        level: changes ? 'suspect' : 'note',
        columns: [column],
        figure: drift.power,
        threshold: 0,
        sentence: changes
          ? `${mixed}, and ${target} changes over time (power ${formatScore(drift.power)}, ${formatScore(drift.shuffled)} when shuffled). A model tested so has seen the future.`
          : `${mixed}. ${target} does not change over time as far as can be seen, but what comes later is what you will predict.`,
        fixes: [{ kind: 'split', split: { kind: 'time', column, ...DEFAULT_SHARES } }],
      },
    ]
  })
  return judged('dates', leaks, 'The test rows are all later than the training rows.')
}

/** Whether the order of the rows tells the target, and a column counts along with it. */
export function judgeOrder(
  drift: Drift,
  followers: readonly string[],
  { split, target }: LeaksInput['question'],
): Judged {
  const inTime = split.kind === 'time' ? split.column : undefined
  const powers = `power ${formatScore(drift.power)}, ${formatScore(drift.shuffled)} when shuffled`
  if (!isDrift(drift)) return judged('order', [], `The order of the rows does not tell ${target} (${powers}).`)
  const counting = followers.filter((column) => column !== inTime)
  if (counting.length === 0) {
    const note: Leak = {
      kind: 'order',
      level: 'note',
      columns: [],
      figure: drift.power,
      threshold: 0,
      sentence: `The file is in an order that tells ${target} (${powers}), but no column counts along with it.`,
      fixes: [],
    }
    return judged('order', [note], '')
  }
  const leaks = counting.map((column): Leak => {
    const isCut = drift.power < HIGH_POWER && split.kind !== 'time'
    return {
      kind: 'order',
      level: 'suspect',
      columns: [column],
      figure: drift.power,
      threshold: 0,
      sentence: `${column} counts along with the rows, and their order tells ${target} (${powers}). A model would learn where in the file a row stands.`,
      fixes: [
        { kind: 'aside', columns: [column] },
        ...(isCut ? [{ kind: 'split', split: { kind: 'time', column, ...DEFAULT_SHARES } } as const] : []),
      ],
    }
  })
  return judged('order', leaks, '')
}

/** What dates and order tell of how to split. A file in the order of its classes is no course of time. */
export function orderEvidence(
  dated: readonly DatedColumn[],
  drift: Drift,
  followers: readonly string[],
): SplitEvidence {
  const strongest = [...dated].sort((a, b) => b.drift.power - a.drift.power)[0]
  const [follower] = followers
  return {
    ...(strongest && isDrift(strongest.drift) && { drift: { column: strongest.column, ...strongest.drift } }),
    ...(follower !== undefined &&
      isDrift(drift) &&
      drift.power < HIGH_POWER && { order: { column: follower, ...drift } }),
  }
}
