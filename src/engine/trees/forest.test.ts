import { describe, expect, it } from 'vitest'
import { unattended } from '@/core/task.ts'
import type { TreeModel } from '@/core/trees/model.ts'
import { type ForestKind, forestDefaults } from '@/core/trees/options.ts'
import { runAtOnce } from '@/core/work.ts'
import { decodeTrees } from './decodeTrees.ts'
import { type ForestEvent, trainForest } from './forest.ts'
import { answersOf, scoreTrees } from './score.ts'
import { randomTable } from './testing.ts'
import { encodeTrees } from './treeFile.ts'

const table = randomTable(1500)
const fresh = randomTable(600, 'fresh')
const CASES = (['forest', 'extraTrees'] as const).flatMap((kind) =>
  ([0, 2, 3] as const).map((classes) => [kind, classes] as const),
)
const targetOf = (classes: number, { numbers, classes: codes }: typeof table) =>
  classes === 0 ? numbers : classes === 2 ? codes.map((code) => Number(code > 0)) : codes

const train = (kind: ForestKind, classes: number, options = {}) =>
  trainForest(
    {
      data: { columns: table.columns, target: targetOf(classes, table) },
      kind,
      classes,
      options: { ...forestDefaults(kind, classes > 0), trees: 20, ...options },
      seed: 3,
    },
    unattended,
  )

