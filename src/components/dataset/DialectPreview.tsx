import { useEffect, useState } from 'react'
import { ErrorStrip } from '@/components/ui/ErrorStrip.tsx'
import { Scrollable } from '@/components/ui/Scrollable.tsx'
import { splitBeginning } from '@/core/dataset/beginning.ts'
import type { DatasetId, Dialect } from '@/core/dataset/dataset.ts'
import { formatUnits } from '@/core/format/format.ts'
import { useActions } from '@/state/useAssay.ts'
import styles from './dialog.module.css'

const RECORDS = 6
/** Columns shown; a wide file shows by its first ones whether it is parted rightly. */
const COLUMNS = 40

type Beginning = { readonly bytes: ArrayBuffer; readonly isWhole: boolean }

/** The first rows of the file as the chosen dialect parts them. */
export function DialectPreview({ datasetId, dialect }: { datasetId: DatasetId; dialect: Dialect }) {
  const actions = useActions()
  const [beginning, setBeginning] = useState<Beginning | 'changed' | undefined>()
  useEffect(() => {
    let isGone = false
    actions()
      .fileBeginning(datasetId)
      .then((found) => !isGone && setBeginning(found))
      // The browser refuses a file that changed on the disk since it was opened.
      .catch(() => !isGone && setBeginning('changed'))
    return () => {
      isGone = true
    }
  }, [actions, datasetId])
  if (beginning === 'changed')
    return (
      <ErrorStrip
        error={{ message: 'The file changed on the disk since it was read. Open it again from the home page.' }}
      />
    )
  if (!beginning) return null
  const text = new TextDecoder(dialect.encoding).decode(beginning.bytes)
  const records = splitBeginning(text, dialect, RECORDS, beginning.isWhole)
  const width = Math.max(0, ...records.map(({ length }) => length))
  const [head = [], ...rest] = dialect.header ? records : [[], ...records]
  const columns = Array.from({ length: Math.min(width, COLUMNS) }, (_, i) => i)
  return (
    <div>
      <h3 className={styles.previewTitle}>
        The first rows, as {formatUnits(width, 'column')}
        {width > COLUMNS && <span className="caption"> of which {COLUMNS} are shown</span>}
      </h3>
      <Scrollable label="First rows of the file" className={styles.preview!}>
        <table>
          {dialect.header && (
            <thead>
              <tr>
                {columns.map((i) => (
                  <th key={i} scope="col">
                    {head[i]}
                  </th>
                ))}
              </tr>
            </thead>
          )}
          <tbody>
            {rest.map((row, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: rows have no other name
              <tr key={at}>
                {columns.map((i) => (
                  <td key={i}>
                    {isMissing(row[i], dialect) ? <span className={styles.missing}>missing</span> : row[i]}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Scrollable>
    </div>
  )
}

function isMissing(cell: string | undefined, { missing }: Dialect): boolean {
  return cell === undefined || cell === '' || missing.includes(cell)
}
