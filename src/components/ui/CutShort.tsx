import { Button } from '@mantine/core'
import { BUDGETS, type Reached } from '@/core/budget.ts'
import { formatCount, formatUnits, formatWait } from '@/core/format/format.ts'
import styles from './ui.module.css'

/** Says of an answer that the time was up before its end, how far it came, and gives it more time. */
export function CutShort({
  reached,
  unit,
  budgetMs,
  onMore,
}: {
  reached: Reached | undefined
  /** What is counted: "permutation". */
  unit: string
  budgetMs: number | undefined
  /** Asks again with so much time. */
  onMore: (budgetMs: number | undefined) => void
}) {
  if (!reached || budgetMs === undefined) return null
  const next = BUDGETS.find((each) => each > budgetMs)
  return (
    <p className={styles.cut} role="status">
      The {formatWait(budgetMs)} that it may take were up after {formatCount(reached.done)} of{' '}
      {formatUnits(reached.total, unit)}; this is what they came to.
      <Button size="compact-sm" onClick={() => onMore(next)}>
        {next ? `Give it ${formatWait(next)}` : 'Give it as long as it takes'}
      </Button>
    </p>
  )
}
