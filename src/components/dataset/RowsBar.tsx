import { ActionIcon, Button, Menu, TextInput } from '@mantine/core'
import { useDebouncedCallback, useHotkeys } from '@mantine/hooks'
import { IconChevronDown, IconSearch, IconX } from '@tabler/icons-react'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import type { Dataset } from '@/core/dataset/dataset.ts'
import { isFiltered, type View } from '@/core/dataset/view.ts'
import { formatCount, formatUnits } from '@/core/format/format.ts'
import { IN_PAGE } from './menu.ts'
import styles from './rows.module.css'
import type { GridLayoutState } from './useGridLayout.ts'

/** How long the typing of a search may pause before it is searched for. */
const PAUSE_MS = 250

/** Above the grid: the search, how many rows there are of how many, the hidden columns, and the way out as CSV. */
export function RowsBar({
  dataset,
  view,
  rows,
  columns,
  onSearch,
  onExport,
  of = dataset.rows,
  isPart = isFiltered(view),
  children,
}: {
  dataset: Dataset
  view: View
  /** Undefined while it is being found out. */
  rows: number | undefined
  columns: GridLayoutState
  onSearch: (search: string) => void
  onExport?: () => void
  /** All rows that there are; those of the dataset unless others are listed. */
  of?: number | undefined
  /** Whether the rows shown may be fewer than those. */
  isPart?: boolean
  /** What else rows are chosen by. */
  children?: ReactNode
}) {
  const { hidden } = columns.layout
  const names = dataset.columns.map(({ name }) => name).filter((name) => hidden.includes(name))
  return (
    <div className={styles.bar}>
      <SearchField search={view.search} onSearch={onSearch} />
      <h2 aria-live="polite">
        {isPart ? (
          <>
            <span>{rows === undefined ? '…' : formatCount(rows)}</span> of {formatUnits(of, 'row')}
          </>
        ) : (
          <>
            <span>{formatCount(of)}</span> {of === 1 ? 'row' : 'rows'}
          </>
        )}
      </h2>
      {children}
      <div className={styles.barEnd}>
        <Menu position="bottom-end" shadow="none" width={240} transitionProps={{ duration: 0 }} {...IN_PAGE}>
          <Menu.Target>
            <Button rightSection={<IconChevronDown size={14} aria-hidden />}>
              Columns{names.length > 0 && `, ${formatCount(names.length)} hidden`}
            </Button>
          </Menu.Target>
          <Menu.Dropdown className={styles.hiddenList}>
            {names.length === 0 && <Menu.Item disabled>No column is hidden</Menu.Item>}
            {names.length > 1 && <Menu.Item onClick={() => columns.show(names)}>Show all</Menu.Item>}
            {names.map((name) => (
              <Menu.Item key={name} onClick={() => columns.show([name])}>
                Show {name}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
        {onExport && <Button onClick={onExport}>Export CSV</Button>}
      </div>
    </div>
  )
}

function SearchField({ search, onSearch }: { search: string; onSearch: (search: string) => void }) {
  const field = useRef<HTMLInputElement>(null)
  const [text, setText] = useState(search)
  const later = useDebouncedCallback(onSearch, PAUSE_MS)
  const told = useRef(search)
  useEffect(() => {
    // Changed from elsewhere: Back, Clear.
    if (search !== told.current) setText(search)
    told.current = search
  }, [search])
  const type = (next: string) => {
    setText(next)
    later(next)
  }
  const focus = () => field.current?.select()
  useHotkeys([
    ['/', focus],
    ['mod+F', focus],
  ])
  return (
    <TextInput
      ref={field}
      className={styles.search}
      aria-label="Search the shown columns"
      placeholder="Search"
      value={text}
      onChange={(event) => type(event.currentTarget.value)}
      onKeyDown={(event) => event.key === 'Escape' && type('')}
      leftSection={<IconSearch size={14} aria-hidden />}
      rightSection={
        text !== '' && (
          <ActionIcon variant="transparent" size={24} aria-label="Clear the search" onClick={() => type('')}>
            <IconX size={14} aria-hidden />
          </ActionIcon>
        )
      }
    />
  )
}
