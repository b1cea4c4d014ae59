import { Scrollable } from '@/components/ui/Scrollable.tsx'
import { formatCount, formatMetric } from '@/core/format/format.ts'
import { reportClasses } from '@/core/metrics/classReport.ts'
import type { Confusion } from '@/core/metrics/confusion.ts'
import styles from './run.module.css'

/** Precision, recall and F1 of each class against all others, and their means. */
export function ClassScores({ confusion, classes }: { confusion: Confusion; classes: readonly string[] }) {
  const report = reportClasses(confusion)
  const lines = [
    ...report.classes.map((scores, place) => ({ name: classes[place] ?? '', ...scores, isMean: false })),
    { name: 'Mean over classes', ...report.macro, isMean: true },
    { name: 'Weighted by rows', ...report.weighted, isMean: true },
  ]
  return (
    <Scrollable className={styles.scroll!} label="Scores by class">
      <table className={styles.classes}>
        <caption>Each class against all others</caption>
        <thead>
          <tr>
            <th scope="col">Class</th>
            <th scope="col" className="n">
              Precision
            </th>
            <th scope="col" className="n">
              Recall
            </th>
            <th scope="col" className="n">
              F1
            </th>
            <th scope="col" className="n">
              Rows
            </th>
          </tr>
        </thead>
        <tbody>
          {lines.map(({ name, precision, recall, f1, support, isMean }) => (
            <tr key={`${isMean} ${name}`} data-mean={isMean}>
              <th scope="row">{name}</th>
              <td className="n">{formatMetric('precision', precision)}</td>
              <td className="n">{formatMetric('recall', recall)}</td>
              <td className="n">{formatMetric('f1', f1)}</td>
              <td className="n">{formatCount(support)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scrollable>
  )
}
