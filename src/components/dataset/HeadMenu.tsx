import { Menu } from '@mantine/core'
import type { ReactElement } from 'react'
import type { SortKey } from '@/core/dataset/view.ts'
import { IN_PAGE } from './menu.ts'

export interface HeadMenuActions {
  readonly sort: (column: string, direction: 'up' | 'down' | 'none') => void
  readonly filter: (column: string) => void
  /** Freezes all columns up to this one, or none. */
  readonly freeze: (column?: string) => void
  readonly hide: (column: string) => void
  readonly resize: (column: string, width: number) => void
  readonly widen: (column: string, steps: number) => void
  readonly fit: (column: string) => void
  readonly frozen: string | undefined
  /** The only column that is shown is not hidden. */
  readonly isOnly: boolean
}

/** What can be done with a column of the grid. */
export function HeadMenu({
  name,
  sortKey,
  isOpen,
  onChange,
  actions,
  children,
}: {
  name: string
  sortKey: SortKey | undefined
  isOpen: boolean
  onChange: (isOpen: boolean) => void
  actions: HeadMenuActions
  children: ReactElement
}) {
  return (
    <Menu
      opened={isOpen}
      onChange={onChange}
      position="bottom-end"
      shadow="none"
      width={220}
      returnFocus={false}
      // Not a key: the one that opens it would close it again.
      clickOutsideEvents={['mousedown', 'touchstart']}
      transitionProps={{ duration: 0 }}
      {...IN_PAGE}
    >
      <Menu.Target>{children}</Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => actions.sort(name, 'up')} disabled={sortKey?.descending === false}>
          Sort ascending
        </Menu.Item>
        <Menu.Item onClick={() => actions.sort(name, 'down')} disabled={sortKey?.descending === true}>
          Sort descending
        </Menu.Item>
        {sortKey && <Menu.Item onClick={() => actions.sort(name, 'none')}>Do not sort by it</Menu.Item>}
        <Menu.Item onClick={() => actions.filter(name)}>Filter…</Menu.Item>
        <Menu.Divider />
        {actions.frozen === name ? (
          <Menu.Item onClick={() => actions.freeze()}>Unfreeze</Menu.Item>
        ) : (
          <Menu.Item onClick={() => actions.freeze(name)}>Freeze up to here</Menu.Item>
        )}
        <Menu.Item disabled={actions.isOnly} onClick={() => actions.hide(name)}>
          Hide
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item closeMenuOnClick={false} onClick={() => actions.widen(name, 1)}>
          Wider
        </Menu.Item>
        <Menu.Item closeMenuOnClick={false} onClick={() => actions.widen(name, -1)}>
          Narrower
        </Menu.Item>
        <Menu.Item onClick={() => actions.fit(name)}>Resize to fit</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
