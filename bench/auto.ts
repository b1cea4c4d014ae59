import type { Learner } from '@/core/learner/learner.ts'
import { LEARNERS } from '@/core/learner/table.ts'
import type { MetricName } from '@/core/metrics/metric.ts'
import { openQuestion, testScore } from '@/testing/realQuestion.ts'
import type { BenchOutcome, BenchRow } from './row.ts'

const BUDGET_S = 60
const SINGLES = ['glm', 'boosting', 'forest', 'network'] as const

/** File, target, and the error by which learners are set side by side: the less the better. */
const WORKS: readonly (readonly [file: string, target: number | string, metric: MetricName])[] = [
  ['adult.data', 14, 'logLoss'],
  ['bank_marketing_full', 'deposit', 'logLoss'],
  ['california_housing', 'median_house_value', 'rmse'],
]

/** Auto with a minute against the best of the learners as they come, all on the same test rows. */
export async function run(): Promise<BenchOutcome> {
  const rows: BenchRow[] = []
  for (const [file, target, metric] of WORKS) {
    const { question, frames } = await openQuestion(file, target, metric)
    const errorOf = async (learner: (trainRows: number) => Learner) =>
      (await testScore(learner, question, frames, 1)).metrics[metric]!
    const singles: { readonly kind: string; readonly error: number }[] = []
    for (const kind of SINGLES) {
      const learner = (trainRows: number) => ({ kind, options: LEARNERS[kind].defaults(trainRows) }) as Learner
      singles.push({ kind, error: await errorOf(learner) })
      console.log(`  ${file}: ${kind} ${singles.at(-1)!.error.toPrecision(4)}`)
    }
    const best = singles.reduce((least, each) => (each.error < least.error ? each : least))
    const ours = await errorOf(() => ({ kind: 'auto', options: { budgetS: BUDGET_S } }))
    console.log(`  ${file}: auto ${ours.toPrecision(4)}`)
    rows.push({
      work: `${file}, every fifth row tests: ${metric} of auto with ${BUDGET_S} s`,
      peer: `the best of ${SINGLES.length} learners as they come (${best.kind})`,
      ours: Number(ours.toPrecision(4)),
      theirs: Number(best.error.toPrecision(4)),
      unit: metric === 'rmse' ? question.target : 'nats',
      ratio: Number((best.error / ours).toPrecision(3)),
      goal: '≥ 1',
      met: ours <= best.error,
    })
  }
  return { device: 'WebAssembly in Node', rows }
}
