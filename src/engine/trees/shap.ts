import type { TreeColumn } from '@/core/trees/column.ts'
import { lengthOf } from '@/core/trees/column.ts'
import { type TreeModel, treeCount } from '@/core/trees/model.ts'
import type { Work } from '@/core/work.ts'
import { readerOf, siderOf } from './score.ts'

/**
 * What each column adds to each score of some rows: `outputs` × (columns + 1) numbers a row, output by output, the last of
 * each the score that is expected of any row. They add up to the row's scores. Path-dependent TreeSHAP (Lundberg et al.
 * 2018, "Consistent individualized feature attribution for tree ensembles", algorithm 2): exact Shapley values of the
 * expectation that follows both children of a split on an unknown column by their covers, in O(leaves · depth²) a tree.
 * With hessians as covers these are XGBoost's `pred_contribs`.
 * @param rows Which rows, in this order; all where absent.
 * @throws AssayError `predict.missingColumns`.
 */
export function* explainTrees(
  model: TreeModel,
  columns: readonly TreeColumn[],
  rows?: Uint32Array | undefined,
): Work<Float64Array> {
  const { outputs, base, starts } = model
  const total = rows?.length ?? (columns[0] ? lengthOf(columns[0]) : 0)
  const width = columns.length
  const size = outputs * (width + 1)
  const read = readerOf(model, columns)
  const cells = new Float64Array(width)
  const explained = new Float64Array(total * size)
  const walk = openWalk(model)
  const expected = base.slice()
  for (let tree = 0; tree < treeCount(model); tree++) {
    walk.addExpected(starts[tree]!, starts[tree + 1]!, model.treeOutput[tree]!, expected)
    if (tree % 64 === 63) yield
  }
  for (let i = 0; i < total; i++) {
    read([rows ? rows[i]! : i], cells)
    const its = explained.subarray(i * size, (i + 1) * size)
    for (let output = 0; output < outputs; output++) its[output * (width + 1) + width] = expected[output]!
    for (let tree = 0; tree < treeCount(model); tree++) {
      walk.addTree(starts[tree]!, model.treeOutput[tree]!, cells, its)
      if (tree % 8 === 7) yield
    }
    yield
  }
  return explained
}

/**
 * Walks trees with, at each depth, the unique columns on the way: their column, the shares of rows that go on where it is
 * unknown (`zeros`) and known (`ones`), and the weights of subsets by size.
 */
