import { AssayError } from '@/core/errors.ts'
import { lengthOf, type TreeColumn } from '@/core/trees/column.ts'
import { SET_WORDS, type TreeModel, treeCount } from '@/core/trees/model.ts'
import { eachRow, type Work } from '@/core/work.ts'

/** Rows that go through all trees together. */
const BLOCK = 256

/**
 * A block of cells as trees read them, row by row: numbers, bins of categories, NaN where missing.
 * @throws AssayError `predict.missingColumns` where columns are not those of the model.
 */
export function readerOf(
  { columns: known }: Pick<TreeModel, 'columns'>,
  columns: readonly TreeColumn[],
): (rows: ArrayLike<number>, cells: Float64Array) => void {
  const isAlike = columns.length === known.length && columns.every((column, i) => column.kind === known[i]!.kind)
  if (!isAlike)
    throw new AssayError(
      'predict.missingColumns',
      `These trees know ${known.length} columns of numbers and categories, and were given ${columns.length} others.`,
    )
  const width = columns.length
  return (rows, cells) => {
    for (const [place, column] of columns.entries()) {
      const each = known[place]!
      if (column.kind === 'number')
        for (let i = 0; i < rows.length; i++) {
          const value = column.values[rows[i]!]!
          cells[i * width + place] = value - value === 0 ? value : Number.NaN
        }
      else if (each.kind === 'category')
        for (let i = 0; i < rows.length; i++) {
          const bin = each.binOfCode[column.codes[rows[i]!]!] ?? each.bins
          cells[i * width + place] = bin < each.bins ? bin : Number.NaN
        }
    }
  }
}

/** Makes the function that tells of a row's cells, as {@link readerOf} has them, whether they go left at a split. */
export function siderOf(model: TreeModel): (node: number, cell: number) => boolean {
  const { feature, threshold, missingLeft, sets, columns } = model
  const isCategory = Uint8Array.from(columns, ({ kind }) => Number(kind === 'category'))
  return (node, cell) => {
    if (Number.isNaN(cell)) return missingLeft[node] === 1
    if (!isCategory[feature[node]!]) return cell <= threshold[node]!
    return ((sets[threshold[node]! * SET_WORDS + (cell >> 5)]! >>> (cell & 31)) & 1) === 1
  }
}

/**
 * The scores of rows, `outputs` numbers each, row by row. No row's scores depend on those beside it.
 * @param rows Which rows, in this order; all where absent. Rest and stops are up to who drives the work.
 * @throws AssayError `predict.missingColumns`.
 */
export function* scoreTrees(
  model: TreeModel,
  columns: readonly TreeColumn[],
  rows?: Uint32Array | undefined,
): Work<Float64Array> {
  const { outputs, base } = model
  const total = rows?.length ?? (columns[0] ? lengthOf(columns[0]) : 0)
  const scores = new Float64Array(total * outputs)
  yield* eachRow(total, (row) => scores.set(base, row * outputs))
  yield* addTrees(model, columns, scores, rows)
  return scores
}

/** Adds what the trees of a model say to scores that are there already, tree by tree, as {@link scoreTrees} does. */
export function* addTrees(
  model: TreeModel,
  columns: readonly TreeColumn[],
  scores: Float64Array,
  rows?: Uint32Array | undefined,
): Work<void> {
  const { outputs, starts, treeOutput, feature, left, values } = model
  const total = scores.length / outputs
  const width = columns.length
  const read = readerOf(model, columns)
  const goesLeft = siderOf(model)
  const cells = new Float64Array(BLOCK * width)
  const places = new Uint32Array(BLOCK)
  for (let start = 0; start < total; start += BLOCK) {
    const count = Math.min(BLOCK, total - start)
    for (let i = 0; i < count; i++) places[i] = rows ? rows[start + i]! : start + i
    read(places.subarray(0, count), cells)
    for (let tree = 0; tree < treeCount(model); tree++) {
      const root = starts[tree]!
      const output = treeOutput[tree]!
      for (let i = 0; i < count; i++) {
        let node = root
        while (feature[node]! >= 0) node = left[node]! + (goesLeft(node, cells[i * width + feature[node]!]!) ? 0 : 1)
        const at = (start + i) * outputs
        const value = left[node]!
        if (output >= 0) scores[at + output]! += values[value]!
        else for (let k = 0; k < outputs; k++) scores[at + k]! += values[value * outputs + k]!
      }
      if (tree % 16 === 15) yield
    }
    yield
  }
}

/**
 * Answers of rows from their scores, as many a row: `identity` the score, `exponential` its power of e, `logistic` and
 * `share` the probability of the second class, `softmax` and `shares` those of all classes.
 */
export function answersOf({ link, outputs }: Pick<TreeModel, 'link' | 'outputs'>, scores: Float64Array): Float64Array {
  switch (link) {
    case 'identity':
      return scores.slice()
    case 'exponential':
      return scores.map(Math.exp)
    case 'logistic':
      return scores.map((score) => 1 / (1 + Math.exp(-score)))
    case 'share':
    case 'shares':
      // Sums of shares may be past 1 by what was rounded.
      return scores.map((share) => Math.min(1, Math.max(0, share)))
    case 'softmax': {
      const answers = new Float64Array(scores.length)
      for (let first = 0; first < scores.length; first += outputs) {
        let [greatest, total] = [Number.NEGATIVE_INFINITY, 0]
        for (let k = 0; k < outputs; k++) greatest = Math.max(greatest, scores[first + k]!)
        for (let k = 0; k < outputs; k++) total += answers[first + k] = Math.exp(scores[first + k]! - greatest)
        for (let k = 0; k < outputs; k++) answers[first + k]! /= total
      }
      return answers
    }
  }
}
