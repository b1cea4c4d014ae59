import type { Slice } from './store.ts'

/** Something that was done and can be undone. Both ways are whole: data, and the view where it can be seen. */
interface Deed {
  /** What was done, as the toast says it: "Removed run C". */
  readonly label: string
  readonly undo: () => Promise<void>
  readonly redo: () => Promise<void>
}

export interface HistorySlice {
  readonly past: readonly Deed[]
  readonly future: readonly Deed[]
  /** The deed to offer an undo for; cleared by the toast. `at` tells two of the same kind apart. */
  readonly lastDeed?: { readonly deed: Deed; readonly at: number } | undefined
  /** Does it, and remembers how to undo it. */
  perform(deed: Deed): Promise<void>
  undo(): Promise<void>
  redo(): Promise<void>
  forgetLastDeed(): void
}

/** Deeds kept; older ones stay done. */
const DEPTH = 100

export const createHistorySlice: Slice<HistorySlice> = (set, get) => ({
  past: [],
  future: [],
  async perform(deed) {
    await deed.redo()
    set(({ past }) => ({ past: [...past, deed].slice(-DEPTH), future: [], lastDeed: { deed, at: Date.now() } }))
  },
  async undo() {
    const deed = get().past.at(-1)
    if (!deed) return
    set(({ past, future }) => ({ past: past.slice(0, -1), future: [deed, ...future], lastDeed: undefined }))
    await deed.undo()
  },
  async redo() {
    const [deed] = get().future
    if (!deed) return
    set(({ past, future }) => ({ past: [...past, deed], future: future.slice(1), lastDeed: { deed, at: Date.now() } }))
    await deed.redo()
  },
  forgetLastDeed: () => set({ lastDeed: undefined }),
})
