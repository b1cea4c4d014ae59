import { type Confusion, f1, macro, precision, recall, total, weighted } from '../metrics/confusion.ts'
import { type AucComponents, aucComponents, aucInterval } from '../metrics/deLong.ts'
import { type EvaluateInput, type Judged, judge } from '../metrics/evaluate.ts'
import { f1Interval, type Interval, type MetricInterval, wilsonInterval } from '../metrics/interval.ts'
import type { Work } from '../work.ts'
import { drawCells, drawGroupedCells } from './cells.ts'
import { classAucsOf } from './estimators.ts'
import { bootstrapOf } from './intervals.ts'
import { type MatrixMeasure, matrixDraws } from './matrixDraws.ts'
import { percentileBounds } from './percentile.ts'
import type { Resampling } from './resample.ts'
import { bootstrap } from './sideBySide.ts'

/** Intervals of what a report by class says of a class, or of a mean over classes; one that has none is absent. */
export interface ClassIntervals {
  readonly precision?: MetricInterval | undefined
  readonly recall?: MetricInterval | undefined
  readonly f1?: MetricInterval | undefined
  readonly auc?: MetricInterval | undefined
}

/** How sure each figure of a report by class is, and the AUC of each class against all others. */
export interface ReportIntervals {
  /** In the order of the classes. */
  readonly classes: readonly (ClassIntervals & {
    /** Its AUC; absent where the rows are all of the class, or none is, or predictions are not at hand. */
    readonly aucValue?: number | undefined
  })[]
  readonly macro: ClassIntervals
  readonly weighted: ClassIntervals
}

const SCORES = { precision, recall, f1 } as const
type ScoreName = keyof typeof SCORES
const SCORE_NAMES = Object.keys(SCORES) as ScoreName[]

/** Macro means, then weighted ones. */
const MEANS: readonly MatrixMeasure[] = [macro, weighted].flatMap((mean) =>
  SCORE_NAMES.map((name) => (confusion: Confusion) => mean(confusion, SCORES[name])),
)

/**
 * Of each class against all others Wilson's interval of precision and recall, that of F1 through J, and DeLong's of the AUC;
 * of means over classes percentile bootstraps of the matrix. With `groups` all are bootstraps of whole groups.
 */
export function* reportIntervals(input: EvaluateInput & Resampling): Work<ReportIntervals | undefined> {
  const judged = judge(input)
  if (!judged || input.task === 'regression') return undefined
  const { actual, width, labels, confusion } = judged
  const quiet = { ...input, progress: undefined }
  if (!input.groups) {
    const report = yield* matrixReportIntervals(confusion, quiet)
    const classes: ReportIntervals['classes'][number][] = []
    for (const [j, of] of report.classes.entries()) {
      const components = componentsOf(judged, j)
      classes.push({ ...of, aucValue: components?.auc, auc: components && aucInterval(components) })
      yield
    }
    return { ...report, classes }
  }
  const ofClasses: MatrixMeasure[] = [...confusion.keys()].flatMap((j) =>
    SCORE_NAMES.map((name) => (matrix: Confusion) => SCORES[name](matrix, j)),
  )
  const cells = Uint32Array.from(actual, (label, row) => label * width + labels[row]!)
  const drawn = matrixDraws([...ofClasses, ...MEANS], confusion, input.resamples)
  yield* drawGroupedCells(cells, width * width, quiet, drawn.take)
  const found = drawn.intervals(bootstrapOf(input))
  const draws = yield* bootstrap(classAucsOf(judged), actual.length, quiet)
  return {
    classes: confusion.map((_, j) => {
      const value = componentsOf(judged, j)?.auc
      const interval = value === undefined ? undefined : percentileBounds(draws[j]!, value)
      return {
        ...named(found.slice(3 * j, 3 * j + 3)),
        aucValue: value,
        auc: interval && { ...interval, method: bootstrapOf(input) },
      }
    }),
    ...meansFrom(found.slice(3 * confusion.length)),
  }
}

/** {@link reportIntervals} without the AUCs, from the matrix alone. Rows must stand alone. */
export function* matrixReportIntervals(
  confusion: Confusion,
  resampling: Omit<Resampling, 'groups'>,
): Work<ReportIntervals> {
  const drawn = matrixDraws(MEANS, confusion, resampling.resamples)
  yield* drawCells(confusion.flat(), resampling, drawn.take)
  return {
    classes: confusion.map((row, j) => {
      const right = row[j]!
      const [is, called] = [total(row), confusion.reduce((sum, of) => sum + of[j]!, 0)]
      return {
        precision: byWilson(wilsonInterval(right, called)),
        recall: byWilson(wilsonInterval(right, is)),
        f1: byWilson(f1Interval(right, called - right, is - right)),
      }
    }),
    ...meansFrom(drawn.intervals('bootstrap')),
  }
}

function componentsOf({ actual, scores, width }: Judged, j: number): AucComponents | undefined {
  return aucComponents(
    actual.map((label) => (label === j ? 1 : 0)),
    actual.map((_, row) => scores[row * width + j]!),
  )
}

function meansFrom(intervals: readonly (MetricInterval | undefined)[]): Pick<ReportIntervals, 'macro' | 'weighted'> {
  return { macro: named(intervals.slice(0, 3)), weighted: named(intervals.slice(3)) }
}

function named(intervals: readonly (MetricInterval | undefined)[]): ClassIntervals {
  return Object.fromEntries(SCORE_NAMES.map((name, i) => [name, intervals[i]]))
}

function byWilson(interval: Interval | undefined): MetricInterval | undefined {
  return interval && { ...interval, method: 'Wilson' }
}
