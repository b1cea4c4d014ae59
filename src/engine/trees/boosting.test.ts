import { describe, expect, it } from 'vitest'
import { unattended } from '@/core/task.ts'
import type { TreeData } from '@/core/trees/column.ts'
import { BOOSTING_DEFAULTS, type BoostingLoss } from '@/core/trees/options.ts'
import { runAtOnce } from '@/core/work.ts'
import { type BoostingInput, trainBoosting } from './boosting.ts'
import { decodeTrees } from './decodeTrees.ts'
import { answersOf, scoreTrees } from './score.ts'
import { randomTable } from './testing.ts'
import { encodeTrees } from './treeFile.ts'

const LOSSES: readonly BoostingLoss[] = [
  { kind: 'squared' },
  { kind: 'absolute' },
  { kind: 'poisson' },
  { kind: 'quantile', alpha: 0.8 },
  { kind: 'logistic' },
  { kind: 'softmax', classes: 3 },
]

const table = randomTable(3000)
const targetOf = ({ kind }: BoostingLoss, { numbers, classes }: typeof table) =>
  kind === 'softmax'
    ? classes
    : kind === 'logistic'
      ? classes.map((each) => Number(each > 0))
      : kind === 'poisson'
        ? numbers.map((each) => Math.max(0, Math.round(each)))
        : numbers
const dataOf = (loss: BoostingLoss, of = table): TreeData => ({ columns: of.columns, target: targetOf(loss, of) })
const inputOf = (loss: BoostingLoss, options = {}): BoostingInput => ({
  data: dataOf(loss),
  loss,
  options: { ...BOOSTING_DEFAULTS, rounds: 20, ...options },
  seed: 1,
})

describe('trainBoosting', () => {
  it('has the same bits with room for few histograms', async () => {
    const input = inputOf({ kind: 'squared' }, { leaves: 200, minRows: 3 })
    const [roomy, tight] = [
      await trainBoosting(input, unattended),
      await trainBoosting(input, unattended, { histogramBytes: 0 }),
    ]
    expect(Buffer.compare(Buffer.from(encodeTrees(roomy.model)), Buffer.from(encodeTrees(tight.model)))).toBe(0)
    expect(roomy.model.feature.length).toBe(20 * 399)
  })

  it.each(LOSSES)('has the same bits with either kernel: $kind', async (loss) => {
    const weights = table.numbers.map((value) => 1 + Math.abs(value))
    for (const options of [{}, { rowShare: 0.6, columnShare: 0.6, l1: 0.5, depth: 4 }]) {
      const base = inputOf(loss, options)
      const input = { ...base, data: { ...base.data, weights } }
      const fast = await trainBoosting(input, unattended)
      const plain = await trainBoosting(input, unattended, { isPlain: true })
      expect(Buffer.compare(Buffer.from(encodeTrees(fast.model)), Buffer.from(encodeTrees(plain.model)))).toBe(0)
      expect(fast.model.feature.length).toBeGreaterThan(100)
    }
  })

  it.each(LOSSES)('tells the loss of the scores that its model gives: $kind', async (loss) => {
    const fresh = randomTable(800, 'validation')
    const validation = dataOf(loss, fresh)
    const events: number[] = []
    const trained = await trainBoosting(
      { ...inputOf(loss, { rounds: 40, rowShare: 0.9 }), validation },
      { ...unattended, report: ({ record }) => void events.push(record.round) },
    )
    const scores = runAtOnce(scoreTrees(trained.model, fresh.columns))
    expect(trained.validationScores).toHaveLength(scores.length)
    for (const [i, score] of scores.entries()) expect(trained.validationScores![i]).toBeCloseTo(score, 9)
    expect(events).toEqual(trained.history.map(({ round }) => round))
    const losses = trained.history.map(({ validationLoss }) => validationLoss!)
    expect(losses[trained.bestRound - 1]).toBe(Math.min(...losses))
    expect(losses[trained.bestRound - 1]).toBeLessThan(losses[0]!)
    const again = decodeTrees(encodeTrees(trained.model))
    expect(runAtOnce(scoreTrees(again, fresh.columns))).toEqual(scores)
    for (const answer of answersOf(again, scores)) expect(Number.isFinite(answer)).toBe(true)
  })
})
