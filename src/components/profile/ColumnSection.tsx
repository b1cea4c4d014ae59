import { useId } from 'react'
import { Scrollable } from '@/components/ui/Scrollable.tsx'
import { TypeIcon } from '@/components/ui/TypeIcon.tsx'
import type { ColumnProfile } from '@/core/profile/columnProfile.ts'
import type { Profile } from '@/core/profile/jobs.ts'
import { figuresOf, sayColumn, sayCoverage } from '@/core/profile/words.ts'
import { Histogram } from './Histogram.tsx'
import { Part } from './Part.tsx'
import styles from './profile.module.css'
import { TopValues } from './TopValues.tsx'
import { useListKeys } from './useListKeys.ts'

/** Every column, one at a time: a list to choose from, and beside it all that is known of the one. */
export function ColumnSection({
  profile,
  shown,
  onShow,
}: {
  profile: Profile
  shown: string
  onShow: (name: string) => void
}) {
  const { columns } = profile
  const id = useId()
  const index = Math.max(
    0,
    columns.findIndex(({ name }) => name === shown),
  )
  const list = useListKeys(columns.length, index, (next) => onShow(columns[next]!.name))
  const column = columns[index]
  if (!column) return null
  return (
    <Part title="Columns">
      <div className={styles.columns}>
        <div
          ref={list.ref}
          className={styles.list}
          role="listbox"
          aria-label="Columns"
          aria-activedescendant={`${id}${index}`}
          tabIndex={0}
          onKeyDown={list.onKeyDown}
        >
          {columns.map(({ name, type }, i) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the list hears the keys
            // biome-ignore lint/a11y/useFocusableInteractive: the list has the focus
            <div
              key={name}
              id={`${id}${i}`}
              role="option"
              aria-selected={i === index}
              title={name}
              onClick={() => onShow(name)}
            >
              <TypeIcon type={type} />
              <span>{name}</span>
            </div>
          ))}
        </div>
        <ColumnPanel key={column.name} column={column} />
      </div>
    </Part>
  )
}

function ColumnPanel({ column }: { column: ColumnProfile }) {
  const { name, type } = column
  // Of what is empty there is nothing more to say than how much is missing.
  const groups = column.distinct === 0 ? figuresOf(column).slice(0, 1) : figuresOf(column)
  return (
    <div className={styles.panel}>
      <h3>
        {name} <span className="caption">{type}</span>
      </h3>
      <p className={styles.verdict}>{sayColumn(column)}</p>
      {column.kind === 'times' && column.coverage && <p>{sayCoverage(column.coverage)}</p>}
      {column.kind === 'values' ? <TopValues column={column} /> : <Histogram column={column} />}
      <Scrollable label={`Figures of ${name}`} className={styles.figures!}>
        {groups.map((figures) => (
          <table key={figures[0]?.label}>
            <tbody>
              {figures.map(({ label, value }) => (
                <tr key={label}>
                  <th scope="row">{label}</th>
                  <td className="n">{value === '0' ? <span className={styles.zero}>0</span> : value}</td>
                </tr>
              ))}
            </tbody>
          </table>
        ))}
      </Scrollable>
      {column.kind !== 'values' && <TopValues column={column} />}
    </div>
  )
}
