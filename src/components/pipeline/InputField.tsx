import { Autocomplete, Button, Select, TextInput } from '@mantine/core'
import { useId } from 'react'
import { formatCell } from '@/core/format/format.ts'
import type { ContractInput } from '@/core/pipeline/pipeline.ts'
import styles from './pipeline.module.css'

/** Up to here a choice is a list; past it one types and gets suggestions. */
const LIST_MAX = 40

/** One cell of the row to predict, by its column's type. An empty field is a missing cell. */
export function InputField({
  input,
  value,
  was,
  onChange,
  onReset,
  onFocus,
}: {
  input: ContractInput
  value: string
  /** What stood there, where it was changed. */
  was: string | undefined
  onChange: (value: string) => void
  onReset: () => void
  onFocus: () => void
}) {
  const id = useId()
  const values = input.type === 'boolean' ? ['true', 'false'] : input.values
  return (
    <div className={styles.field} data-changed={was !== undefined || undefined}>
      <label htmlFor={id}>{input.name}</label>
      {values && values.length <= LIST_MAX ? (
        <Select
          id={id}
          data={[...values]}
          value={value || null}
          placeholder="missing"
          clearable
          searchable={values.length > 8}
          onChange={(next) => onChange(next ?? '')}
          onFocus={onFocus}
        />
      ) : values ? (
        <Autocomplete
          id={id}
          data={[...values]}
          value={value}
          placeholder="missing"
          limit={20}
          onChange={onChange}
          onFocus={onFocus}
        />
      ) : (
        <TextInput
          id={id}
          value={value}
          placeholder="missing"
          inputMode={input.type === 'number' || input.type === 'integer' ? 'decimal' : 'text'}
          onChange={(event) => onChange(event.currentTarget.value)}
          onFocus={onFocus}
        />
      )}
      <small>
        {was === undefined ? (
          rangeText(input)
        ) : (
          <>
            was {was === '' ? 'missing' : was}{' '}
            <Button variant="subtle" onClick={onReset}>
              Put back<span className="visually-hidden"> {input.name}</span>
            </Button>
          </>
        )}
      </small>
    </div>
  )
}

/** What the column held in training, so that a person sees when a value is outside it; true and false lie in no range. */
function rangeText({ min, max, type }: ContractInput): string {
  if (min === undefined || max === undefined) return ''
  if (type === 'boolean') return min === max ? `only ${formatCell(min, type)} in training` : ''
  return `${formatCell(min, type)} to ${formatCell(max, type)} in training`
}
