import { useState } from 'react'
import { useSlow } from '@/components/ui/useSlow.ts'
import type { ErrorData } from '@/core/errors.ts'
import type { JobClients } from '@/core/ports.ts'
import type { ProfileEvent } from '@/core/profile/jobs.ts'
import { useJob } from '@/state/useAssay.ts'

/** An answer that may take long: it tells how far it is, and can be stopped and asked for again. */
export interface Watched<T> {
  readonly output: T | undefined
  readonly error: ErrorData | undefined
  readonly isStopped: boolean
  /** Whether it takes so long that a person wants to see it and to be able to stop it. */
  readonly isSlow: boolean
  /** How far it is, once it has told. */
  readonly progress: ProfileEvent | undefined
  readonly stop: () => void
  readonly again: () => void
}

/** Asks a worker for something to show, by `key` as {@link useJob} does; an undefined key asks nothing. */
export function useWatched<T>(
  key: string | undefined,
  ask: (jobs: JobClients, options: { signal: AbortSignal; onEvent: (event: ProfileEvent) => void }) => Promise<T>,
): Watched<T> {
  const [stopped, setStopped] = useState<string>()
  const [progress, setProgress] = useState<ProfileEvent>()
  const isStopped = key !== undefined && stopped === key
  const asked = useJob(isStopped ? undefined : key, (jobs, signal) => {
    setProgress(undefined)
    return ask(jobs, { signal, onEvent: (event) => !signal.aborted && setProgress(event) })
  })
  const isSlow = useSlow(asked.isPending, key ?? '')
  return {
    output: asked.output,
    error: asked.error,
    isStopped,
    isSlow,
    progress: asked.isPending ? progress : undefined,
    stop: () => setStopped(key),
    again: () => (isStopped ? setStopped(undefined) : asked.again()),
  }
}
