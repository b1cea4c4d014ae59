import { Button, Checkbox, TextInput } from '@mantine/core'
import { useDeferredValue, useState } from 'react'
import { TypeIcon } from '@/components/ui/TypeIcon.tsx'
import type { ColumnMeta } from '@/core/dataset/dataset.ts'
import { isSetAside, setAside } from '@/core/experiment/edit.ts'
import { formatCount } from '@/core/format/format.ts'
import type { Recipe } from '@/core/recipe/recipe.ts'
import controlStyles from './controls.module.css'
import recipeStyles from './recipe.module.css'

/** Columns listed at once; of a wider table more come on demand. */
const LISTED = 60
/** From so many columns on, a name is quicker typed than found. */
const SEARCHED = 24

/** Which columns go in: one click sets one aside or lets it in again. */
export function FeatureList({
  columns,
  recipe,
  proposed,
  onChange,
}: {
  columns: readonly ColumnMeta[]
  recipe: Recipe
  proposed: Recipe
  onChange: (recipe: Recipe) => void
}) {
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
          const isOut = isSetAside(recipe, name)
          return (
            <li key={name} data-out={isOut || undefined}>
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
                checked={!isOut}
                onChange={() => onChange(setAside(recipe, name, !isOut, proposed))}
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
