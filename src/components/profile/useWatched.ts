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
  /** Once it takes long. */
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
  const [attempt, setAttempt] = useState(0)
  const [told, setTold] = useState<ProfileEvent & { readonly key: string | undefined }>()
  const isStopped = key !== undefined && stopped === key
  const { output, error, isPending } = useJob(
    key === undefined || isStopped ? undefined : `${key}/${attempt}`,
    (jobs, signal) => ask(jobs, { signal, onEvent: (event) => !signal.aborted && setTold({ ...event, key }) }),
  )
  const isSlow = useSlow(isPending, key ?? '')
  return {
    output,
    error,
    isStopped,
    progress: isSlow ? progressOf(told, key) : undefined,
    stop: () => setStopped(key),
    again: () => {
      setStopped(undefined)
      setAttempt(attempt + 1)
    },
  }
}

function progressOf(
  told: (ProfileEvent & { readonly key: string | undefined }) | undefined,
  key: string | undefined,
): ProfileEvent {
  return told && told.key === key ? told : { done: 0, total: 1 }
}
