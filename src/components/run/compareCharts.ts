import type { LineChartProps, Reference, Series } from '@/components/charts/LineChart.tsx'
import { runColourOf } from '@/components/ui/RunMark.tsx'
import { capitalise, formatMetric, formatScore } from '@/core/format/format.ts'
import { lossOfNumbers } from '@/core/learner/learner.ts'
import { METRICS, type MetricName } from '@/core/metrics/metric.ts'
import { type CurveAxis, type CurvePanel, curvePanels, drawCurve, type Trained } from '@/core/run/curves.ts'
import { comparedQuantile, isRankedBy, scoreLabel } from '@/core/run/quantile.ts'
import type { EpochRecord } from '@/core/run/run.ts'
import type { CompareRoute } from '@/state/compareRoute.ts'
import type { Compared } from './compared.ts'

/** Points of a line, at most: finer than its chart is wide. */
const MOST_POINTS = 300

export type CurveView = Pick<CompareRoute, 'along' | 'smoothing' | 'logY'>
type CompareChart = Omit<LineChartProps, 'level' | 'height' | 'empty' | 'xMax'>

/** Charts of runs that share one axis. */
interface ChartPanel {
  readonly axis: CurveAxis
  /** What tells it from other panels, where there are some: "By epoch: A and C". */
  readonly heading: string | undefined
  readonly charts: readonly CompareChart[]
}

/** Loss and metric of several runs by training, as the page and a saved comparison draw them. */
export function compareCharts(
  compared: readonly Compared[],
  metric: MetricName,
  view: CurveView,
): readonly ChartPanel[] {
  const panels = curvePanels(trainedOf(compared), view.along)
  return panels.map((panel) => ({
    axis: panel.axis,
    heading: panels.length > 1 ? `By ${panel.counted}: ${listLetters(panel.trained)}` : undefined,
    charts: chartsOf(panel, compared, metric, view),
  }))
}

function chartsOf(
  { axis, counted, trained }: CurvePanel,
  compared: readonly Compared[],
  metric: MetricName,
  { smoothing = 0, logY = false }: CurveView,
): readonly CompareChart[] {
  const labels = new Map(compared.map(({ run, label }) => [run.id, label]))
  const series = (
    pick: (record: EpochRecord) => number | null,
    isLog: boolean,
    of: readonly Trained[] = trained,
  ): readonly Series[] => {
    const drawn = of.map(({ run, result }) => ({
      run,
      ...drawCurve(result.history, pick, { axis, smoothing, isLog, most: MOST_POINTS }),
    }))
    const lineOf = ({ run }: (typeof drawn)[number]) => ({
      id: run.id,
      label: labels.get(run.id)!,
      colour: runColourOf(run),
      role: 'compared' as const,
      dashed: run.mark.dashed,
    })
    return [
      ...drawn.flatMap((curve): Series[] =>
        curve.raw
          ? [
              {
                ...lineOf(curve),
                id: `${curve.run.id} as recorded`,
                label: `${curve.run.mark.letter} as recorded`,
                isFaint: true,
                points: curve.raw,
              },
            ]
          : [],
      ),
      ...drawn.map((curve): Series => ({ ...lineOf(curve), points: curve.points })),
    ]
  }
  // Runs without a history of their own are lines across.
  const across = (name: MetricName): readonly Reference[] =>
    compared
      .filter(({ result }) => !result || result.history.length === 0)
      .flatMap(({ run, label, metrics }) => {
        const y = metrics[name]
        return y === undefined ? [] : [{ id: run.id, label, colour: runColourOf(run), y }]
      })
  const { along, xName } = wordsOf(axis, counted)
  const letters = listLetters(trained)
  const smoothed = smoothing > 0 ? `, smoothed by ${formatScore(smoothing, 2)}` : ''
  // The loss that classes are trained on is the log loss, so a baseline's can stand beside it.
  const isLogLoss = compared[0]!.run.spec.question.task !== 'regression'
  const { better } = METRICS[metric]
  const quantile = comparedQuantile(compared.map(({ run }) => run))
  const label = scoreLabel(metric, quantile)
  // A loss of another quantile is another metric.
  const alike = trained.filter(({ run }) => isRankedBy(metric, run, quantile))
  const isOneLoss = isLogLoss || new Set(trained.map(({ run }) => lossOfNumbers(run.spec.learner))).size < 2
  const isMetricLog = logY && better === 'lower'
  return [
    {
      title: 'Loss, validation',
      note: `by ${along}, ${isOneLoss ? 'lower is better' : 'each run’s own loss, not held against another'}${smoothed}`,
      verdict: `Validation loss of runs ${letters} by ${along}${smoothed}${isOneLoss ? '' : ', each its own loss'}.`,
      xName,
      logY,
      formatValue: (value) => formatScore(value),
      series: series(({ validationLoss }) => validationLoss, logY),
      references: isLogLoss ? across('logLoss') : [],
    },
    {
      title: `${label}, validation`,
      note: `by ${along}, ${better} is better${smoothed}`,
      verdict: `${label} of runs ${listLetters(alike)} by ${along}${smoothed}.`,
      xName,
      logY: isMetricLog,
      formatValue: (value) => formatMetric(metric, value),
      series: series(({ validationMetric }) => validationMetric, isMetricLog, alike),
      references: across(metric),
    },
  ]
}

function wordsOf(axis: CurveAxis, counted: string | undefined): { readonly along: string; readonly xName: string } {
  if (axis === 'time') return { along: 'seconds of training', xName: 'Seconds' }
  if (axis === 'share') return { along: 'share of training in percent', xName: 'Percent' }
  return { along: counted!, xName: capitalise(counted!) }
}

function listLetters(trained: readonly Trained[]): string {
  return trained.map(({ run }) => run.mark.letter).join(', ')
}

function trainedOf(compared: readonly Compared[]): readonly Trained[] {
  return compared.flatMap(({ run, result }) => (result && result.history.length > 0 ? [{ run, result }] : []))
}

/** What runs count, as a choice says it: "Epochs", or that each counts its own; undefined where none has a history. */
export function countLabel(compared: readonly Compared[]): string | undefined {
  const [first, ...others] = curvePanels(trainedOf(compared), 'count')
  if (!first) return undefined
  if (others.length > 0) return 'Each its own count'
  const counted = capitalise(first.counted!)
  return counted.endsWith('y') ? `${counted.slice(0, -1)}ies` : `${counted}s`
}
