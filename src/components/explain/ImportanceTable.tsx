import { runColourOf } from '@/components/ui/RunMark.tsx'
import { Scrollable } from '@/components/ui/Scrollable.tsx'
import { Whisker } from '@/components/ui/Whisker.tsx'
import { writeP } from '@/core/compare/comparison.ts'
import type { Importances } from '@/core/explain/jobs.ts'
import { judgeImportances } from '@/core/explain/judge.ts'
import { formatCount } from '@/core/format/format.ts'
import type { Run } from '@/core/run/run.ts'
import styles from './explain.module.css'
import { riseWriter, SHOWN_WORDS, signed } from './say.ts'

/** Every column with how much the loss rises without what it says; each leads to how the answer follows it. */
export function ImportanceTable({
  output,
  run,
  chosen,
  onColumn,
}: {
  output: Importances
  run: Run
  chosen: string | undefined
  onColumn: (column: string) => void
}) {
  const judged = judgeImportances(output.columns)
  const write = signed(riseWriter(output))
  const furthest = Math.max(
    ...judged.flatMap(({ low, high }) => [Math.abs(low), Math.abs(high)]).filter(Number.isFinite),
    Number.MIN_VALUE,
  )
  const share = (value: number) => Math.max(-1, Math.min(1, value / furthest))
  return (
    <Scrollable label="Columns by importance" className={styles.tall!}>
      <table className={styles.table}>
        <caption className="visually-hidden">
          How much the {output.loss} of {formatCount(output.rows)} of {formatCount(output.of)} rows rises when a column
          is permuted
        </caption>
        <thead>
          <tr>
            <th scope="col">Column</th>
            <th scope="col" className="n">
              Rise of the {output.loss === 'log loss' ? output.loss : 'mean squared error'}
            </th>
            <th scope="col" className="n">
              95% interval
            </th>
            <td />
            <th scope="col" className="n">
              p
            </th>
            <th scope="col">Shown</th>
          </tr>
        </thead>
        <tbody>
          {judged.map(({ column, rise, low, high, p, shows }) => (
            <tr key={column} data-shown={shows !== 'nothing'} data-chosen={column === chosen}>
              <th scope="row">
                <button
                  type="button"
                  className={styles.choose}
                  aria-pressed={column === chosen}
                  onClick={() => onColumn(column)}
                >
                  {column}
                </button>
              </th>
              <td className="n">{write(rise)}</td>
              <td className="n secondary">
                {Number.isFinite(low) ? `${write(low)} to ${write(high)}` : 'too few rows'}
              </td>
              <td className={styles.bar}>
                <Whisker value={share(rise)} low={share(low)} high={share(high)} colour={runColourOf(run)} />
              </td>
              <td className="n secondary">{writeP(p)}</td>
              <td>{SHOWN_WORDS[shows]}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scrollable>
  )
}
