import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { unattended } from '@/core/task.ts'
import type { TreeColumn } from '@/core/trees/column.ts'
import type { TreeModel } from '@/core/trees/model.ts'
import { BOOSTING_DEFAULTS, forestDefaults } from '@/core/trees/options.ts'
import { runAtOnce } from '@/core/work.ts'
import { bruteForceShapley } from '../explain/testing.ts'
import { trainBoosting } from './boosting.ts'
import xgboost from './fixtures/xgboost.json' with { type: 'json' }
import { trainForest } from './forest.ts'
import { readerOf, scoreTrees, siderOf } from './score.ts'
import { openShap } from './shap.ts'
import { randomTable } from './testing.ts'

/** The number before in single precision: what is less than the one is at most the other. */
function before(value: number): number {
  const word = new Float32Array([value])
  new Int32Array(word.buffer)[0]! -= value > 0 ? 1 : -1
  return word[0]!
}

/** XGBoost's trees as ours; parents come before children there too, but children not side by side. */
function fromXgboost(): TreeModel {
  const feature: number[] = []
  const threshold: number[] = []
  const missingLeft: number[] = []
  const left: number[] = []
  const cover: number[] = []
  const values: number[] = []
  const starts = [0]
  for (const tree of xgboost.trees) {
    const waiting = [0]
    const places = [feature.push(-1) - 1]
    for (let node = waiting.shift(); node !== undefined; node = waiting.shift()) {
      const at = places.shift()!
      cover[at] = tree.sum_hessian[node]!
      const isLeaf = tree.left_children[node] === -1
      feature[at] = isLeaf ? -1 : tree.split_indices[node]!
      threshold[at] = isLeaf ? 0 : before(tree.split_conditions[node]!)
      missingLeft[at] = isLeaf ? 0 : tree.default_left[node]!
      left[at] = isLeaf ? values.push(tree.split_conditions[node]!) - 1 : feature.length
      if (isLeaf) continue
      waiting.push(tree.left_children[node]!, tree.right_children[node]!)
      places.push(feature.push(-1) - 1, feature.push(-1) - 1)
    }
    starts.push(feature.length)
  }
  return {
    columns: Array.from({ length: 5 }, () => ({ kind: 'number' })),
    link: 'logistic',
    outputs: 1,
    base: new Float64Array(1),
    starts: Uint32Array.from(starts),
    treeOutput: new Int32Array(xgboost.trees.length),
    feature: Int32Array.from(feature),
    threshold: Float64Array.from(threshold),
    missingLeft: Uint8Array.from(missingLeft),
    left: Uint32Array.from(left),
    cover: Float32Array.from(cover),
    sets: new Uint32Array(0),
    values: Float64Array.from(values),
    gains: new Float64Array(5),
    splits: new Uint32Array(5),
  }
}

/**
 * What a tree is expected to say where only some columns are known: both children of a split on another one, by how much of
 * the training data fell into them (Lundberg et al. 2018, algorithm 1).
 */
function expectedBy(model: TreeModel, cells: Float64Array, has: (column: number) => boolean, output: number): number {
  const { feature, left, cover, values, starts, treeOutput, outputs, base } = model
  const goesLeft = siderOf(model)
  const say = (node: number, tree: number): number => {
    const column = feature[node]!
    if (column < 0) return treeOutput[tree]! < 0 ? values[left[node]! * outputs + output]! : values[left[node]!]!
    const [first, second] = [left[node]!, left[node]! + 1]
    if (has(column)) return say(goesLeft(node, cells[column]!) ? first : second, tree)
    const whole = cover[first]! + cover[second]!
    return (cover[first]! * say(first, tree) + cover[second]! * say(second, tree)) / whole
  }
  let sum = base[output]!
  for (const [tree, its] of treeOutput.entries()) if (its < 0 || its === output) sum += say(starts[tree]!, tree)
  return sum
}

/** Holds TreeSHAP of some rows to the definition of Shapley values, compiled and not. */
function expectShapley(model: TreeModel, columns: readonly TreeColumn[], rows: Uint32Array): void {
  for (const isPlain of [false, true]) expectShapleyOf(model, columns, rows, isPlain)
}

function expectShapleyOf(model: TreeModel, columns: readonly TreeColumn[], rows: Uint32Array, isPlain: boolean): void {
  const width = columns.length
  const read = readerOf(model, columns)
  const cells = new Float64Array(width)
  for (let output = 0; output < model.outputs; output++) {
    const explained = runAtOnce(openShap(model, output, { isPlain })(columns, rows))
    let at = 0
    for (const row of rows) {
      read([row], cells)
      const worth = (has: (column: number) => boolean) => expectedBy(model, cells, has, output)
      for (const value of [...bruteForceShapley(width, worth), worth(() => false)])
        expect(Math.abs(explained[at++]! - value)).toBeLessThan(1e-12)
    }
  }
}

