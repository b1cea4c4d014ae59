import { Button, Modal, TextInput } from '@mantine/core'
import { useCallback, useDeferredValue, useRef, useState } from 'react'
import type { ColumnMeta, Dataset } from '@/core/dataset/dataset.ts'
import { formatCount, formatUnits } from '@/core/format/format.ts'
import { ColumnRow } from './ColumnRow.tsx'
import { ColumnValues } from './ColumnValues.tsx'
import styles from './columns.module.css'
import { useKeptPlace } from './keptPlace.ts'
import { useRetype } from './useRetype.ts'

/** Columns listed at once; of a wider table more come on demand, so that opening it stays quick. */
const LISTED = 200
/** From so many columns on, a name is quicker typed than found. */
const SEARCHED = 20

/** Every column: its type, its values at a glance, and what is missing. */
export function ColumnsView({
  dataset,
  target,
  isProposed,
}: {
  dataset: Dataset
  target: string | undefined
  isProposed: boolean
}) {
  const table = useRef<HTMLTableElement>(null)
  const [looked, setLooked] = useState('')
  const [listed, setListed] = useState(LISTED)
  const [shown, setShown] = useState<ColumnMeta | undefined>()
  const sought = useDeferredValue(looked).trim().toLowerCase()
  const { retype, busy } = useRetype(dataset, table)
  useKeptPlace(dataset.id, table)
  const show = useCallback((column: ColumnMeta) => setShown(column), [])
  const found = sought ? dataset.columns.filter(({ name }) => name.toLowerCase().includes(sought)) : dataset.columns
  return (
    <section className={styles.columns} aria-labelledby="columns-title">
      <h2 id="columns-title" className="visually-hidden">
        Columns
      </h2>
      {dataset.columns.length >= SEARCHED && (
        <div className={styles.search}>
          <TextInput
            aria-label="Find a column"
            placeholder="Find a column"
            value={looked}
            onChange={(event) => setLooked(event.currentTarget.value)}
          />
          <span className="caption" role="status">
            {sought && `${formatCount(found.length)} of ${formatUnits(dataset.columns.length, 'column')}`}
          </span>
        </div>
      )}
      <table ref={table} className={styles.columnTable}>
        <thead>
          <tr>
            <th scope="col">Column</th>
            <th scope="col">Type</th>
            <th scope="col">Values</th>
            <th scope="col">Range or most common</th>
            <th scope="col" className="n">
              Distinct
            </th>
            <th scope="col" className="n">
              Missing
            </th>
            <th scope="col" className="n">
              <span className="visually-hidden">Missing, in </span>%
            </th>
            <th scope="col">Note</th>
          </tr>
        </thead>
        <tbody>
          {found.slice(0, listed).map((column) => (
            <ColumnRow
              key={column.name}
              column={column}
              rows={dataset.rows}
              standing={column.name !== target ? undefined : isProposed ? 'Proposed target' : 'Target'}
              isBusy={busy === column.name}
              onRetype={retype}
              onShow={show}
            />
          ))}
        </tbody>
      </table>
      {found.length === 0 && <p className={styles.none}>No column is called anything like “{looked}”.</p>}
      {found.length > listed && (
        <Button className={styles.more} onClick={() => setListed(listed + LISTED)}>
          Show {formatCount(Math.min(LISTED, found.length - listed))} more of {formatUnits(found.length, 'column')}
        </Button>
      )}
      <Modal
        opened={shown !== undefined}
        onClose={() => setShown(undefined)}
        size="lg"
        title={shown?.name}
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        {shown && <ColumnValues column={shown} rows={dataset.rows} />}
      </Modal>
    </section>
  )
}
