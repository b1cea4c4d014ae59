import { findColumn } from '@/core/dataset/column.ts'
import { AssayError } from '@/core/errors.ts'
import { orderNumbers } from '@/core/profile/rankNumbers.ts'
import type { Dependence } from '@/core/resample/resample.ts'
import { cellTexts } from '@/core/split/cellTexts.ts'
import type { Task } from '@/core/task.ts'
import { openFrames, type Stores } from './runFiles.ts'
import type { Scored } from './scored.ts'

/**
 * Which group each scored row is of, where the split keeps groups together; undefined where rows stand alone.
 * @throws AssayError `storage.missing` where the column of groups, or the data, is not here.
 */
async function groupsOf(
  stores: Stores,
  { run, rows }: Scored,
  task: Pick<Task, 'signal'>,
): Promise<Int32Array | undefined> {
  const { question } = run.spec
  if (question.split.kind !== 'group') return undefined
  const { column } = question.split
  const { frame } = await openFrames(stores, question, task, new Set([column]))
  const found = findColumn(frame, column)
  if (!found)
    throw new AssayError('storage.missing', `The column “${column}” that groups the rows is not in the data.`, {
      column,
    })
  const textOf = cellTexts(found.vector, found.type)
  const places = new Map<string, number>()
  return Int32Array.from(rows, (row, i) => {
    const text = textOf(row)
    // A row without a group is one of its own.
    if (text === null) return -1 - i
    const place = places.get(text) ?? places.size
    places.set(text, place)
    return place
  })
}

/**
 * How scored rows depend on each other by the split: within groups, or in time.
 * @throws AssayError `storage.missing` where the column that the split goes by, or the data, is not here.
 */
export async function dependenceOf(stores: Stores, scored: Scored, task: Pick<Task, 'signal'>): Promise<Dependence> {
  const { question } = scored.run.spec
  if (question.split.kind !== 'time') return { groups: await groupsOf(stores, scored, task) }
  const { column } = question.split
  const { frame } = await openFrames(stores, question, task, new Set([column]))
  const vector = findColumn(frame, column)?.vector
  if (vector?.kind !== 'numeric')
    throw new AssayError('storage.missing', `The column “${column}” that orders the rows in time is not in the data.`, {
      column,
    })
  const times = Float64Array.from(scored.rows, (row) => vector.values[row]!)
  const ranks = rankTimes(times)
  return { groups: ranks, inTime: true }
}

/** Places of times, from 0 on, equal ones the same; one that is missing is before all others. */
function rankTimes(times: Float64Array): Int32Array {
  const order = orderNumbers(times.map((time) => (Number.isNaN(time) ? Number.NEGATIVE_INFINITY : time)))
  const places = new Int32Array(times.length)
  for (let i = 1; i < order.length; i++) {
    const [before, row] = [order[i - 1]!, order[i]!]
    places[row] = places[before]! + (times[row] === times[before] ? 0 : 1)
  }
  return places
}
