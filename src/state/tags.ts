import type { DatasetId } from '@/core/dataset/dataset.ts'
import { WHOLE_VIEW } from '@/core/dataset/view.ts'
import { formatUnits } from '@/core/format/format.ts'
import { cleanTag, type RowTags, tagRows } from '@/core/tags/rowTags.ts'
import type { Slice } from './store.ts'

export interface TagSlice {
  /** Writes a tag on rows of a version, by their places, in place of theirs; an empty one takes theirs away. Can be undone. */
  tagRows(id: DatasetId, places: readonly number[], tag: string): Promise<void>
}

export const createTagSlice: Slice<TagSlice> = (_set, get, { jobs }) => ({
  async tagRows(id, places, text) {
    const dataset = get().shelves.dataset[id]
    if (!dataset || places.length === 0) return
    const { lineage } = dataset
    const tag = cleanTag(text)
    const ids = dataset.rowIds && (await jobs.read.call('rowKeys', { datasetId: id, view: WHOLE_VIEW, shown: [] }))
    const keys = places.map((place) => ids?.[place] ?? place)
    const before = get().shelves.rowTags[lineage]?.tags ?? []
    const write = (change: (tags: RowTags['tags']) => RowTags['tags']) => async () =>
      void (await get().changeRecord('rowTags', lineage, (old) => ({
        schema: 1,
        id: lineage,
        tags: change(old?.tags ?? []),
        updatedAt: Math.max(Date.now(), (old?.updatedAt ?? 0) + 1),
      })))
    const rows = formatUnits(keys.length, 'row')
    await get().perform({
      label: tag === '' ? `Took the tags of ${rows} away` : `Tagged ${rows} “${tag}”`,
      redo: write((tags) => tagRows(tags, keys, tag)),
      undo: write(() => before),
    })
  },
})
