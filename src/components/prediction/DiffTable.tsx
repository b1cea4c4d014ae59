import { hrefOf } from '@/components/shell/useRoute.ts'
import { formatCount, formatShare } from '@/core/format/format.ts'
import { OUTCOME_WORDS, type PairOutcome } from '@/core/prediction/outcome.ts'
import { type CountedDiff, outcomeRows } from '@/core/prediction/sayDiff.ts'
import type { CompareRowsRoute } from '@/state/rowsRoute.ts'
import styles from './prediction.module.css'

/** Rows by what became of them, each count a link to its rows: two by two for classes. */
export function DiffTable({
  diff,
  a,
  b,
  route,
}: {
  diff: CountedDiff
  a: string
  b: string
  /** The rows of these two runs. */
  route: CompareRowsRoute
}) {
  const counts = Object.fromEntries(outcomeRows(diff)) as Partial<Record<PairOutcome, number>>
  const cell = (outcome: PairOutcome) => {
    const count = counts[outcome] ?? 0
    const tone =
      outcome === 'fixed' || outcome === 'closer' ? 'good' : outcome === 'broke' || outcome === 'farther' ? 'bad' : ''
    const said = (
      <>
        <b className={tone}>{formatCount(count)}</b>
        <span>
          {OUTCOME_WORDS[outcome]}, {formatShare(count / diff.rows)}
        </span>
      </>
    )
    return (
      <td key={outcome} className="n">
        <a className={styles.count} href={hrefOf({ ...route, only: outcome, rows: undefined })}>
          {said}
        </a>
      </td>
    )
  }
  if (diff.numbers)
    return (
      <table className={styles.twoByTwo}>
        <thead>
          <tr>
            {(['closer', 'farther', 'alike'] as const).map((outcome) => (
              <th key={outcome} scope="col" className="n">
                {outcome === 'alike' ? 'alike' : `${b} ${outcome}`}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <tr>{(['closer', 'farther', 'alike'] as const).map(cell)}</tr>
        </tbody>
      </table>
    )
  return (
    <table className={styles.twoByTwo}>
      <thead>
        <tr>
          <td />
          <th scope="col" className="n">
            {b} right
          </th>
          <th scope="col" className="n">
            {b} wrong
          </th>
        </tr>
      </thead>
      <tbody>
        <tr>
          <th scope="row">{a} right</th>
          {cell('bothRight')}
          {cell('broke')}
        </tr>
        <tr>
          <th scope="row">{a} wrong</th>
          {cell('fixed')}
          {cell('bothWrong')}
        </tr>
      </tbody>
    </table>
  )
}
