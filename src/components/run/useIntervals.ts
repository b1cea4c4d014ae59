import type { MetricIntervals } from '@/core/resample/intervals.ts'
import type { Evaluation } from '@/core/run/run.ts'
import { type Asked, useAssay, useJob } from '@/state/useAssay.ts'

/** How far chance may have moved the scores of a part, some of which hang on the threshold. */
export function useIntervals(evaluation: Evaluation | undefined): Asked<MetricIntervals> {
  const threshold = useAssay((state) => evaluation && state.shelves.pipeline[evaluation.runId]?.threshold)
  return useJob(evaluation && `intervals ${evaluation.id} ${evaluation.digest} ${threshold}`, (jobs, signal) =>
    jobs.model.call('intervals', { runId: evaluation!.runId, part: evaluation!.part }, { signal }),
  )
}
