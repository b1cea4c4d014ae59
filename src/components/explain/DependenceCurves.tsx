import type { WrittenAxis } from '@/components/charts/ChartAxes.tsx'
import type { Backdrop } from '@/components/charts/marks.ts'
import { XYChart } from '@/components/charts/XYChart.tsx'
import { numberAxis, timeAxis, wholeSpan } from '@/components/curves/axes.ts'
import type { Dependence, Effects } from '@/core/explain/explain.ts'
import { formatCell, formatNumber } from '@/core/format/format.ts'
import { INTERVAL_95 } from '@/core/metrics/interval.ts'
import { type Output, sayCell, sayOutput, signed, writerOf } from './say.ts'

interface CurveProps {
  readonly output: Output
  readonly colour: string
  /** Whether the column holds times. */
  readonly isTime: boolean
}

/** Partial dependence of a number, with the band of its interval and the lines of single rows. */
export function DependenceCurve({
  dependence: { column, points, lines },
  output,
  colour,
  isTime,
  hasLines,
}: CurveProps & { readonly dependence: Dependence; readonly hasLines: boolean }) {
  const write = writerOf('answer', output)
  const shown = hasLines ? lines : []
  const backdrops: readonly Backdrop[] = [
    {
      kind: 'strands',
      id: 'rows',
      colour: 'var(--bar)',
      lines: shown.map((line) => Array.from(line, (y, i) => ({ x: points[i]!.value, y }))),
    },
    { kind: 'band', id: 'interval', colour, points: points.map(({ value, low, high }) => ({ x: value, low, high })) },
  ]
  return (
    <XYChart
      level={3}
      title="Partial dependence"
      note={`mean of ${sayOutput(output)}, by ${column}`}
      verdict={`Every row given the same ${column}, other cells as they are.`}
      x={xAxisOf(
        points.map(({ value }) => value),
        isTime,
      )}
      y={numberAxis([...points.flatMap(({ low, high }) => [low, high]), ...shown.flatMap((line) => [...line])])}
      backdrops={backdrops}
      marks={[
        {
          kind: 'line',
          id: 'mean',
          label: 'Mean',
          colour,
          role: 'subject',
          points: points.map(({ value, mean }) => ({ x: value, y: mean })),
          facts: (i) => [
            [column, sayCell(points[i]!.text, points[i]!.value)],
            ['mean', write(points[i]!.mean)],
            [INTERVAL_95, `${write(points[i]!.low)} to ${write(points[i]!.high)}`],
          ],
        },
      ]}
      table={() => ({
        columns: [
          { name: column },
          { name: 'Mean', write },
          { name: `${INTERVAL_95}, low`, write },
          { name: 'high', write },
        ],
        rows: points.map(({ text, mean, low, high }) => [text, mean, low, high]),
      })}
    />
  )
}

/** Accumulated local effects of a number. */
export function EffectsCurve({
  effects,
  output,
  colour,
  isTime,
}: CurveProps & { readonly effects: Effects | undefined }) {
  const { column = '', points = [] } = effects ?? {}
  const write = signed(writerOf('answer', output))
  const writeX = (value: number) => (isTime ? formatCell(value, 'datetime') : formatNumber(value))
  const values = points.map(({ value }) => value)
  const x = xAxisOf(values, isTime)
  return (
    <XYChart
      level={3}
      title="Accumulated local effects"
      note={`difference of ${sayOutput(output)} from its mean, by ${column}`}
      verdict={`Each row moved only to values near its own.`}
      x={x}
      y={numberAxis([0, ...points.map(({ effect }) => effect)])}
      guides={[{ id: 'none', from: { x: x.axis.min, y: 0 }, to: { x: x.axis.max, y: 0 } }]}
      marks={[
        {
          kind: 'line',
          id: 'effects',
          label: 'Effect',
          colour,
          role: 'subject',
          points: points.map(({ value, effect }) => ({ x: value, y: effect })),
          facts: (i) => [
            [column, writeX(values[i]!)],
            ['effect', write(points[i]!.effect)],
          ],
        },
      ]}
      table={() => ({
        columns: [
          { name: column, write: writeX },
          { name: 'Effect', write },
        ],
        rows: points.map(({ value, effect }) => [value, effect]),
      })}
      empty="The column does not vary in these rows."
    />
  )
}

function xAxisOf(values: readonly number[], isTime: boolean): WrittenAxis {
  return isTime ? timeAxis(values) : wholeSpan(values)
}
