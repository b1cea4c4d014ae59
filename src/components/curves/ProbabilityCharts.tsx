import { XYChart } from '@/components/charts/XYChart.tsx'
import type { Calibration } from '@/core/curves/runCurves.ts'
import type { ScoreBin } from '@/core/curves/scoreHistogram.ts'
import { formatCount, formatScore, formatThreshold, formatUnits } from '@/core/format/format.ts'
import { INTERVAL_95, type Interval } from '@/core/metrics/interval.ts'
import { numberAxis, SHARE_AXIS } from './axes.ts'

/** Whether what is said comes true as often as it is said. */
export function CalibrationChart({
  calibration: { bins, error },
  of,
  colour,
  interval,
}: {
  calibration: Calibration
  /** What the probability is of: "Gentoo", "the predicted class". */
  of: string
  colour: string
  /** Of the calibration error. */
  interval?: Interval | undefined
}) {
  const held = bins.filter(({ low, high, probability }) => low <= probability && probability <= high).length
  const between = interval ? ` (${formatScore(interval.low)} to ${formatScore(interval.high)})` : ''
  const lean = bins.reduce((sum, { rows, share, probability }) => sum + rows * (share - probability), 0)
  return (
    <XYChart
      level={3}
      title="Calibration"
      note={`share that came true, by the probability of ${of} that was said`}
      verdict={
        error === undefined
          ? 'Nothing was said of these rows.'
          : `Calibration error ${formatScore(error)}${between}${lean === 0 ? '' : `: on the whole too ${lean > 0 ? 'low' : 'high'}`}. The intervals of ${formatCount(held)} of ${formatUnits(bins.length, 'bin')} hold what was said.`
      }
      x={SHARE_AXIS}
      y={SHARE_AXIS}
      marks={[
        {
          kind: 'ranges',
          id: 'bins',
          label: 'Bins',
          colour,
          points: bins.map(({ probability, share, low, high }) => ({ x: probability, y: share, low, high })),
          facts: (i) => [
            ['said, on average', formatScore(bins[i]!.probability)],
            ['came true', formatScore(bins[i]!.share)],
            [INTERVAL_95, `${formatScore(bins[i]!.low)} to ${formatScore(bins[i]!.high)}`],
            ['rows', formatCount(bins[i]!.rows)],
          ],
        },
      ]}
      guides={[{ id: 'perfect', from: { x: 0, y: 0 }, to: { x: 1, y: 1 }, label: 'as said' }]}
      table={() => ({
        columns: [
          { name: 'Said, on average', write: formatScore },
          { name: 'Came true', write: formatScore },
          { name: 'From', write: formatScore },
          { name: 'To', write: formatScore },
          { name: 'Rows', write: formatCount },
        ],
        rows: bins.map((bin) => [bin.probability, bin.share, bin.low, bin.high, bin.rows]),
      })}
    />
  )
}

/** Where the scores of a class lie, and those of all others. */
export function ScoreChart({
  histogram,
  label,
  threshold,
  called,
}: {
  histogram: readonly ScoreBin[]
  label: string
  threshold: number
  /** Rows from the threshold up, of the class and of others, beside all of them. */
  called: { readonly positives: number; readonly negatives: number; readonly of: readonly [number, number] }
}) {
  const most = Math.max(1, ...histogram.flatMap(({ positives, negatives }) => [positives, negatives]))
  const upTo = numberAxis([0, most])
  const { min: _zero, ...above } = upTo.axis
  const y = {
    axis: { ...above, min: -above.max, ticks: [...above.ticks.slice(1).map((tick) => -tick), ...above.ticks] },
    write: (value: number) => upTo.write(Math.abs(value)),
  }
  const name = ({ from, to }: ScoreBin) => `${formatThreshold(from)} to ${formatThreshold(to)}`
  const facts = (i: number): readonly (readonly [string, string])[] => [
    ['probability', name(histogram[i]!)],
    [`rows of ${label}`, formatCount(histogram[i]!.positives)],
    ['other rows', formatCount(histogram[i]!.negatives)],
  ]
  return (
    <XYChart
      level={3}
      title="Probabilities by class"
      note={`rows of ${label} up, others down, by the probability of ${label}`}
      verdict={`From ${formatThreshold(threshold)} up lie ${formatCount(called.positives)} of ${formatUnits(called.of[0], 'row')} of ${label} and ${formatCount(called.negatives)} of ${formatUnits(called.of[1], 'other row')}.`}
      x={SHARE_AXIS}
      y={y}
      marks={[
        {
          kind: 'bars',
          id: 'positives',
          label: `rows of ${label}`,
          colour: 'var(--accent)',
          bars: histogram.map(({ from, to, positives }) => ({ from, to, y: positives })),
          facts,
        },
        {
          kind: 'bars',
          id: 'negatives',
          label: 'other rows',
          colour: 'var(--line-3)',
          bars: histogram.map(({ from, to, negatives }) => ({ from, to, y: -negatives })),
          facts,
        },
      ]}
      guides={[
        { id: 'zero', from: { x: 0, y: 0 }, to: { x: 1, y: 0 } },
        {
          id: 'threshold',
          from: { x: threshold, y: y.axis.min },
          to: { x: threshold, y: y.axis.max },
          label: formatThreshold(threshold),
          isChosen: true,
        },
      ]}
      table={() => ({
        columns: [
          { name: 'From', write: formatThreshold },
          { name: 'To', write: formatThreshold },
          { name: `Rows of ${label}`, write: formatCount },
          { name: 'Other rows', write: formatCount },
        ],
        rows: histogram.map((bin) => [bin.from, bin.to, bin.positives, bin.negatives]),
      })}
    />
  )
}
