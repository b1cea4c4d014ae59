import { Button, Menu } from '@mantine/core'
import { IconChevronUp } from '@tabler/icons-react'
import { useState } from 'react'
import type { Dataset } from '@/core/dataset/dataset.ts'
import type { RowKeys } from '@/core/dataset/edit.ts'
import { formatCount, formatUnits } from '@/core/format/format.ts'
import { useRead } from '@/state/useAssay.ts'
import type { EditOfRows } from '@/state/versions.ts'
import { EditDialog } from './EditDialog.tsx'
import { IN_PAGE } from './menu.ts'
import type { Arrangement } from './useArrangement.ts'
import { numberOf } from './useRowBlocks.ts'
import type { RowEdits } from './useRowEdits.ts'
import type { RowGridState } from './useRowGrid.ts'

/** Rows that an edit is about: those marked (or the active one), or all that are shown. */
interface Chosen {
  readonly count: number
  /** "row 7", "12 rows", "the 212 rows shown". */
  readonly words: string
  apply(what: EditOfRows): Promise<void>
}

/** What can be done with the marked rows and, where rows are filtered, with all that are shown. */
export function EditMenu({
  dataset,
  grid,
  shown,
  windowView,
  edits,
  onEditCell,
}: {
  dataset: Dataset
  grid: RowGridState
  /** The rows that are shown, where they are not all. */
  shown: Arrangement | undefined
  windowView: Arrangement['view']
  edits: RowEdits
  onEditCell: () => void
}) {
  const read = useRead()
  const [dialog, setDialog] = useState<{ readonly kind: 'setCells' | 'setWeights'; readonly chosen: Chosen }>()
  const { cell, range, lanes, blocks, isArranged } = grid
  const row = Math.max(0, cell.row)
  const { top, bottom } = range ?? { top: row, bottom: row }
  const count = bottom - top + 1
  const number = numberOf(blocks.blockOf(row), row, isArranged)

  const keysOf = async (): Promise<RowKeys> => {
    if (count === 1 && number !== undefined) return [number]
    const input = { datasetId: dataset.id, start: top, count, columns: [], ...(windowView && { view: windowView }) }
    const { keys, rows, start, length } = await read('window', input)
    return keys ?? rows ?? Uint32Array.from({ length }, (_, i) => start + i)
  }
  const marked: Chosen = {
    count,
    words: count === 1 && number !== undefined ? `row ${formatCount(number + 1)}` : formatUnits(count, 'row'),
    apply: async (what) => edits.edit(await keysOf(), what),
  }
  const all: Chosen | undefined = shown && {
    count: shown.rows,
    words: shown.rows === 1 ? 'the row shown' : `the ${formatUnits(shown.rows, 'row')} shown`,
    apply: (what) => edits.editShown(shown.rows, what),
  }
  const items = (chosen: Chosen) => (
    <>
      <Menu.Item onClick={() => setDialog({ kind: 'setCells', chosen })}>Set a column of {chosen.words}…</Menu.Item>
      <Menu.Item onClick={() => setDialog({ kind: 'setWeights', chosen })}>Set the weight of {chosen.words}…</Menu.Item>
      <Menu.Item disabled={chosen.count === dataset.rows} onClick={() => void chosen.apply({ kind: 'dropRows' })}>
        Drop {chosen.words}
      </Menu.Item>
    </>
  )
  return (
    <>
      <Menu position="top-end" shadow="none" transitionProps={{ duration: 0 }} {...IN_PAGE}>
        <Menu.Target>
          <Button rightSection={<IconChevronUp size={14} aria-hidden />} loading={edits.isBusy}>
            Edit
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            disabled={cell.row < 0}
            rightSection={<kbd>Enter</kbd>}
            // Once the menu has given the focus back.
            onClick={() => setTimeout(onEditCell)}
          >
            Edit the cell
          </Menu.Item>
          {items(marked)}
          {all && (
            <>
              <Menu.Divider />
              {items(all)}
            </>
          )}
        </Menu.Dropdown>
      </Menu>
      {dialog && (
        <EditDialog
          dataset={dataset}
          kind={dialog.kind}
          words={dialog.chosen.words}
          column={lanes.all[cell.column]?.meta.name}
          onClose={() => setDialog(undefined)}
          onApply={(what) => {
            setDialog(undefined)
            void dialog.chosen.apply(what)
          }}
        />
      )}
    </>
  )
}
