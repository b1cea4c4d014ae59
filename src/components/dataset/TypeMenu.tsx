import { Menu } from '@mantine/core'
import { IconChevronDown } from '@tabler/icons-react'
import { useState } from 'react'
import { TypeIcon } from '@/components/ui/TypeIcon.tsx'
import { COLUMN_TYPES, type ColumnType } from '@/core/dataset/column.ts'
import type { ColumnMeta } from '@/core/dataset/dataset.ts'
import { TYPE_MEANINGS } from '@/core/dataset/typeWords.ts'
import styles from './columns.module.css'
import { IN_PAGE } from './menu.ts'

/** The type of a column, and the others that it could be given, each with what it means. */
export function TypeMenu({
  column,
  isBusy,
  onRetype,
}: {
  column: ColumnMeta
  isBusy: boolean
  onRetype: (column: string, type: ColumnType) => void
}) {
  // The menu itself is made when it is first wanted: a wide table has hundreds of rows.
  const [isWanted, setWanted] = useState(false)
  const button = (
    <button
      type="button"
      className={styles.type}
      data-column={column.name}
      aria-label={`Type of ${column.name}: ${column.type}`}
      aria-haspopup="menu"
      aria-busy={isBusy}
      disabled={isBusy}
      onClick={isWanted ? undefined : () => setWanted(true)}
    >
      <TypeIcon type={column.type} />
      {column.type}
      <IconChevronDown size={12} aria-hidden />
    </button>
  )
  if (!isWanted) return button
  return (
    <Menu defaultOpened position="bottom-start" shadow="none" width={340} {...IN_PAGE}>
      <Menu.Target>{button}</Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>Read {column.name} as</Menu.Label>
        <Menu.RadioGroup value={column.type} onChange={(type) => onRetype(column.name, type as ColumnType)}>
          {COLUMN_TYPES.map((type) => (
            <Menu.RadioItem key={type} value={type} closeMenuOnClick>
              <span className={styles.typeChoice}>
                <TypeIcon type={type} />
                <span>
                  {type}
                  <span className="caption">{TYPE_MEANINGS[type]}</span>
                </span>
              </span>
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
      </Menu.Dropdown>
    </Menu>
  )
}
