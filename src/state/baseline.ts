import { lossQuantile } from '@/core/run/quantile.ts'
import { shareRows } from '@/core/run/replicates.ts'
import type { Evaluation, Run } from '@/core/run/run.ts'
import { scoredRowsKey } from '@/core/run/sameRows.ts'
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

/** Whether two runs are scored on the same rows of a part, as far as their specs tell. */
export function isScoredBeside(a: Run, b: Run, part: Evaluation['part']): boolean {
  return scoredRowsKey(a.spec, part) === scoredRowsKey(b.spec, part)
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
    isElsewhere: baseline !== undefined && !isScoredBeside(baseline, run, 'validation'),
    quantiles: metric === 'pinball' ? [lossQuantile(run), lossQuantile(baseline ?? run)] : undefined,
  })
}
