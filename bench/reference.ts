import type { Learner } from '@/core/learner/learner.ts'
import { LEARNERS } from '@/core/learner/table.ts'
import type { MetricName } from '@/core/metrics/metric.ts'
import { openQuestion, testScore } from '@/testing/realQuestion.ts'
import { readSharedFile } from '@/testing/sharedData.ts'
import { noiseRow, type Seeded } from './noise.ts'
import type { BenchOutcome, BenchRow } from './row.ts'

const SEEDS = [1, 2, 3]
const PEER = 'scikit-learn 1.2.1 MLPClassifier / MLPRegressor (64, 32), mean of 3 seeds'

/** Name in the table of references, file, target. */
const WORKS: readonly (readonly [string, string, string | number, 'accuracy' | 'rmse'])[] = [
  ['adult_uci', 'adult.data', 14, 'accuracy'],
  ['bank_marketing', 'bank_marketing_full', 'deposit', 'accuracy'],
  ['telco', 'telco_churn', 'Churn', 'accuracy'],
  ['letter', 'letter_recognition', 0, 'accuracy'],
  ['california_ageron', 'california_housing', 'median_house_value', 'rmse'],
]

/** What scikit-learn came to on every fifth row, by the names of its table. */
function referenceOf(table: string, dataset: string, metric: string): Seeded {
  const [head, ...lines] = table
    .trim()
    .split('\n')
    .map((line) => line.split('\t'))
  const cell = (line: readonly string[], name: string) => line[head!.indexOf(name)]!
  const line = lines.find(
    (each) =>
      cell(each, 'dataset') === dataset &&
      cell(each, 'split') === 'mod5' &&
      cell(each, 'model') === 'mlp_64_32' &&
      cell(each, 'metric') === metric,
  )
  if (!line) throw new Error(`No reference for ${dataset}, ${metric}`)
  return { mean: Number(cell(line, 'mean_3seeds')), sd: Number(cell(line, 'sd_3seeds')) }
}

/** Error, the less the better: what scikit-learn calls 1 − accuracy, log loss or RMSE. */
const ERRORS: Readonly<Record<'accuracy' | 'rmse', readonly (readonly [MetricName, string])[]>> = {
  accuracy: [
    ['accuracy', 'accuracy'],
    ['logLoss', 'log_loss'],
  ],
  rmse: [['rmse', 'rmse']],
}

/** The network as it comes against scikit-learn's on the same rows; ours keeps a fifth of its training rows to stop by. */
export async function run(): Promise<BenchOutcome> {
  const table = readSharedFile('sklearn-reference.tsv')?.toString('utf8')
  if (!table) throw new Error('The folder of real files is not on this machine, so there is nothing to compare with.')
  const rows: BenchRow[] = []
  const learner = (trainRows: number): Learner => ({ kind: 'network', options: LEARNERS.network.defaults(trainRows) })
  for (const [dataset, file, target, metric] of WORKS) {
    const { question, frames } = await openQuestion(file, target, metric)
    const scores = []
    for (const seed of SEEDS) scores.push((await testScore(learner, question, frames, seed)).metrics)
    for (const [name, theirName] of ERRORS[metric]) {
      const toError = (value: number) => (name === 'accuracy' ? 1 - value : value)
      const ours = scores.map((metrics) => toError(metrics[name]!))
      const theirs = referenceOf(table, dataset, theirName)
      const row = noiseRow(
        {
          work: `${file}, every fifth row tests: ${name === 'accuracy' ? '1 − accuracy' : name}, ${SEEDS.length} seeds`,
          peer: PEER,
          unit: metric === 'rmse' ? question.target : name === 'accuracy' ? 'share' : 'nats',
        },
        ours,
        { ...theirs, mean: toError(theirs.mean) },
      )
      console.log(`  ${row.work}: ours ${row.ours}, theirs ${row.theirs}, ${row.goal}`)
      rows.push(row)
    }
  }
  return { device: 'WebAssembly in Node', rows }
}
