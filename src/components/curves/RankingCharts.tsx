import type { Guide } from '@/components/charts/marks.ts'
import { XYChart } from '@/components/charts/XYChart.tsx'
import type { RankingCurves } from '@/core/curves/runCurves.ts'
import { formatCount, formatScore, formatShare, formatThreshold } from '@/core/format/format.ts'
import type { Interval } from '@/core/metrics/interval.ts'
import { SHARE_AXIS } from './axes.ts'

const share = (value: number) => formatScore(value)

/** A threshold that is looked at, and what follows from another one that is picked. */
export interface ChosenThreshold {
  readonly threshold: number
  readonly falsePositiveRate: number
  readonly truePositiveRate: number | undefined
  readonly precision: number | undefined
  readonly take: (threshold: number) => void
}

interface RankingProps {
  readonly ranking: RankingCurves
  /** The class that is held against all others. */
  readonly label: string
  readonly colour: string
  readonly rows: number
  readonly chosen?: ChosenThreshold | undefined
}

const CHANCE: Guide = { id: 'chance', from: { x: 0, y: 0 }, to: { x: 1, y: 1 }, label: 'chance' }

/** How well scores put the rows of a class before others, whatever the threshold. */
export function RocChart({
  ranking,
  label,
  colour,
  chosen,
  interval,
}: RankingProps & { interval?: Interval | undefined }) {
  const { auc, roc } = ranking
  const points = roc.map(({ falsePositiveRate, truePositiveRate }) => ({ x: falsePositiveRate, y: truePositiveRate }))
  const between = interval ? ` (${formatScore(interval.low)} to ${formatScore(interval.high)})` : ''
  return (
    <XYChart
      level={3}
      title="ROC curve"
      note={`share of ${label} rows found, by share of other rows called ${label}`}
      verdict={
        auc === undefined
          ? `There is no curve without rows of ${label} and of others.`
          : `AUC ${formatScore(auc)}${between}: of a row of ${label} and another, it is the first that scores higher in ${formatShare(auc)} of pairs.`
      }
      x={SHARE_AXIS}
      y={SHARE_AXIS}
      marks={[
        {
          kind: 'line',
          id: 'roc',
          label: 'ROC curve',
          role: 'subject',
          colour,
          points,
          ...(auc !== undefined && { end: { value: formatScore(auc), name: 'AUC' } }),
          facts: (i) => [
            ['threshold', formatThreshold(roc[i]!.threshold)],
            [`of ${label}, found`, formatShare(roc[i]!.truePositiveRate)],
            [`of others, called ${label}`, formatShare(roc[i]!.falsePositiveRate)],
          ],
        },
      ]}
      guides={[CHANCE]}
      spots={
        chosen?.truePositiveRate === undefined
          ? []
          : [
              {
                id: 'chosen',
                x: chosen.falsePositiveRate,
                y: chosen.truePositiveRate,
                label: `at ${formatThreshold(chosen.threshold)}`,
              },
            ]
      }
      pick={chosen && pickOf(chosen, roc)}
      table={() => ({
        columns: [
          { name: 'Threshold', write: formatThreshold },
          { name: 'False positive rate', write: share },
          { name: 'True positive rate', write: share },
        ],
        rows: roc.map((p) => [p.threshold, p.falsePositiveRate, p.truePositiveRate]),
      })}
    />
  )
}

/** What being called the class is worth, against how much of it is found. */
export function PrecisionRecallChart({ ranking, label, colour, rows, chosen }: RankingProps) {
  const { averagePrecision, precisionRecall, positives } = ranking
  const base = positives / rows
  const recall = chosen?.truePositiveRate
  return (
    <XYChart
      level={3}
      title="Precision and recall"
      note={`share of rows called ${label} that are, by share of ${label} rows found`}
      verdict={
        averagePrecision === undefined
          ? `There is no curve without rows of ${label}.`
          : `Average precision ${formatScore(averagePrecision)}; guessing has ${formatScore(base)}, as ${formatCount(positives)} of ${formatCount(rows)} rows are ${label}.`
      }
      x={SHARE_AXIS}
      y={SHARE_AXIS}
      marks={[
        {
          kind: 'line',
          id: 'precision',
          label: 'Precision',
          role: 'subject',
          colour,
          steps: 'up',
          points: precisionRecall.map((p) => ({ x: p.recall, y: p.precision })),
          facts: (i) => [
            ['threshold', formatThreshold(precisionRecall[i]!.threshold)],
            ['precision', formatScore(precisionRecall[i]!.precision)],
            ['recall', formatScore(precisionRecall[i]!.recall)],
          ],
        },
      ]}
      guides={[{ id: 'base', from: { x: 0, y: base }, to: { x: 1, y: base }, label: 'guessing' }]}
      spots={
        chosen?.precision === undefined || recall === undefined
          ? []
          : [{ id: 'chosen', x: recall, y: chosen.precision, label: `at ${formatThreshold(chosen.threshold)}` }]
      }
      pick={chosen && pickOf(chosen, precisionRecall)}
      table={() => ({
        columns: [
          { name: 'Threshold', write: formatThreshold },
          { name: 'Recall', write: share },
          { name: 'Precision', write: share },
        ],
        rows: precisionRecall.map((p) => [p.threshold, p.recall, p.precision]),
      })}
    />
  )
}

function pickOf({ take }: ChosenThreshold, points: readonly { readonly threshold: number }[]) {
  return {
    does: 'look at this threshold',
    // Where nothing is called the class there is no probability to enter.
    take: (_: unknown, index: number) => take(Math.min(1, points[index]!.threshold)),
  }
}
