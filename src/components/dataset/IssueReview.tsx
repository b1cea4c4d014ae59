import { Button, NativeSelect } from '@mantine/core'
import { useId, useMemo, useState } from 'react'
import { Scrollable } from '@/components/ui/Scrollable.tsx'
import { saveFile } from '@/components/ui/saveFile.ts'
import type { CellIssue, CellIssueKind, Dataset } from '@/core/dataset/dataset.ts'
import { countIssues, ISSUE_LABELS, writeIssues } from '@/core/dataset/issue.ts'
import { formatCount, formatUnits } from '@/core/format/format.ts'
import styles from './dialog.module.css'

/** Rows of the table shown at once. */
const PAGE = 100

/** Every cell that was kept of what the reading put right: where it is, what the file says, and why it was changed. */
export function IssueReview({ dataset }: { dataset: Dataset }) {
  const samples = useMemo(() => dataset.issues.samples.toSorted((a, b) => a.line - b.line), [dataset])
  const [kind, setKind] = useState<CellIssueKind | undefined>()
  const [start, setStart] = useState(0)
  const filter = useId()
  const counts = countIssues(dataset.issues).map((each) => ({
    ...each,
    listed: samples.filter((issue) => issue.kind === each.kind).length,
  }))
  const chosen = kind ? samples.filter((issue) => issue.kind === kind) : samples
  const hasFiles = samples.some(({ file }) => file !== undefined)
  const shown = chosen.slice(start, start + PAGE)
  const save = () => {
    const csv = new Blob([writeIssues(samples)], { type: 'text/csv;charset=utf-8' })
    saveFile(csv, `${dataset.name} issues.csv`)
  }
  return (
    <div className={styles.review}>
      <ul>
        {counts.map(({ kind, text, count, listed }) => (
          <li key={kind}>
            {text}
            {listed < count && <span className="secondary">; the first {formatCount(listed)} are listed</span>}
          </li>
        ))}
      </ul>
      <div className={styles.reviewLine}>
        {counts.length > 1 && (
          <div className={styles.reviewFilter}>
            <label htmlFor={filter}>Show</label>
            <NativeSelect
              id={filter}
              value={kind ?? ''}
              onChange={({ currentTarget: { value } }) => {
                setKind(value === '' ? undefined : (value as CellIssueKind))
                setStart(0)
              }}
              data={[
                { value: '', label: `all that is listed (${formatCount(samples.length)})` },
                ...counts.map(({ kind, listed }) => ({
                  value: kind,
                  label: `${ISSUE_LABELS[kind].toLowerCase()} (${formatCount(listed)})`,
                })),
              ]}
            />
          </div>
        )}
        <Paging start={start} total={chosen.length} onStart={setStart} />
        <Button className={styles.reviewSave} onClick={save} disabled={samples.length === 0}>
          Export {formatUnits(samples.length, 'line')} as CSV
        </Button>
      </div>
      <Scrollable key={`${kind} ${start}`} label="What was put right" className={styles.reviewTable!}>
        <IssueTable issues={shown} hasFiles={hasFiles} />
      </Scrollable>
    </div>
  )
}

function Paging({ start, total, onStart }: { start: number; total: number; onStart: (start: number) => void }) {
  if (total <= PAGE) return null
  const end = Math.min(start + PAGE, total)
  return (
    <nav className={styles.reviewPages} aria-label="Pages">
      <Button onClick={() => onStart(start - PAGE)} disabled={start === 0}>
        Previous
      </Button>
      <span role="status">
        {formatCount(start + 1)} to {formatCount(end)} of {formatCount(total)}
      </span>
      <Button onClick={() => onStart(start + PAGE)} disabled={end === total}>
        Next
      </Button>
    </nav>
  )
}

function IssueTable({ issues, hasFiles }: { issues: readonly CellIssue[]; hasFiles: boolean }) {
  return (
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
        {issues.map(({ kind, file, line, column, raw, reason }, i) => (
          // Two issues of one cell may be alike in everything.
          // biome-ignore lint/suspicious/noArrayIndexKey: a page is drawn anew as a whole
          <tr key={i}>
            {hasFiles && <td>{file}</td>}
            <td className="n">{formatCount(line)}</td>
            <td>{column}</td>
            <td className="secondary">{ISSUE_LABELS[kind]}</td>
            <td className={styles.raw}>{raw === '' ? <span className="caption">empty</span> : <code>{raw}</code>}</td>
            <td className={styles.reason}>{reason}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
