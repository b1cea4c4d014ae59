import { SaveTable } from '@/components/charts/SaveTable.tsx'
import { runColourOf } from '@/components/ui/RunMark.tsx'
import { Scrollable } from '@/components/ui/Scrollable.tsx'
import study from '@/components/ui/study.module.css'
import { Whisker } from '@/components/ui/Whisker.tsx'
import { furthestOf, writeP } from '@/core/compare/comparison.ts'
import { formatCount } from '@/core/format/format.ts'
import { INTERVAL_95 } from '@/core/metrics/interval.ts'
import type { Evaluation, Run } from '@/core/run/run.ts'
import type { SliceError } from '@/core/slices/jobs.ts'
import type { WeakSlice } from '@/core/slices/report.ts'
import { SliceRows } from './SliceRows.tsx'
import { sayError, sayGap, saySlice, type TypeOf } from './say.ts'
import styles from './slices.module.css'

/** Slices as they were found, and as they are on the rows that they were checked on. */
export function SliceTable({
  run,
  part,
  slices,
  error,
  typeOf,
}: {
  run: Run
  part: Evaluation['part']
  slices: readonly WeakSlice[]
  error: SliceError
  typeOf: TypeOf
}) {
  const say = (value: number | undefined) => (value === undefined ? '' : sayError(value, error))
  const furthest = furthestOf(slices.flatMap(({ check }) => check ?? []))
  const table = () => ({
    columns: [
      ...['Rows where', 'Rows found', 'Error found', 'Rows checked', 'Error checked', 'Error elsewhere'],
      ...['Difference', 'Low', 'High', 'p adjusted', 'Verdict'],
    ].map((name) => ({ name })),
    rows: slices.map(({ conditions, found, check }) => [
      saySlice(conditions, typeOf),
      found.rows,
      found.error,
      check?.rows,
      check?.error,
      check?.errorOutside,
      check?.difference,
      check?.low,
      check?.high,
      check?.p,
      sayCheck(check),
    ]),
  })
  return (
    <>
      <Scrollable label="Kinds of rows" className={study.scroll!}>
        <table className={styles.table}>
          <thead>
            <tr>
              <td />
              <th scope="colgroup" colSpan={2} className={styles.group}>
                <span>Where it was found</span>
              </th>
              <th scope="colgroup" colSpan={6} className={styles.group}>
                <span>Where it was checked</span>
              </th>
              <td />
            </tr>
            <tr>
              <th scope="col">Rows where</th>
              <th scope="col" className="n">
                Rows
              </th>
              <th scope="col" className="n">
                Error
              </th>
              <th scope="col" className="n">
                Rows
              </th>
              <th scope="col" className="n">
                Error
              </th>
              <th scope="col" className="n">
                Elsewhere
              </th>
              <th scope="col" className="n">
                Difference{error === 'wrong' && ' in points'}
                <small>{INTERVAL_95}</small>
              </th>
              <td className={styles.bar} />
              <th scope="col" className="n">
                p
              </th>
              <th scope="col">Verdict</th>
            </tr>
          </thead>
          <tbody>
            {slices.map(({ conditions, found, check }) => (
              <tr key={JSON.stringify(conditions)} data-confirmed={check?.isConfirmed ?? false}>
                <th scope="row">
                  {saySlice(conditions, typeOf)} <SliceRows run={run} part={part} conditions={conditions} />
                </th>
                <td className="n secondary">{formatCount(found.rows)}</td>
                <td className="n secondary">{say(found.error)}</td>
                <td className="n">{check && formatCount(check.rows)}</td>
                <td className="n strong">{say(check?.error)}</td>
                <td className="n secondary">{say(check?.errorOutside)}</td>
                <td className="n">
                  {check && (
                    <>
                      {sayGap(check.difference, error)}
                      <small>{`${sayGap(check.low, error)} to ${sayGap(check.high, error)}`}</small>
                    </>
                  )}
                </td>
                <td className={styles.bar}>
                  {check && (
                    <Whisker
                      value={check.difference / furthest}
                      low={check.low / furthest}
                      high={check.high / furthest}
                      colour={runColourOf(run)}
                    />
                  )}
                </td>
                <td className="n secondary">{check && writeP(check.p)}</td>
                <td>{sayCheck(check)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scrollable>
      <SaveTable name="Kinds of rows" table={table} />
    </>
  )
}

function sayCheck(check: WeakSlice['check']): string {
  if (!check) return 'too few rows to check'
  return check.isConfirmed ? 'worse' : 'not confirmed'
}
