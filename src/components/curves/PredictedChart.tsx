import { XYChart } from '@/components/charts/XYChart.tsx'
import type { ResidualPoint } from '@/core/curves/residuals.ts'
import { formatMetric, formatUnits } from '@/core/format/format.ts'
import { numberAxis } from './axes.ts'
import { factsOfRow, someOf, tableOfRows } from './residualRows.ts'

/** What was predicted beside what it was: on the line the two agree. */
export function PredictedChart({
  points,
  rows,
  meanError,
  target,
  colour,
}: {
  points: readonly Pick<ResidualPoint, 'actual' | 'predicted'>[]
  /** All there are; some of them may be drawn. */
  rows: number
  /** Mean absolute error of all rows. */
  meanError: number | undefined
  target: string
  colour: string
}) {
  const axis = numberAxis(points.flatMap(({ actual, predicted }) => [actual, predicted]))
  const { min, max } = axis.axis
  return (
    <XYChart
      level={3}
      title="Predicted and actual"
      note={`predicted ${target}, by actual ${target}`}
      verdict={`On ${formatUnits(rows, 'row')} the prediction of ${target} is off by ${formatMetric('mae', meanError)} on average.${someOf(points.length, rows)}`}
      x={axis}
      y={axis}
      marks={[
        {
          kind: 'dots',
          id: 'rows',
          label: 'Rows',
          colour,
          points: points.map(({ actual, predicted }) => ({ x: actual, y: predicted })),
          facts: (i) => factsOfRow(points[i]!),
        },
      ]}
      guides={[{ id: 'equal', from: { x: min, y: min }, to: { x: max, y: max }, label: 'equal' }]}
      table={() => tableOfRows(points)}
    />
  )
}
