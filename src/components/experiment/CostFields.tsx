import { TextInput } from '@mantine/core'
import type { ReactNode } from 'react'
import { AmountInput } from '@/components/ui/AmountInput.tsx'
import type { Question } from '@/core/experiment/experiment.ts'
import type { Costs } from '@/core/experiment/purpose.ts'
import styles from './controls.module.css'

/** Classes whose costs are asked for one by one; of more, one cost stands for all. */
const MOST_CLASSES = 12

/** What each kind of error costs, by the task of the question. */
export function CostFields({
  question,
  onChange,
}: {
  question: Question
  onChange: (costs: Costs | undefined) => void
}) {
  const { task, classes, target } = question
  const kept = question.purpose?.costs
  // Costs of another task say nothing here; their unit does.
  const unit = kept?.unit ?? ''
  const costs = kept?.kind === task ? kept : undefined
  const set = (change: Readonly<Record<string, unknown>>) => {
    const next = Object.fromEntries(
      Object.entries({ kind: task, unit, ...costs, ...change }).filter(([, value]) => value !== undefined),
    ) as unknown as Costs
    const isEmpty = next.unit === '' && Object.keys(next).length === 2
    onChange(isEmpty ? undefined : next)
  }
  const cost = (id: string, label: string, value: number | undefined, put: (value: number | undefined) => void) => (
    <CostField key={id} id={id} label={label} unit={unit} value={value} onChange={put} />
  )
  return (
    <>
      <label htmlFor="cost-unit">Errors are counted in</label>
      <TextInput
        id="cost-unit"
        className={styles.short!}
        maxLength={20}
        placeholder="€"
        value={unit}
        onChange={(event) => set({ unit: event.currentTarget.value })}
      />
      {task === 'binary' && (
        <>
          {cost('cost-false-alarm', 'A false alarm costs', pick(costs, 'falseAlarm'), (falseAlarm) =>
            set({ falseAlarm }),
          )}
          {cost('cost-miss', 'A miss costs', pick(costs, 'miss'), (miss) => set({ miss }))}
          {cost('cost-hit', 'A hit gains', pick(costs, 'hit'), (hit) => set({ hit }))}
        </>
      )}
      {task === 'regression' && (
        <>
          {cost('cost-over', `A ${target} too high costs`, pick(costs, 'over'), (over) => set({ over }))}
          {cost('cost-under', `A ${target} too low costs`, pick(costs, 'under'), (under) => set({ under }))}
          <span />
          <p className="caption">For each unit of {target}.</p>
        </>
      )}
      {task === 'multiclass' && <ClassCosts {...{ classes, costs, set, cost }} />}
    </>
  )
}

function ClassCosts({
  classes,
  costs,
  set,
  cost,
}: {
  classes: readonly string[]
  costs: Costs | undefined
  set: (change: Readonly<Record<string, unknown>>) => void
  cost: (id: string, label: string, value: number | undefined, put: (value: number | undefined) => void) => ReactNode
}) {
  const each = costs?.kind === 'multiclass' ? costs.each : undefined
  const byClass = typeof each === 'object' ? each : undefined
  const uniform = typeof each === 'number' ? each : undefined
  const put = (label: string, value: number | undefined) => {
    const { [label]: _old, ...others } = byClass ?? {}
    const next = value === undefined ? others : { ...others, [label]: value }
    set({ each: Object.keys(next).length > 0 ? next : undefined })
  }
  return (
    <>
      {cost('cost-each', 'Any wrong class costs', uniform, (value) => set({ each: value }))}
      {uniform === undefined &&
        classes.length <= MOST_CLASSES &&
        classes.map((label, i) =>
          cost(`cost-class-${i}`, `A missed ${label} costs`, byClass?.[label], (value) => put(label, value)),
        )}
    </>
  )
}

/** A cost of the kind that holds it. */
function pick(costs: Costs | undefined, key: string): number | undefined {
  const value = (costs as Readonly<Record<string, unknown>> | undefined)?.[key]
  return typeof value === 'number' ? value : undefined
}

function CostField({
  id,
  label,
  unit,
  value,
  onChange,
}: {
  id: string
  label: string
  unit: string
  value: number | undefined
  onChange: (value: number | undefined) => void
}) {
  return (
    <>
      <label htmlFor={id}>{label}</label>
      <AmountInput
        id={id}
        className={styles.medium!}
        min={0}
        allowNegative={false}
        suffix={unit === '' ? '' : ` ${unit}`}
        value={value}
        onChange={onChange}
      />
    </>
  )
}
