import { Button } from '@mantine/core'
import { useState } from 'react'
import { MiniHistogram } from '@/components/ui/MiniHistogram.tsx'
import { ShareCells, ShareHead } from '@/components/ui/ShareTable.tsx'
import type { ColumnMeta } from '@/core/dataset/dataset.ts'
import { barsOf, describeRange } from '@/core/profile/describe.ts'
import styles from './parts.module.css'

/** How a number that is asked about is spread. */
export function TargetRange({ column, rows }: { column: ColumnMeta; rows: number }) {
  const [isTable, setTable] = useState(false)
  return (
    <div className={styles.range}>
      <p className="secondary">
        {column.name} runs from {describeRange(column, rows)}.
      </p>
      {isTable ? (
        <table className={styles.classes}>
          <ShareHead what={column.name} />
          <tbody>
            {barsOf(column, rows).map(({ label, count }) => (
              <tr key={label}>
                <th scope="row">{label}</th>
                <ShareCells rows={count} of={rows} />
              </tr>
            ))}
          </tbody>
        </table>
      ) : (
        <MiniHistogram column={column} rows={rows} width={360} height={72} />
      )}
      <Button variant="subtle" onClick={() => setTable(!isTable)}>
        {isTable ? 'Show as chart' : 'Show as table'}
      </Button>
    </div>
  )
}
