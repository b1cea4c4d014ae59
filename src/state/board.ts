import type { ExperimentId } from '@/core/experiment/experiment.ts'
import type { BoardRow } from '@/core/run/board.ts'
import { rankedQuantile, rankedScores } from '@/core/run/quantile.ts'
import { liveRuns, rankedRuns } from './run.ts'
import type { State } from './store.ts'

/**
 * The runs of an experiment as rows of the leaderboard, oldest first; scores are of validation rows.
 * @param asked The quantile of the pinball losses that are ranked ({@link rankedQuantile}).
 */
export function boardRows(
  { shelves }: Pick<State, 'shelves'>,
  experimentId: ExperimentId,
  asked?: number,
): readonly BoardRow[] {
  const runs = liveRuns({ shelves }, experimentId)
  const quantile = rankedQuantile(runs, asked)
  return rankedRuns(shelves, runs, quantile).map((ranked) => {
    const { run } = ranked
    const result = shelves.result[run.id]
    const annotation = shelves.annotation[run.id]
    const device = result?.device
    return {
      ...ranked,
      tags: annotation?.tags ?? [],
      notes: annotation?.notes ?? '',
      folds: result?.folds?.map((fold) => ({ ...fold, metrics: rankedScores(fold.metrics, run, quantile) })),
      trainRows: result?.rows.train,
      featureCount: result?.featureCount,
      parameterCount: result?.parameterCount,
      device: device && (device.adapter ? `${device.backend}, ${device.adapter}` : device.backend),
    }
  })
}
