import { useEffect, useRef, useState } from 'react'
import type { DatasetId } from '@/core/dataset/dataset.ts'
import type { RowWindow } from '@/core/dataset/jobs.ts'
import type { ErrorData } from '@/core/errors.ts'
import { useJob } from '@/state/useAssay.ts'

/** Rows asked for at once. */
const BLOCK = 200
/** Cells kept, over all blocks: those looked at longest ago go first. */
const CELLS_KEPT = 400_000

export interface RowBlocks {
  /** The raw value of a cell; undefined while its row is on the way. */
  cellAt(row: number, column: number): number | string | null | undefined
  readonly error: ErrorData | undefined
  retry(): void
}

/** The rows [first, last) and some around them, fetched block by block and kept while there is room. */
export function useRowBlocks(id: DatasetId, rows: number, columns: number, first: number, last: number): RowBlocks {
  const blocks = useRef(new Map<number, RowWindow>())
  const [, setArrivals] = useState(0)
  const [attempt, setAttempt] = useState(0)
  const next = nextBlock(blocks.current, rows, first, last)
  const { output, error } = useJob(next === undefined ? undefined : `${id}/${next}/${attempt}`, (jobs, signal) =>
    jobs.read.call('window', { datasetId: id, start: next! * BLOCK, count: BLOCK }, { signal }),
  )
  useEffect(() => {
    if (!output) return
    const kept = blocks.current
    kept.set(output.start / BLOCK, output)
    const most = Math.max(6, Math.floor(CELLS_KEPT / (BLOCK * Math.max(1, columns))))
    for (const oldest of kept.keys()) if (kept.size > most) kept.delete(oldest)
    setArrivals((count) => count + 1)
  }, [output, columns])
  return {
    cellAt(row, column) {
      const block = blocks.current.get(Math.floor(row / BLOCK))
      return block?.columns[column]?.[row - block.start]
    },
    error,
    retry: () => setAttempt(attempt + 1),
  }
}

/** The block to ask for next: one in sight, else a neighbour. What is in sight is marked as used last. */
function nextBlock(kept: Map<number, RowWindow>, rows: number, first: number, last: number): number | undefined {
  if (rows === 0) return undefined
  const from = Math.floor(first / BLOCK)
  const to = Math.floor(Math.max(first, last - 1) / BLOCK)
  const end = Math.floor((rows - 1) / BLOCK)
  for (let block = from; block <= to; block++) {
    const window = kept.get(block)
    if (!window) return block
    kept.delete(block)
    kept.set(block, window)
  }
  return [to + 1, from - 1].find((block) => block >= 0 && block <= end && !kept.has(block))
}
