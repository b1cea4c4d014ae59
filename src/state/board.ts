import type { ExperimentId } from '@/core/experiment/experiment.ts'
import type { BoardRow } from '@/core/run/board.ts'
import { liveRuns, runName } from './run.ts'
import type { State } from './store.ts'

/** The runs of an experiment as rows of the leaderboard, oldest first; scores are of validation rows. */
export function boardRows({ shelves }: Pick<State, 'shelves'>, experimentId: ExperimentId): readonly BoardRow[] {
  return liveRuns({ shelves }, experimentId).map((run) => {
    const result = shelves.result[run.id]
    const annotation = shelves.annotation[run.id]
    const device = result?.device
    return {
      run,
      name: runName({ shelves }, run),
      metrics: shelves.evaluation[`${run.id}/validation`]?.metrics ?? {},
      trainMs: result?.timings.trainMs,
      tags: annotation?.tags ?? [],
      notes: annotation?.notes ?? '',
      folds: result?.folds,
      trainRows: result?.rows.train,
      featureCount: result?.featureCount,
      parameterCount: result?.parameterCount,
      device: device && (device.adapter ? `${device.backend}, ${device.adapter}` : device.backend),
    }
  })
}
