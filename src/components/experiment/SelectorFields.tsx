import { Checkbox, MultiSelect, TextInput } from '@mantine/core'
import { COLUMN_TYPES, type ColumnType } from '@/core/dataset/column.ts'
import { ROLES } from '@/core/dataset/role.ts'
import type { Selector, Step } from '@/core/recipe/recipe.ts'
import { selectColumns } from '@/core/recipe/selector.ts'
import { infoOf } from '@/core/recipe/step.ts'
import { type ColumnHead, listNames } from '@/core/recipe/steps/info.ts'
import { chooser } from './chooser.ts'
import controlStyles from './controls.module.css'
import { ROLE_WORDS } from './RoleMenu.tsx'
import recipeStyles from './recipe.module.css'

const OFFERED = 200
/** No step finds a column that is only known later. */
const OFFERED_ROLES = ROLES.filter((role) => role !== 'later')
/** Columns that are named as meant just now. */
const SHOWN = 6

/** Columns that a step takes by what they are, beside those it names: on or off, then by type, role and name, and which not. */
export function SelectorFields({
  step,
  heads,
  onChange,
}: {
  step: Step
  /** The columns that the step finds. */
  heads: readonly ColumnHead[]
  onChange: (step: Step, topic?: string) => void
}) {
  const { accepts } = infoOf(step)
  const { select, ...rest } = step
  const id = (field: string) => `${step.id}-select-${field}`
  const set = (next: Selector | undefined, topic?: string) =>
    onChange((next ? { ...rest, select: next } : rest) as Step, topic)
  return (
    <>
      <span />
      <Checkbox
        size="xs"
        id={id('on')}
        classNames={{ body: controlStyles.middle!, label: recipeStyles.feature! }}
        label="Also every column of a type, a role, or a name like this"
        checked={select !== undefined}
        onChange={(event) => set(event.currentTarget.checked ? {} : undefined)}
      />
      {select && (
        <SelectorInputs
          select={select}
          id={id}
          types={COLUMN_TYPES.filter(accepts)}
          heads={heads.filter(({ type }) => accepts(type))}
          onChange={set}
        />
      )}
    </>
  )
}

function SelectorInputs({
  select,
  id,
  types,
  heads,
  onChange,
}: {
  select: Selector
  id: (field: string) => string
  types: readonly ColumnType[]
  /** The columns that it may mean. */
  heads: readonly ColumnHead[]
  onChange: (select: Selector, topic?: string) => void
}) {
  const { except = [] } = select
  const meant = selectColumns(select, heads).map(({ name, open }) => (open ? `${name}…` : name))
  /** A condition that says nothing is left out. */
  const set = <K extends keyof Selector>(key: K, value: NonNullable<Selector[K]>, topic?: string) => {
    const { [key]: _, ...others } = select
    onChange(value.length > 0 ? { ...others, [key]: value } : others, topic)
  }
  return (
    <>
      <label htmlFor={id('types')}>Of type</label>
      <MultiSelect
        {...chooser}
        id={id('types')}
        className={controlStyles.grow!}
        hidePickedOptions
        placeholder={select.types ? '' : 'any that it takes'}
        nothingFoundMessage="No other type"
        data={[...types]}
        value={[...(select.types ?? [])]}
        onChange={(next) =>
          set(
            'types',
            types.filter((type) => next.includes(type)),
          )
        }
      />
      <label htmlFor={id('roles')}>Of role</label>
      <MultiSelect
        {...chooser}
        id={id('roles')}
        className={controlStyles.grow!}
        hidePickedOptions
        placeholder={select.roles ? '' : 'any'}
        nothingFoundMessage="No other role"
        data={OFFERED_ROLES.map((role) => ({ value: role, label: ROLE_WORDS[role].label }))}
        value={[...(select.roles ?? [])]}
        onChange={(next) =>
          set(
            'roles',
            OFFERED_ROLES.filter((role) => next.includes(role)),
          )
        }
      />
      <label htmlFor={id('name')}>Name has</label>
      <TextInput
        id={id('name')}
        className={controlStyles.medium!}
        placeholder="anything"
        value={select.name ?? ''}
        onChange={(event) => set('name', event.currentTarget.value, 'select-name')}
      />
      <label htmlFor={id('except')}>But not</label>
      <div>
        <MultiSelect
          {...chooser}
          id={id('except')}
          className={controlStyles.grow!}
          searchable
          hidePickedOptions
          limit={OFFERED}
          nothingFoundMessage="No other column"
          data={[...new Set([...heads.filter(({ open }) => !open).map(({ name }) => name), ...except])]}
          value={[...except]}
          onChange={(next) => set('except', next)}
        />
        <p className="caption">
          {meant.length === 0 ? 'No column here is like this.' : `Here that is ${listNames(meant, SHOWN)}.`}
        </p>
      </div>
    </>
  )
}
