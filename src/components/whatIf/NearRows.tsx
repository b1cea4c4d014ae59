import { IconAlertTriangle } from '@tabler/icons-react'
import { hrefOf } from '@/components/shell/useRoute.ts'
import { Scrollable } from '@/components/ui/Scrollable.tsx'
import type { DatasetId } from '@/core/dataset/dataset.ts'
import { formatCount, formatNumber, formatUnits } from '@/core/format/format.ts'
import type { Contract } from '@/core/pipeline/pipeline.ts'
import type { NearRows as Near } from '@/core/whatIf/jobs.ts'
import { sayAround, sayCell, short } from './say.ts'
import type { Typed } from './useCells.ts'
import styles from './whatIf.module.css'

/** Columns shown; the others are in the data. */
const COLUMNS = 12

/** The training rows most like the row, what they were, and whether there is anything like it at all. */
export function NearRows({
  near,
  contract,
  cells,
  datasetId,
}: {
  near: Near
  contract: Contract
  cells: Typed
  datasetId: DatasetId
}) {
  const { rows, of, usual } = near
  const inputs = contract.inputs.slice(0, COLUMNS)
  const isFar = rows[0] !== undefined && usual.rows > 0 && rows[0].distance > usual.distance
  return (
    <>
      {isFar && (
        <p className={styles.far} role="status">
          <IconAlertTriangle size={15} aria-hidden /> The model has seen nothing like it: the nearest training row is{' '}
          {formatNumber(rows[0]!.distance, 2)} away; 99 of 100 training rows have another within{' '}
          {formatNumber(usual.distance, 2)}.
        </p>
      )}
      <p>{sayAround(near, contract.target)}</p>
      <Scrollable label="The nearest training rows" className={styles.scroll!}>
        <table className={styles.near}>
          <thead>
            <tr>
              <th scope="col" className="n">
                Row
              </th>
              <th scope="col" className="n">
                Distance
              </th>
              <th scope="col">{contract.target}</th>
              {inputs.map(({ name, min }) => (
                <th key={name} scope="col" className={min === undefined ? undefined : 'n'}>
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ row, distance, actual, cells: theirs }) => (
              <tr key={row}>
                <th scope="row" className="n">
                  <a
                    href={hrefOf({ page: 'data', datasetId, view: 'rows', row })}
                    aria-label={`Row ${formatCount(row + 1)} in the data`}
                  >
                    {formatCount(row + 1)}
                  </a>
                </th>
                <td className="n">{distance === 0 ? '0' : formatNumber(distance, 2)}</td>
                <td>{actual}</td>
                {inputs.map(({ name, min }) => (
                  <td
                    key={name}
                    className={min === undefined ? undefined : 'n'}
                    data-same={(theirs[name] ?? '') === (cells[name] ?? '') || undefined}
                  >
                    {short(sayCell(theirs, name))}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Scrollable>
      <p className="caption">
        By Gower’s distance over {formatUnits(contract.inputs.length, 'column')}, among{' '}
        {formatUnits(of, 'training row')}. Cells that are the same as this row’s are quiet.
        {contract.inputs.length > COLUMNS && ` The first ${COLUMNS} columns are shown.`}
      </p>
    </>
  )
}
