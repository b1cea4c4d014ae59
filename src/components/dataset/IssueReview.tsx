import { Button } from '@mantine/core'
import { useMemo } from 'react'
import { Scrollable } from '@/components/ui/Scrollable.tsx'
import { saveFile } from '@/components/ui/saveFile.ts'
import type { Dataset } from '@/core/dataset/dataset.ts'
import { countIssues, ISSUE_LABELS, writeIssues } from '@/core/dataset/issue.ts'
import { formatCount } from '@/core/format/format.ts'
import styles from './dialog.module.css'

/** Every cell that was kept of what the reading put right: where it is, what the file says, and why it was changed. */
export function IssueReview({ dataset }: { dataset: Dataset }) {
  const samples = useMemo(() => dataset.issues.samples.toSorted((a, b) => a.line - b.line), [dataset])
  const hasFiles = samples.some(({ file }) => file !== undefined)
  const counts = countIssues(dataset.issues)
  const total = counts.reduce((sum, { count }) => sum + count, 0)
  const save = () => {
    const csv = new Blob([writeIssues(samples)], { type: 'text/csv' })
    saveFile(csv, `${dataset.name} issues.csv`)
  }
  return (
    <div className={styles.review}>
      <ul>
        {counts.map(({ kind, text }) => (
          <li key={kind}>{text}</li>
        ))}
      </ul>
      <div className={styles.reviewLine}>
        <span className="secondary">
          {samples.length < total
            ? `First ${formatCount(samples.length)} of ${formatCount(total)}`
            : `All ${formatCount(total)}`}
        </span>
        <Button onClick={save}>Save as CSV</Button>
      </div>
      <Scrollable label="What was put right" className={styles.reviewTable!}>
        <table>
          <thead>
            <tr>
              {hasFiles && <th scope="col">File</th>}
              <th scope="col" className="n">
                Line
              </th>
              <th scope="col">Column</th>
              <th scope="col">What was done</th>
              <th scope="col">In the file</th>
              <th scope="col">Why</th>
            </tr>
          </thead>
          <tbody>
            {samples.map(({ kind, file, line, column, raw, reason }, i) => (
              // Two issues of one cell may be alike in everything.
              // biome-ignore lint/suspicious/noArrayIndexKey: the list never changes
              <tr key={i}>
                {hasFiles && <td>{file}</td>}
                <td className="n">{formatCount(line)}</td>
                <td>{column}</td>
                <td className="secondary">{ISSUE_LABELS[kind]}</td>
                <td className={styles.raw}>
                  {raw === '' ? <span className="caption">empty</span> : <code>{raw}</code>}
                </td>
                <td className={styles.reason}>{reason}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scrollable>
    </div>
  )
}
