import { findColumn } from '@/core/dataset/column.ts'
import type { RunQuestion } from '@/core/experiment/experiment.ts'
import type { PlannedTraining } from '@/core/learningCurve/learningCurve.ts'
import { seededRandom } from '@/core/random.ts'
import { cellTexts } from '@/core/split/cellTexts.ts'
import { nestedLength, nestedOrder } from '@/core/split/nested.ts'
import { assignRows, type Frames, type PartRows } from '../prepare.ts'

/** The run's own training and validation rows, and parts of the former. */
export interface Parts {
  readonly trainRows: number
  readonly validation: PartRows
  /** Rows of a part, ascending. */
  draw(planned: PlannedTraining): Uint32Array
  /** The data with all training rows but those of a part taken out of training. */
  framesOf(rows: Uint32Array): Frames
  readonly train: PartRows
}

/**
 * Deals the rows as the run does, and draws parts of its training rows: of one draw nested, with the mix of classes of all, or
 * whole groups where the split keeps those together.
 */
export function openParts(question: RunQuestion, seed: number, frames: Frames): Parts {
  const { part } = assignRows(question, seed, frames)
  const train = part('train')
  const places = new Map(Array.from(train.rows, (row, place) => [row, place]))
  const { split, task } = question
  const grouping = split.kind === 'group' ? findColumn(frames.frame, split.column) : undefined
  const groupOf = grouping && cellTexts(grouping.vector, grouping.type)
  const classOf = task === 'regression' ? undefined : (row: number) => train.actual[places.get(row)!]!
  const orders = new Map<number, Uint32Array>()
  const orderOf = (draw: number) => {
    const known = orders.get(draw)
    if (known) return known
    const random = seededRandom('learning curve', seed, draw)
    const order = nestedOrder({ rows: train.rows, random, classOf, groupOf })
    orders.set(draw, order)
    return order
  }
  return {
    trainRows: train.rows.length,
    validation: part('validation'),
    train,
    draw({ share, draw }) {
      const order = orderOf(draw)
      return order.slice(0, nestedLength(order, share, groupOf)).sort()
    },
    framesOf(rows) {
      // The run itself, to the bit.
      if (rows.length === train.rows.length) return frames
      const weights = new Float64Array(frames.frame.rows)
      for (const row of rows) weights[row] = frames.weights?.[row] ?? 1
      return { ...frames, weights }
    },
  }
}
