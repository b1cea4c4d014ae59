import { type RefObject, useCallback, useState } from 'react'
import { goTo } from '@/components/shell/useRoute.ts'
import type { ColumnType } from '@/core/dataset/column.ts'
import type { Dataset } from '@/core/dataset/dataset.ts'
import { useActions } from '@/state/useAssay.ts'
import { keepPlace } from './keptPlace.ts'

/**
 * Gives a column another type and goes to the version that this makes, at the same place of the page. The toast that
 * offers the undo tells how many cells were lost; the job's own strip how far it is, or why it failed.
 */
export function useRetype(dataset: Dataset, table: RefObject<HTMLElement | null>) {
  const actions = useActions()
  const [busy, setBusy] = useState<string | undefined>()
  const { id } = dataset
  const retype = useCallback(
    async (column: string, type: ColumnType) => {
      if (actions().shelves.dataset[id]?.columns.find(({ name }) => name === column)?.type === type) return
      setBusy(column)
      const output = await actions().retypeColumn(id, column, type)
      setBusy(undefined)
      if (!output || output.dataset.id === id) return
      keepPlace(output.dataset.id, column, table.current)
      goTo({ page: 'data', datasetId: output.dataset.id, view: 'columns' })
    },
    [actions, id, table],
  )
  return { retype: useCallback((column: string, type: ColumnType) => void retype(column, type), [retype]), busy }
}
