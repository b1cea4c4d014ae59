import { lengthOf, type TreeColumn } from '@/core/trees/column.ts'
import type { Work } from '@/core/work.ts'
import type { Binning } from './binnedTable.ts'
import { type ForestTree, outputsOf } from './forestGrower.ts'
import { modelOf } from './forestModel.ts'
import { addTrees, answersOf } from './score.ts'

/** Rows that are looked at while a forest grows. */
export interface WatchedRows {
  readonly columns: readonly TreeColumn[]
  /** How often at most, the last time with all trees. */
  readonly looks: number
}

/**
 * Follows what a forest says of some rows while it grows. Each tree is added once, in order and divided by how many there
 * are to be, so that in the end the scores have the bits of the model's own.
 */
export class Watch {
  private readonly watched: WatchedRows
  private readonly classes: number
  /** How many trees there are to be. */
  private readonly of: number
  private readonly scores: Float64Array
  /** How many trees the scores are of, and after which one the next look is due. */
  private seen = 0
  private due: number
  private looked = 0

  constructor(watched: WatchedRows, classes: number, of: number) {
    this.watched = watched
    this.classes = classes
    this.of = of
    const [first] = watched.columns
    this.scores = new Float64Array((first ? lengthOf(first) : 0) * outputsOf(classes))
    this.due = this.nextDue()
  }

  isDue(tree: number): boolean {
    return tree === this.due
  }

  /** The answers of the forest's trees up to the one whose look is due. */
  *look(binning: Binning, trees: readonly ForestTree[]): Work<Float64Array> {
    const added = trees
      .slice(this.seen, this.due)
      .map(({ tree, values }) => ({ tree: { ...tree, left: tree.left.slice() }, values }))
    const model = yield* modelOf(binning, added, this.classes, this.of)
    yield* addTrees(model, this.watched.columns, this.scores)
    this.seen = this.due
    this.looked++
    this.due = this.nextDue()
    const share = this.of / this.seen
    return answersOf(
      model,
      this.scores.map((score) => score * share),
    )
  }

  private nextDue(): number {
    return Math.max(this.seen + 1, Math.round(((this.looked + 1) * this.of) / Math.min(this.watched.looks, this.of)))
  }
}
