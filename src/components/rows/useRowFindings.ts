import { useState } from 'react'
import type { Dataset } from '@/core/dataset/dataset.ts'
import type { RowFindingsEvent } from '@/core/rows/jobs.ts'
import { useJob } from '@/state/useAssay.ts'

/** What was asked for on this visit: who comes back finds it again, at once, since the worker keeps what it found. */
const asked = new Set<string>()

/** How far the search is, and since when it counts. */
interface Progress extends RowFindingsEvent {
  readonly since: number
}

/** Looks for odd rows once it is told to; what rows are labelled by may change. */
export function useRowFindings(dataset: Dataset, target: string | undefined) {
  const key = JSON.stringify([dataset.id, target])
  const [, setAsked] = useState(0)
  const [stopped, setStopped] = useState<string>()
  const [progress, setProgress] = useState<Progress>()
  const ask = (isAsked: boolean) => {
    if (isAsked) asked.add(key)
    else asked.delete(key)
    setStopped(isAsked ? undefined : key)
    setAsked((count) => count + 1)
  }
  const { output, error, isPending, again } = useJob(asked.has(key) ? key : undefined, (jobs, signal) => {
    setProgress(undefined)
    return jobs.read.call(
      'rowFindings',
      { datasetId: dataset.id, ...(target !== undefined && { target }) },
      {
        signal,
        onEvent: (event) =>
          !signal.aborted &&
          setProgress((old) => ({ ...event, since: old?.phase === event.phase ? old.since : Date.now() })),
      },
    )
  })
  return {
    found: output,
    error,
    isPending,
    progress: isPending ? progress : undefined,
    isStopped: stopped === key,
    look: () => (error ? again() : ask(true)),
    stop: () => ask(false),
  }
}
