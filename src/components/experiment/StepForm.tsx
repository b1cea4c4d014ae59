import { Checkbox, MultiSelect, Select, TextInput } from '@mantine/core'
import { isNumericType } from '@/core/dataset/column.ts'
import { DATE_PARTS, type DatePart, type Step } from '@/core/recipe/recipe.ts'
import { infoOf } from '@/core/recipe/step.ts'
import { DATE_PART_LABELS } from '@/core/recipe/steps/dateParts.ts'
import type { ColumnHead } from '@/core/recipe/steps/info.ts'
import { chooser } from './chooser.ts'
import controlStyles from './controls.module.css'
import { PercentInput } from './PercentInput.tsx'
import recipeStyles from './recipe.module.css'

const OFFERED = 200

/** The settings of one step. */
export function StepForm({
  step,
  heads,
  onChange,
}: {
  step: Step
  /** The columns that the steps before leave. */
  heads: readonly ColumnHead[]
  onChange: (step: Step, topic?: string) => void
}) {
  const { accepts, takes } = infoOf(step)
  const accepted = heads.filter(({ type }) => accepts(type)).map(({ name }) => name)
  const id = (field: string) => `${step.id}-${field}`
  return (
    <div className={`${controlStyles.form} ${recipeStyles.stepForm}`}>
      <label htmlFor={id('columns')}>Columns</label>
      <MultiSelect
        {...chooser}
        id={id('columns')}
        className={controlStyles.grow!}
        searchable
        hidePickedOptions
        limit={OFFERED}
        placeholder={step.columns.length === 0 ? `Choose from ${takes}` : ''}
        nothingFoundMessage="No other column"
        error={step.columns.length === 0}
        data={[...new Set([...accepted, ...step.columns])]}
        value={[...step.columns]}
        onChange={(columns) => onChange({ ...step, columns })}
      />
      {step.kind === 'impute' && <ImputeFields step={step} heads={heads} id={id} onChange={onChange} />}
      {step.kind === 'dateParts' && (
        <>
          <span id={id('parts')}>Parts</span>
          <Checkbox.Group
            aria-labelledby={id('parts')}
            value={[...step.parts]}
            onChange={(parts) =>
              onChange({ ...step, parts: DATE_PARTS.filter((part) => (parts as DatePart[]).includes(part)) })
            }
          >
            <div className={recipeStyles.ticks}>
              {DATE_PARTS.map((part) => (
                <Checkbox
                  key={part}
                  size="xs"
                  value={part}
                  label={DATE_PART_LABELS[part]}
                  classNames={{ body: controlStyles.middle!, label: recipeStyles.feature! }}
                />
              ))}
            </div>
          </Checkbox.Group>
        </>
      )}
      {step.kind === 'groupRare' && (
        <>
          <label htmlFor={id('share')}>Rare means below</label>
          <PercentInput
            id={id('share')}
            min={0.1}
            max={50}
            share={step.minShare}
            onChange={(minShare) => onChange({ ...step, minShare }, 'share')}
          />
          <label htmlFor={id('other')}>They become</label>
          <TextInput
            id={id('other')}
            className={controlStyles.medium!}
            value={step.other}
            error={step.other === ''}
            onChange={(event) => onChange({ ...step, other: event.currentTarget.value }, 'other')}
          />
        </>
      )}
    </div>
  )
}

function ImputeFields({
  step,
  heads,
  id,
  onChange,
}: {
  step: Extract<Step, { kind: 'impute' }>
  heads: readonly ColumnHead[]
  id: (field: string) => string
  onChange: (step: Step, topic?: string) => void
}) {
  const chosen = heads.filter(({ name }) => step.columns.includes(name))
  const isWords = chosen.some(({ type }) => !isNumericType(type))
  return (
    <>
      <label htmlFor={id('method')}>Fill with</label>
      <div className={controlStyles.line}>
        <Select
          {...chooser}
          id={id('method')}
          className={controlStyles.medium!}
          allowDeselect={false}
          value={step.method}
          data={[
            { value: 'median', label: 'the median', disabled: isWords },
            { value: 'mean', label: 'the mean', disabled: isWords },
            { value: 'mode', label: 'the most common value' },
            { value: 'constant', label: 'a value of your own' },
          ]}
          onChange={(method) => method && onChange({ ...step, method: method as typeof step.method })}
        />
        {isWords && <span className="caption">Only numbers have a median and a mean.</span>}
      </div>
      {step.method === 'constant' && (
        <>
          <label htmlFor={id('constant')}>Value</label>
          <TextInput
            id={id('constant')}
            className={controlStyles.medium!}
            value={step.constant ?? ''}
            onChange={(event) => onChange({ ...step, constant: event.currentTarget.value }, 'constant')}
          />
        </>
      )}
      <span />
      <Checkbox
        size="xs"
        classNames={{ body: controlStyles.middle!, label: recipeStyles.feature! }}
        label="Remember where, in a 0/1 column beside it"
        checked={step.indicator}
        onChange={(event) => onChange({ ...step, indicator: event.currentTarget.checked })}
      />
    </>
  )
}
