import type { Experiment } from '@/core/experiment/experiment.ts'
import { estimateParts } from '@/core/split/estimate.ts'
import { comparisonKey } from '@/state/experiment.ts'
import { liveRuns } from '@/state/run.ts'
import type { State } from '@/state/store.ts'
import type { PartRows } from './TrainFacts.tsx'

/** Rows of each part: as the latest run of the same question counted them, else estimated from the split. */
export function partRows({ shelves }: Pick<State, 'shelves'>, { id, question }: Experiment): PartRows {
  const key = comparisonKey(question)
  const counted = liveRuns({ shelves }, id).findLast(
    (run) => shelves.result[run.id] && comparisonKey(run.spec.question) === key,
  )
  if (counted) return { rows: shelves.result[counted.id]!.rows, isExact: true }
  const dataset = shelves.dataset[question.datasetId]
  if (!dataset) return { rows: {}, isExact: false }
  const testFile = question.split.kind === 'file' ? shelves.dataset[question.split.testDatasetId] : undefined
  return { rows: estimateParts(question.split, dataset, question.target, testFile?.rows), isExact: false }
}

/** For the default settings, which go by orders of magnitude. */
export function trainRowsOf({ shelves }: Pick<State, 'shelves'>, experiment: Experiment): number {
  return partRows({ shelves }, experiment).rows.train ?? shelves.dataset[experiment.question.datasetId]?.rows ?? 0
}
