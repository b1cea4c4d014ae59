import { XYChart } from '@/components/charts/XYChart.tsx'
import type { BinaryCurves } from '@/core/curves/runCurves.ts'
import { formatNumber, formatShare, formatThreshold } from '@/core/format/format.ts'
import { numberAxis, SHARE_AXIS } from './axes.ts'

interface GainProps {
  readonly curves: Pick<BinaryCurves, 'gain' | 'lift'>
  readonly label: string
  readonly colour: string
}

/** The tenths that the sentences speak of. */
const FIRST = 1

const times = (lift: number) => formatNumber(lift, 2)

/** How many rows of a class are found by going through the rows from the highest score down. */
export function GainChart({ curves: { gain, lift }, label, colour }: GainProps) {
  const fifth = lift[FIRST]
  return (
    <XYChart
      level={3}
      title="Gain"
      note={`share of ${label} rows found, by share of all rows, highest scores first`}
      verdict={
        fifth
          ? `The ${formatShare(fifth.share)} of rows with the highest scores hold ${formatShare(fifth.gain)} of the rows of ${label}.`
          : `There is no curve without rows of ${label}.`
      }
      x={SHARE_AXIS}
      y={SHARE_AXIS}
      marks={[
        {
          kind: 'line',
          id: 'gain',
          label: 'Gain',
          role: 'subject',
          colour,
          points: gain.map((p) => ({ x: p.share, y: p.gain })),
          facts: (i) => [
            ['of all rows', formatShare(gain[i]!.share)],
            [`of ${label}, found`, formatShare(gain[i]!.gain)],
            ['threshold', formatThreshold(gain[i]!.threshold)],
          ],
        },
      ]}
      guides={[{ id: 'chance', from: { x: 0, y: 0 }, to: { x: 1, y: 1 }, label: 'at random' }]}
      table={() => tableOf(gain)}
    />
  )
}

/** How many times more often a class is among the rows with the highest scores than among all. */
export function LiftChart({ curves: { gain, lift }, label, colour }: GainProps) {
  const shown = gain.slice(1)
  const fifth = lift[FIRST]
  return (
    <XYChart
      level={3}
      title="Lift"
      note={`how many times as many rows of ${label} as at random, by share of all rows`}
      verdict={
        fifth
          ? `Among the ${formatShare(fifth.share)} of rows with the highest scores, ${label} is ${times(fifth.lift)} times as common as among all.`
          : `There is no curve without rows of ${label}.`
      }
      x={SHARE_AXIS}
      y={numberAxis([0, ...shown.map((p) => p.lift)])}
      marks={[
        {
          kind: 'line',
          id: 'lift',
          label: 'Lift',
          role: 'subject',
          colour,
          points: shown.map((p) => ({ x: p.share, y: p.lift })),
          facts: (i) => [
            ['of all rows', formatShare(shown[i]!.share)],
            ['lift', times(shown[i]!.lift)],
            ['threshold', formatThreshold(shown[i]!.threshold)],
          ],
        },
      ]}
      guides={[{ id: 'one', from: { x: 0, y: 1 }, to: { x: 1, y: 1 }, label: 'at random' }]}
      table={() => tableOf(gain)}
    />
  )
}

function tableOf(gain: BinaryCurves['gain']) {
  return {
    columns: [
      { name: 'Threshold', write: formatThreshold },
      { name: 'Share of all rows', write: formatShare },
      { name: 'Share found', write: formatShare },
      { name: 'Lift', write: times },
    ],
    rows: gain.map((p) => [p.threshold, p.share, p.gain, p.lift]),
  }
}
