import { useEffect, useRef, useState } from 'react'
import type { Dataset } from '@/core/dataset/dataset.ts'
import type { RowWindow } from '@/core/dataset/jobs.ts'
import { type ErrorData, toErrorData } from '@/core/errors.ts'
import type { Arrangement } from './useArrangement.ts'
import { useWindows } from './useWindows.ts'

/** Rows asked for at once. */
const BLOCK = 200
/** Columns asked for at once, so that a wide table is not read from end to end. */
const GROUP = 16
/** Cells kept, over all blocks: those looked at longest ago go first. */
const CELLS_KEPT = 400_000

export type CellValue = number | string | null

/** What is known of some rows: a new value whenever more of it arrives. */
export interface RowBlock {
  readonly start: number
  readonly rows: RowWindow['rows']
  readonly keys: RowWindow['keys']
  readonly weights: RowWindow['weights']
  readonly groups: ReadonlyMap<number, RowWindow['columns']>
}

export interface RowBlocks {
  blockOf(row: number): RowBlock | undefined
  readonly error: ErrorData | undefined
  retry(): void
}

/** The value of a cell by its column's place in the dataset; undefined while it is on the way. */
export function valueIn(block: RowBlock | undefined, row: number, column: number): CellValue | undefined {
  return block?.groups.get(Math.floor(column / GROUP))?.[column % GROUP]?.[row - block.start]
}

/** The key of a row, its number when it was first read, from 0; undefined while it is not known. */
export function numberOf(block: RowBlock | undefined, row: number, isArranged: boolean): number | undefined {
  return isArranged ? (block?.keys ?? block?.rows)?.[row - block!.start] : row
}

/** What a row counts in training. */
export function weightOf(block: RowBlock | undefined, row: number): number {
  return block?.weights?.[row - block.start] ?? 1
}

/** What is wanted now: the rows [first, last) and some around them, of some groups of columns. */
interface Wanted {
  readonly groups: readonly number[]
  readonly first: number
  readonly last: number
}

/**
 * The rows in sight and some around them, fetched block by block and kept while there is room. One request is under way
 * at a time and never called back for a scroll: when it ends, what is in sight by then is asked for.
 */
export function useRowBlocks(
  dataset: Dataset,
  arrangement: Arrangement,
  wanted: readonly number[],
  first: number,
  last: number,
): RowBlocks {
  const { id, columns } = dataset
  const { key, rows } = arrangement
  const read = useWindows(dataset, arrangement)
  const whole = `${id}/${key}`
  const kept = useRef(keep(whole))
  if (kept.current.key !== whole) kept.current = keep(whole)
  const [failed, setFailed] = useState<{ readonly key: string; readonly error: ErrorData }>()
  const [, setArrivals] = useState(0)
  const groups = [...new Set(wanted.map((column) => Math.floor(column / GROUP)))]
  const now = useRef<Wanted>({ groups, first, last })
  now.current = { groups, first, last }
  const error = failed?.key === whole ? failed.error : undefined

  const fetchNext = async (store: Kept, signal: AbortSignal): Promise<void> => {
    if (store.isBusy || signal.aborted) return
    const next = nextPiece(store.blocks, rows, now.current)
    if (!next) return
    store.isBusy = true
    const names = next.groups.flatMap((group) =>
      columns.slice(group * GROUP, (group + 1) * GROUP).map(({ name }) => name),
    )
    try {
      const window = await read({ start: next.block * BLOCK, count: BLOCK, columns: names }, { signal })
      addPiece(store.blocks, next, window)
      setArrivals((count) => count + 1)
    } catch (cause) {
      if (!signal.aborted) setFailed({ key: store.key, error: toErrorData(cause) })
      return
    } finally {
      store.isBusy = false
    }
    await fetchNext(store, signal)
  }
  const controller = useRef<AbortController>(undefined)
  // biome-ignore lint/correctness/useExhaustiveDependencies: a request belongs to one arrangement, whatever is in sight
  useEffect(() => {
    controller.current = new AbortController()
    return () => controller.current?.abort()
  }, [whole])
  useEffect(() => {
    if (controller.current && !error) void fetchNext(kept.current, controller.current.signal)
  })
  const { blocks } = kept.current
  return {
    blockOf: (row) => blocks.get(Math.floor(row / BLOCK)),
    error,
    retry: () => setFailed(undefined),
  }
}

interface Kept {
  readonly key: string
  readonly blocks: Map<number, RowBlock>
  isBusy: boolean
}

function keep(key: string): Kept {
  return { key, blocks: new Map(), isBusy: false }
}

interface Piece {
  readonly block: number
  readonly groups: readonly number[]
}

function addPiece(blocks: Map<number, RowBlock>, { block, groups }: Piece, window: RowWindow): void {
  const all = new Map(blocks.get(block)?.groups)
  groups.forEach((group, i) => {
    all.set(group, window.columns.slice(i * GROUP, (i + 1) * GROUP))
  })
  blocks.delete(block)
  const { start, rows, keys, weights } = window
  blocks.set(block, { start, rows, keys, weights, groups: all })
  dropOldest(blocks)
}

function dropOldest(blocks: Map<number, RowBlock>): void {
  let cells = 0
  for (const { groups } of blocks.values()) cells += groups.size * GROUP * BLOCK
  for (const [oldest, { groups }] of blocks) {
    if (cells <= CELLS_KEPT || blocks.size <= 6) return
    blocks.delete(oldest)
    cells -= groups.size * GROUP * BLOCK
  }
}

/** What to ask for next: of a block in sight, else of a neighbour. What is in sight is marked as used last. */
function nextPiece(
  kept: Map<number, RowBlock>,
  rows: number,
  { groups: wanted, first, last }: Wanted,
): Piece | undefined {
  if (rows === 0 || wanted.length === 0) return undefined
  const from = Math.floor(first / BLOCK)
  const to = Math.floor(Math.max(first, last - 1) / BLOCK)
  const end = Math.floor((rows - 1) / BLOCK)
  const inSight = Array.from({ length: to - from + 1 }, (_, i) => from + i)
  for (const block of [...inSight, to + 1, from - 1]) {
    if (block < 0 || block > end) continue
    const held = kept.get(block)
    const groups = wanted.filter((group) => !held?.groups.has(group))
    if (groups.length > 0) return { block, groups }
    if (!held || block < from || block > to) continue
    kept.delete(block)
    kept.set(block, held)
  }
  return undefined
}
