import { useEffect, useRef, useState } from 'react'
import type { Dataset } from '@/core/dataset/dataset.ts'
import type { RowWindow } from '@/core/dataset/jobs.ts'
import type { ErrorData } from '@/core/errors.ts'
import { useJob } from '@/state/useAssay.ts'
import type { Arrangement } from './useArrangement.ts'

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

/** The number of a row in the dataset, from 0; undefined while it is not known. */
export function numberOf(block: RowBlock | undefined, row: number, isArranged: boolean): number | undefined {
  return isArranged ? block?.rows?.[row - block.start] : row
}

interface Kept {
  readonly key: string
  readonly blocks: Map<number, RowBlock>
}

/** The rows [first, last) and some around them, of the given columns, fetched block by block and kept while there is room. */
export function useRowBlocks(
  { id, columns }: Dataset,
  { key, rows, view }: Arrangement,
  wanted: readonly number[],
  first: number,
  last: number,
): RowBlocks {
  const kept = useRef<Kept>({ key, blocks: new Map() })
  const whole = `${id}/${key}`
  if (kept.current.key !== whole) kept.current = { key: whole, blocks: new Map() }
  const { blocks } = kept.current
  const [, setArrivals] = useState(0)
  const [attempt, setAttempt] = useState(0)
  const groups = [...new Set(wanted.map((column) => Math.floor(column / GROUP)))]
  const next = nextPiece(blocks, rows, groups, first, last)
  const { output, error } = useJob(next && `${whole}/${next.block}/${next.groups}/${attempt}`, async (jobs, signal) => {
    const { block, groups: asked } = next!
    const names = asked.flatMap((group) => columns.slice(group * GROUP, (group + 1) * GROUP).map(({ name }) => name))
    const input = { datasetId: id, start: block * BLOCK, count: BLOCK, columns: names, ...(view && { view }) }
    return { block, groups: asked, window: await jobs.read.call('window', input, { signal }) }
  })
  useEffect(() => {
    if (!output) return
    const old = blocks.get(output.block)
    const all = new Map(old?.groups)
    output.groups.forEach((group, i) => {
      all.set(group, output.window.columns.slice(i * GROUP, (i + 1) * GROUP))
    })
    blocks.delete(output.block)
    blocks.set(output.block, { start: output.window.start, rows: output.window.rows, groups: all })
    dropOldest(blocks)
    setArrivals((count) => count + 1)
  }, [output, blocks])
  return {
    blockOf: (row) => blocks.get(Math.floor(row / BLOCK)),
    error,
    retry: () => setAttempt(attempt + 1),
  }
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
  wanted: readonly number[],
  first: number,
  last: number,
): { readonly block: number; readonly groups: readonly number[] } | undefined {
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
