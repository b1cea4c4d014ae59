import { describe, expect, it } from 'vitest'
import { boardRow, boosting } from '@/testing/boardRows.ts'
import { makeEnded } from '@/testing/endedRun.ts'
import { animalQuestion, makeSpec } from '@/testing/runSpec.ts'
import { type Learner, lossOfNumbers } from '../learner/learner.ts'
import type { MetricName } from '../metrics/metric.ts'
import { boardColumns, cellText } from './boardColumns.ts'
import { layBoard } from './boardLayout.ts'
import { facetsOf } from './facets.ts'
import { describeLeaders } from './leaderboard.ts'
import { whyMissing } from './missingScore.ts'
import { comparedQuantile, isRankedBy, lossQuantiles, rankedQuantile, rankedScores, scoreLabel } from './quantile.ts'
import { compareResampled } from './replicates.ts'
import { explainNoResampling } from './sayReplicates.ts'

const squared = boosting(0.1)
const aimingAt = (quantile: number): Learner =>
  ({ ...squared, options: { ...squared.options, loss: 'quantile', quantile } }) as Learner
const weight = (learner: Learner) =>
  makeSpec(animalQuestion({ target: 'weight', task: 'regression', classes: [], metric: 'pinball' }), learner)
const run = (learner: Learner) => ({ spec: weight(learner) })

const [median, low, high] = [run(squared), run(aimingAt(0.1)), run(aimingAt(0.9))]

describe('pinball losses of several quantiles', () => {
  it('are ranked by the quantile that most runs aim at, or that is asked for where some run has it', () => {
    expect(rankedQuantile([median, median])).toBeUndefined()
    expect(lossQuantiles([median, median])).toEqual([])
    expect(rankedQuantile([median, median, high])).toBe(0.9)
    expect(rankedQuantile([low, high])).toBe(0.1)
    expect(rankedQuantile([low, high, high])).toBe(0.9)
    expect(lossQuantiles([high, median, low, high])).toEqual([0.1, 0.5, 0.9])
    expect(rankedQuantile([low, high, high], 0.1)).toBe(0.1)
    expect(rankedQuantile([median, high], 0.5)).toBe(0.5)
    expect(rankedQuantile([low, high, high], 0.7)).toBe(0.9)
  })

  it('are compared by the quantile of the base, where it aims at one', () => {
    expect(comparedQuantile([low, high, high])).toBe(0.1)
    expect(comparedQuantile([median, high])).toBe(0.9)
  })

  it('of another quantile take no part, and all other metrics do', () => {
    expect(rankedScores({ pinball: 2, mae: 4 }, low, 0.9)).toEqual({ mae: 4 })
    expect(rankedScores({ pinball: 2, mae: 4 }, high, 0.9)).toEqual({ pinball: 2, mae: 4 })
    expect(rankedScores({ pinball: 2 }, median, undefined)).toEqual({ pinball: 2 })
    expect(isRankedBy('mae', low, 0.9)).toBe(true)
    expect([scoreLabel('pinball', 0.9), scoreLabel('pinball', undefined), scoreLabel('mae', 0.9)]).toEqual([
      'Pinball loss (τ .9)',
      'Pinball loss',
      'MAE',
    ])
  })

  it('are named by it on the leaderboard, where those of another come last and say why', () => {
    const scored = [
      ['A', squared, 3],
      ['B', aimingAt(0.9), 5],
      ['C', aimingAt(0.1), 1],
      ['D', aimingAt(0.9), 4],
    ] as const
    const rows = scored.map(([letter, learner, pinball], at) => {
      const spec = weight(learner)
      return boardRow(letter, at, { spec, metrics: rankedScores({ pinball, mae: 1 }, { spec }, 0.9) })
    })
    const board = boardColumns(rows, 'regression', 'pinball')
    expect(board.by.label).toBe('Pinball loss (τ .9)')
    const { items } = layBoard(rows, board, {}, 'regression')
    expect(items.map((item) => item.kind === 'run' && item.row.name)).toEqual(['D', 'B', 'A', 'C'])
    expect(items.map((item) => item.kind === 'run' && cellText(board.by, item.row))).toEqual(['4', '5', '', ''])
    expect(facetsOf(rows, 'regression').find(({ key }) => key === 'pinball')).toMatchObject({
      label: 'Pinball loss (τ .9)',
      values: [undefined, 5, undefined, 4],
    })
    expect(describeLeaders(rows, 'pinball', 'validation')).toBe(
      'Run D is ahead with Pinball loss (τ .9) 4, against B 5.',
    )

    const evaluation = { schema: 1, id: 'C/validation', runId: 'C', part: 'validation', rows: 9 } as const
    const why = whyMissing('pinball', { ...evaluation, metrics: { pinball: 1 }, digest: '', createdAt: 0 }, low)
    expect(why.short).toBe('1 at τ .1')
    expect(why.long).toContain('another metric')
  })

  it('are of other losses than squared ones', () => {
    expect([squared, aimingAt(0.1), aimingAt(0.9)].map(lossOfNumbers)).toEqual([
      'squared',
      'quantile 0.1',
      'quantile 0.9',
    ])
    expect(lossOfNumbers({ kind: 'glm', options: {} })).toBe('squared')
    expect(lossOfNumbers({ kind: 'glm', options: { distribution: 'poisson' } })).toBe('poisson')
  })

  it('tell nothing over folds or seeds where there are two', () => {
    const folded = (id: string, learner: Learner) =>
      makeEnded(id, { ...weight(learner), question: { ...weight(learner).question, folds: 3 } }, 1, [1, 2, 3])
    const all = [folded('a', aimingAt(0.1)), folded('b', aimingAt(0.9)), folded('c', squared)]
    const verdicts = (metric: MetricName) => compareResampled(all[0]!, all.slice(1), metric, 'folds', all)
    expect(verdicts('pinball')).toEqual(['otherQuantile', 'otherQuantile'])
    expect(verdicts('mae')).toEqual(['noFolds', 'noFolds'])
    expect(explainNoResampling(['otherQuantile'])).toContain('two quantiles')
  })
})
