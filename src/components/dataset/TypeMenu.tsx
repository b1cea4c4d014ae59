import { Menu } from '@mantine/core'
import { IconChevronDown } from '@tabler/icons-react'
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
  return (
    <Menu position="bottom-start" shadow="none" width={340} {...IN_PAGE}>
      <Menu.Target>
        <button
          type="button"
          className={styles.type}
          data-column={column.name}
          aria-label={`Type of ${column.name}: ${column.type}`}
          aria-busy={isBusy}
          disabled={isBusy}
        >
          <TypeIcon type={column.type} />
          {column.type}
          <IconChevronDown size={12} aria-hidden />
        </button>
      </Menu.Target>
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
