import { useMemo } from 'react'
import { XYChart } from '@/components/charts/XYChart.tsx'
import { type BinaryCosts, type ThresholdRow, thresholdTable } from '@/core/curves/thresholds.ts'
import { formatCount, formatNumber, formatThreshold, formatUnits } from '@/core/format/format.ts'
import type { Ranked } from '@/core/metrics/ranked.ts'
import { numberAxis, SHARE_AXIS } from './axes.ts'

/** What each threshold would have cost on these rows. */
export function CostChart({
  ranked,
  costs,
  unit,
  best,
  chosen,
  colour,
  onPick,
}: {
  ranked: Ranked
  costs: BinaryCosts
  unit: string
  best: ThresholdRow
  /** What is looked at. */
  chosen: ThresholdRow
  colour: string
  onPick: (threshold: number) => void
}) {
  // Drawn from low thresholds to high; what calls nothing positive costs the same from the highest score on.
  const table = useMemo(() => thresholdTable(ranked, costs).toReversed(), [ranked, costs])
  const at = (row: ThresholdRow) => Math.min(1, row.threshold)
  const points = table.map((row) => ({ x: at(row), y: row.cost! }))
  const first = points[0]!
  const drawn = first.x > 0 ? [{ x: 0, y: first.y }, ...points] : points
  const rowOf = (index: number) => table[Math.max(0, index - (drawn.length - points.length))]!
  const write = (value: number) => `${formatNumber(value)}${unit === '' ? '' : ` ${unit}`}`
  const rows = ranked.positives + ranked.negatives
  const isNone = best.threshold === Number.POSITIVE_INFINITY
  return (
    <XYChart
      level={3}
      title="Cost"
      note={`of all ${formatUnits(rows, 'row')}, by threshold`}
      verdict={
        isNone
          ? `Acting on no row costs least, ${write(best.cost!)}: with these costs the model does not pay.`
          : `Least from ${formatThreshold(best.threshold)} up: ${write(best.cost!)}. At ${formatThreshold(chosen.threshold)} it is ${write(chosen.cost!)}.`
      }
      x={SHARE_AXIS}
      y={numberAxis([0, ...drawn.map(({ y }) => y)])}
      marks={[
        {
          kind: 'line',
          id: 'cost',
          label: 'Cost',
          role: 'subject',
          colour,
          steps: 'up',
          points: drawn,
          facts: (i) => [
            ['threshold', formatThreshold(rowOf(i).threshold)],
            ['cost', write(rowOf(i).cost!)],
            ['false alarms', formatCount(rowOf(i).falsePositives)],
            ['misses', formatCount(rowOf(i).falseNegatives)],
          ],
        },
      ]}
      guides={[
        {
          id: 'chosen',
          from: { x: chosen.threshold, y: 0 },
          to: { x: chosen.threshold, y: Math.max(0, ...drawn.map(({ y }) => y)) },
          isChosen: true,
        },
      ]}
      spots={isNone ? [] : [{ id: 'best', x: best.threshold, y: best.cost!, label: 'least' }]}
      pick={{ does: 'look at this threshold', take: (_, index) => onPick(at(rowOf(index))) }}
      table={() => ({
        columns: [
          { name: 'Threshold', write: formatThreshold },
          { name: 'Cost', write },
          { name: 'False alarms', write: formatCount },
          { name: 'Misses', write: formatCount },
          { name: 'Hits', write: formatCount },
        ],
        rows: table.map((row) => [row.threshold, row.cost, row.falsePositives, row.falseNegatives, row.truePositives]),
      })}
    />
  )
}
