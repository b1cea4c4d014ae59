import { ActionIcon, Switch } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconGripVertical, IconPencil, IconTrash } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { canonicalJson } from '@/core/hash.ts'
import { describeStep } from '@/core/recipe/describe.ts'
import type { Step } from '@/core/recipe/recipe.ts'
import type { ColumnHead } from '@/core/recipe/steps/info.ts'
import styles from './recipe.module.css'
import { Problems } from './Section.tsx'
import { StepForm } from './StepForm.tsx'

/** What tells a step that is dragged from a file. */
const STEP_DRAG = 'application/x-assay-step'

/** One step: on or off, what it does, why, and how to change, move and remove it. Dragging its number or Alt with an arrow key moves it too. */
export function StepRow({
  step,
  proposed,
  heads,
  problems,
  index,
  count,
  isOpen,
  preview,
  isDropTarget,
  onDragRow,
  onOpen,
  onToggle,
  onMove,
  onRemove,
  onChange,
}: {
  step: Step
  /** The step as it was proposed, where it was. */
  proposed: Step | undefined
  /** The columns that it finds; only needed while it is open. */
  heads: readonly ColumnHead[]
  problems: readonly string[]
  index: number
  /** Steps in all. */
  count: number
  isOpen: boolean
  /** What the step does, shown below its settings while it is open. */
  preview: ReactNode
  /** Whether another step is held over this one. */
  isDropTarget: boolean
  /** Tells that this row is taken up, that another is held over it or let go on it, and that it is let go somewhere. */
  onDragRow: (phase: 'start' | 'over' | 'drop' | 'end') => void
  onOpen: () => void
  onToggle: () => void
  onMove: (to: number) => void
  onRemove: () => void
  onChange: (step: Step, topic?: string) => void
}) {
  const name = `step ${index + 1}`
  const isChanged = proposed !== undefined && canonicalJson({ ...proposed, on: step.on }) !== canonicalJson(step)
  return (
    <li
      className={styles.step}
      data-off={!step.on || undefined}
      data-open={isOpen || undefined}
      data-drop={isDropTarget || undefined}
      onDragOver={(event) => {
        if (!event.dataTransfer.types.includes(STEP_DRAG)) return
        event.preventDefault()
        onDragRow('over')
      }}
      onDrop={(event) => {
        if (!event.dataTransfer.types.includes(STEP_DRAG)) return
        event.preventDefault()
        onDragRow('drop')
      }}
      onKeyDown={(event) => {
        if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return
        event.preventDefault()
        onMove(index + (event.key === 'ArrowUp' ? -1 : 1))
      }}
    >
      <Switch size="xs" aria-label={`Use ${name}`} checked={step.on} onChange={onToggle} />
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the pointer's way of what the arrows beside it do by key */}
      <span
        className={styles.stepNumber}
        draggable
        title="Drag to move"
        onDragStart={(event) => {
          event.dataTransfer.setData(STEP_DRAG, step.id)
          event.dataTransfer.effectAllowed = 'move'
          const row = event.currentTarget.closest('li')
          if (row) event.dataTransfer.setDragImage(row, 0, 0)
          onDragRow('start')
        }}
        onDragEnd={() => onDragRow('end')}
      >
        <IconGripVertical size={13} aria-hidden />
        {index + 1}
      </span>
      <div className={styles.stepText}>
        <p>
          {describeStep(step)}
          {!step.on && <span className="caption"> off</span>}
        </p>
        {step.reason && (
          <p className="caption">{isChanged ? `Changed by you. The proposal’s reason: ${step.reason}` : step.reason}</p>
        )}
        <Problems problems={problems} />
      </div>
      <div className={styles.stepActions}>
        <StepAction label={`Change ${name}`} isExpanded={isOpen} onClick={onOpen}>
          <IconPencil size={15} aria-hidden />
        </StepAction>
        <StepAction label={`Move ${name} up`} isOff={index === 0} onClick={() => onMove(index - 1)}>
          <IconArrowUp size={15} aria-hidden />
        </StepAction>
        <StepAction label={`Move ${name} down`} isOff={index === count - 1} onClick={() => onMove(index + 1)}>
          <IconArrowDown size={15} aria-hidden />
        </StepAction>
        <StepAction label={`Remove ${name}`} onClick={onRemove}>
          <IconTrash size={15} aria-hidden />
        </StepAction>
      </div>
      {isOpen && <StepForm step={step} heads={heads} onChange={onChange} />}
      {isOpen && preview}
    </li>
  )
}

/** Not `disabled` at the ends of the list, which would drop the focus of whoever moves a step there. */
function StepAction({
  label,
  isExpanded,
  isOff = false,
  onClick,
  children,
}: {
  label: string
  isExpanded?: boolean
  isOff?: boolean
  onClick: () => void
  children: ReactNode
}) {
  return (
    <ActionIcon
      variant="transparent"
      size={28}
      className={styles.icon!}
      aria-label={label}
      title={label}
      aria-expanded={isExpanded}
      aria-disabled={isOff || undefined}
      onClick={onClick}
    >
      {children}
    </ActionIcon>
  )
}
