import { Button, Checkbox } from '@mantine/core'
import { Fragment, useState } from 'react'
import { hrefOf } from '@/components/shell/useRoute.ts'
import { ErrorStrip } from '@/components/ui/ErrorStrip.tsx'
import { Scrollable } from '@/components/ui/Scrollable.tsx'
import type { ColumnMeta, Dataset } from '@/core/dataset/dataset.ts'
import type { RowWindow } from '@/core/dataset/jobs.ts'
import { capitalise, formatCell, formatCount, formatNumber, formatUnits } from '@/core/format/format.ts'
import type { OddRow } from '@/core/rows/finding.ts'
import { viewLike } from '@/core/rows/likeRow.ts'
import { useJob } from '@/state/useAssay.ts'
import styles from './rowFindings.module.css'

/** Rows shown at first, and more on demand. */
const SHOWN = 10
/** Columns of the table; a wider one is for the page of rows. */
const COLUMNS = 12

/** A row, and one that belongs to it and stands below. */
export type ListedRow = OddRow & { readonly twin?: number }

/** How far rows are from others: the distance alone, or also in times of the usual one. */
type Shows = 'distance' | 'times' | undefined

/** Rows that are ticked, and the part of a run that each is in: those of the test cannot be. */
export interface OddTicks {
  readonly rows: ReadonlySet<number>
  readonly toggleAll: (rows: Iterable<number>) => void
  readonly partOf: (row: number) => 'train' | 'validation' | 'test' | undefined
}

/** Some rows of a dataset in a table, each with its number, which leads to it in the grid. */
export function OddRows({
  dataset,
  label,
  rows,
  listed,
  count,
  shows,
  ticks,
}: {
  dataset: Dataset
  /** What the table is called. */
  label: string
  rows: readonly ListedRow[]
  /** How many of the rows that it is about are among them, and how many there are. */
  listed: number
  count: number
  shows?: Shows
  ticks?: OddTicks | undefined
}) {
  const [shown, setShown] = useState(SHOWN)
  const some = rows.slice(0, shown)
  const columns = dataset.columns.slice(0, COLUMNS)
  const numbers = [...new Set(some.flatMap(({ row, twin }) => (twin === undefined ? [row] : [row, twin])))]
  const { output, error, again } = useJob(`${dataset.id} ${numbers.join()}`, (jobs, signal) =>
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
      <Scrollable label={label} className={styles.table!}>
        <table>
          <thead>
            <tr>
              {ticks && (
                <th scope="col">
                  <span className="visually-hidden">Ticked</span>
                </th>
              )}
              <th scope="col" className="n">
                Row
              </th>
              {ticks && <th scope="col">Part</th>}
              {shows && (
                <th scope="col" className="n">
                  Distance
                </th>
              )}
              {shows === 'times' && (
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
                <Line dataset={dataset} shows={shows} odd={odd} columns={columns} window={window} ticks={ticks} />
                {odd.twin !== undefined && (
                  <Line
                    dataset={dataset}
                    shows={shows}
                    odd={{ row: odd.twin }}
                    columns={columns}
                    window={window}
                    ticks={ticks}
                    isTwin
                  />
                )}
              </Fragment>
            ))}
          </tbody>
        </table>
      </Scrollable>
      <div className={styles.below}>
        {rows.length > shown && (
          <Button onClick={() => setShown(shown + SHOWN)}>
            Show {formatCount(Math.min(SHOWN, rows.length - shown))} more
          </Button>
        )}
        <span className="caption">{sayListed(listed, count, dataset)}</span>
      </div>
    </>
  )
}

const PART_WORDS = { train: 'training', validation: 'validation', test: 'test', none: 'none' } as const

function sayListed(listed: number, count: number, { columns }: Dataset): string {
  const some = listed < count ? `The first ${formatCount(listed)} of ${formatUnits(count, 'row')} are listed` : ''
  const wide =
    columns.length > COLUMNS ? `the first ${COLUMNS} of ${formatUnits(columns.length, 'column')} are shown` : ''
  const both = [some, wide].filter(Boolean).join('; ')
  return both && `${capitalise(both)}.`
}

function Line({
  dataset,
  shows,
  odd: { row, distance, times },
  columns,
  window,
  ticks,
  isTwin = false,
}: {
  dataset: Dataset
  shows: Shows
  odd: OddRow
  columns: readonly ColumnMeta[]
  window: RowWindow | undefined
  ticks: OddTicks | undefined
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
      {ticks && (
        <td>
          <Checkbox
            size="xs"
            aria-label={`Tick row ${formatCount(row + 1)}`}
            checked={ticks.rows.has(row)}
            disabled={ticks.partOf(row) === 'test'}
            onChange={() => ticks.toggleAll([row])}
          />
        </td>
      )}
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
      {ticks && <td className="secondary">{PART_WORDS[ticks.partOf(row) ?? 'none']}</td>}
      {shows && <td className="n">{distance !== undefined && formatNumber(distance, 3)}</td>}
      {shows === 'times' && <td className="n">{times !== undefined && formatNumber(times, 2)}</td>}
      {cells.map(({ column, type, value }, i) => (
        <td key={column} className={columns[i]!.kind === 'numeric' ? 'n' : styles.text}>
          {formatCell(value, type)}
        </td>
      ))}
    </tr>
  )
}
