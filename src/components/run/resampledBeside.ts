import type { Adjustment } from '@/core/compare/adjust.ts'
import type { MetricName } from '@/core/metrics/metric.ts'
import type { ReportedSeeds } from '@/core/report/reported.ts'
import type { Ranked } from '@/core/run/leaderboard.ts'
import { compareResampled, familyOf, looksOf, scoresOverSeeds, seedPairs } from '@/core/run/replicates.ts'
import type { Run, RunId } from '@/core/run/run.ts'
import { explainNoSeeds, type ResampledBeside, type SeedLine } from '@/core/run/sayReplicates.ts'
import { endedOf, endedRuns } from '@/state/replication.ts'
import type { State } from '@/state/store.ts'

/** What folds and seeds show of runs beside the first of them. */
export function resampledBeside(
  shelves: State['shelves'],
  runs: readonly Run[],
  metric: MetricName,
  adjustment: Adjustment | undefined,
): readonly ResampledBeside[] {
  const [base, ...others] = runs as [Run, ...Run[]]
  const all = endedRuns({ shelves }, base.experimentId)
  const ended = (run: Run) => endedOf({ shelves }, run)
  return (['folds', 'seeds'] as const).map((over) => ({
    over,
    verdicts: compareResampled(ended(base), others.map(ended), metric, over, all, adjustment),
  }))
}

/**
 * Those of some runs whose specs were trained with several seeds, a line for each spec.
 * @param resampled What is shown of the runs beside the first of them.
 */
export function seedLines(
  shelves: State['shelves'],
  runs: readonly Ranked[],
  metric: MetricName,
  resampled: readonly ResampledBeside[],
): readonly SeedLine[] {
  const verdicts = resampled.find(({ over }) => over === 'seeds')?.verdicts ?? []
  const all = endedRuns({ shelves }, runs[0]!.run.experimentId)
  const families = new Set<string>()
  return runs.flatMap(({ run, name }, place) => {
    const family = familyOf(run.spec)
    if (families.has(family)) return []
    families.add(family)
    const scores = scoresOverSeeds(run.spec, all, metric)
    const verdict = place === 0 ? undefined : verdicts[place - 1]
    return scores ? [{ run, name, scores, verdict: typeof verdict === 'string' ? undefined : verdict }] : []
  })
}

/**
 * What further seeds show of the first of some runs and of one other.
 * @param asked The other that the address names; the second where it is none of these.
 */
export function seedsBeside(
  shelves: State['shelves'],
  runs: readonly Run[],
  asked: RunId | undefined,
  metric: MetricName,
): ReportedSeeds {
  const [base, ...others] = runs as [Run, ...Run[]]
  const other = others.find(({ id }) => id === asked) ?? others[0]!
  const reason = explainNoSeeds(base, other)
  if (reason) return { other, reason, pairs: [], looks: [] }
  const all = endedRuns({ shelves }, base.experimentId)
  const of = [base.spec, other.spec, all, metric] as const
  return { other, reason, pairs: seedPairs(...of), looks: looksOf(...of) }
}
