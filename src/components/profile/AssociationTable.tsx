import type { ReactNode } from 'react'
import { formatCount, formatScore } from '@/core/format/format.ts'
import { type Association, sizeOf } from '@/core/profile/associate.ts'
import { MEASURE_WORDS } from '@/core/profile/words.ts'

/** Associations as rows with their figures, the strongest first. */
export function AssociationTable({
  associations,
  listed,
  caption,
  heads: [first, last],
  shown,
  children,
}: {
  associations: readonly Association[]
  /** How many are listed at most. */
  listed: number
  caption: string | undefined
  /** Over the names, and over the rows that a figure rests on. */
  heads: readonly [string, string]
  /** The column whose row is marked. */
  shown?: string
  /** The first cell of a row: what goes together. */
  children: (association: Association) => ReactNode
}) {
  const sorted = [...associations].sort((x, y) => sizeOf(y) - sizeOf(x))
  return (
    <table>
      {caption !== undefined && <caption className="caption">{caption}</caption>}
      <thead>
        <tr>
          <th scope="col">{first}</th>
          <th scope="col">Measure</th>
          <th scope="col" className="n">
            Strength
          </th>
          <th scope="col" className="n">
            Spearman
          </th>
          <th scope="col" className="n">
            {last}
          </th>
        </tr>
      </thead>
      <tbody>
        {sorted.slice(0, listed).map((association) => {
          const { a, b, measure, strength, spearman } = association
          return (
            <tr key={`${a}\n${b}`} data-selected={shown === undefined ? undefined : a === shown}>
              {children(association)}
              <td>{MEASURE_WORDS[measure]}</td>
              <td className="n">{say(strength.value)}</td>
              <td className="n">{say(spearman?.value ?? null)}</td>
              <td className="n">{formatCount(strength.rows)}</td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}

function say(value: number | null): string {
  return value === null ? '' : formatScore(value)
}
