import { Button } from '@mantine/core'
import { IconAlertTriangle, IconChevronDown, IconChevronRight } from '@tabler/icons-react'
import { Fragment, useId, useMemo, useState } from 'react'
import { hrefOf } from '@/components/shell/useRoute.ts'
import { ErrorStrip } from '@/components/ui/ErrorStrip.tsx'
import { Scrollable } from '@/components/ui/Scrollable.tsx'
import type { ColumnMeta, Dataset } from '@/core/dataset/dataset.ts'
import type { RowWindow } from '@/core/dataset/jobs.ts'
import { formatCell, formatCount, formatNumber, formatUnits } from '@/core/format/format.ts'
import { listPairs, type OddRow, type RowFinding } from '@/core/rows/finding.ts'
import { viewLike } from '@/core/rows/likeRow.ts'
import { useJob } from '@/state/useAssay.ts'
import styles from './rowFindings.module.css'

/** Rows shown at first, and more on demand. */
const SHOWN = 10
/** Columns of the table; a wider one is for the page of rows. */
const COLUMNS = 12

/** One odd thing in a sentence, with its rows below where they are asked for. */
export function RowFindingItem({
  dataset,
  finding,
  isOpen,
  onToggle,
  onDrop,
  isDropping,
}: {
  dataset: Dataset
  finding: RowFinding
  isOpen: boolean
  onToggle: () => void
  /** Drops the finding's `droppable` rows. */
  onDrop: () => void
  isDropping: boolean
}) {
  const { droppable } = finding
  const table = useId()
  const word = isOpen ? 'Hide rows' : 'Show rows'
  const Chevron = isOpen ? IconChevronDown : IconChevronRight
  return (
    <li className={styles.finding}>
      <div className={styles.sentence}>
        <IconAlertTriangle size={14} aria-hidden className="warn" />
        <p>{finding.sentence}</p>
        {finding.rows.length > 0 && (
          <button
            type="button"
            className={styles.toggle}
            aria-expanded={isOpen}
            aria-controls={isOpen ? table : undefined}
            aria-label={`${word}: ${finding.sentence}`}
            onClick={onToggle}
          >
            <Chevron size={14} aria-hidden />
            {word}
          </button>
        )}
        {droppable && droppable.length < dataset.rows && (
          <Button onClick={onDrop} loading={isDropping} aria-label={`${dropWords(finding)}: ${finding.sentence}`}>
            {dropWords(finding)}
          </Button>
        )}
      </div>
      {isOpen && (
        <div id={table}>
          <OddRows dataset={dataset} finding={finding} />
        </div>
      )}
    </li>
  )
}

/** What a press does, as the button says it. */
function dropWords({ kind, droppable }: RowFinding): string {
  const count = droppable?.length ?? 0
  if (kind === 'duplicates') return `Drop ${formatUnits(count, 'copy', 'copies')}`
  if (kind === 'alike') return `Drop ${formatCount(count)} of them`
  return `Drop ${formatUnits(count, 'row')}`
}

function OddRows({ dataset, finding }: { dataset: Dataset; finding: RowFinding }) {
  const [shown, setShown] = useState(SHOWN)
  const listed = useMemo(() => listPairs(finding), [finding])
  const some = listed.slice(0, shown)
  const columns = dataset.columns.slice(0, COLUMNS)
  const numbers = some.flatMap(({ row, twin }) => (twin === undefined ? [row] : [row, twin]))
  const { output, error, again } = useJob(`${dataset.id} ${finding.kind} ${numbers.join()}`, (jobs, signal) =>
    jobs.read.call(
      'window',
      {
        datasetId: dataset.id,
        start: 0,
        count: numbers.length,
        columns: columns.map(({ name }) => name),
        single: Uint32Array.from(numbers),
      },
      { signal },
    ),
  )
  const [last, setLast] = useState<RowWindow>()
  if (output && output !== last) setLast(output)
  if (error)
    return (
      <div className={styles.line}>
        <ErrorStrip error={error} action={<Button onClick={again}>Show them again</Button>} />
      </div>
    )
  const window = output ?? last
  return (
    <>
      {/* Until the rows are there, the table has its final size. */}
      <Scrollable label={`Rows: ${finding.sentence}`} className={styles.table!}>
        <table>
          <thead>
            <tr>
              <th scope="col" className="n">
                Row
              </th>
              {hasDistance(finding) && (
                <th scope="col" className="n">
                  Distance
                </th>
              )}
              {finding.kind === 'outliers' && (
                <th scope="col" className="n">
                  Times usual
                </th>
              )}
              {columns.map(({ name, kind }) => (
                <th key={name} scope="col" className={kind === 'numeric' ? 'n' : undefined}>
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {some.map((odd) => (
              <Fragment key={odd.row}>
                <Line dataset={dataset} finding={finding} odd={odd} columns={columns} window={window} />
                {odd.twin !== undefined && (
                  <Line
                    dataset={dataset}
                    finding={finding}
                    odd={{ row: odd.twin }}
                    columns={columns}
                    window={window}
                    isTwin
                  />
                )}
              </Fragment>
            ))}
          </tbody>
        </table>
      </Scrollable>
      <div className={styles.below}>
        {listed.length > shown && (
          <Button onClick={() => setShown(shown + SHOWN)}>
            Show {formatCount(Math.min(SHOWN, listed.length - shown))} more
          </Button>
        )}
        <span className="caption">{sayListed(finding, dataset)}</span>
      </div>
    </>
  )
}

function hasDistance({ kind }: RowFinding): boolean {
  return kind === 'alike' || kind === 'outliers'
}

function sayListed({ count, rows }: RowFinding, { columns }: Dataset): string {
  const some =
    rows.length < count ? `The first ${formatCount(rows.length)} of ${formatUnits(count, 'row')} are listed` : ''
  const wide =
    columns.length > COLUMNS ? `the first ${COLUMNS} of ${formatUnits(columns.length, 'column')} are shown` : ''
  const both = [some, wide].filter(Boolean).join('; ')
  return both && `${both.charAt(0).toUpperCase()}${both.slice(1)}.`
}

function Line({
  dataset,
  finding,
  odd: { row, distance, times },
  columns,
  window,
  isTwin = false,
}: {
  dataset: Dataset
  finding: RowFinding
  odd: OddRow
  columns: readonly ColumnMeta[]
  window: RowWindow | undefined
  isTwin?: boolean
}) {
  const at = window?.rows?.indexOf(row) ?? -1
  const cells = columns.map(({ name, type }, i) => ({
    column: name,
    type,
    value: at < 0 ? null : (window?.columns[i]?.[at] ?? null),
  }))
  return (
    <tr data-twin={isTwin || undefined}>
      <th scope="row" className="n">
        {at < 0 ? (
          formatCount(row + 1)
        ) : (
          <a
            href={hrefOf({ page: 'data', datasetId: dataset.id, view: 'rows', rows: viewLike(cells) })}
            aria-label={`Row ${formatCount(row + 1)} in the data`}
          >
            {formatCount(row + 1)}
          </a>
        )}
      </th>
      {hasDistance(finding) && <td className="n">{distance !== undefined && formatNumber(distance, 3)}</td>}
      {finding.kind === 'outliers' && <td className="n">{times !== undefined && formatNumber(times, 2)}</td>}
      {cells.map(({ column, type, value }, i) => (
        <td key={column} className={columns[i]!.kind === 'numeric' ? 'n' : styles.text}>
          {formatCell(value, type)}
        </td>
      ))}
    </tr>
  )
}
