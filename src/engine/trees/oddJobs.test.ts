import { describe, expect, it } from 'vitest'
import { type Task, unattended } from '@/core/task.ts'
import type { TreeColumn } from '@/core/trees/column.ts'
import { BOOSTING_DEFAULTS, type BoostingLoss, type BoostingOptions, forestDefaults } from '@/core/trees/options.ts'
import { runAtOnce } from '@/core/work.ts'
import { type BoostingEvent, type BoostingInput, trainBoosting } from './boosting.ts'
import { decodeTrees } from './decodeTrees.ts'
import { type ForestEvent, trainForest } from './forest.ts'
import { answersOf, scoreTrees } from './score.ts'
import { randomTable } from './testing.ts'
import { encodeTrees } from './treeFile.ts'

const table = randomTable(200)
const numbers = (...values: number[]): TreeColumn => ({ kind: 'number', values: Float64Array.from(values) })

const boost = (
  columns: readonly TreeColumn[],
  target: Float64Array,
  loss: BoostingLoss = { kind: 'squared' },
  options: Partial<BoostingOptions> = {},
  rest: Partial<BoostingInput> = {},
) =>
  trainBoosting(
    { data: { columns, target }, loss, options: { ...BOOSTING_DEFAULTS, rounds: 10, ...options }, seed: 1, ...rest },
    unattended,
  )
const forest = (columns: readonly TreeColumn[], target: Float64Array, classes = 0, kind = 'forest' as const) =>
  trainForest(
    { data: { columns, target }, kind, classes, options: { ...forestDefaults(kind, classes > 0), trees: 5 }, seed: 1 },
    unattended,
  )

/** Answers of some rows by what both learners learn, each by way of its file. */
async function answers(columns: readonly TreeColumn[], target: Float64Array, loss?: BoostingLoss, classes = 0) {
  const rows = Uint32Array.from(target, (_, row) => row)
  return [await boost(columns, target, loss), await forest(columns, target, classes)].map(({ model }) => {
    const read = decodeTrees(encodeTrees(model))
    return [...answersOf(read, runAtOnce(scoreTrees(read, columns, rows)))]
  })
}

