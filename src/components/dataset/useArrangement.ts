import { useRef, useState } from 'react'
import { useSlow } from '@/components/ui/useSlow.ts'
import type { Dataset } from '@/core/dataset/dataset.ts'
import type { ArrangeEvent, RowWindow, WindowInput } from '@/core/dataset/jobs.ts'
import { isWhole, type View } from '@/core/dataset/view.ts'
import { useJob } from '@/state/useAssay.ts'

/** Rows that were found and ordered, and can be shown. */
export interface Arrangement {
  /** Says what was asked; equal keys, equal rows. */
  readonly key: string
  readonly rows: number
  /** What a window is asked for with; absent for all rows as they lie in the file. */
  readonly view?: WindowInput['view']
  /** Reads windows of rows that are no view of the dataset alone. */
  readonly read?: (
    window: Pick<WindowInput, 'start' | 'count' | 'columns'>,
    options: { readonly signal?: AbortSignal },
  ) => Promise<RowWindow>
}

/**
 * Has the rows of a view found and ordered. Until they are, the arrangement before stays; progress is told once it takes
 * long, and it can be stopped.
 */
export function useArrangement(dataset: Dataset, view: View, shown: readonly string[]) {
  const key = isWhole(view) ? '' : JSON.stringify([view, view.search ? shown : []])
  const [stopped, setStopped] = useState<string>()
  const [progress, setProgress] = useState<ArrangeEvent>()
  const isStopped = key !== '' && stopped === key
  const { output, error, isPending } = useJob(
    key === '' || isStopped ? undefined : `${dataset.id}/${key}`,
    async (jobs, signal) => {
      setProgress(undefined)
      const rows = await jobs.read.call(
        'arrange',
        { datasetId: dataset.id, view, shown },
        { signal, onEvent: (event) => !signal.aborted && setProgress(event) },
      )
      return { key, rows, view: { view, shown } }
    },
  )
  const last = useRef<Arrangement>(undefined)
  const ready: Arrangement | undefined = key === '' ? { key, rows: dataset.rows } : output
  if (ready) last.current = ready
  const isSlow = useSlow(isPending && !ready, key)
  return {
    /** What to show; undefined until the first is there. */
    arrangement: ready ?? last.current,
    isReady: Boolean(ready),
    error,
    isStopped,
    /** Shares of the work done, once it takes long. */
    progress: isSlow ? (progress ?? { done: 0, total: 1 }) : undefined,
    stop: () => setStopped(key),
    again: () => setStopped(undefined),
  }
}
