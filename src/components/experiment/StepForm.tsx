import { Checkbox, MultiSelect, NumberInput, Select, TextInput } from '@mantine/core'
import type { ColumnMeta } from '@/core/dataset/dataset.ts'
import { DATE_PARTS, type DatePart, type Step } from '@/core/recipe/recipe.ts'
import { infoOf } from '@/core/recipe/step.ts'
import { DATE_PART_LABELS } from '@/core/recipe/steps/dateParts.ts'
import styles from './experiment.module.css'

/** The settings of one step. */
export function StepForm({
  step,
  columns,
  onChange,
}: {
  step: Step
  columns: readonly ColumnMeta[]
  onChange: (step: Step) => void
}) {
  const accepted = columns.filter(({ type }) => infoOf(step).accepts(type)).map(({ name }) => name)
  return (
    <div className={styles.stepForm}>
      <MultiSelect
        label="Columns"
        searchable
        data={[...new Set([...accepted, ...step.columns])]}
        value={[...step.columns]}
        onChange={(chosen) => onChange({ ...step, columns: chosen })}
      />
      {step.kind === 'impute' && (
        <>
          <Select
            label="Fill with"
            allowDeselect={false}
            value={step.method}
            data={[
              { value: 'median', label: 'the median' },
              { value: 'mean', label: 'the mean' },
              { value: 'mode', label: 'the most common value' },
              { value: 'constant', label: 'a value of your own' },
            ]}
            onChange={(method) => method && onChange({ ...step, method: method as typeof step.method })}
          />
          {step.method === 'constant' && (
            <TextInput
              label="Value"
              value={step.constant ?? ''}
              onChange={(event) => onChange({ ...step, constant: event.currentTarget.value })}
            />
          )}
          <Checkbox
            label="Add a column that says where it was missing"
            checked={step.indicator}
            onChange={(event) => onChange({ ...step, indicator: event.currentTarget.checked })}
          />
        </>
      )}
      {step.kind === 'dateParts' && (
        <MultiSelect
          label="Parts"
          data={DATE_PARTS.map((part) => ({ value: part, label: DATE_PART_LABELS[part] }))}
          value={[...step.parts]}
          onChange={(parts) => onChange({ ...step, parts: parts as DatePart[] })}
        />
      )}
      {step.kind === 'groupRare' && (
        <>
          <NumberInput
            label="Rare means below"
            suffix=" %"
            min={0}
            max={50}
            value={Math.round(step.minShare * 10_000) / 100}
            onChange={(percent) => typeof percent === 'number' && onChange({ ...step, minShare: percent / 100 })}
          />
          <TextInput
            label="They become"
            value={step.other}
            onChange={(event) => onChange({ ...step, other: event.currentTarget.value })}
          />
        </>
      )}
    </div>
  )
}
