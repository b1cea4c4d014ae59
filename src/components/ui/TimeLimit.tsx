import { NativeSelect } from '@mantine/core'
import { BUDGETS } from '@/core/budget.ts'
import { formatWait } from '@/core/format/format.ts'

const NO_LIMIT = 'none'

/** How long what is begun here may take; when the time is up, what was reached is shown. */
export function TimeLimit({
  budgetMs,
  onChange,
}: {
  /** As long as it takes where undefined. */
  budgetMs: number | undefined
  onChange: (budgetMs: number | undefined) => void
}) {
  return (
    <NativeSelect
      aria-label="Time that it may take"
      title="When the time is up, what was reached is shown."
      value={budgetMs ?? NO_LIMIT}
      onChange={({ currentTarget: { value } }) => onChange(value === NO_LIMIT ? undefined : Number(value))}
      data={[
        ...BUDGETS.map((each) => ({ value: String(each), label: `${formatWait(each)} at most` })),
        { value: NO_LIMIT, label: 'as long as it takes' },
      ]}
    />
  )
}
