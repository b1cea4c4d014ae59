import { formatThreshold } from '@/core/format/format.ts'
import { TRAINED_THRESHOLD } from '@/core/pipeline/pipeline.ts'
import type { Ranked } from '@/core/run/leaderboard.ts'
import { useAssay } from '@/state/useAssay.ts'

/** From which probability on each run calls a row positive, where somebody moved that: labels hang on it, and their scores. */
export function CompareThresholds({ runs }: { runs: readonly Ranked[] }) {
  const pipelines = useAssay((state) => state.shelves.pipeline)
  const thresholds = runs.map(({ run }) =>
    run.spec.question.task === 'binary' ? pipelines[run.id]?.threshold : undefined,
  )
  if (thresholds.every((threshold) => threshold === undefined || threshold === TRAINED_THRESHOLD)) return null
  return (
    <tr>
      <th scope="row">Threshold</th>
      {thresholds.map((threshold, index) => (
        <td key={runs[index]!.run.id} className="n">
          {threshold !== undefined && formatThreshold(threshold)}
          {threshold !== undefined && threshold !== TRAINED_THRESHOLD && <span className="caption"> chosen</span>}
        </td>
      ))}
    </tr>
  )
}