describe('openShap', () => {
  it('gives the contributions that XGBoost gives of the same trees', () => {
    const columns = Array.from(
      { length: 5 },
      (_, column): TreeColumn => ({
        kind: 'number',
        values: Float64Array.from(xgboost.rows, (row) => row[column] ?? Number.NaN),
      }),
    )
    const model = fromXgboost()
    const explained = runAtOnce(openShap(model, 0)(columns))
    const scores = runAtOnce(scoreTrees(model, columns))
    const expected = xgboost.contributions.flat()
    expect(explained).toHaveLength(expected.length)
    for (const [i, value] of expected.entries()) expect(Math.abs(explained[i]! - value)).toBeLessThan(1e-5)
    for (const [i, value] of xgboost.margins.entries()) expect(Math.abs(scores[i]! - value)).toBeLessThan(1e-5)
  })

  it('adds up to the scores, of several outputs, categories and gaps', async () => {
    const { columns, classes } = randomTable(300)
    const { model } = await trainForest(
      {
        data: { columns, target: classes },
        kind: 'extraTrees',
        classes: 3,
        options: { ...forestDefaults('extraTrees', true), trees: 10 },
        seed: 1,
      },
      unattended,
    )
    const rows = Uint32Array.from({ length: 50 }, (_, row) => 3 * row)
    const scores = runAtOnce(scoreTrees(model, columns, rows))
    const explained = [0, 1, 2].map((output) => runAtOnce(openShap(model, output)(columns, rows)))
    for (const [i, score] of scores.entries()) {
      const its = explained[i % 3]!
      const row = Math.floor(i / 3)
      const parts = its.subarray(row * 5, (row + 1) * 5)
      expect(parts.reduce((a, b) => a + b)).toBeCloseTo(score, 10)
      expect(parts[4]).toBe(its[4])
    }
  })

  it('are Shapley values by definition: boosting, with missing cells, sets of categories and classes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 1_000 }), fc.constantFrom(1, 3), async (seed, outputs) => {
        const { columns, classes, numbers } = randomTable(800, seed)
        const loss = outputs === 1 ? ({ kind: 'squared' } as const) : ({ kind: 'softmax', classes: 3 } as const)
        const options = { ...BOOSTING_DEFAULTS, rounds: 4, minRows: 2, leaves: 20 }
        const data = { columns, target: outputs === 1 ? numbers : classes }
        const { model } = await trainBoosting({ data, loss, options, seed }, unattended)
        expect(model.sets.length).toBeGreaterThan(0)
        const gaps = Uint32Array.from({ length: 800 }, (_, row) => row).filter((row) =>
          columns.some((column) =>
            column.kind === 'number' ? Number.isNaN(column.values[row]!) : column.codes[row]! < 0,
          ),
        )
        expect(gaps.length).toBeGreaterThan(2)
        expectShapley(model, columns, Uint32Array.of(0, 1, ...gaps.subarray(0, 3)))
      }),
      { numRuns: 10 },
    )
  })

  it('are Shapley values by definition: deep trees of a forest, which ask for a column again and again', async () => {
    const { columns, classes } = randomTable(300, 'forest')
    const options = { ...forestDefaults('forest', true), trees: 3, minRows: 1 }
    const { model } = await trainForest(
      { data: { columns, target: classes }, kind: 'forest', classes: 3, options, seed: 1 },
      unattended,
    )
    expectShapley(
      model,
      columns,
      Uint32Array.from({ length: 12 }, (_, row) => 17 * row),
    )
  })

  it('comes to the same compiled and not, of more columns than have a bit of their own', async () => {
    const columns = Array.from({ length: 40 }, (_, i) => randomTable(400, i).columns[i % 3]!)
    const target = Float64Array.from({ length: 400 }, (_, row) =>
      [3, 33, 36, 39].reduce((sum, i) => {
        const column = columns[i]!
        return sum + (column.kind === 'number' ? column.values[row]! || 0 : 0)
      }, 0),
    )
    const options = { ...BOOSTING_DEFAULTS, rounds: 12, minRows: 2, columnShare: 0.4 }
    const { model } = await trainBoosting(
      { data: { columns, target }, loss: { kind: 'squared' }, options, seed: 1 },
      unattended,
    )
    expect(model.splits.subarray(32).some((count) => count > 0)).toBe(true)
    const rows = Uint32Array.from({ length: 100 }, (_, row) => 3 * row)
    const compiled = runAtOnce(openShap(model, 0)(columns, rows))
    const plain = runAtOnce(openShap(model, 0, { isPlain: true, mostLaidOut: 1 })(columns, rows))
    const scores = runAtOnce(scoreTrees(model, columns, rows))
    for (const [i, value] of plain.entries()) expect(Math.abs(compiled[i]! - value)).toBeLessThan(1e-12)
    for (const [row, score] of scores.entries())
      expect(compiled.subarray(41 * row, 41 * (row + 1)).reduce((a, b) => a + b)).toBeCloseTo(score, 10)
  })
})
