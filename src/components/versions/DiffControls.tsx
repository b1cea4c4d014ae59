import { MultiSelect, NativeSelect } from '@mantine/core'
import { useId } from 'react'
import type { Dataset, DatasetId } from '@/core/dataset/dataset.ts'
import { sharedNames } from './useKeys.ts'
import styles from './versions.module.css'

/** Which two tables are held against each other, and by which columns their rows are matched. */
export function DiffControls({
  dataset,
  before,
  versions,
  others,
  keys,
  onBefore,
  onAfter,
  onKeys,
}: {
  dataset: Dataset
  before: Dataset | undefined
  versions: readonly Dataset[]
  others: readonly Dataset[]
  keys: readonly string[]
  onBefore: (id: DatasetId) => void
  onAfter: (id: DatasetId) => void
  onKeys: (keys: readonly string[]) => void
}) {
  const ids = { before: useId(), after: useId(), keys: useId() }
  const named = (version: Dataset) => ({ value: version.id, label: `v${version.version} of ${version.name}` })
  const earlier = versions.filter(({ id }) => id !== dataset.id)
  if (earlier.length === 0 && others.length === 0) return null
  const groups = [
    ...(earlier.length > 0 ? [{ group: 'Versions', items: earlier.map(named) }] : []),
    ...(others.length > 0
      ? [
          {
            group: 'Other data',
            items: others.map(({ id, name, version }) => ({
              value: id,
              label: version > 0 ? `v${version} of ${name}` : name,
            })),
          },
        ]
      : []),
  ]
  return (
    <div className={styles.controls}>
      <div>
        <label htmlFor={ids.before}>From</label>
        <NativeSelect
          id={ids.before}
          value={before?.id ?? ''}
          data={before ? groups : [{ value: '', label: 'Choose data' }, ...groups]}
          onChange={(event) => event.currentTarget.value && onBefore(event.currentTarget.value)}
        />
      </div>
      <div>
        <label htmlFor={ids.after}>To</label>
        <NativeSelect
          id={ids.after}
          value={dataset.id}
          data={versions.map(named)}
          onChange={(event) => onAfter(event.currentTarget.value)}
        />
      </div>
      {before && (
        <div>
          <label htmlFor={ids.keys}>Rows matched by</label>
          <MultiSelect
            id={ids.keys}
            value={[...keys]}
            data={[...sharedNames(before, dataset)]}
            placeholder={keys.length === 0 ? 'row number' : ''}
            searchable
            classNames={{ input: styles.keys ?? '' }}
            onChange={onKeys}
            comboboxProps={{ withinPortal: false, shadow: 'none' }}
          />
        </div>
      )}
    </div>
  )
}
