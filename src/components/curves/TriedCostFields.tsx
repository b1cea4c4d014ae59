import { Button } from '@mantine/core'
import { AmountInput } from '@/components/ui/AmountInput.tsx'
import type { BinaryCosts } from '@/core/curves/thresholds.ts'
import styles from './curves.module.css'

const FIELDS = [
  { key: 'falseAlarm', label: 'A false alarm costs' },
  { key: 'miss', label: 'A miss costs' },
  { key: 'hit', label: 'A hit gains' },
] as const

/** What errors cost, to be tried out: the question's own purpose stays as it is. */
export function TriedCostFields({
  costs,
  unit,
  onChange,
  onReset,
}: {
  costs: BinaryCosts
  unit: string
  onChange: (costs: BinaryCosts) => void
  /** Goes back to the question's; absent where they are those. */
  onReset: (() => void) | undefined
}) {
  return (
    <div className={styles.fields}>
      {FIELDS.map(({ key, label }) => (
        <div key={key} className={styles.field}>
          <label htmlFor={`tried-${key}`}>{label}</label>
          <AmountInput
            id={`tried-${key}`}
            min={0}
            allowNegative={false}
            suffix={unit === '' ? '' : ` ${unit}`}
            value={costs[key]}
            onChange={(value) => {
              const { [key]: _old, ...others } = costs
              onChange(value === undefined ? others : { ...others, [key]: value })
            }}
          />
        </div>
      ))}
      {onReset && (
        <Button variant="subtle" onClick={onReset}>
          Back to the costs of the question
        </Button>
      )}
    </div>
  )
}
