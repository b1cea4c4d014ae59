import type { DateOrder } from '@/core/dataset/cell.ts'
import type { ColumnType } from '@/core/dataset/column.ts'
import type { Dataset, DatasetId } from '@/core/dataset/dataset.ts'
import type { Edit } from '@/core/dataset/edit.ts'
import type { View } from '@/core/dataset/view.ts'
import { formatCount, formatUnits } from '@/core/format/format.ts'
import type { JobControl } from './job.ts'
import type { Slice, State } from './store.ts'

/** An edit without its rows. */
export type EditOfRows = Edit extends infer E ? (E extends Edit ? Omit<E, 'rows'> : never) : never

/** Actions that make the next version of a dataset, undoably. Undefined when it was stopped or failed; the job tells. */
export interface VersionSlice {
  /**
   * Gives a column another type. Also tells how many cells became missing. `dateOrder` says which number of `01/02/2020`
   * is the day where the column does not prove it.
   */
  retypeColumn(
    id: DatasetId,
    column: string,
    type: ColumnType,
    dateOrder?: DateOrder,
  ): Promise<{ readonly dataset: Dataset; readonly lost: number } | undefined>
  /** Writes texts of a column otherwise. */
  relabelColumn(id: DatasetId, column: string, labels: Readonly<Record<string, string>>): Promise<Dataset | undefined>
  /**
   * Changes cells, drops rows, weighs rows. Rows are named by their keys, or by their places in this version where
   * `byPlace` says so. `label` is what was done, as the toast that offers the undo says it: "Dropped 3 rows". Where
   * nothing changes the same dataset comes back, and there is nothing to undo. With `isPart` there is no deed: whoever
   * asked makes it part of a larger one.
   */
  editRows(
    id: DatasetId,
    edits: readonly Edit[],
    label: string,
    options?: { readonly byPlace?: boolean; readonly isPart?: boolean },
  ): Promise<Dataset | undefined>
  /** One edit of all the rows that a view shows. */
  editView(
    id: DatasetId,
    view: View,
    shown: readonly string[],
    edit: EditOfRows,
    label: string,
  ): Promise<Dataset | undefined>
}

export const createVersionSlice: Slice<VersionSlice> = (_set, get, { jobs }) => {
  const mark = (id: DatasetId, deletedAt: number | undefined) =>
    get().changeRecord('dataset', id, (dataset) => dataset && { ...dataset, deletedAt })

  /** Takes in a version that a job made of a dataset, undoably unless it was in sight before. */
  const showVersion = async (
    before: State['shelves']['dataset'],
    id: DatasetId,
    nextId: DatasetId,
    label: string,
  ): Promise<void> => {
    get().passFiles(id, nextId)
    // Back to what an earlier version is must not be taken away by an undo.
    const old = before[nextId]
    if (old && !old.deletedAt) return get().refreshRecord('dataset', nextId)
    await get().perform({
      label,
      redo: async () => {
        await get().refreshRecord('dataset', nextId)
        await mark(nextId, undefined)
      },
      undo: async () => void (await mark(nextId, Date.now())),
    })
  }

  /** Has a job make the next version of a dataset that is stored, and takes it in. */
  const make = async (
    id: DatasetId,
    about: { readonly kind: 'retype' | 'edit'; readonly doing: string },
    work: (control: JobControl) => Promise<{ readonly dataset: Dataset; readonly done: string }>,
    isPart = false,
  ): Promise<Dataset | undefined> => {
    const before = get().shelves.dataset
    await get().untilStored(id)
    const output = await get().runJob({ kind: about.kind, subject: id, label: about.doing }, work)
    if (!output || output.dataset.id === id) return output?.dataset
    if (isPart) {
      get().passFiles(id, output.dataset.id)
      await get().refreshRecord('dataset', output.dataset.id)
    } else await showVersion(before, id, output.dataset.id, output.done)
    return output.dataset
  }

  const callEdit = (
    id: DatasetId,
    edits: readonly Edit[],
    byPlace: boolean,
    { signal, progress }: Pick<JobControl, 'signal' | 'progress'>,
  ) =>
    jobs.load.call(
      'edit',
      { datasetId: id, edits, ...(byPlace && { byPlace }) },
      {
        signal,
        onEvent: ({ done, total }) =>
          progress({ done, total, text: `${formatCount(done)} of ${formatUnits(total, 'column')}` }),
      },
    )

  return {
    async retypeColumn(id, column, type, dateOrder) {
      let lost = 0
      const dataset = await make(id, { kind: 'retype', doing: `Reading ${column} as ${type}` }, async ({ signal }) => {
        const input = { datasetId: id, column, type, ...(dateOrder && { dateOrder }) }
        const output = await jobs.load.call('retype', input, { signal })
        lost = output.lost
        const told = lost > 0 ? `; ${formatUnits(lost, 'cell')} had no such value and became missing` : ''
        return { dataset: output.dataset, done: `${column} is now ${type}${told}` }
      })
      return dataset && { dataset, lost }
    },
    relabelColumn: (id, column, labels) =>
      make(id, { kind: 'retype', doing: `Changing labels of ${column}` }, async ({ signal }) => ({
        dataset: await jobs.load.call('relabel', { datasetId: id, column, labels }, { signal }),
        done: `Labels of ${column} changed`,
      })),
    editRows: (id, edits, label, { byPlace = false, isPart = false } = {}) =>
      make(
        id,
        { kind: 'edit', doing: 'Changing rows' },
        async (control) => ({ dataset: await callEdit(id, edits, byPlace, control), done: label }),
        isPart,
      ),
    editView: (id, view, shown, edit, label) =>
      make(id, { kind: 'edit', doing: 'Changing rows' }, async (control) => {
        const { signal } = control
        const rows = await jobs.read.call('rowKeys', { datasetId: id, view, shown }, { signal })
        return { dataset: await callEdit(id, [{ ...edit, rows } as Edit], false, control), done: label }
      }),
  }
}
