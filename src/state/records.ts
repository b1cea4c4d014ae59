import { RECORD_KINDS, type RecordKind, type RecordMap } from '@/core/ports.ts'
import type { Slice } from './store.ts'

/** Every stored record, as this tab last saw it: a copy of storage, never the other way round. */
type Shelves = { readonly [K in RecordKind]: Readonly<Record<string, RecordMap[K]>> }

export interface RecordSlice {
  readonly shelves: Shelves
  /** Whether the first reading is done; until then an absent record may yet come. */
  readonly ready: boolean
  /** Reads everything, then follows changes from other tabs and from workers. */
  openShelves(): Promise<void>
  /** Writes to storage, then to the screen. */
  putRecord<K extends RecordKind>(kind: K, record: RecordMap[K]): Promise<void>
  /** Changes a record within one transaction. */
  changeRecord<K extends RecordKind>(
    kind: K,
    id: string,
    change: (record: RecordMap[K] | undefined) => RecordMap[K] | undefined,
  ): Promise<RecordMap[K] | undefined>
  removeRecord(kind: RecordKind, id: string): Promise<void>
  /** Reads one record again, after a worker said that it changed. */
  refreshRecord(kind: RecordKind, id: string): Promise<void>
}

const emptyShelves: Shelves = {
  dataset: {},
  experiment: {},
  run: {},
  result: {},
  evaluation: {},
  pipeline: {},
  annotation: {},
  sweep: {},
  learningCurve: {},
  labelCheck: {},
  ageing: {},
  dropColumns: {},
  rowTags: {},
}

export const createRecordSlice: Slice<RecordSlice> = (set, get, { records }) => {
  const show = <K extends RecordKind>(kind: K, id: string, record: RecordMap[K] | undefined) =>
    set(({ shelves }) => {
      const { [id]: _old, ...rest } = shelves[kind] as Record<string, RecordMap[K]>
      return { shelves: { ...shelves, [kind]: record ? { ...rest, [id]: record } : rest } }
    })
  return {
    shelves: emptyShelves,
    ready: false,
    async openShelves() {
      records.onChange(({ kind, id }) => void get().refreshRecord(kind, id))
      const all = await Promise.all(
        RECORD_KINDS.map(async (kind) => {
          const list = await records.all(kind)
          return [kind, Object.fromEntries(list.map((record) => [record.id, record]))] as const
        }),
      )
      set({ shelves: Object.fromEntries(all) as unknown as Shelves, ready: true })
    },
    async putRecord(kind, record) {
      await records.put(kind, record)
      show(kind, record.id, record)
    },
    async changeRecord(kind, id, change) {
      if (kind === 'dataset') await get().untilStored(id)
      const record = await records.update(kind, id, change)
      show(kind, id, record)
      return record
    },
    async removeRecord(kind, id) {
      await records.remove(kind, id)
      show(kind, id, undefined)
    },
    async refreshRecord(kind, id) {
      show(kind, id, await records.get(kind, id))
    },
  }
}
