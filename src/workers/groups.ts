import { findColumn } from '@/core/dataset/column.ts'
import { AssayError } from '@/core/errors.ts'
import { cellTexts } from '@/core/split/cellTexts.ts'
import type { Task } from '@/core/task.ts'
import { openFrames, type Stores } from './runFiles.ts'
import type { Scored } from './scored.ts'

/**
 * Which group each scored row is of, where the split keeps groups together; undefined where rows stand alone.
 * @throws AssayError `storage.missing` where the column of groups, or the data, is not here.
 */
export async function groupsOf(
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
