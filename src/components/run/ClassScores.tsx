import { Scrollable } from '@/components/ui/Scrollable.tsx'
import { formatCount, formatMetric } from '@/core/format/format.ts'
import { reportClasses } from '@/core/metrics/classReport.ts'
import type { Confusion } from '@/core/metrics/confusion.ts'
import { INTERVAL_95, type MetricInterval } from '@/core/metrics/interval.ts'
import type { ClassIntervals, ReportIntervals } from '@/core/resample/classIntervals.ts'
import type { Evaluation } from '@/core/run/run.ts'
import styles from './run.module.css'
import { useClassIntervals, useIntervals } from './useIntervals.ts'

const COLUMNS = [
  { name: 'precision', label: 'Precision' },
  { name: 'recall', label: 'Recall' },
  { name: 'f1', label: 'F1' },
  { name: 'auc', label: 'AUC' },
] as const

/** Precision, recall, F1 and AUC of each class against all others, and their means, each with its interval once that is known. */
export function ClassScores({
  confusion,
  classes,
  evaluation,
}: {
  confusion: Confusion
  classes: readonly string[]
  /** Whose matrix it is; where it is of none, as at a threshold that is tried, nobody works out how sure scores are. */
  evaluation: Evaluation | undefined
}) {
  const report = reportClasses(confusion)
  const byClass = useClassIntervals(evaluation)
  const ofMetrics = useIntervals(evaluation)?.intervals
  const columns = COLUMNS.filter(
    ({ name }) => name !== 'auc' || byClass?.classes.some(({ aucValue }) => aucValue !== undefined),
  )
  const lines = [
    ...report.classes.map((scores, place) => ({
      name: classes[place] ?? '',
      scores: { ...scores, auc: byClass?.classes[place]?.aucValue },
      intervals: byClass?.classes[place],
      isMean: false,
    })),
    {
      name: 'Mean over classes',
      // Of two classes each has the AUC of the other.
      scores: { ...report.macro, auc: classes.length > 2 ? meanAuc(byClass) : undefined },
      intervals: { ...byClass?.macro, auc: classes.length > 2 ? ofMetrics?.auc : undefined },
      isMean: true,
    },
    {
      name: 'Weighted by rows',
      scores: { ...report.weighted, auc: undefined },
      intervals: byClass?.weighted,
      isMean: true,
    },
  ]
  const methods = [...new Set(lines.flatMap(({ intervals }) => methodsOf(intervals)))]
  return (
    <Scrollable className={styles.scroll!} label="Scores by class">
      <table className={styles.classes}>
        <caption>Each class against all others</caption>
        <thead>
          <tr>
            <th scope="col">Class</th>
            {columns.map(({ name, label }) => (
              <th key={name} scope="col" className="n">
                {label}
              </th>
            ))}
            <th scope="col" className="n">
              Rows
            </th>
          </tr>
        </thead>
        <tbody>
          {lines.map(({ name, scores, intervals, isMean }) => (
            <tr key={`${isMean} ${name}`} data-mean={isMean}>
              <th scope="row">{name}</th>
              {columns.map((column) => (
                <td key={column.name} className="n">
                  {formatMetric(column.name, scores[column.name])}
                  <IntervalLine interval={intervals?.[column.name]} />
                </td>
              ))}
              <td className="n">{formatCount(scores.support)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {methods.length > 0 && (
        <p className="caption">
          Below each score its {INTERVAL_95} ({methods.join(', ')}), for rows like these.
        </p>
      )}
    </Scrollable>
  )
}

function IntervalLine({ interval }: { interval: MetricInterval | undefined }) {
  if (!interval) return null
  return (
    <span className={styles.interval}>
      {formatMetric('recall', interval.low)} to {formatMetric('recall', interval.high)}
    </span>
  )
}

function meanAuc(byClass: ReportIntervals | undefined): number | undefined {
  const values = byClass?.classes.flatMap(({ aucValue }) => aucValue ?? []) ?? []
  return values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0) / values.length
}

function methodsOf(intervals: ClassIntervals | undefined): readonly string[] {
  return COLUMNS.flatMap(({ name }) => intervals?.[name]?.method ?? [])
}
