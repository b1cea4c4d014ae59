import type { RunQuestion } from '@/core/experiment/experiment.ts'
import { findLabelIssues } from '@/core/labels/confident.ts'
import { type LabelFindings, SUSPECTS_KEPT } from '@/core/labels/labelCheck.ts'
import { findAnswerOutliers } from '@/core/labels/outliers.ts'
import type { Split } from '@/core/split/split.ts'
import { eachRow, type Work } from '@/core/work.ts'
import type { OutOfFold } from './outOfFold.ts'

/** Which answers of rows that models never saw look wrong, by the rows' places in the data. */
export function* findLabels(
  { task, classes }: Pick<RunQuestion, 'task' | 'classes'>,
  { rows, actual, scores }: OutOfFold,
  { train, validation }: Pick<Split, 'train' | 'validation'>,
): Work<LabelFindings> {
  const isValidation = new Uint8Array((rows.at(-1) ?? 0) + 1)
  yield* eachRow(validation.length, (i) => {
    isValidation[validation[i]!] = 1
  })
  const place = (row: number) => ({ row: rows[row]!, part: isValidation[rows[row]!] ? 'validation' : 'train' }) as const
  const seen = { rows: rows.length, unchecked: train.length + validation.length - rows.length }
  if (task === 'regression') {
    const { centre, scale, outliers } = yield* findAnswerOutliers(actual, scores)
    const suspects = outliers.slice(0, SUSPECTS_KEPT).map((each) => ({ ...each, ...place(each.row) }))
    return { kind: 'numbers', ...seen, total: outliers.length, centre, scale, suspects }
  }
  const { joint, issues } = yield* findLabelIssues({ labels: actual, probabilities: scores, classes: classes.length })
  const counts = classes.map(() => classes.map(() => 0))
  for (const { label, suggested } of issues) counts[label]![suggested]!++
  const suspects = issues.slice(0, SUSPECTS_KEPT).map((each) => ({ ...each, ...place(each.row) }))
  return { kind: 'classes', ...seen, total: issues.length, joint, counts, suspects }
}
