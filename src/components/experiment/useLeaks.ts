import { useDebouncedValue } from '@mantine/hooks'
import { useMemo, useRef, useState } from 'react'
import { useSlow } from '@/components/ui/useSlow.ts'
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

export interface Leaks {
  /** What was found last of this target; of the split before while it is looked for anew. */
  readonly report: LeakReport | undefined
  /** Whether the report is of the question as it stands. */
  readonly isCurrent: boolean
  readonly isRunning: boolean
  /** Whether it takes so long that it is worth telling. */
  readonly isSlow: boolean
  /** How far it is, once it has told. */
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
  const asked = useJob(isReady && !isStopped ? key : undefined, (jobs, signal) => {
    setProgress(undefined)
    return jobs.read.call(
      'leaks',
      { question, seed: SEED },
      { signal, onEvent: (event) => !signal.aborted && setProgress(event) },
    )
  })
  const isSlow = useSlow(asked.isPending, key)
  const about = `${datasetId}/${target}/${task}`
  if (asked.output)
    last.current = { of: `${question.datasetId}/${question.target}/${question.task}`, report: asked.output }
  return {
    report: last.current?.of === about ? last.current.report : undefined,
    isCurrent: asked.output !== undefined,
    isRunning: asked.isPending,
    isSlow,
    progress: asked.isPending ? progress : undefined,
    isStopped,
    error: asked.error,
    stop: () => setStopped(key),
    start: () => (isStopped ? setStopped(undefined) : asked.again()),
  }
}
