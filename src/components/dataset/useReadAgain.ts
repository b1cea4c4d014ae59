import { notifications } from '@mantine/notifications'
import { chooseFiles, fetchSample, pastedFile, TABLES } from '@/components/shell/openFiles.ts'
import { pasteQuestion } from '@/components/shell/pasteQuestion.ts'
import { goTo } from '@/components/shell/useRoute.ts'
import type { Dataset, Dialect } from '@/core/dataset/dataset.ts'
import { changedTypes } from '@/core/dataset/lineage.ts'
import { useActions } from '@/state/useAssay.ts'
import type { ViewOfData } from './DataPage.tsx'

/** Asks for files; undefined where none was chosen. */
export async function chooseTables(): Promise<readonly File[] | undefined> {
  const files = await chooseFiles(TABLES)
  return files.length > 0 ? files : undefined
}

/** Gets what a dataset was read from once more, from wherever it came: the disk, the site, or whoever pasted it. */
export async function getAgain({ source }: Pick<Dataset, 'source'>): Promise<readonly File[] | undefined> {
  if (source.kind === 'paste') {
    const text = await pasteQuestion.ask({ title: 'Paste the table once more' })
    return text === undefined ? undefined : [pastedFile(text)]
  }
  if (source.kind !== 'sample') return chooseTables()
  try {
    return [await fetchSample(source.fileName)]
  } catch {
    notifications.show({ message: `The sample ${source.fileName} could not be read from this site. Reload the page.` })
    return undefined
  }
}

/** Whether files are those that the dataset was read from, as far as their number, names and sizes tell. */
export function areFilesOf({ source }: Pick<Dataset, 'source'>, files: readonly File[]): boolean {
  const names = files.map(({ name }) => name)
  const isZip = source.packed === 'zip' && files.length === 1
  const count = isZip ? 1 : (source.files?.length ?? 1)
  const bytes = files.reduce((sum, { size }) => sum + size, 0)
  return files.length === count && names.includes(source.fileName) && bytes === source.bytes
}

/** Types of the dataset that were set by hand, by column; none where there is no dataset yet. */
export function useTypesSet(dataset: Dataset | undefined) {
  const actions = useActions()
  return () => {
    const first = dataset && actions().shelves.dataset[dataset.lineage]
    return first ? changedTypes(first, dataset) : {}
  }
}

interface Given {
  /** The files, where they are not at hand or others. */
  readonly files?: readonly File[] | undefined
  /** Columns that there are when it is read so: types set by hand stay for these. All where absent. */
  readonly names?: ReadonlySet<string> | undefined
}

/** Reads the files again with some parts fixed, asking for them where they are no longer at hand, and shows the data. */
export function useReadAgain(dataset: Dataset, view: ViewOfData) {
  const actions = useActions()
  const typesSet = useTypesSet(dataset)
  return async (parts: Partial<Dialect>, { files: given, names }: Given = {}) => {
    const files = given ?? actions().filesOf(dataset.id) ?? (await getAgain(dataset))
    if (!files) return
    const kept = Object.entries(typesSet()).filter(([name]) => !names || names.has(name))
    const options = { ...parts, ...(kept.length > 0 && { types: Object.fromEntries(kept) }) }
    const read = await (areFilesOf(dataset, files)
      ? actions().reread(dataset.id, options, files)
      : actions().loadFiles(files, 'file', options))
    if (read) goTo({ page: 'data', datasetId: read.id, view })
  }
}
