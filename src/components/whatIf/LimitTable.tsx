import { Checkbox, NativeSelect, NumberInput } from '@mantine/core'
import { Scrollable } from '@/components/ui/Scrollable.tsx'
import type { ContractInput } from '@/core/pipeline/pipeline.ts'
import type { Limit } from '@/core/whatIf/goal.ts'
import styles from './whatIf.module.css'

/** What may change, in which direction, and how far. */
export function LimitTable({
  inputs,
  limits,
  onChange,
}: {
  inputs: readonly ContractInput[]
  limits: readonly Limit[]
  onChange: (limits: readonly Limit[]) => void
}) {
  const change = (column: string, next: Omit<Limit, 'column'>) => {
    const old = limits.find((limit) => limit.column === column)
    const { isFixed, direction, min, max } = { ...old, ...next }
    const others = limits.filter((limit) => limit.column !== column)
    const isNone = !isFixed && !direction && min === undefined && max === undefined
    onChange(isNone ? others : [...others, { column, isFixed, direction, min, max }])
  }
  return (
    <Scrollable label="Limits of what may change" className={styles.scroll!}>
      <table className={styles.limits}>
        <thead>
          <tr>
            <th scope="col">Keep as it is</th>
            <th scope="col">Direction</th>
            <th scope="col">From</th>
            <th scope="col">To</th>
          </tr>
        </thead>
        <tbody>
          {inputs.map((input) => (
            <Row
              key={input.name}
              input={input}
              limit={limits.find(({ column }) => column === input.name) ?? { column: input.name }}
              onChange={(next) => change(input.name, next)}
            />
          ))}
        </tbody>
      </table>
      <p className="caption">
        Numbers go to any between the least and the greatest of training, dates and truths to those of training rows,
        categories to those seen in training. Free texts always stay.
      </p>
    </Scrollable>
  )
}

function Row({
  input: { name, type, min, max },
  limit,
  onChange,
}: {
  input: ContractInput
  limit: Limit
  onChange: (next: Omit<Limit, 'column'>) => void
}) {
  const isText = type === 'text' || type === 'identifier'
  const isNumber = type === 'number' || type === 'integer'
  const isFixed = isText || (limit.isFixed ?? false)
  return (
    <tr>
      <th scope="row">
        <Checkbox
          label={name}
          checked={isFixed}
          disabled={isText}
          onChange={(event) => onChange({ isFixed: event.currentTarget.checked || undefined })}
        />
      </th>
      <td>
        {(isNumber || type === 'datetime') && (
          <NativeSelect
            aria-label={`Direction of ${name}`}
            disabled={isFixed}
            value={limit.direction ?? ''}
            onChange={(event) =>
              onChange({ direction: (event.currentTarget.value || undefined) as Limit['direction'] })
            }
            data={[
              { value: '', label: 'either way' },
              { value: 'up', label: 'only up' },
              { value: 'down', label: 'only down' },
            ]}
          />
        )}
      </td>
      {(['min', 'max'] as const).map((end) => (
        <td key={end}>
          {isNumber && (
            <NumberInput
              aria-label={`${end === 'min' ? 'Least' : 'Greatest'} ${name}`}
              disabled={isFixed}
              value={limit[end] ?? ''}
              placeholder={String(end === 'min' ? (min ?? '') : (max ?? ''))}
              hideControls
              w={108}
              onChange={(next) => onChange({ [end]: typeof next === 'number' ? next : undefined })}
            />
          )}
        </td>
      ))}
    </tr>
  )
}
