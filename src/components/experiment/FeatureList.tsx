import { Button, Checkbox, TextInput } from '@mantine/core'
import { useDeferredValue, useState } from 'react'
import { TypeIcon } from '@/components/ui/TypeIcon.tsx'
import type { ColumnMeta } from '@/core/dataset/dataset.ts'
import { roleOf } from '@/core/dataset/role.ts'
import { assignRole, isSetAside, setAside } from '@/core/experiment/edit.ts'
import type { Question } from '@/core/experiment/experiment.ts'
import { formatCount } from '@/core/format/format.ts'
import type { Recipe } from '@/core/recipe/recipe.ts'
import controlStyles from './controls.module.css'
import { RoleMenu } from './RoleMenu.tsx'
import recipeStyles from './recipe.module.css'

/** Columns listed at once; of a wider table more come on demand. */
const LISTED = 60
/** From so many columns on, a name is quicker typed than found. */
const SEARCHED = 24

/** Which columns go in, and as what: one click sets one aside or lets it in again. */
export function FeatureList({
  columns,
  question,
  proposed,
  onChange,
}: {
  columns: readonly ColumnMeta[]
  question: Question
  /** The preparation that is proposed where every column is an input. */
  proposed: Recipe
  onChange: (question: Question) => void
}) {
  const { recipe, roles } = question
  const [looked, setLooked] = useState('')
  const [listed, setListed] = useState(LISTED)
  const sought = useDeferredValue(looked).trim().toLowerCase()
  const found = sought ? columns.filter(({ name }) => name.toLowerCase().includes(sought)) : columns
  return (
    <>
      {columns.length >= SEARCHED && (
        <TextInput
          aria-label="Find a column"
          placeholder="Find a column"
          className={controlStyles.medium!}
          value={looked}
          onChange={(event) => setLooked(event.currentTarget.value)}
        />
      )}
      <ul className={recipeStyles.features} aria-label="Columns that go in">
        {found.slice(0, listed).map(({ name, type }) => {
          const role = roleOf(roles, name)
          const isOut = isSetAside(recipe, name)
          const isIn = !isOut && role === 'feature'
          const turn = () =>
            onChange(
              isIn || isOut
                ? { ...question, recipe: setAside(recipe, name, isIn, proposed) }
                : assignRole(question, name, 'feature', proposed),
            )
          return (
            <li key={name} data-out={!isIn || undefined}>
              <Checkbox
                size="xs"
                classNames={{ body: controlStyles.middle!, label: recipeStyles.feature! }}
                label={
                  <>
                    <TypeIcon type={type} />
                    <span>{name}</span>
                    {isOut && <span className="caption"> set aside</span>}
                  </>
                }
                aria-label={name}
                checked={isIn}
                onChange={turn}
              />
              <RoleMenu
                column={name}
                role={role}
                onChange={(next) => onChange(assignRole(question, name, next, proposed))}
              />
            </li>
          )
        })}
      </ul>
      {found.length === 0 && <p className="secondary">No column is called anything like “{looked}”.</p>}
      {found.length > listed && (
        <Button variant="subtle" onClick={() => setListed(listed + 4 * LISTED)}>
          Show {formatCount(Math.min(4 * LISTED, found.length - listed))} more of {formatCount(found.length)}
        </Button>
      )}
    </>
  )
}
