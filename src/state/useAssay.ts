import { createContext, useCallback, useContext, useEffect, useRef, useState } from 'react'
import { useStore } from 'zustand'
import { type ErrorData, isAborted, toErrorData } from '@/core/errors.ts'
import type { JobClients } from '@/core/ports.ts'
import type { State, Store } from './store.ts'

/** What the page reads and does: the store, and the workers for what is never kept in it (rows, points). */
export interface Assay {
  readonly store: Store
  readonly jobs: JobClients
}

export const AssayContext = createContext<Assay | undefined>(undefined)

function useAssayContext(): Assay {
  const assay = useContext(AssayContext)
  if (!assay) throw new Error('AssayContext is not provided')
  return assay
}

/** Part of the state. The selector must return a stable value (wrap with zustand's useShallow where it makes one). */
export function useAssay<T>(select: (state: State) => T): T {
  return useStore(useAssayContext().store, select)
}

/** The state as it is now, for event handlers. */
export function useActions(): () => State {
  return useAssayContext().store.getState
}

/** Asks the read worker once, for event handlers. */
export function useRead(): JobClients['read']['call'] {
  return useAssayContext().jobs.read.call
}

/** Asks the model worker once, for event handlers. */
export function useModel(): JobClients['model']['call'] {
  return useAssayContext().jobs.model.call
}

interface Answer<T> {
  readonly output?: T | undefined
  readonly error?: ErrorData | undefined
  readonly isPending: boolean
}

export interface Asked<T> extends Answer<T> {
  /** Asks the same once more, as after an error. */
  readonly again: () => void
}

/**
 * Asks a worker for something to show. `key` says what is asked: the same key asks once, a new key drops the old
 * answer's arrival (latest wins), unmounting stops it. An undefined key asks nothing.
 */
export function useJob<T>(
  key: string | undefined,
  ask: (jobs: JobClients, signal: AbortSignal) => Promise<T>,
): Asked<T> {
  const { jobs } = useAssayContext()
  const [asked, setAsked] = useState<Answer<T> & { readonly key?: string | undefined }>({ isPending: false })
  const [attempt, setAttempt] = useState(0)
  const again = useCallback(() => setAttempt((count) => count + 1), [])
  const latest = useRef(ask)
  latest.current = ask
  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt asks the same anew
  useEffect(() => {
    if (key === undefined) return
    const controller = new AbortController()
    setAsked((old) => ({ ...old, error: undefined, isPending: true }))
    latest
      .current(jobs, controller.signal)
      .then((output) => {
        if (!controller.signal.aborted) setAsked({ key, output, isPending: false })
      })
      .catch((cause: unknown) => {
        if (!controller.signal.aborted && !isAborted(cause))
          setAsked({ key, error: toErrorData(cause), isPending: false })
      })
    return () => controller.abort()
  }, [key, attempt, jobs])
  // An answer to an older question is not shown as the answer to this one.
  return { ...(key !== undefined && asked.key === key ? asked : { isPending: key !== undefined }), again }
}
