import type { Point } from '../chart/series.ts'
import { smoothCurve } from '../curves/smooth.ts'
import { thinCurve } from '../curves/thin.ts'
import { countedBy } from '../learner/table.ts'
import type { EpochRecord, Run, RunResult } from './run.ts'

/** What curves of runs are laid along: what their history counts, training time in seconds, or the share of it in percent. */
export const CURVE_AXES = ['count', 'time', 'share'] as const
export type CurveAxis = (typeof CURVE_AXES)[number]

/** A run with a history to draw. */
export interface Trained {
  readonly run: Run
  readonly result: RunResult
}

/** Curves that can share one axis: runs whose histories count the same, or all runs where the axis is another. */
export interface CurvePanel {
  readonly axis: CurveAxis
  /** What is counted, as a word ("epoch"), where the axis is `count`. */
  readonly counted: string | undefined
  readonly trained: readonly Trained[]
}

/**
 * Which curves stand on one axis. An epoch is no tree: where runs count in different things, `count` gives a panel to each,
 * and where nobody chose, curves are laid along the share of training.
 */
export function curvePanels(trained: readonly Trained[], asked: CurveAxis | undefined): readonly CurvePanel[] {
  const words = [...new Set(trained.map(({ run }) => countedBy(run.spec.learner.kind)))]
  const axis = asked ?? (words.length > 1 ? 'share' : 'count')
  if (axis !== 'count') return [{ axis, counted: undefined, trained }]
  return words.map((counted) => ({
    axis,
    counted,
    trained: trained.filter(({ run }) => countedBy(run.spec.learner.kind) === counted),
  }))
}

export interface DrawnCurve {
  readonly points: readonly Point[]
  /** As it was recorded, where `points` are smoothed. */
  readonly raw?: readonly Point[]
}

interface CurveDrawing {
  readonly axis: CurveAxis
  /** As {@link smoothCurve} takes it; 0 for none. */
  readonly smoothing: number
  /** Whether heights are drawn by their logarithms, so that small ones are told apart as well. */
  readonly isLog: boolean
  readonly most: number
}

/**
 * The points to draw of a run's history: smoothed over all records, then thinned to at most `most` without what can be seen.
 * A longer history loses its gaps: only records with a value are kept.
 */
export function drawCurve(
  history: readonly EpochRecord[],
  pick: (record: EpochRecord) => number | null,
  { axis, smoothing, isLog, most }: CurveDrawing,
): DrawnCurve {
  const last = history.at(-1)?.epoch ?? 1
  const xOf = ({ epoch, elapsedMs }: EpochRecord) =>
    axis === 'count' ? epoch : axis === 'time' ? elapsedMs / 1_000 : (100 * epoch) / last
  const values = history.map(pick)
  const pointsOf = (ys: readonly (number | null)[]) =>
    thin(
      history.map((record, i) => ({ x: xOf(record), y: ys[i]! })),
      isLog,
      most,
    )
  return smoothing > 0 && history.length > 1
    ? { points: pointsOf(smoothCurve(values, smoothing)), raw: pointsOf(values) }
    : { points: pointsOf(values) }
}

function thin(points: readonly Point[], isLog: boolean, most: number): readonly Point[] {
  if (points.length <= most) return points
  const known = points.filter(({ y }) => y !== null && Number.isFinite(y) && (!isLog || y > 0))
  const kept = thinCurve(
    Float64Array.from(known, ({ x }) => x),
    Float64Array.from(known, ({ y }) => (isLog ? Math.log(y!) : y!)),
    most,
  )
  return Array.from(kept, (i) => known[i]!)
}
