import { chooseFiles } from '@/components/shell/openFiles.ts'
import { goTo } from '@/components/shell/useRoute.ts'
import type { Dataset, Dialect } from '@/core/dataset/dataset.ts'
import { changedTypes } from '@/core/dataset/lineage.ts'
import { useActions } from '@/state/useAssay.ts'
import type { ViewOfData } from './DataPage.tsx'

/** Asks for the file of a dataset once more; undefined where none was chosen. */
export async function chooseAgain(): Promise<File | undefined> {
  const [file] = await chooseFiles('.csv,.tsv,.txt')
  return file
}

/** Whether a file is the one that the dataset was read from, as far as its name and size tell. */
export function isFileOf({ source }: Pick<Dataset, 'source'>, file: File): boolean {
  return file.name === source.fileName && file.size === source.bytes
}

/** Types of the dataset that were set by hand, by column. */
export function useTypesSet({ lineage, columns }: Dataset) {
  const actions = useActions()
  return () => {
    const first = actions().shelves.dataset[lineage]
    return first ? changedTypes(first, { columns }) : {}
  }
}

interface Given {
  /** The file, where it is not at hand or another. */
  readonly file?: File | undefined
  /** Columns that the file has when it is read so: types set by hand stay for these. All where absent. */
  readonly names?: ReadonlySet<string> | undefined
}

/** Reads the file again with some parts fixed, asking for it where it is no longer at hand, and goes to what was read. */
export function useReadAgain(dataset: Dataset, view: ViewOfData) {
  const actions = useActions()
  const typesSet = useTypesSet(dataset)
  return async (parts: Partial<Dialect>, { file: given, names }: Given = {}) => {
    const file = given ?? actions().fileOf(dataset.id) ?? (await chooseAgain())
    if (!file) return
    const kept = Object.entries(typesSet()).filter(([name]) => !names || names.has(name))
    const options = { ...parts, ...(kept.length > 0 && { types: Object.fromEntries(kept) }) }
    const read = await (isFileOf(dataset, file)
      ? actions().reread(dataset.id, options, file)
      : actions().loadFile(file, 'file', options))
    if (read) goTo({ page: 'data', datasetId: read.id, view })
  }
}
