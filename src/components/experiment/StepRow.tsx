import { ActionIcon, Switch } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconPencil, IconTrash } from '@tabler/icons-react'
import type { ColumnMeta } from '@/core/dataset/dataset.ts'
import type { Step } from '@/core/recipe/recipe.ts'
import { describeStep } from '@/core/recipe/step.ts'
import styles from './experiment.module.css'
import { StepForm } from './StepForm.tsx'

/** One step: on or off, what it does, why, and how to change, move and remove it. Alt with an arrow key moves it too. */
export function StepRow({
  step,
  columns,
  index,
  last,
  isOpen,
  onOpen,
  onToggle,
  onMove,
  onRemove,
  onChange,
}: {
  step: Step
  columns: readonly ColumnMeta[]
  index: number
  /** Index of the last step. */
  last: number
  isOpen: boolean
  onOpen: () => void
  onToggle: () => void
  onMove: (to: number) => void
  onRemove: () => void
  onChange: (step: Step) => void
}) {
  const name = `step ${index + 1}`
  return (
    <li
      className={styles.step}
      data-off={!step.on}
      onKeyDown={(event) => {
        if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return
        event.preventDefault()
        onMove(index + (event.key === 'ArrowUp' ? -1 : 1))
      }}
    >
      <Switch size="xs" aria-label={`Use ${name}`} checked={step.on} onChange={onToggle} />
      <div className={styles.stepText}>
        <span>{describeStep(step)}</span>
        {step.reason && <span className="caption">{step.reason}</span>}
      </div>
      <div className={styles.stepActions}>
        <ActionIcon variant="subtle" aria-label={`Change ${name}`} aria-expanded={isOpen} onClick={onOpen}>
          <IconPencil size={15} aria-hidden />
        </ActionIcon>
        <ActionIcon
          variant="subtle"
          aria-label={`Move ${name} up`}
          disabled={index === 0}
          onClick={() => onMove(index - 1)}
        >
          <IconArrowUp size={15} aria-hidden />
        </ActionIcon>
        <ActionIcon
          variant="subtle"
          aria-label={`Move ${name} down`}
          disabled={index === last}
          onClick={() => onMove(index + 1)}
        >
          <IconArrowDown size={15} aria-hidden />
        </ActionIcon>
        <ActionIcon variant="subtle" aria-label={`Remove ${name}`} onClick={onRemove}>
          <IconTrash size={15} aria-hidden />
        </ActionIcon>
      </div>
      {isOpen && <StepForm step={step} columns={columns} onChange={onChange} />}
    </li>
  )
}
