import { Button } from '@mantine/core'
import { useState } from 'react'
import { ShareCells, ShareHead } from '@/components/ui/ShareTable.tsx'
import { formatCount, formatUnits } from '@/core/format/format.ts'
import type { ColumnProfile } from '@/core/profile/columnProfile.ts'
import { sayValue } from '@/core/profile/words.ts'
import styles from './profile.module.css'

const LISTED = 10
/** Share of the commonest amount from which those that repeat are worth a list. */
const LEAST = 0.01

/** The most common values, each with its rows and a bar of its share. */
export function TopValues({ column }: { column: ColumnProfile }) {
  const [isAll, setAll] = useState(false)
  const { name, type, rows, missing, distinct } = column
  const all =
    column.kind === 'values'
      ? column.top
      : column.top.map(({ value, count }) => ({ value: sayValue(value, type), count }))
  if (all.length === 0) return null
  const listed = isAll ? all : all.slice(0, LISTED)
  const present = rows - missing
  // Of amounts that hardly repeat, ten say nothing.
  if (column.kind !== 'values' && all[0]!.count < LEAST * present) return null
  return (
    <div className={styles.top}>
      <table>
        <caption className="caption">
          {distinct > listed.length
            ? `The ${formatCount(listed.length)} most common of ${formatUnits(distinct, 'value')} of ${name}`
            : `Every value of ${name}`}
        </caption>
        <ShareHead what="Value" share={`Share of ${formatUnits(present, 'value')}`}>
          <th scope="col">
            <span className="visually-hidden">Share as a bar</span>
          </th>
        </ShareHead>
        <tbody>
          {listed.map(({ value, count }) => (
            <tr key={value}>
              <td className={styles.value} title={value}>
                {value}
              </td>
              <ShareCells rows={count} of={present} />
              <td className={styles.barCell} aria-hidden>
                <i style={{ width: `${(100 * count) / present}%` }} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {all.length > LISTED && (
        <Button variant="subtle" onClick={() => setAll(!isAll)}>
          {isAll ? 'Show fewer' : `Show ${formatUnits(all.length - LISTED, 'more value')}`}
        </Button>
      )}
    </div>
  )
}
