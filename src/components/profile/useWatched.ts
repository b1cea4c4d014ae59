import { useRef, useState } from 'react'
import { useSlow } from '@/components/ui/useSlow.ts'
import { timeLeft } from '@/core/budget.ts'
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
  /** How long it goes on if it goes on as it did, in milliseconds. */
  readonly leftMs: number | undefined
  readonly stop: () => void
  readonly again: () => void
}

/**
 * Asks a worker for something to show, by `key` as {@link useJob} does; an undefined key asks nothing.
 * @param budgetMs How long it may take, where it was told so.
 */
export function useWatched<T>(
  key: string | undefined,
  ask: (jobs: JobClients, options: { signal: AbortSignal; onEvent: (event: ProfileEvent) => void }) => Promise<T>,
  budgetMs?: number,
): Watched<T> {
  const startedAt = useRef(0)
  const [stopped, setStopped] = useState<string>()
  const [told, setTold] = useState<{ readonly progress: ProfileEvent; readonly afterMs: number }>()
  const isStopped = key !== undefined && stopped === key
  const asked = useJob(isStopped ? undefined : key, (jobs, signal) => {
    setTold(undefined)
    startedAt.current = performance.now()
    const tell = (progress: ProfileEvent) => setTold({ progress, afterMs: performance.now() - startedAt.current })
    return ask(jobs, { signal, onEvent: (event) => !signal.aborted && tell(event) })
  })
  const isSlow = useSlow(asked.isPending, key ?? '')
  return {
    output: asked.output,
    error: asked.error,
    isStopped,
    isSlow,
    progress: asked.isPending ? told?.progress : undefined,
    leftMs: asked.isPending && told ? timeLeft(told.afterMs, told.progress, budgetMs) : undefined,
    stop: () => setStopped(key),
    again: () => (isStopped ? setStopped(undefined) : asked.again()),
  }
}
