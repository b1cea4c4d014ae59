import type { ReactNode } from 'react'
import { formatCount, formatShare } from '@/core/format/format.ts'

/** The head of a table of rows by something: what, rows, share, and what the table has beside. */
export function ShareHead({ what, share = 'Share', children }: { what: string; share?: string; children?: ReactNode }) {
  return (
    <thead>
      <tr>
        <th scope="col">{what}</th>
        <th scope="col" className="n">
          Rows
        </th>
        <th scope="col" className="n">
          {share}
        </th>
        {children}
      </tr>
    </thead>
  )
}

/** The cells of such a table: how many rows, and their share of all. @param children In place of the number of rows. */
export function ShareCells({ rows, of, children }: { rows: number; of: number; children?: ReactNode }) {
  return (
    <>
      <td className="n">{children ?? formatCount(rows)}</td>
      <td className="n">{formatShare(rows / of)}</td>
    </>
  )
}
