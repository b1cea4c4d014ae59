import type { ColumnMeta, Dataset } from '@/core/dataset/dataset.ts'
import type { Candidate } from '@/core/experiment/candidate.ts'
import { formatShare, formatUnits } from '@/core/format/format.ts'
import styles from './aside.module.css'

const OFFERED = 4
/** Share of missing cells from which it matters to the choice. */
const WORTH_A_WORD = 0.05

/** Some more columns that can be asked about: the last ones, which in most files are nearer to an outcome. */
export function OtherTargets({
  dataset,
  candidates,
  target,
  onTarget,
}: {
  dataset: Dataset
  candidates: readonly Candidate[]
  target: string | undefined
  onTarget: (column: string) => void
}) {
  const able = new Map(candidates.filter(({ ok }) => ok).map((candidate) => [candidate.column, candidate]))
  const others = dataset.columns.filter(({ name }) => name !== target && able.has(name)).slice(-OFFERED)
  if (others.length === 0) return null
  return (
    <section className={styles.section}>
      <h2>Other columns you could ask</h2>
      <ul className={styles.list}>
        {others.map((column) => (
          <li key={column.name}>
            <button type="button" onClick={() => onTarget(column.name)}>
              {column.name}
            </button>
            <span>{tellApart(column, able.get(column.name)!, dataset.rows)}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}

function tellApart({ summary }: ColumnMeta, { tasks: [task] }: Candidate, rows: number): string {
  const what =
    task === 'regression'
      ? `number, ${formatUnits(summary.distinct, 'value')}`
      : formatUnits(summary.distinct, 'class', 'classes')
  return summary.missing / rows >= WORTH_A_WORD ? `${what}, ${formatShare(summary.missing / rows)} missing` : what
}
