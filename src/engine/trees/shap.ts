import type { TreeColumn } from '@/core/trees/column.ts'
import { lengthOf } from '@/core/trees/column.ts'
import { SET_WORDS, type TreeModel } from '@/core/trees/model.ts'
import type { Work } from '@/core/work.ts'
import { openShapKernel, type ShapKernel } from './openShapKernel.ts'
import { gaussLegendre } from './quadrature.ts'
import { readerOf } from './score.ts'
import { NODE_BYTES, OWN_BITS } from './shapKernel/walk.ts'

/** Rows that go through a tree one after the other, while it is at hand. */
const BLOCK = 64
/** Nodes that are laid out once and for all, at most (some 300 MB with their sets); of more, one tree at a time. */
const MOST_LAID_OUT = 4_000_000
/** Nodes times rows walked between two rests. */
const WALKED_AT_ONCE = 1 << 18

interface ShapOptions {
  /** Leaves WebAssembly alone. */
  readonly isPlain?: boolean
  readonly mostLaidOut?: number
}

/** What each column adds to a score: columns + 1 numbers a row, the last the score that is expected of any row. */
export type ExplainTrees = (columns: readonly TreeColumn[], rows?: Uint32Array | undefined) => Work<Float64Array>

/**
 * Opens what each column adds to one score of some rows; all add up to the row's score. Path-dependent TreeSHAP (Lundberg et al.
 * 2018, "Consistent individualized feature attribution for tree ensembles"): exact Shapley values of the expectation that
 * follows both children of a split on an unknown column by their covers. With hessians as covers these are XGBoost's
 * `pred_contribs`.
 *
 * They are found by an integral in place of their sum over sets: |S|! (n − |S| − 1)! / n! = ∫ tˢ (1 − t)ⁿ⁻ˢ⁻¹ dt, so a leaf of
 * value v gives column i v · (oᵢ − zᵢ) · ∫ Π_{j≠i} (zⱼ + t (oⱼ − zⱼ)) dt, where zⱼ is the share of rows that go its way at the
 * splits on j and oⱼ is 1 where the row does, else 0. The integrand is a polynomial of a degree below the number of columns on
 * the way, for which half as many points of a Gauss quadrature are exact: O(nodes · points) a tree, where the sums over subsets
 * take O(leaves · depth²).
 * @param output Which of the model's scores.
 * @throws AssayError `predict.missingColumns` where rows are not those of the model.
 */
export function openShap(
  model: TreeModel,
  output: number,
  { isPlain = false, mostLaidOut = MOST_LAID_OUT }: ShapOptions = {},
): ExplainTrees {
  const { base, starts, treeOutput, columns: known } = model
  const width = known.length
  const size = width + 1
  const trees = Array.from(treeOutput.keys()).filter((tree) => treeOutput[tree]! < 0 || treeOutput[tree] === output)
  const shares = sharesOf(model)
  const means = meansOf(model, shares, output)
  const asked = columnsBelow(model)
  const { depth, distinct } = longestWay(model)
  const expected = trees.reduce((sum, tree) => sum + means[starts[tree]!]!, base[output]!)
  const sizeOf = (tree: number) => starts[tree + 1]! - starts[tree]!
  const isWhole = model.feature.length <= mostLaidOut
  const together = (countOf: (tree: number) => number) =>
    trees.reduce((all, tree) => (isWhole ? all + countOf(tree) : Math.max(all, countOf(tree))), 0)
  const isCategory = known.map(({ kind }) => kind === 'category')
  const setsOf = (tree: number) =>
    model.feature
      .subarray(starts[tree]!, starts[tree + 1]!)
      .reduce((sum, column) => sum + Number(isCategory[column] ?? false), 0)
  const kernel = openShapKernel(
    { width, nodes: together(sizeOf), sets: together(setsOf), depth, rows: BLOCK },
    gaussLegendre(Math.max(1, Math.ceil(distinct / 2))),
    isPlain,
  )
  const lay = layerOf(model, kernel, { shares, means, asked })
  const roots = new Uint32Array(trees.length)
  if (isWhole) {
    let [root, sets] = [0, 0]
    for (const [place, tree] of trees.entries()) {
      roots[place] = root
      sets = lay(tree, root, sets)
      root += sizeOf(tree)
    }
  }

  return function* explain(columns, rows) {
    const total = rows?.length ?? (columns[0] ? lengthOf(columns[0]) : 0)
    const read = readerOf(model, columns)
    const explained = new Float64Array(total * size)
    for (let first = 0; first < total; first += BLOCK) {
      const count = Math.min(BLOCK, total - first)
      read(
        Uint32Array.from({ length: count }, (_, i) => (rows ? rows[first + i]! : first + i)),
        kernel.cells,
      )
      kernel.added.fill(0)
      let walked = 0
      for (const [place, tree] of trees.entries()) {
        if (!isWhole) lay(tree, 0, 0)
        for (let i = 0; i < count; i++) kernel.addTree(roots[place]!, i)
        walked += (count + Number(!isWhole)) * sizeOf(tree)
        if (walked < WALKED_AT_ONCE) continue
        walked = 0
        yield
      }
      for (let i = 0; i < count; i++) {
        explained.set(kernel.added.subarray(i * width, (i + 1) * width), (first + i) * size)
        explained[(first + i) * size + width] = expected
      }
      yield
    }
    return explained
  }
}

