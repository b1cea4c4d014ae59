import { Button } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { ErrorStrip } from '@/components/ui/ErrorStrip.tsx'
import { Scrollable } from '@/components/ui/Scrollable.tsx'
import { TypeIcon } from '@/components/ui/TypeIcon.tsx'
import { describeDoubt, openDoubts } from '@/core/dataset/doubt.ts'
import { countIssues } from '@/core/dataset/issue.ts'
import type { Preview } from '@/core/dataset/jobs.ts'
import { formatCell, formatCount, formatUnits } from '@/core/format/format.ts'
import styles from './dialog.module.css'
import { isRightAligned } from './GridRow.tsx'
import type { Previewed } from './usePreview.ts'

/** Columns shown; a wide file shows by its first ones whether it is parted rightly. */
const COLUMNS = 40

/** The first rows of the file as the reader reads them, or why it cannot. */
export function DialectPreview({
  preview,
  error,
  isPending,
  settled,
  onChoose,
}: Pick<Previewed, 'preview' | 'error' | 'isPending'> & {
  /** Doubts that nobody is asked any more. */
  settled: readonly string[]
  onChoose: () => void
}) {
  return (
    <section className={styles.previewArea} aria-label="Preview" aria-busy={isPending}>
      {error ? (
        <ErrorStrip
          error={error}
          action={error.code === 'csv.unreadable' && <Button onClick={onChoose}>Choose the file</Button>}
        />
      ) : (
        preview && (
          <>
            <h3>
              <span role="status">{titleOf(preview)}</span>
              {preview.columns.length > COLUMNS && (
                <span className="caption"> The first {COLUMNS} columns are shown.</span>
              )}
            </h3>
            <PreviewTable preview={preview} />
            <ThingsToKnow preview={preview} settled={settled} />
          </>
        )
      )}
    </section>
  )
}

function titleOf({ window: { length }, rows, isWhole, columns }: Preview): string {
  const width = formatUnits(columns.length, 'column')
  if (!isWhole) return `The first ${formatUnits(length, 'row')}, ${width}`
  return rows === length
    ? `${rows === 1 ? 'The one row' : `All ${formatUnits(rows, 'row')}`}, ${width}`
    : `The first ${formatCount(length)} of ${formatUnits(rows, 'row')}, ${width}`
}

function PreviewTable({ preview: { columns, window } }: { preview: Preview }) {
  const shown = columns.slice(0, COLUMNS)
  return (
    <Scrollable label="First rows of the file" className={styles.preview!}>
      <table>
        <thead>
          <tr>
            {shown.map(({ name, type }) => (
              <th key={name} scope="col" data-right={isRightAligned(type) || undefined}>
                <span>
                  <TypeIcon type={type} label={type} />
                  <span title={name}>{name}</span>
                </span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {Array.from({ length: window.length }, (_, row) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows have no other name
            <tr key={row}>
              {shown.map(({ name, type }, column) => {
                const value = window.columns[column]![row]!
                return (
                  <td key={name} data-right={isRightAligned(type) || undefined}>
                    {value === null || Number.isNaN(value) ? (
                      <span className={styles.missing}>missing</span>
                    ) : (
                      formatCell(value, type)
                    )}
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </Scrollable>
  )
}

/** What was put right in the beginning of the file, and what would be asked about it. */
function ThingsToKnow({
  preview: { rows, isWhole, issues, doubts, dialect },
  settled,
}: {
  preview: Preview
  settled: readonly string[]
}) {
  const counts = countIssues(issues)
  const asked = openDoubts({ doubts, settled })
  if (counts.length === 0 && asked.length === 0) return null
  return (
    <div className={styles.previewThings}>
      <span className="caption">{isWhole ? 'In the file:' : `In the first ${formatUnits(rows, 'row')}:`}</span>
      <ul>
        {counts.map(({ kind, text }) => (
          <li key={kind} className="warn">
            <IconAlertTriangle size={14} aria-hidden />
            {text}
          </li>
        ))}
        {asked.map((doubt) => {
          const { raw, text, question } = describeDoubt(doubt, dialect.missing)
          return (
            <li key={raw} className="secondary">
              <span>
                <code>{raw}</code> {text} {question} You are asked after reading.
              </span>
            </li>
          )
        })}
      </ul>
    </div>
  )
}
