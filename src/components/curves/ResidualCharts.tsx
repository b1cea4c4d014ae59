import { XYChart } from '@/components/charts/XYChart.tsx'
import type { RegressionCurves } from '@/core/curves/runCurves.ts'
import { formatCount, formatNumber, formatShare, formatUnits } from '@/core/format/format.ts'
import { normalQuantile } from '@/core/normal.ts'
import { numberAxis, wholeSpan } from './axes.ts'
import { factsOfRow, signed, someOf, tableOfRows } from './residualRows.ts'

interface ResidualProps {
  readonly curves: RegressionCurves
  readonly target: string
  readonly colour: string
}

const write = (value: number) => formatNumber(value)
/** Whether errors hang on what is predicted. */
export function ResidualChart({ curves: { points, mean, std, rows }, target, colour }: ResidualProps) {
  const x = wholeSpan(points.map(({ predicted }) => predicted))
  return (
    <XYChart
      level={3}
      title="Residuals"
      note={`actual less predicted ${target}, by predicted ${target}`}
      verdict={`On average ${target} is ${signed(mean)} from what is predicted, with a standard deviation of ${write(std)}.${someOf(points.length, rows)}`}
      x={x}
      y={numberAxis([0, ...points.map(({ residual }) => residual)])}
      marks={[
        {
          kind: 'dots',
          id: 'residuals',
          label: 'Residuals',
          colour,
          points: points.map(({ predicted, residual }) => ({ x: predicted, y: residual })),
          facts: (i) => factsOfRow(points[i]!),
        },
      ]}
      guides={[{ id: 'none', from: { x: x.axis.min, y: 0 }, to: { x: x.axis.max, y: 0 }, label: 'no error' }]}
      table={() => tableOfRows(points)}
    />
  )
}

/** How errors are spread. */
export function ResidualHistogram({ curves: { histogram, rows }, target, colour }: ResidualProps) {
  const fullest = histogram.reduce((best, bin) => (bin.rows > best.rows ? bin : best), histogram[0]!)
  return (
    <XYChart
      level={3}
      title="Spread of residuals"
      note={`rows, by actual less predicted ${target}`}
      verdict={`The fullest of ${formatUnits(histogram.length, 'bin')}, ${write(fullest.from)} to ${write(fullest.to)}, holds ${formatShare(fullest.rows / rows)} of rows.`}
      x={wholeSpan(histogram.flatMap(({ from, to }) => [from, to]))}
      y={numberAxis([0, fullest.rows])}
      marks={[
        {
          kind: 'bars',
          id: 'residuals',
          label: 'Residuals',
          colour,
          bars: histogram.map(({ from, to, rows: y }) => ({ from, to, y })),
          facts: (i) => [
            ['residual', `${write(histogram[i]!.from)} to ${write(histogram[i]!.to)}`],
            ['rows', formatCount(histogram[i]!.rows)],
          ],
        },
      ]}
      table={() => ({
        columns: [
          { name: 'From', write },
          { name: 'To', write },
          { name: 'Rows', write: formatCount },
        ],
        rows: histogram.map((bin) => [bin.from, bin.to, bin.rows]),
      })}
    />
  )
}

/** Whether errors are spread as a normal distribution would have them. */
export function QuantileChart({ curves: { quantiles, rows }, colour }: Omit<ResidualProps, 'target'>) {
  const [first, last] = [quantiles[0], quantiles.at(-1)]
  const farthest = first && last && (-first.residual > last.residual ? first : last)
  const axis = numberAxis(quantiles.flatMap(({ normal, residual }) => [normal, residual]))
  const { min, max } = axis.axis
  const expected = -normalQuantile(0.5 / rows)
  return (
    <XYChart
      level={3}
      title="Residuals and the normal distribution"
      note="their quantiles by normal ones, in standard deviations (QQ)"
      verdict={
        farthest
          ? `The farthest residual is ${write(Math.abs(farthest.residual))} standard deviations out; of a normal distribution it would be about ${formatNumber(expected, 2)} among ${formatUnits(rows, 'row')}.`
          : 'Residuals do not vary.'
      }
      x={axis}
      y={axis}
      marks={[
        {
          kind: 'dots',
          id: 'quantiles',
          label: 'Quantiles',
          colour,
          points: quantiles.map(({ normal, residual }) => ({ x: normal, y: residual })),
          facts: (i) => [
            ['normal', formatNumber(quantiles[i]!.normal, 3)],
            ['residual', formatNumber(quantiles[i]!.residual, 3)],
          ],
        },
      ]}
      guides={[{ id: 'normal', from: { x: min, y: min }, to: { x: max, y: max }, label: 'normal' }]}
      table={() => ({
        columns: [
          { name: 'Normal quantile', write },
          { name: 'Residual, standardised', write },
        ],
        rows: quantiles.map((point) => [point.normal, point.residual]),
      })}
    />
  )
}
