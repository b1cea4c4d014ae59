import { Button } from '@mantine/core'
import { useState } from 'react'
import { sayScale, signed, writerOf } from '@/components/explain/say.ts'
import type { Contract } from '@/core/pipeline/pipeline.ts'
import type { ExplainedCells } from '@/core/whatIf/jobs.ts'
import { sayMethod, short } from './say.ts'
import styles from './whatIf.module.css'

/** Columns listed at first. */
const SHOWN = 8

/** What each column adds to the answer as bars from zero, before and after where cells were changed. */
export function RowContributions({
  explained,
  contract,
  output,
}: {
  /** Of the row, or of the row as it was and as it is. */
  explained: ExplainedCells
  contract: Contract
  output: number
}) {
  const [isWhole, setWhole] = useState(false)
  const { columns, values, cells, answers, expected } = explained
  const width = columns.length
  const after = values.subarray(values.length - width)
  const before = values.length > width ? values.subarray(0, width) : undefined
  const most = values.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0) || 1
  const order = columns
    .map((_, i) => i)
    .sort((a, b) => sizeOf(b) - sizeOf(a))
    .slice(0, isWhole ? width : SHOWN)
  const of = { question: contract, index: output }
  const write = writerOf(explained.scale, of)
  const difference = signed(write)
  function sizeOf(i: number): number {
    return Math.max(Math.abs(after[i]!), Math.abs(before?.[i] ?? 0))
  }
  return (
    <>
      <p>
        From {write(expected)} on average to <b className="strong">{write(answers.at(-1)!)}</b> for this row
        {before && ` (it was ${write(answers[0]!)})`}: {sayScale(explained.scale, of)}.
      </p>
      <table className={styles.adds}>
        <thead>
          <tr>
            <th scope="col">Column</th>
            <th scope="col">Cell</th>
            <td />
            {before && (
              <th scope="col" className="n">
                Before
              </th>
            )}
            <th scope="col" className="n">
              Adds
            </th>
          </tr>
        </thead>
        <tbody>
          {order.map((i) => {
            const cell = cells.at(-1)?.[i] ?? null
            const isChanged = before !== undefined && cells[0]?.[i] !== cell
            return (
              <tr key={columns[i]} data-changed={isChanged || undefined}>
                <th scope="row">{columns[i]}</th>
                <td>
                  {cell === null ? 'missing' : short(cell)}
                  {isChanged && <span className="visually-hidden"> (changed)</span>}
                </td>
                <td className={styles.bar} aria-hidden>
                  <span>
                    {before && <Bar value={before[i]! / most} isBefore />}
                    <Bar value={after[i]! / most} />
                  </span>
                </td>
                {before && <td className="n secondary">{difference(before[i]!)}</td>}
                <td className="n">{difference(after[i]!)}</td>
              </tr>
            )
          })}
        </tbody>
      </table>
      {width > SHOWN && (
        <span>
          <Button variant="subtle" onClick={() => setWhole(!isWhole)}>
            {isWhole ? `Show only ${SHOWN} columns` : `Show all ${width} columns`}
          </Button>
        </span>
      )}
      <p className="caption">{sayMethod(explained)}</p>
    </>
  )
}

function Bar({ value, isBefore = false }: { value: number; isBefore?: boolean }) {
  const share = 50 * Math.abs(value)
  return (
    <i
      data-before={isBefore || undefined}
      data-side={value < 0 ? 'less' : 'more'}
      style={{ left: `${value < 0 ? 50 - share : 50}%`, width: `${share}%` }}
    />
  )
}
