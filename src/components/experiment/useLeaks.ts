import { useDebouncedValue } from '@mantine/hooks'
import { useEffect, useMemo, useRef, useState } from 'react'
import type { ErrorData } from '@/core/errors.ts'
import type { Question } from '@/core/experiment/experiment.ts'
import { contentHash } from '@/core/hash.ts'
import type { LeaksEvent, LeaksInput } from '@/core/leak/jobs.ts'
import type { LeakReport } from '@/core/leak/leak.ts'
import { useJob } from '@/state/useAssay.ts'

/** The seed that a run starts with unless somebody chose another; rows are dealt by it. */
const SEED = 1
/** Time without another edit before rows are looked at again. */
const SETTLED_MS = 400
/** Work that takes no longer is not announced. */
const QUIET_MS = 500

export interface Leaks {
  /** What was found last of this target; of the split before while it is looked for anew. */
  readonly report: LeakReport | undefined
  readonly isRunning: boolean
  /** How far it is, once it takes long enough to be told. */
  readonly progress: LeaksEvent | undefined
  readonly isStopped: boolean
  readonly error: ErrorData | undefined
  readonly stop: () => void
  readonly start: () => void
}

/**
 * Looks for leaks in a question whenever what they hang on has changed.
 * @param isReady Whether its split can be made.
 */
export function useLeaks({ datasetId, target, task, classes, split }: Question, isReady: boolean): Leaks {
  const wanted = contentHash({ datasetId, target, task, classes, split })
  // biome-ignore lint/correctness/useExhaustiveDependencies: the hash stands for all of them
  const now = useMemo<LeaksInput['question']>(() => ({ datasetId, target, task, classes, split }), [wanted])
  const [question] = useDebouncedValue(now, SETTLED_MS)
  const [stopped, setStopped] = useState<string | undefined>()
  const [progress, setProgress] = useState<LeaksEvent | undefined>()
  const last = useRef<{ readonly of: string; readonly report: LeakReport } | undefined>(undefined)

  const key = contentHash(question)
  const isStopped = stopped === key
  const asked = useJob(isReady && !isStopped ? key : undefined, (jobs, signal) =>
    jobs.read.call(
      'leaks',
      { question, seed: SEED },
      { signal, onEvent: (event) => !signal.aborted && setProgress(event) },
    ),
  )
  const isLong = useAfter(asked.isPending, QUIET_MS)
  const about = `${datasetId}/${target}/${task}`
  if (asked.output)
    last.current = { of: `${question.datasetId}/${question.target}/${question.task}`, report: asked.output }
  return {
    report: last.current?.of === about ? last.current.report : undefined,
    isRunning: asked.isPending,
    progress: isLong ? progress : undefined,
    isStopped,
    error: asked.error,
    stop: () => {
      setStopped(key)
      setProgress(undefined)
    },
    start: () => setStopped(undefined),
  }
}

/** Whether something has held for a while. */
function useAfter(holds: boolean, ms: number): boolean {
  const [isLong, setLong] = useState(false)
  useEffect(() => {
    if (!holds) return
    const timer = setTimeout(() => setLong(true), ms)
    return () => {
      clearTimeout(timer)
      setLong(false)
    }
  }, [holds, ms])
  return holds && isLong
}
