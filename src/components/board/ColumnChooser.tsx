import { ActionIcon, Button, Checkbox, Popover } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconChevronDown } from '@tabler/icons-react'
import { useState } from 'react'
import type { BoardLayout } from '@/core/run/boardLayout.ts'
import styles from './board.module.css'

/** Which columns are shown, and in which order: those that are come first. */
export function ColumnChooser({
  layout: { shown, columns, by },
  isUsual,
  onChoose,
}: {
  layout: BoardLayout
  /** Whether nobody has chosen. */
  isUsual: boolean
  /** Undefined for the usual ones. */
  onChoose: (keys: readonly string[] | undefined) => void
}) {
  const [isOpen, setOpen] = useState(false)
  const keys = shown.map(({ key }) => key)
  const others = columns.filter(({ key }) => key !== 'name' && key !== by.key && !keys.includes(key))
  const move = (at: number, to: number) => {
    const next = keys.filter((_, index) => index !== at)
    next.splice(to, 0, keys[at]!)
    onChoose(next)
  }
  return (
    <Popover opened={isOpen} onChange={setOpen} trapFocus position="bottom-end" transitionProps={{ duration: 0 }}>
      <Popover.Target>
        <Button onClick={() => setOpen(!isOpen)} rightSection={<IconChevronDown size={14} aria-hidden />}>
          Columns
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label="Columns">
        <ul className={styles.columns}>
          {shown.map(({ key, label }, at) => (
            <li key={key}>
              <Checkbox
                size="xs"
                label={label}
                checked
                onChange={() => onChoose(keys.filter((each) => each !== key))}
              />
              <ActionIcon
                variant="subtle"
                size={24}
                aria-label={`Move ${label} to the left`}
                disabled={at === 0}
                onClick={() => move(at, at - 1)}
              >
                <IconArrowUp size={14} aria-hidden />
              </ActionIcon>
              <ActionIcon
                variant="subtle"
                size={24}
                aria-label={`Move ${label} to the right`}
                disabled={at === keys.length - 1}
                onClick={() => move(at, at + 1)}
              >
                <IconArrowDown size={14} aria-hidden />
              </ActionIcon>
            </li>
          ))}
          {others.map(({ key, label }) => (
            <li key={key}>
              <Checkbox size="xs" label={label} checked={false} onChange={() => onChoose([...keys, key])} />
            </li>
          ))}
        </ul>
        <Button variant="subtle" disabled={isUsual} onClick={() => onChoose(undefined)}>
          The usual columns
        </Button>
      </Popover.Dropdown>
    </Popover>
  )
}
