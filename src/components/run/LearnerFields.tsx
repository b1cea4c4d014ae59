import { NativeSelect, TextInput } from '@mantine/core'
import { useState } from 'react'
import { Field } from '@/components/ui/Field.tsx'
import { formatCount, formatUnits } from '@/core/format/format.ts'
import type { OptionField } from '@/core/learner/field.ts'
import type { LearnerKind } from '@/core/learner/learner.ts'
import { changedOptions, fieldText, type OptionTexts } from '@/core/learner/options.ts'
import { fieldsFor } from '@/core/learner/table.ts'
import type { TaskKind } from '@/core/metrics/metric.ts'
import styles from './train.module.css'

/** The settings of one learner: those that matter most, and the others behind a line that says whether any changed. */
export function LearnerFields({
  kind,
  task,
  texts,
  defaults,
  errors = {},
  onChange,
}: {
  kind: LearnerKind
  task: TaskKind
  texts: OptionTexts
  defaults: object
  errors?: Readonly<Record<string, string>> | undefined
  onChange: (texts: OptionTexts) => void
}) {
  const [isOpen, setOpen] = useState(false)
  const fields = fieldsFor(kind, task)
  const advanced = fields.filter((field) => field.advanced)
  // What has to be put right must be in sight.
  const isShown = isOpen || advanced.some(({ key }) => errors[key])
  const changed = changedOptions(kind, texts, defaults).filter((key) => advanced.some((field) => field.key === key))
  const row = (field: OptionField) => (
    <OptionRow
      key={field.key}
      id={`${kind}-${field.key}`}
      field={field}
      text={texts[field.key] ?? fieldText(field, defaults)}
      error={errors[field.key]}
      onChange={(text) => onChange({ ...texts, [field.key]: text })}
    />
  )
  if (fields.length === 0) return null
  return (
    <div className={styles.fields}>
      {fields.filter((field) => !field.advanced).map(row)}
      {isShown && advanced.map(row)}
      <button type="button" className={styles.more} aria-expanded={isShown} onClick={() => setOpen(!isShown)}>
        {isShown ? 'Fewer settings' : `${formatUnits(advanced.length, 'more setting')}, ${stateOf(changed.length)}`}
      </button>
      {isShown && changed.length > 0 && (
        <button
          type="button"
          className={styles.more}
          onClick={() => onChange(Object.fromEntries(Object.entries(texts).filter(([key]) => !changed.includes(key))))}
        >
          Put them back to their defaults
        </button>
      )}
    </div>
  )
}

function stateOf(changed: number): string {
  return changed === 0 ? 'all at their defaults' : `${formatCount(changed)} changed`
}

/** One setting: its label, its value, and help or what is wrong with it. */
export function OptionRow({
  id,
  field: { label, unit, help, advanced, choices },
  text,
  error,
  onChange,
}: {
  id: string
  field: OptionField
  text: string
  error: string | undefined
  onChange: (text: string) => void
}) {
  const note = error ?? (advanced ? help : undefined)
  return (
    <Field
      label={label}
      htmlFor={id}
      help={
        note && (
          <span id={`${id}-note`} className={error && styles.invalid}>
            {note}
          </span>
        )
      }
    >
      {choices ? (
        <NativeSelect
          id={id}
          value={text}
          data={choices.map(({ value, label: words }) => ({ value, label: words }))}
          {...(note && { 'aria-describedby': `${id}-note` })}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      ) : (
        <TextInput
          id={id}
          value={text}
          error={error !== undefined}
          autoComplete="off"
          spellCheck={false}
          {...(note && { 'aria-describedby': `${id}-note` })}
          {...(unit && {
            rightSection: <span className={styles.unit}>{unit}</span>,
            rightSectionWidth: 12 + unit.length * 6.5,
            rightSectionPointerEvents: 'none',
          })}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      )}
    </Field>
  )
}
