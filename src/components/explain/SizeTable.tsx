import { SaveTable } from '@/components/charts/SaveTable.tsx'
import { Scrollable } from '@/components/ui/Scrollable.tsx'
import type { Explained } from '@/core/explain/jobs.ts'
import type { ColumnSize } from '@/core/explain/summary.ts'
import { ColumnButton } from './ColumnButton.tsx'
import styles from './explain.module.css'
import { type Output, writerOf } from './say.ts'

/** Columns by the mean size of what they add, as bars from zero. */
export function SizeTable({
  sizes,
  explained,
  output,
  colour,
  chosen,
  onColumn,
}: {
  sizes: readonly ColumnSize[]
  explained: Explained
  output: Output
  colour: string
  chosen: string
  onColumn: (column: string) => void
}) {
  const write = writerOf(explained.scale, output)
  const most = sizes[0]?.mean || 1
  return (
    <div className={styles.sizes}>
      <h3>Mean size of contributions</h3>
      <Scrollable label="Columns by mean size of contributions" className={styles.tall!}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">Column</th>
              <th scope="col" className="n">
                Adds or takes
              </th>
              <td />
            </tr>
          </thead>
          <tbody>
            {sizes.map(({ column, mean }) => (
              <tr key={column} data-chosen={column === chosen}>
                <th scope="row">
                  <ColumnButton column={column} isChosen={column === chosen} onColumn={onColumn} />
                </th>
                <td className="n">{write(mean)}</td>
                <td className={styles.bar}>
                  <svg className={styles.track} viewBox="0 0 100 12" preserveAspectRatio="none" aria-hidden="true">
                    <rect y="2" width={(100 * mean) / most} height="8" fill={colour} fillOpacity=".7" />
                  </svg>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scrollable>
      <SaveTable
        name="Mean size of contributions"
        table={() => ({
          columns: [{ name: 'Column' }, { name: 'Adds or takes' }],
          rows: sizes.map(({ column, mean }) => [column, mean]),
        })}
      />
    </div>
  )
}
