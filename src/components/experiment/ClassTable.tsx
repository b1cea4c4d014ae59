import { Button, Radio } from '@mantine/core'
import { useState } from 'react'
import { ShareCells, ShareHead } from '@/components/ui/ShareTable.tsx'
import type { ColumnMeta } from '@/core/dataset/dataset.ts'
import { countClasses } from '@/core/experiment/target.ts'
import { formatUnits } from '@/core/format/format.ts'
import controlStyles from './controls.module.css'
import partStyles from './parts.module.css'

/** Classes shown before a person asks for more. */
const SHOWN = 8

/** The classes with their rows; of two, the one that is asked about can be chosen. */
export function ClassTable({
  column,
  isBinary,
  positive,
  onPositive,
}: {
  column: ColumnMeta
  isBinary: boolean
  positive: string | undefined
  onPositive: (label: string) => void
}) {
  const [isWhole, setWhole] = useState(false)
  const counts = countClasses(column) ?? []
  const total = counts.reduce((sum, { rows }) => sum + rows, 0)
  const shown = isWhole || counts.length <= SHOWN + 1 ? counts : counts.slice(0, SHOWN)
  return (
    <>
      <table className={partStyles.classes}>
        <ShareHead what="Class">
          <th scope="col">
            <span className="visually-hidden">Share as a bar</span>
          </th>
          {isBinary && <th scope="col">Asked about</th>}
        </ShareHead>
        <tbody>
          {shown.map(({ label, rows }) => (
            <tr key={label}>
              <th scope="row">{label}</th>
              <ShareCells rows={rows} of={total} />
              <td className={partStyles.share}>
                <span
                  style={{ width: `${(rows / total) * 100}%` }}
                  data-asked={isBinary && label === positive ? true : undefined}
                />
              </td>
              {isBinary && (
                <td>
                  <Radio
                    name="positive"
                    size="xs"
                    aria-label={`Ask about ${label}`}
                    checked={positive === label}
                    onChange={() => onPositive(label)}
                    classNames={{ body: controlStyles.middle! }}
                  />
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
      {shown.length < counts.length && (
        <Button variant="subtle" onClick={() => setWhole(true)}>
          Show all {formatUnits(counts.length, 'class', 'classes')}
        </Button>
      )}
    </>
  )
}
