import { notifications } from '@mantine/notifications'
import { useCallback } from 'react'
import type { DatasetSource } from '@/core/dataset/dataset.ts'
import type { State } from '@/state/store.ts'
import { useActions } from '@/state/useAssay.ts'
import { togetherQuestion } from './togetherQuestion.ts'
import { goTo } from './useRoute.ts'

/** Whether a file is to be imported rather than read as a table. */
export function isBundle(file: File): boolean {
  return file.name.toLowerCase().endsWith('.assay')
}

/**
 * Opens files by what they are: a bundle is imported, anything else is read as a table. Tables of one shape may be one
 * dataset, which is asked; why others are not is said. Shows the last one.
 */
export async function openFiles(
  actions: () => State,
  files: readonly File[],
  sourceKind: DatasetSource['kind'] = 'file',
): Promise<void> {
  for (const bundle of files.filter(isBundle)) {
    const imported = await actions().importBundle(bundle)
    if (!imported) continue
    goTo({ page: 'run', runId: imported.runId })
    if (!imported.added)
      notifications.show({ message: `The run in ${bundle.name} is here already. Nothing was changed.` })
  }
  for (const tables of await grouped(
    actions,
    files.filter((file) => !isBundle(file)),
  )) {
    const dataset = await actions().loadFiles(tables, sourceKind)
    if (dataset) goTo({ page: 'data', datasetId: dataset.id, view: 'columns' })
  }
}

/** The files of each dataset to be. */
async function grouped(actions: () => State, tables: readonly File[]): Promise<readonly (readonly File[])[]> {
  const separate = tables.map((file) => [file])
  if (tables.length < 2) return separate
  const { areAlike, difference } = await actions().compareFiles(tables)
  if (!areAlike) {
    if (difference !== undefined) notifications.show({ message: `Read as separate datasets: ${difference}` })
    return separate
  }
  // By name, as parts of a whole are numbered: the order in which files are dropped is anybody's guess.
  const ordered = tables.toSorted((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }))
  const together = await togetherQuestion.ask({ fileNames: ordered.map(({ name }) => name) })
  if (together === undefined) return []
  return together === 'one' ? [ordered] : separate
}

/** {@link openFiles} bound to the page's state. */
export function useOpenFiles() {
  const actions = useActions()
  return useCallback(
    (files: readonly File[], sourceKind?: DatasetSource['kind']) => openFiles(actions, files, sourceKind),
    [actions],
  )
}

/** What came from the clipboard, as a file of its own. */
export function pastedFile(text: string): File {
  return new File([text], 'pasted table', { type: 'text/plain' })
}

/** Where the tables lie that ship with Assay. */
export const SAMPLES = `${import.meta.env.BASE_URL}samples/`

/** Fetches such a table. Throws where the site does not give it. */
export async function fetchSample(fileName: string): Promise<File> {
  const response = await fetch(SAMPLES + fileName)
  if (!response.ok) throw new Error(response.statusText)
  return new File([await response.blob()], fileName, { type: 'text/csv' })
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
