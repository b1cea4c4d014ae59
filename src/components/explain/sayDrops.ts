import { differenceWriter } from '@/core/compare/comparison.ts'
import { columnsLeft, type DropColumns, judgeDrops } from '@/core/explain/dropColumns.ts'
import { formatCount } from '@/core/format/format.ts'
import { INTERVAL_95 } from '@/core/metrics/interval.ts'
import { METRICS } from '@/core/metrics/metric.ts'

/** "Without size AUC is .12 worse (95% interval .09 to .15), more than without any other; without 3 columns no difference is shown." */
export function sayDrops(found: Pick<DropColumns, 'columns' | 'done' | 'metric'>): string {
  const judged = judgeDrops(found.done).flatMap(({ column, verdict }) => (verdict ? [{ column, verdict }] : []))
  if (judged.length === 0) return 'No training without a column can be compared with the run.'
  const { label } = METRICS[found.metric]
  const isAll = columnsLeft(found).length === 0
  const among = isAll ? '' : ' tried so far'
  const worse = judged
    .filter(({ verdict }) => verdict.verdict === 'worse')
    .sort((a, b) => Math.abs(b.verdict.difference) - Math.abs(a.verdict.difference))
  const [first] = worse
  if (!first)
    return `No column${among} is shown to be missed: without any one of them ${label} is not shown to be worse.`
  const { difference, low, high } = first.verdict
  const write = differenceWriter(found.metric, high - low)
  const ends = [Math.abs(low), Math.abs(high)].sort((a, b) => a - b) as [number, number]
  const others = judged.length - worse.length
  const most = worse.length > 1 ? `, more than without any other${among}` : ''
  const rest =
    others === 0
      ? ''
      : ` Without ${others === 1 ? 'the other' : `any one of ${formatCount(others)} others`} it is not shown to be worse.`
  return `Without ${first.column} ${label} is ${write(Math.abs(difference))} worse (${INTERVAL_95} ${write(ends[0])} to ${write(ends[1])})${most}.${rest}`
}
