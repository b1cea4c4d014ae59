import { useCallback } from 'react'
import type { DatasetSource } from '@/core/dataset/dataset.ts'
import type { State } from '@/state/store.ts'
import { useActions } from '@/state/useAssay.ts'
import { goTo } from './useRoute.ts'

/** Whether a file is to be imported rather than read as a table. */
export function isBundle(file: File): boolean {
  return file.name.toLowerCase().endsWith('.assay')
}

/** Opens each file by what it is: a bundle is imported, anything else is read as a table. Shows the last one. */
export async function openFiles(
  actions: () => State,
  files: readonly File[],
  sourceKind: DatasetSource['kind'] = 'file',
): Promise<void> {
  for (const file of files) {
    if (isBundle(file)) {
      const imported = await actions().importBundle(file)
      if (imported) goTo({ page: 'run', runId: imported.runId })
    } else {
      const dataset = await actions().loadFile(file, sourceKind)
      if (dataset) goTo({ page: 'data', datasetId: dataset.id, view: 'columns' })
    }
  }
}

/** {@link openFiles} bound to the page's state. */
export function useOpenFiles() {
  const actions = useActions()
  return useCallback(
    (files: readonly File[], sourceKind?: DatasetSource['kind']) => openFiles(actions, files, sourceKind),
    [actions],
  )
}

/** Endings of files that hold a table. */
export const TABLES = '.csv,.tsv,.txt,.gz,.zip,.json,.jsonl,.ndjson,.parquet'

/** Asks for files with the browser's own dialog. */
export function chooseFiles(accept = `${TABLES},.assay`): Promise<readonly File[]> {
  return new Promise((resolve) => {
    const input = document.createElement('input')
    input.type = 'file'
    input.multiple = true
    input.accept = accept
    input.onchange = () => resolve([...(input.files ?? [])])
    input.oncancel = () => resolve([])
    input.click()
  })
}
