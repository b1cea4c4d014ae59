import { MultiSelect } from '@mantine/core'
import { Fragment } from 'react'
import { chooseColumns, settleStep } from '@/core/recipe/edit.ts'
import type { Step } from '@/core/recipe/recipe.ts'
import { infoOf, isPerColumn } from '@/core/recipe/step.ts'
import type { ColumnHead } from '@/core/recipe/steps/info.ts'
import { chooser } from './chooser.ts'
import controlStyles from './controls.module.css'
import recipeStyles from './recipe.module.css'
import { SelectorFields } from './SelectorFields.tsx'
import { SettingInput } from './SettingInput.tsx'

const OFFERED = 200

/** The settings of one step, of whatever kind: its columns, then what its kind's table lists. */
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
  const { accepts, takes, needs, fields } = infoOf(step)
  const accepted = heads.filter(({ type, open }) => !open && accepts(type)).map(({ name }) => name)
  const id = (field: string) => `${step.id}-${field}`
  const change = (next: Step, topic?: string) => onChange(settleStep(next), topic)
  const isEmpty = needs === 'some' && step.columns.length === 0 && !step.select
  return (
    <div className={`${controlStyles.form} ${recipeStyles.stepForm}`}>
      {needs !== 'none' && (
        <>
          <label htmlFor={id('columns')}>Columns</label>
          <MultiSelect
            {...chooser}
            id={id('columns')}
            className={controlStyles.grow!}
            searchable
            // A new step's field is given the focus, and its list would lie over the settings below it.
            openOnFocus={false}
            hidePickedOptions
            limit={OFFERED}
            placeholder={step.columns.length === 0 ? `Choose from ${takes}` : ''}
            nothingFoundMessage="No other column"
            error={isEmpty}
            data={[...new Set([...accepted, ...step.columns])]}
            value={[...step.columns]}
            onChange={(columns) => onChange(chooseColumns(step, columns, heads))}
          />
          {!isPerColumn(step) && <SelectorFields step={step} heads={heads} onChange={onChange} />}
        </>
      )}
      {fields
        .filter((field) => field.isShown?.(step) ?? true)
        .map((field) => (
          <Fragment key={field.key}>
            {field.field === 'toggle' ? (
              <span />
            ) : field.field === 'choices' ? (
              <span id={`${id(field.key)}-label`}>{field.label}</span>
            ) : (
              <label htmlFor={id(field.key)} data-top={field.help !== undefined || undefined}>
                {field.label}
              </label>
            )}
            <div>
              <SettingInput field={field} step={step} heads={heads} id={id(field.key)} onChange={change} />
              {field.help && <p className={`caption ${recipeStyles.help}`}>{field.help}</p>}
            </div>
          </Fragment>
        ))}
    </div>
  )
}