function openWalk(model: TreeModel) {
  const { feature, left, cover, values, outputs, columns } = model
  const width = columns.length
  const goesLeft = siderOf(model)
  const deepest = depthOf(model)
  // Each column is on the way once, and there is one step before the first.
  const length = Math.min(deepest, width) + 2
  const paths = Array.from({ length: deepest + 2 }, () => ({
    column: new Int32Array(length),
    zeros: new Float64Array(length),
    ones: new Float64Array(length),
    weights: new Float64Array(length),
  }))
  type Path = (typeof paths)[number]
  let cells = new Float64Array(0)
  let explained = new Float64Array(0)
  let output = 0

  /** The sums of covers, which single precision may not add up to exactly. */
  const shareOf = (child: number, node: number) => {
    const whole = cover[left[node]!]! + cover[left[node]! + 1]!
    return whole > 0 ? cover[child]! / whole : 0.5
  }

  return {
    addTree(root: number, its: number, row: Float64Array<ArrayBuffer>, sums: Float64Array<ArrayBuffer>): void {
      cells = row
      explained = sums
      output = its
      descend(root, 0, 0, 1, 1, -1)
    },
    /** Adds the mean of a tree's leaves by cover. */
    addExpected(start: number, end: number, its: number, expected: Float64Array): void {
      const shares = new Float64Array(end - start)
      shares[0] = 1
      for (let node = start; node < end; node++) {
        const share = shares[node - start]!
        if (feature[node]! >= 0) {
          for (const child of [left[node]!, left[node]! + 1]) shares[child - start] = share * shareOf(child, node)
          continue
        }
        addLeaf(node, its, (each, value) => {
          expected[each]! += share * value
        })
      }
    },
  }

  function addLeaf(node: number, its: number, add: (output: number, value: number) => void): void {
    if (its >= 0) add(its, values[left[node]!]!)
    else for (let k = 0; k < outputs; k++) add(k, values[left[node]! * outputs + k]!)
  }

  function descend(node: number, level: number, before: number, zero: number, one: number, column: number): void {
    const path = paths[level]!
    let count = before
    extend(path, count, zero, one, column)
    if (feature[node]! < 0) {
      for (let i = 1; i <= count; i++) {
        const weight = unwoundSum(path, count, i) * (path.ones[i]! - path.zeros[i]!)
        const at = path.column[i]!
        addLeaf(node, output, (each, value) => {
          explained[each * (width + 1) + at]! += weight * value
        })
      }
      return
    }
    const next = feature[node]!
    const [first, second] = goesLeft(node, cells[next]!)
      ? [left[node]!, left[node]! + 1]
      : [left[node]! + 1, left[node]!]
    let [zeroBefore, oneBefore] = [1, 1]
    for (let i = 1; i <= count; i++)
      if (path.column[i] === next) {
        zeroBefore = path.zeros[i]!
        oneBefore = path.ones[i]!
        unwind(path, count, i)
        count--
        break
      }
    for (const child of [first, second]) {
      const under = paths[level + 1]!
      for (const part of ['column', 'zeros', 'ones', 'weights'] as const)
        for (let i = 0; i <= count; i++) under[part][i] = path[part][i]!
      descend(child, level + 1, count + 1, zeroBefore * shareOf(child, node), child === first ? oneBefore : 0, next)
    }
  }

  function extend({ column, zeros, ones, weights }: Path, count: number, zero: number, one: number, its: number): void {
    column[count] = its
    zeros[count] = zero
    ones[count] = one
    weights[count] = count === 0 ? 1 : 0
    for (let i = count - 1; i >= 0; i--) {
      weights[i + 1]! += (one * weights[i]! * (i + 1)) / (count + 1)
      weights[i] = (zero * weights[i]! * (count - i)) / (count + 1)
    }
  }

  /** Takes a column off the way again. */
  function unwind({ column, zeros, ones, weights }: Path, count: number, at: number): void {
    const [one, zero] = [ones[at]!, zeros[at]!]
    let next = weights[count]!
    for (let i = count - 1; i >= 0; i--) {
      if (one !== 0) {
        const held = weights[i]!
        weights[i] = (next * (count + 1)) / ((i + 1) * one)
        next = held - (weights[i]! * zero * (count - i)) / (count + 1)
      } else weights[i] = zero === 0 ? 0 : (weights[i]! * (count + 1)) / (zero * (count - i))
    }
    for (let i = at; i < count; i++) {
      column[i] = column[i + 1]!
      zeros[i] = zeros[i + 1]!
      ones[i] = ones[i + 1]!
    }
  }

  /** The sum of the weights were a column taken off the way. */
  function unwoundSum({ zeros, ones, weights }: Path, count: number, at: number): number {
    const [one, zero] = [ones[at]!, zeros[at]!]
    let next = weights[count]!
    let sum = 0
    for (let i = count - 1; i >= 0; i--) {
      if (one !== 0) {
        const held = (next * (count + 1)) / ((i + 1) * one)
        sum += held
        next = weights[i]! - (held * zero * (count - i)) / (count + 1)
      } else if (zero !== 0) sum += (weights[i]! * (count + 1)) / (zero * (count - i))
    }
    return sum
  }
}

/** Splits on the way to the deepest leaf. */
function depthOf({ feature, left }: TreeModel): number {
  const depth = new Uint16Array(feature.length)
  let deepest = 0
  for (let node = 0; node < feature.length; node++) {
    deepest = Math.max(deepest, depth[node]!)
    if (feature[node]! >= 0) depth[left[node]!] = depth[left[node]! + 1] = depth[node]! + 1
  }
  return deepest
}