describe('odd jobs', () => {
  it('answers a constant target by itself', async () => {
    for (const each of await answers(table.columns, new Float64Array(200).fill(0.3)))
      expect(each.every((answer) => Math.abs(answer - 0.3) < 1e-15)).toBe(true)
  })

  it('is nearly sure of the only class that it was shown', async () => {
    for (const each of await answers(table.columns, new Float64Array(200).fill(1), { kind: 'logistic' }, 2))
      expect(Math.min(...each)).toBeGreaterThan(0.99)
    for (const each of await answers(table.columns, new Float64Array(200).fill(2), { kind: 'softmax', classes: 4 }, 4))
      expect(each.filter((answer) => answer > 0.98)).toHaveLength(200)
  })

  it('learns nothing from columns without numbers, and what it can from those with infinities', async () => {
    const target = table.numbers
    const mean = target.reduce((a, b) => a + b) / 200
    const empty = numbers(...new Array(200).fill(Number.NaN))
    const codes: TreeColumn = { kind: 'category', codes: new Int32Array(200).fill(-1), categories: 0 }
    for (const answer of (await answers([empty, codes], target))[0]!) expect(answer).toBeCloseTo(mean, 9)
    const infinite = numbers(...target.map((y, row) => (row % 3 === 0 ? (y > 0 ? Infinity : -Infinity) : y)))
    for (const each of await answers([infinite, empty], target)) expect(each.every(Number.isFinite)).toBe(true)
  })

  it('needs neither columns nor more than one row', async () => {
    for (const each of await answers([], table.numbers)) expect(each.every(Number.isFinite)).toBe(true)
    for (const each of await answers([numbers(4)], Float64Array.of(7))) expect(each).toEqual([7])
    await expect(boost([numbers()], new Float64Array(0))).rejects.toMatchObject({ code: 'split.empty' })
    await expect(forest([numbers()], new Float64Array(0))).rejects.toMatchObject({ code: 'split.empty' })
  })

  it('tells ten thousand categories apart as far as they are common, and answers for ones it does not know', async () => {
    const codes = Int32Array.from({ length: 20_000 }, (_, row) => (row % 2 === 0 ? row / 2 : row % 20))
    const target = Float64Array.from(codes, (code) => (code < 20 ? code : 50))
    const column: TreeColumn = { kind: 'category', codes, categories: 10_000 }
    const { model } = await boost([column], target, { kind: 'squared' }, { rounds: 100 })
    const unknown: TreeColumn = { kind: 'category', codes: Int32Array.of(3, 7, 9000, 123_456, -1), categories: 200_000 }
    const scores = runAtOnce(scoreTrees(model, [unknown]))
    expect(scores[0]).toBeCloseTo(3, 0)
    expect(scores[1]).toBeCloseTo(7, 0)
    expect(scores[2]).toBeCloseTo(50, 0)
    expect(scores.every(Number.isFinite)).toBe(true)
  })

  it('cuts between neighbours, however far apart or near', async () => {
    const extremes = [-Number.MAX_VALUE, -1e300, -1, 0, Number.MIN_VALUE, 1, 1 + Number.EPSILON, Number.MAX_VALUE]
    const target = Float64Array.from(extremes, (_, place) => place % 2)
    const options = { minRows: 1, learningRate: 1, l2: 0, leaves: 8, rounds: 1 }
    const { model } = await boost([numbers(...extremes)], target, { kind: 'squared' }, options)
    expect([...runAtOnce(scoreTrees(model, [numbers(...extremes)]))].map(Math.round)).toEqual([...target])
  })

  it('says that a target is too large, and that a rate lets the loss run away', async () => {
    const large = Float64Array.from(table.numbers, (y) => y * 1e300)
    await expect(boost(table.columns, large)).rejects.toMatchObject({ code: 'target.unusable' })
    await expect(forest(table.columns, large)).rejects.toMatchObject({ code: 'target.unusable' })
    const steep = { learningRate: 1e6, rounds: 100 }
    await expect(boost(table.columns, table.numbers, { kind: 'squared' }, steep)).rejects.toMatchObject({
      code: 'train.diverged',
    })
    const { model } = await boost(
      table.columns,
      table.classes.map((each) => Number(each > 0)),
      { kind: 'logistic' },
      steep,
    )
    expect(runAtOnce(scoreTrees(model, table.columns)).every(Number.isFinite)).toBe(true)
  })

  it.each<[string, () => Promise<unknown>, string]>([
    ['a class that is not there', () => boost(table.columns, table.classes, { kind: 'logistic' }), 'target.unusable'],
    ['counts below 0', () => boost(table.columns, table.numbers, { kind: 'poisson' }), 'target.unusable'],
    ['a quantile of 1', () => boost(table.columns, table.numbers, { kind: 'quantile', alpha: 1 }), 'spec.invalid'],
    ['half a leaf', () => boost(table.columns, table.numbers, undefined, { leaves: 2.5 }), 'spec.invalid'],
    ['a target with gaps', () => boost([numbers(1, 2)], Float64Array.of(1, Number.NaN)), 'spec.invalid'],
    [
      'classes that are to rise, each of several',
      () => boost(table.columns, table.classes, { kind: 'softmax', classes: 3 }, {}, { monotone: [1, 0, 0, 0] }),
      'spec.invalid',
    ],
    [
      'a median that is to rise',
      () => boost(table.columns, table.numbers, { kind: 'absolute' }, {}, { monotone: [1, 0, 0, 0] }),
      'spec.invalid',
    ],
    ['columns of other lengths', () => boost([numbers(1, 2)], Float64Array.of(1)), 'spec.invalid'],
  ])('refuses %s', async (_, failure, code) => {
    await expect(failure()).rejects.toMatchObject({ code })
  })

  it.each<[string, BoostingLoss, (y: number) => number]>([
    ['squared', { kind: 'squared' }, (y) => y],
    ['logistic', { kind: 'logistic' }, (y) => Number(y > 0)],
    ['poisson', { kind: 'poisson' }, (y) => Math.round(Math.exp(y / 2))],
  ])('rises with what it must rise with, %s', async (_, loss, targetOf) => {
    const fresh = Float64Array.from({ length: 401 }, (_, i) => i / 100 - 2)
    const falling = table.numbers.map((y, row) => targetOf(y - 3 * Number(row % 7 > 3)))
    // Rows that differ in all else, each as the others of it would have it.
    const besides = [5, 11, 42, 133]
    const still = (column: TreeColumn, row: number): TreeColumn =>
      column.kind === 'number'
        ? { kind: 'number', values: new Float64Array(401).fill(column.values[row]!) }
        : { ...column, codes: new Int32Array(401).fill(column.codes[row]!) }
    const falls = async (direction: -1 | 0 | 1) => {
      const options = { rounds: 50, minRows: 2 }
      const { model } = await boost(table.columns, falling, loss, options, { monotone: [direction, 0, 0, 0] })
      return besides.map((row) => {
        const columns = [numbers(...fresh), ...table.columns.slice(1).map((column) => still(column, row))]
        const answers = answersOf(model, runAtOnce(scoreTrees(model, columns)))
        return [...answers].filter((answer, i) => i > 0 && (direction || 1) * (answer - answers[i - 1]!) < -1e-12)
          .length
      })
    }
    expect(await falls(1)).toEqual([0, 0, 0, 0])
    expect(await falls(-1)).toEqual([0, 0, 0, 0])
    // Nothing else holds it: free, it goes down as well.
    expect(Math.min(...(await falls(0)))).toBeGreaterThan(0)
  })

  it('gives what there is when it is stopped, and nothing before the first tree', async () => {
    const big = randomTable(20_000)
    const stopAfter = (count: number) => {
      const controller = new AbortController()
      let seen = 0
      const report = () => void (++seen >= count && controller.abort())
      return { signal: controller.signal, report } satisfies Task<BoostingEvent & ForestEvent>
    }
    const data = { columns: big.columns, target: big.numbers }
    const options = { ...BOOSTING_DEFAULTS, rounds: 5000 }
    const stopped = await trainBoosting({ data, loss: { kind: 'squared' }, options, seed: 1 }, stopAfter(2))
    expect(stopped.ended).toBe('stopped')
    expect(stopped.bestRound).toBe(stopped.history.length)
    expect(stopped.model.treeOutput).toHaveLength(stopped.bestRound)
    const trees = { ...forestDefaults('forest', false), trees: 1000 }
    const half = await trainForest({ data, kind: 'forest', classes: 0, options: trees, seed: 1 }, stopAfter(2))
    expect([half.ended, half.model.treeOutput.length]).toEqual(['stopped', half.trees])
    expect(half.trees).toBeLessThan(1000)
    const aborted = { signal: AbortSignal.abort(), report: () => {} }
    const never = trainBoosting({ data, loss: { kind: 'squared' }, options, seed: 1 }, aborted)
    await expect(never).rejects.toMatchObject({ code: 'aborted' })
  })

  it('ends early, and keeps the best round', async () => {
    const noise = table.numbers.map((_, row) => Math.sin(row * row))
    const validation = { columns: table.columns, target: noise.map((y) => -y) }
    const trained = await boost(table.columns, noise, undefined, { rounds: 200, patience: 5 }, { validation })
    expect(trained.ended).toBe('early')
    expect(trained.history).toHaveLength(trained.bestRound + 5)
    expect(trained.model.treeOutput).toHaveLength(trained.bestRound)
  })
})
