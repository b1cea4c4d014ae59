import { Scrollable } from '@/components/ui/Scrollable.tsx'
import { formatCount, formatShare } from '@/core/format/format.ts'
import { type Confusion, total } from '@/core/metrics/confusion.ts'
import styles from './run.module.css'

/** Rows are what a row is, columns what it was called, each cell with its count and share of its row. */
export function ConfusionTable({
  confusion,
  classes,
  places,
  isDense,
  hrefTo,
}: {
  confusion: Confusion
  classes: readonly string[]
  /** Which classes are shown, in this order. */
  places: readonly number[]
  /** Whether cells have their count alone, to hold more of them. */
  isDense: boolean
  /** Where the rows of a cell are listed. */
  hrefTo: ((actual: number, predicted: number) => string) | undefined
}) {
  return (
    <Scrollable className={styles.matrix!} label="Confusion matrix">
      <table className={styles.confusion} data-dense={isDense}>
        <caption className="visually-hidden">Rows are what it was, columns what it was called</caption>
        <thead>
          <tr>
            <td />
            {places.map((place) => (
              <th key={place} scope="col" className="n" title={classes[place]}>
                <span>{classes[place]}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {places.map((actual) => {
            const rows = total(confusion[actual]!)
            return (
              <tr key={actual}>
                <th scope="row" title={classes[actual]}>
                  <span>{classes[actual]}</span>
                </th>
                {places.map((predicted) => (
                  <Cell
                    key={predicted}
                    count={confusion[actual]![predicted]!}
                    rows={rows}
                    isRight={predicted === actual}
                    isDense={isDense}
                    href={hrefTo?.(actual, predicted)}
                  />
                ))}
              </tr>
            )
          })}
        </tbody>
      </table>
    </Scrollable>
  )
}

function Cell({
  count,
  rows,
  isRight,
  isDense,
  href,
}: {
  count: number
  /** Of its row of the matrix. */
  rows: number
  isRight: boolean
  isDense: boolean
  href: string | undefined
}) {
  const share = rows > 0 ? count / rows : 0
  const told = (
    <>
      <b>{formatCount(count)}</b>
      {count > 0 && !isDense && <span>{formatShare(share)}</span>}
    </>
  )
  return (
    <td
      className="n"
      data-right={isRight}
      // At most 30% of the colour, so that text keeps its contrast.
      style={{
        background: `color-mix(in oklab, var(--${isRight ? 'accent' : 'bad'}) ${Math.round(30 * share)}%, var(--surface-1))`,
      }}
    >
      {count > 0 && href !== undefined ? (
        <a href={href} title="List these rows">
          {told}
        </a>
      ) : (
        told
      )}
    </td>
  )
}
