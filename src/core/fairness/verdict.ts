import { formatCount } from '../format/format.ts'
import type { FairnessReport, GroupMeasure } from './report.ts'
import { isInPoints, MEASURE_WORDS, writeGap, writeMeasure } from './words.ts'

/** The base rate is what the data say: a difference in it is no doing of the model's. */
const isOfModel = ({ name }: GroupMeasure) => name !== 'baseRate'

/**
 * What the report shows, in sentences: only differences that test and interval show. That none is shown is not said to mean that
 * there is none.
 */
export function describeFairness(report: FairnessReport): string {
  const { groups, reference } = report
  const base = groups[reference]
  if (!base || groups.length < 2) return 'All rows are of one group, so there is nothing to compare.'
  const gaps = groups.flatMap(({ name, measures }) =>
    measures.filter(isOfModel).flatMap((measure) => (measure.gap ? [{ group: name, measure, gap: measure.gap }] : [])),
  )
  if (gaps.length === 0)
    return `Cannot tell: no group has enough rows to be held against ${base.name}. Open the test rows, or choose a column with fewer groups.`
  const shown = gaps.filter(({ gap }) => gap.isShown)
  if (shown.length === 0)
    return `No difference from ${base.name} is shown beyond what chance does. That does not show the groups to be treated alike: the intervals say how far apart they may still be.`
  // The surest first: measures are in different units, p is not.
  const surest = shown.reduce((a, b) => (b.gap.p! < a.gap.p! ? b : a))
  const { name, value } = surest.measure
  const { difference, interval } = surest.gap
  const [low, high] = difference < 0 ? [-interval!.high, -interval!.low] : [interval!.low, interval!.high]
  const size = `${writeGap(name, Math.abs(difference))}${isInPoints(name) ? ' points' : ''}`
  const sentence = `the ${MEASURE_WORDS[name].noun} of ${surest.group} is ${writeMeasure(name, value!)}, ${size} ${difference < 0 ? 'lower' : 'higher'} (${writeGap(name, low)} to ${writeGap(name, high)}).`
  return shown.length === 1
    ? `One difference from ${base.name} is shown: ${sentence}`
    : `${formatCount(shown.length)} differences from ${base.name} are shown. Surest: ${sentence}`
}
