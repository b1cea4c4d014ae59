import { Checkbox, MultiSelect, NumberInput, Select, Textarea, TextInput } from '@mantine/core'
import type { Step } from '@/core/recipe/recipe.ts'
import type { SettingField } from '@/core/recipe/steps/field.ts'
import type { ColumnHead } from '@/core/recipe/steps/info.ts'
import { chooser } from './chooser.ts'
import controlStyles from './controls.module.css'
import { PercentInput } from './PercentInput.tsx'
import recipeStyles from './recipe.module.css'

const OFFERED = 200

/** One setting of a step, as its kind's table describes it. */
export function SettingInput({
  field,
  step,
  heads,
  id,
  onChange,
}: {
  field: SettingField<string, Step>
  step: Step
  /** The columns that the step finds. */
  heads: readonly ColumnHead[]
  id: string
  onChange: (step: Step, topic?: string) => void
}) {
  const value = (step as unknown as Readonly<Record<string, unknown>>)[field.key]
  const set = (next: unknown, topic?: string) => {
    const { [field.key]: _, ...rest } = step as unknown as Record<string, unknown>
    onChange((next === undefined ? rest : { ...rest, [field.key]: next }) as unknown as Step, topic)
  }
  const named = (accepts: (type: ColumnHead['type']) => boolean) =>
    heads.filter(({ type, open }) => !open && accepts(type)).map(({ name }) => name)
  switch (field.field) {
    case 'toggle':
      return (
        <Checkbox
          size="xs"
          id={id}
          classNames={{ body: controlStyles.middle!, label: recipeStyles.feature! }}
          label={field.label}
          checked={value === true}
          onChange={(event) => set(event.currentTarget.checked)}
        />
      )
    case 'share':
      return (
        <PercentInput
          id={id}
          min={field.min}
          max={field.max}
          share={Number(value)}
          onChange={(share) => set(share, field.key)}
        />
      )
    case 'number':
      return (
        <NumberInput
          id={id}
          className={controlStyles.medium!}
          hideControls
          {...(field.unit !== undefined && { suffix: ` ${field.unit}` })}
          {...(field.min !== undefined && { min: field.min })}
          {...(field.max !== undefined && { max: field.max })}
          allowDecimal={!field.isWhole}
          value={typeof value === 'number' ? value : ''}
          onChange={(next) => {
            if (typeof next === 'number') set(next, field.key)
            else if (next === '' && field.isOptional) set(undefined, field.key)
          }}
        />
      )
    case 'choice': {
      const chosen = heads.filter(({ name }) => step.columns.includes(name))
      const refusals = field.options.map((option) => option.whyNot?.(chosen))
      const why = refusals.find((refusal) => refusal !== undefined)
      return (
        <div className={controlStyles.line}>
          <Select
            {...chooser}
            id={id}
            className={controlStyles.medium!}
            allowDeselect={false}
            value={String(value)}
            data={field.options.map((option, i) => ({
              value: option.value,
              label: option.label,
              disabled: refusals[i] !== undefined,
            }))}
            onChange={(next) => next && set(next)}
          />
          {why && <span className="caption">{why}</span>}
        </div>
      )
    }
    case 'choices': {
      const list = value as readonly string[]
      return (
        <Checkbox.Group
          aria-labelledby={`${id}-label`}
          value={[...list]}
          onChange={(next) =>
            set(field.options.map((option) => option.value).filter((option) => next.includes(option)))
          }
        >
          <div className={recipeStyles.ticks}>
            {field.options.map((option) => (
              <Checkbox
                key={option.value}
                size="xs"
                value={option.value}
                label={option.label}
                classNames={{ body: controlStyles.middle!, label: recipeStyles.feature! }}
              />
            ))}
          </div>
        </Checkbox.Group>
      )
    }
    case 'text':
      return (
        <TextInput
          id={id}
          className={controlStyles.medium!}
          value={typeof value === 'string' ? value : ''}
          error={!field.isOptional && value === ''}
          onChange={(event) => {
            const text = event.currentTarget.value
            set(field.isOptional && text === '' ? undefined : text, field.key)
          }}
        />
      )
    case 'expression':
      return (
        <TextInput
          id={id}
          className={`${controlStyles.grow} mono`}
          spellCheck={false}
          autoComplete="off"
          value={String(value ?? '')}
          error={value === ''}
          onChange={(event) => set(event.currentTarget.value, field.key)}
        />
      )
    case 'column': {
      const isChosen = typeof value === 'string' && value !== ''
      return (
        <Select
          {...chooser}
          id={id}
          className={controlStyles.medium!}
          searchable
          limit={OFFERED}
          clearable={field.isOptional === true}
          allowDeselect={field.isOptional === true}
          placeholder={field.isOptional ? 'none' : 'Choose a column'}
          error={!field.isOptional && !isChosen}
          data={[...new Set([...named(field.accepts), ...(isChosen ? [value] : [])])]}
          value={isChosen ? value : null}
          onChange={(next) => set(next ?? (field.isOptional ? undefined : ''))}
        />
      )
    }
    case 'columns': {
      const list = value as readonly string[]
      return (
        <MultiSelect
          {...chooser}
          id={id}
          className={controlStyles.grow!}
          searchable
          hidePickedOptions
          limit={OFFERED}
          nothingFoundMessage="No other column"
          data={[...new Set([...named(field.accepts), ...list])]}
          value={[...list]}
          onChange={(next) => set(next)}
        />
      )
    }
    case 'list':
      return (
        // Other columns have other lines.
        <ListInput
          key={field.perColumn ? step.columns.join('\n') : ''}
          id={id}
          field={field}
          list={value as readonly (string | number)[] | undefined}
          onList={set}
        />
      )
  }
}

/** A list, one a line. Lines that are no numbers where numbers are wanted are kept out of the step until they are. */
function ListInput({
  id,
  field,
  list = [],
  onList,
}: {
  id: string
  field: Extract<SettingField<string, Step>, { field: 'list' }>
  list: readonly (string | number)[] | undefined
  onList: (list: readonly (string | number)[], topic?: string) => void
}) {
  return (
    <Textarea
      id={id}
      className={controlStyles.medium!}
      autosize
      minRows={2}
      maxRows={8}
      key={field.of}
      defaultValue={list.join('\n')}
      onChange={(event) => {
        const lines = event.currentTarget.value.split('\n')
        if (field.of === 'text') return onList(field.perColumn ? lines : lines.filter((line) => line !== ''), field.key)
        const numbers = lines.filter((line) => line.trim() !== '').map(Number)
        if (numbers.every(Number.isFinite)) onList(numbers, field.key)
      }}
    />
  )
}
