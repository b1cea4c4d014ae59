import { useState } from 'react'
import { goTo } from '@/components/shell/useRoute.ts'
import type { Dataset } from '@/core/dataset/dataset.ts'
import type { RowKeys } from '@/core/dataset/edit.ts'
import { isWhole, type View } from '@/core/dataset/view.ts'
import { formatCount, formatUnits } from '@/core/format/format.ts'
import { useActions } from '@/state/useAssay.ts'
import type { EditOfRows } from '@/state/versions.ts'
import { passGridFocus } from './gridPlace.ts'

export type RowEdits = ReturnType<typeof useRowEdits>

/**
 * Edits of the rows that a grid shows. Each makes a version, to whose rows the page goes, at the same place; the toast
 * offers the undo, and the job's strip above tells how far it is or why it failed.
 */
export function useRowEdits(dataset: Dataset, view: View, shown: readonly string[]) {
  const actions = useActions()
  const [isBusy, setBusy] = useState(false)
  const { id } = dataset
  const show = async (making: Promise<Dataset | undefined>) => {
    setBusy(true)
    const next = await making
    setBusy(false)
    if (!next || next.id === id) return
    passGridFocus()
    goTo({ page: 'data', datasetId: next.id, view: 'rows', ...(!isWhole(view) && { rows: view }) })
  }
  const edit = (rows: RowKeys, what: EditOfRows) => {
    const which = rows.length === 1 ? `row ${formatCount(rows[0]! + 1)}` : formatUnits(rows.length, 'row')
    return show(actions().editRows(id, [{ ...what, rows }], tell(what, which)))
  }
  return {
    isBusy,
    setCells: (column: string, rows: RowKeys, value: string) => edit(rows, { kind: 'setCells', column, value }),
    edit,
    /** All rows that are shown, of which there are `count`. */
    editShown: (count: number, what: EditOfRows) =>
      show(actions().editView(id, view, shown, what, tell(what, formatUnits(count, 'row')))),
  }
}

/** What was done, as the toast says it. */
function tell(what: EditOfRows, which: string): string {
  switch (what.kind) {
    case 'dropRows':
      return `Dropped ${which}`
    case 'setWeights':
      return `Set the weight of ${which} to ${what.weight}`
    case 'setCells':
      return `${what.column} of ${which} is now ${what.value === '' ? 'missing' : what.value}`
  }
}
