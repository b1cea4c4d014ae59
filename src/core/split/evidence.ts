import type { Proposed } from '../experiment/experiment.ts'
import { formatScore, formatShare } from '../format/format.ts'
import type { SplitEvidence } from '../leak/leak.ts'
import type { SplitSpec } from './split.ts'
import { DEFAULT_SHARES } from './validate.ts'

/** A proposed split after a look at the rows: with what they say for it, or another that they speak for. */
export interface RefinedSplit {
  readonly split: Proposed<SplitSpec>
  /** What the rows propose instead, where that is something else. */
  readonly instead?: Proposed<SplitSpec>
}

/** What a look at the rows says of a proposed split. The proposal itself does not wait for it. */
export function refineSplit(split: Proposed<SplitSpec>, evidence: SplitEvidence, target: string): RefinedSplit {
  const { drift, order, group } = evidence
  const { kind } = split.value
  const say = (more: string): RefinedSplit => ({ split: { ...split, reason: `${split.reason} Checked: ${more}` } })
  if (kind === 'time' && split.value.column === drift?.column)
    return say(
      `${target} changes along ${drift.column} (power ${formatScore(drift.power)}, ${formatScore(drift.shuffled)} when shuffled), so a split by chance would flatter.`,
    )
  if (kind === 'group' && split.value.column === group?.column)
    return say(
      `${formatShare(group.share)} of the rows have another of the same ${group.column}, so dealt one by one most would be on both sides.`,
    )
  if (kind !== 'random' && kind !== 'stratified') return { split }
  if (order)
    return {
      split,
      instead: {
        value: { kind: 'time', column: order.column, ...DEFAULT_SHARES },
        reason: `The rows lie in the order of ${order.column}, and ${target} changes along it (power ${formatScore(order.power)}, ${formatScore(order.shuffled)} when shuffled). If that is the course of time, later rows should test.`,
      },
    }
  return { split }
}
