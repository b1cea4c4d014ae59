import { Button } from '@mantine/core'
import { BUDGETS, type Reached } from '@/core/budget.ts'
import { formatCount, formatUnits, formatWait } from '@/core/format/format.ts'
import styles from './ui.module.css'

/** Says of an answer that the time was up before its end, how far it came, and gives it more time. */
export function CutShort({
  reached,
  unit,
  also,
  budgetMs,
  onMore,
}: {
  reached: Reached | undefined
  /** What is counted: "permutation". */
  unit: string
  /** Another part of the same answer, with its own count. */
  also?: { readonly reached: Reached | undefined; readonly unit: string }
  budgetMs: number | undefined
  /** Asks again with so much time. */
  onMore: (budgetMs: number | undefined) => void
}) {
  const cuts = [{ reached, unit }, ...(also ? [also] : [])].flatMap((cut) =>
    cut.reached ? `${formatCount(cut.reached.done)} of ${formatUnits(cut.reached.total, cut.unit)}` : [],
  )
  if (cuts.length === 0 || budgetMs === undefined) return null
  const next = BUDGETS.find((each) => each > budgetMs)
  return (
    <p className={styles.cut} role="status">
      The {formatWait(budgetMs)} that it may take were up after {cuts.join(' and ')}; this is what they came to.
      <Button size="compact-sm" onClick={() => onMore(next)}>
        {next ? `Give it ${formatWait(next)}` : 'Give it as long as it takes'}
      </Button>
    </p>
  )
}
