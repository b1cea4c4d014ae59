import { lossQuantile } from '@/core/run/quantile.ts'
import { shareRows } from '@/core/run/replicates.ts'
import type { Run } from '@/core/run/run.ts'
import { describeVerdict } from '@/core/run/verdict.ts'
import { liveRuns, validationScore } from './run.ts'
import type { State } from './store.ts'

/** The finished baseline that a run has to beat: another run of its experiment, one on the same rows where there is one. */
export function baselineOf(state: Pick<State, 'shelves'>, run: Run): Run | undefined {
  const baselines = liveRuns(state, run.experimentId).filter(
    ({ id, spec, status }) => id !== run.id && spec.learner.kind === 'baseline' && status === 'done',
  )
  return baselines.find(({ spec }) => shareRows(spec, run.spec)) ?? baselines[0]
}

/** What came of a finished run by a metric, in a sentence, beside its baseline. */
export function verdictOf(state: Pick<State, 'shelves'>, run: Run, metric = run.spec.question.metric): string {
  const baseline = baselineOf(state, run)
  return describeVerdict({
    run,
    metric,
    score: validationScore(state, run, metric),
    rows: state.shelves.evaluation[`${run.id}/validation`]?.rows,
    baseline: baseline && validationScore(state, baseline, metric),
    quantiles: metric === 'pinball' ? [lossQuantile(run), lossQuantile(baseline ?? run)] : undefined,
  })
}
