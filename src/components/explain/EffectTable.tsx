import type { ReactNode } from 'react'
import { SaveTable } from '@/components/charts/SaveTable.tsx'
import { Scrollable } from '@/components/ui/Scrollable.tsx'
import { Whisker } from '@/components/ui/Whisker.tsx'
import { furthestOf, writeP } from '@/core/compare/comparison.ts'
import type { JudgedImportance } from '@/core/explain/judge.ts'
import { INTERVAL_95 } from '@/core/metrics/interval.ts'
import { ColumnButton } from './ColumnButton.tsx'
import styles from './explain.module.css'
import { SHOWN_WORDS } from './say.ts'

/** What becomes of a score without a column. */
interface Effect {
  readonly difference: number
  /** The ends of its 95% interval; infinite where there are none. */
  readonly low: number
  readonly high: number
  /** Adjusted for all columns. */
  readonly p: number
  readonly shows: JudgedImportance['shows']
}

export interface EffectRow {
  readonly column: string
  /** Else why there is none. */
  readonly effect: Effect | string
}

/** Columns by what becomes of a score without each of them, all on one axis. */
export function EffectTable({
  label,
  caption,
  head,
  valueHead,
  rows,
  write,
  colour,
  chosen,
  onColumn,
}: {
  /** The name of the region, and of the file. */
  label: string
  caption: ReactNode
  /** Over the columns, and over what becomes of the score. */
  head: string
  valueHead: string
  rows: readonly EffectRow[]
  write: (value: number) => string
  colour: string
  chosen?: string | undefined
  /** Where a column leads to more about it. */
  onColumn?: (column: string) => void
}) {
  const effects = rows.flatMap(({ effect }) => (typeof effect === 'string' ? [] : [effect]))
  const furthest = furthestOf(effects)
  const share = (value: number) => Math.max(-1, Math.min(1, value / furthest))
  const table = () => ({
    columns: [head, valueHead, 'Low', 'High', 'p', 'Shown'].map((name) => ({ name })),
    rows: rows.map(({ column, effect }) =>
      typeof effect === 'string'
        ? [column, undefined, undefined, undefined, undefined, effect]
        : [column, effect.difference, ...[effect.low, effect.high].map(finite), effect.p, SHOWN_WORDS[effect.shows]],
    ),
  })
  return (
    <>
      <Scrollable label={label} className={styles.tall!}>
        <table className={styles.table}>
          {caption}
          <thead>
            <tr>
              <th scope="col">{head}</th>
              <th scope="col" className="n">
                {valueHead}
              </th>
              <th scope="col" className="n">
                {INTERVAL_95}
              </th>
              <td />
              <th scope="col" className="n">
                p
              </th>
              <th scope="col">Shown</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ column, effect }) => (
              <tr
                key={column}
                data-shown={typeof effect !== 'string' && effect.shows !== 'nothing'}
                data-chosen={column === chosen}
              >
                <th scope="row">
                  {onColumn ? (
                    <ColumnButton column={column} isChosen={column === chosen} onColumn={onColumn} />
                  ) : (
                    column
                  )}
                </th>
                {typeof effect === 'string' ? (
                  <td colSpan={5} className={styles.why}>
                    {effect}
                  </td>
                ) : (
                  <>
                    <td className="n">{write(effect.difference)}</td>
                    <td className="n secondary">
                      {Number.isFinite(effect.low) ? `${write(effect.low)} to ${write(effect.high)}` : 'too few rows'}
                    </td>
                    <td className={styles.bar}>
                      <Whisker
                        value={share(effect.difference)}
                        low={share(effect.low)}
                        high={share(effect.high)}
                        colour={colour}
                      />
                    </td>
                    <td className="n secondary">{writeP(effect.p)}</td>
                    <td>{SHOWN_WORDS[effect.shows]}</td>
                  </>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </Scrollable>
      <SaveTable name={label} table={table} />
    </>
  )
}

/** An end that there is; infinite where there is none. */
function finite(end: number): number | undefined {
  return Number.isFinite(end) ? end : undefined
}
