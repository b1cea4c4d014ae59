import { Button } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconX } from '@tabler/icons-react'
import type { Dataset } from '@/core/dataset/dataset.ts'
import { describeCondition, sortBy, type View } from '@/core/dataset/view.ts'
import styles from './rows.module.css'

/** Each condition and each key of the order in words, to change or to remove. */
export function ViewChips({
  dataset,
  view,
  onChange,
  onEdit,
  onClear,
}: {
  dataset: Dataset
  view: View
  onChange: (view: View) => void
  onEdit: (index: number) => void
  onClear: () => void
}) {
  const { conditions, sort } = view
  if (conditions.length === 0 && sort.length === 0) return null
  const typeOf = (name: string) => dataset.columns.find((column) => column.name === name)?.type ?? 'text'
  return (
    <div className={styles.chips}>
      <ul aria-label="What is shown">
        {conditions.map((condition, index) => {
          const words = describeCondition(condition, typeOf(condition.column))
          return (
            <li key={JSON.stringify(condition)}>
              <button type="button" onClick={() => onEdit(index)} title="Change this filter">
                {words}
              </button>
              <button
                type="button"
                aria-label={`Remove the filter ${words}`}
                onClick={() => onChange({ ...view, conditions: conditions.toSpliced(index, 1) })}
              >
                <IconX size={14} aria-hidden />
              </button>
            </li>
          )
        })}
        {sort.map(({ column, descending }) => (
          <li key={`sort:${column}`}>
            <button
              type="button"
              title="Turn the order round"
              onClick={() => onChange(sortBy(view, column, descending ? 'up' : 'down', false))}
            >
              by {column}, {descending ? 'descending' : 'ascending'}
              {descending ? <IconArrowDown size={14} aria-hidden /> : <IconArrowUp size={14} aria-hidden />}
            </button>
            <button
              type="button"
              aria-label={`Do not sort by ${column}`}
              onClick={() => onChange(sortBy(view, column, 'none', false))}
            >
              <IconX size={14} aria-hidden />
            </button>
          </li>
        ))}
      </ul>
      <Button variant="subtle" onClick={onClear}>
        Clear
      </Button>
    </div>
  )
}