describe('trainForest', () => {
  it.each(CASES)('learns rows that it has not seen, always the same: %s of %d classes', async (kind, classes) => {
    const { model, trees, ended } = await train(kind, classes)
    expect([trees, ended]).toEqual([20, 'rounds'])
    const bytes = encodeTrees(model)
    const again = encodeTrees((await train(kind, classes)).model)
    expect(Buffer.compare(Buffer.from(again), Buffer.from(bytes))).toBe(0)
    const answers = answersOf(model, runAtOnce(scoreTrees(decodeTrees(bytes), fresh.columns)))
    const target = targetOf(classes, fresh)
    if (classes === 0) {
      const error = target.reduce((sum, y, row) => sum + (y - answers[row]!) ** 2, 0)
      const mean = target.reduce((a, b) => a + b) / target.length
      expect(error).toBeLessThan(0.25 * target.reduce((sum, y) => sum + (y - mean) ** 2, 0))
      return
    }
    const outputs = classes === 2 ? 1 : classes
    const right = target.filter((code, row) => {
      const its = answers.subarray(row * outputs, (row + 1) * outputs)
      return (classes === 2 ? Number(its[0]! > 0.5) : its.indexOf(Math.max(...its))) === code
    })
    expect(right.length).toBeGreaterThan(0.75 * target.length)
  })

  it('remembers every row with trees grown to the end on all of them', async () => {
    // No more rows than bins, so that each can have one of its own.
    const values = table.numbers.slice(0, 250)
    const data = { columns: [{ kind: 'number', values } as const], target: values.map((each) => each ** 3) }
    for (const kind of ['forest', 'extraTrees'] as const) {
      const options = { ...forestDefaults(kind, false), trees: 2, bootstrap: false }
      const { model } = await trainForest({ data, kind, classes: 0, options, seed: 1 }, unattended)
      const scores = runAtOnce(scoreTrees(model, data.columns))
      for (const [row, y] of data.target.entries()) expect(scores[row]).toBeCloseTo(y, 9)
    }
  })

  it('cuts in the middle of the gap that the rows of a node leave', async () => {
    const a = Float64Array.from({ length: 10 }, (_, row) => row + 1)
    const b = a.map((value) => Number(value !== 1 && value !== 10))
    const data = {
      columns: [a, b].map((values) => ({ kind: 'number', values }) as const),
      target: a.map((value, row) => (b[row] === 1 ? 100 : value)),
    }
    const options = { ...forestDefaults('forest', false), trees: 1, bootstrap: false }
    const { model } = await trainForest({ data, kind: 'forest', classes: 0, options, seed: 1 }, unattended)
    // b first, then 1 against 10 in a: scikit-learn 1.2's DecisionTreeRegressor has the thresholds .5 and 5.5.
    const splits = [...model.feature.entries()].filter(([, column]) => column >= 0)
    expect(splits.map(([node, column]) => [column, model.threshold[node]])).toEqual([
      [1, 0.5],
      [0, 5.5],
    ])
  })

  it.each([
    [0, 1],
    [1, 0],
    [0, 2],
    [2, 0],
  ])('sends a category that a node has no row of with the more rows: of %d, not with one of %d', async (many, one) => {
    // Rows of a 0 have no category 2: three of them have category 0, and one has category 1.
    const a = Float64Array.of(0, 0, 0, 0, 1, 1, 1, 1)
    const codes = Int32Array.of(0, 0, 0, 1, 0, 1, 2, 2)
    const columns = [
      { kind: 'number', values: a },
      { kind: 'category', codes, categories: 3 },
    ] as const
    const asked = [columns[0], { ...columns[1], codes: codes.map(() => 2) }]
    const target = a.map((value, row) => (value === 1 ? 3 : codes[row] === 0 ? many : one))
    for (const classes of [0, 4]) {
      const options = { ...forestDefaults('forest', false), trees: 1, bootstrap: false, columnShare: 1 }
      const { model } = await trainForest(
        { data: { columns, target }, kind: 'forest', classes, options, seed: 1 },
        unattended,
      )
      const scores = runAtOnce(scoreTrees(model, asked, Uint32Array.of(0)))
      if (classes === 0) expect(scores[0]).toBeCloseTo(many, 9)
      else expect(scores.indexOf(1)).toBe(many)
    }
  })

  it.each(CASES)(
    'tells of watched rows as trees come, in the end what its model says: %s of %d',
    async (kind, classes) => {
      const told: ForestEvent[] = []
      const trainFor = (trees: number, report: (event: ForestEvent) => void) =>
        trainForest(
          {
            data: { columns: table.columns, target: targetOf(classes, table) },
            kind,
            classes,
            options: { ...forestDefaults(kind, classes > 0), trees },
            seed: 3,
            watched: { columns: fresh.columns, looks: 7 },
          },
          { signal: unattended.signal, report },
        )
      const { model } = await trainFor(20, (event) => told.push(event))
      const answersBy = (its: TreeModel) => [...answersOf(its, runAtOnce(scoreTrees(its, fresh.columns)))]
      expect(told.map(({ tree }) => tree)).toEqual(Array.from({ length: 20 }, (_, i) => i + 1))
      const looks = told.filter(({ answers }) => answers)
      expect(looks.map(({ tree }) => tree)).toEqual([3, 6, 9, 11, 14, 17, 20])
      expect([...looks.at(-1)!.answers!]).toEqual(answersBy(model))
      // Before the end, what a forest of so many would say: its trees are the first of the larger one.
      const { model: half } = await trainFor(9, () => {})
      const early = answersBy(half)
      expect(Math.max(...looks[2]!.answers!.map((answer, i) => Math.abs(answer - early[i]!)))).toBeLessThan(1e-12)
    },
  )

  it('keeps to the rows of a leaf and to the depth', async () => {
    const { model } = await train('forest', 2, { minRows: 30, depth: 4, bootstrap: false })
    expect(Math.max(...model.starts.map((start, i) => (model.starts[i + 1] ?? start) - start))).toBeLessThan(32)
    for (const [node, column] of model.feature.entries())
      if (column < 0) expect(model.cover[node]).toBeGreaterThanOrEqual(30)
  })

  it('counts a row of weight 2 as two rows', async () => {
    const rows = Uint32Array.from({ length: 200 }, (_, row) => row)
    const twice = Uint32Array.from([...rows, ...rows.filter((row) => row % 2 === 0)]).sort()
    const of = (data: object) =>
      trainForest(
        {
          data: { columns: table.columns, target: table.numbers, ...data },
          kind: 'forest',
          classes: 0,
          // Not so deep that splits are equally good, and rounding chooses.
          options: { ...forestDefaults('forest', false), bootstrap: false, trees: 1, depth: 3 },
          seed: 1,
        },
        unattended,
      )
    const weights = table.numbers.map((_, row) => (row % 2 === 0 ? 2 : 1))
    const [weighted, repeated] = [await of({ rows, weights }), await of({ rows: twice })]
    const scores = runAtOnce(scoreTrees(weighted.model, fresh.columns))
    for (const [row, score] of runAtOnce(scoreTrees(repeated.model, fresh.columns)).entries())
      expect(scores[row]).toBeCloseTo(score, 9)
  })
})
