import { useCallback, useEffect, useRef, useState } from 'react'
import type { Dataset } from '@/core/dataset/dataset.ts'
import type { RowWindow } from '@/core/dataset/jobs.ts'
import { type ErrorData, isAborted, toErrorData } from '@/core/errors.ts'
import { useJobClients } from '@/state/useAssay.ts'

/** Rows asked for at once; and blocks kept, the least recently seen forgotten first. */
const BLOCK = 200
const KEPT = 30

/** Rows of a dataset as the grid needs them: asked of the read worker block by block, kept for a while. */
export function useRowBlocks(dataset: Dataset, first: number, last: number) {
  const jobs = useJobClients()
  const blocks = useRef(new Map<number, RowWindow>())
  const asked = useRef(new Set<number>())
  const [, setArrived] = useState(0)
  const [error, setError] = useState<ErrorData | undefined>()
  const { id, rows } = dataset

  useEffect(() => {
    const from = Math.floor(first / BLOCK)
    const to = Math.floor(Math.max(first, last) / BLOCK)
    for (let block = from; block <= to; block++) {
      if (blocks.current.has(block) || asked.current.has(block)) continue
      asked.current.add(block)
      jobs.read
        .call('window', { datasetId: id, start: block * BLOCK, count: Math.min(BLOCK, rows - block * BLOCK) })
        .then((window) => {
          blocks.current.set(block, window)
          const oldest = blocks.current.keys().next().value
          if (blocks.current.size > KEPT && oldest !== undefined) blocks.current.delete(oldest)
          setArrived((count) => count + 1)
        })
        .catch((cause: unknown) => {
          if (!isAborted(cause)) setError(toErrorData(cause))
        })
        .finally(() => asked.current.delete(block))
    }
  }, [jobs, id, rows, first, last])

  /** A cell's raw value: a number (NaN missing), a text (null missing), or undefined while it is on its way. */
  const cellAt = useCallback((row: number, column: number): number | string | null | undefined => {
    const window = blocks.current.get(Math.floor(row / BLOCK))
    return window?.columns[column]?.[row - window.start]
  }, [])
  return { cellAt, error }
}