interface NodeFacts {
  readonly shares: Float64Array
  readonly means: Float64Array
  readonly asked: Int32Array
}

/** Lays a tree out as the kernel reads it: from a node and a set on; returns the set after its last. */
function layerOf(model: TreeModel, { words, doubles, sets }: ShapKernel, { shares, means, asked }: NodeFacts) {
  const { feature, left, threshold, missingLeft, starts, columns } = model
  const isCategory = Uint8Array.from(columns, ({ kind }) => Number(kind === 'category'))
  const from = new Int32Array(model.sets.buffer, model.sets.byteOffset, model.sets.length)
  const [wordsOf, doublesOf] = [NODE_BYTES / 4, NODE_BYTES / 8]
  return (tree: number, root: number, firstSet: number): number => {
    const [start, end] = [starts[tree]!, starts[tree + 1]!]
    let set = firstSet
    for (let node = start; node < end; node++) {
      const column = feature[node]!
      const word = wordsOf * (root + node - start)
      const double = doublesOf * (root + node - start)
      words[word + 2] = asked[node]!
      doubles[double + 3] = shares[node]!
      doubles[double + 4] = means[node]!
      if (column < 0) continue
      words[word] = column
      words[word + 1] = left[node]! - start
      words[word + 3] = missingLeft[node]! + 2 * isCategory[column]!
      if (isCategory[column] === 0) doubles[double + 2] = threshold[node]!
      else {
        const its = threshold[node]! * SET_WORDS
        for (let k = 0; k < SET_WORDS; k++) sets[set * SET_WORDS + k] = from[its + k]!
        doubles[double + 2] = set++
      }
    }
    return set
  }
}

/** Of each node the mean of the leaves below it by cover. */
function meansOf(
  { feature, left, values, outputs, starts, treeOutput }: TreeModel,
  shares: Float64Array,
  output: number,
): Float64Array {
  const means = new Float64Array(feature.length)
  // Children come after their parents.
  for (const [tree, its] of treeOutput.entries())
    for (let node = starts[tree + 1]! - 1; node >= starts[tree]!; node--) {
      const first = left[node]!
      if (feature[node]! >= 0) means[node] = shares[first]! * means[first]! + shares[first + 1]! * means[first + 1]!
      else means[node] = values[its < 0 ? first * outputs + output : first]!
    }
  return means
}

/** Of each node the bits of the columns that it and the nodes below it ask for. */
function columnsBelow({ feature, left }: TreeModel): Int32Array {
  const asked = new Int32Array(feature.length)
  for (let node = feature.length - 1; node >= 0; node--) {
    const column = feature[node]!
    if (column < 0) continue
    asked[node] = (1 << Math.min(column, OWN_BITS)) | asked[left[node]!]! | asked[left[node]! + 1]!
  }
  return asked
}

/** Of each node the share of its parent's rows; of sums of covers, which single precision may not add up to exactly. */
function sharesOf({ feature, left, cover }: TreeModel): Float64Array {
  const shares = new Float64Array(feature.length).fill(1)
  for (let node = 0; node < feature.length; node++) {
    if (feature[node]! < 0) continue
    const first = left[node]!
    const whole = cover[first]! + cover[first + 1]!
    for (let child = first; child < first + 2; child++) shares[child] = whole > 0 ? cover[child]! / whole : 0.5
  }
  return shares
}

/** Splits on the way to the deepest leaf, and the most columns that are on the way to any. */
function longestWay({ feature, left, columns, starts }: TreeModel): {
  readonly depth: number
  readonly distinct: number
} {
  const uses = new Uint32Array(columns.length)
  let [depth, distinct] = [0, 0]
  const descend = (node: number, level: number, known: number): void => {
    depth = Math.max(depth, level)
    distinct = Math.max(distinct, known)
    const column = feature[node]!
    if (column < 0) return
    const more = known + Number(uses[column]! === 0)
    uses[column]!++
    descend(left[node]!, level + 1, more)
    descend(left[node]! + 1, level + 1, more)
    uses[column]!--
  }
  for (let tree = 0; tree + 1 < starts.length; tree++) descend(starts[tree]!, 0, 0)
  return { depth, distinct }
}
