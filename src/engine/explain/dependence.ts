import { type IsOver, type Reached, unlimited } from '@/core/budget.ts'
import { meanAndStd } from '@/core/centre.ts'
import { type Frame, type FrameColumn, findColumn, type Vector } from '@/core/dataset/column.ts'
import { AssayError } from '@/core/errors.ts'
import type { Dependence, DependencePoint } from '@/core/explain/explain.ts'
import { Z_95 } from '@/core/metrics/interval.ts'
import { quantileOf } from '@/core/profile/quantile.ts'
import { cellTexts } from '@/core/split/cellTexts.ts'
import { type Task, throwIfAborted } from '@/core/task.ts'
import { type Answer, repeatCell, withVector } from './answer.ts'
import { coarseToFine } from './coarseToFine.ts'

const MOST_POINTS = 20
const MOST_LINES = 50

/**
 * Partial dependence (Friedman 2001): the mean answer when every row is given the same value of a column, over values
 * between its 5th and 95th percentile (all where they are few), or its most common texts. Beside it the lines of the first
 * rows. Numbers are asked about from both ends inwards, so that where the time is up the points reach over the whole range;
 * texts the most common first.
 */
export async function partialDependence(
  { frame, column: name, answer, isOver = unlimited }: DependenceInput,
  task: Task<Reached>,
): Promise<Dependence & { readonly reached?: Reached | undefined }> {
  const column = columnOf(frame, name)
  const grid = gridOf(column)
  const isNumeric = column.vector.kind === 'numeric'
  const total = grid.length
  const order = isNumeric ? coarseToFine(total) : Array.from(grid.keys())
  const asked: { readonly place: number; readonly answers: Float64Array }[] = []
  for (const place of order) {
    if (asked.length > 0 && isOver()) break
    throwIfAborted(task)
    asked.push({ place, answers: await answer(withVector(frame, name, grid[place]!.cells(frame.rows))) })
    task.report({ done: asked.length, total })
  }
  asked.sort((a, b) => a.place - b.place)
  const points = asked.map(({ place, answers }): DependencePoint => {
    const { mean, std } = meanAndStd(answers)
    const reach = frame.rows > 1 ? (Z_95 * std) / Math.sqrt(frame.rows - 1) : 0
    const { value, text } = grid[place]!
    return { value, text, mean, low: mean - reach, high: mean + reach }
  })
  const lines = Array.from({ length: Math.min(MOST_LINES, frame.rows) }, (_, row) =>
    Float64Array.from(asked, ({ answers }) => answers[row]!),
  )
  const reached = asked.length < total && { reached: { done: asked.length, total } }
  return { column: name, isNumeric, points, lines, ...reached }
}

export interface DependenceInput {
  readonly frame: Frame
  readonly column: string
  readonly answer: Answer
  /** Asked between pieces of work. */
  readonly isOver?: IsOver | undefined
}

export function columnOf(frame: Frame, name: string): FrameColumn {
  const column = findColumn(frame, name)
  if (!column)
    throw new AssayError('dataset.unknownColumn', `There is no column “${name}” here. Choose another.`, {
      column: name,
    })
  return column
}

interface GridPoint {
  readonly value: number
  readonly text: string
  /** The column with this value in every row. */
  readonly cells: (rows: number) => Vector
}

function gridOf({ vector, type }: FrameColumn): GridPoint[] {
  const textOf = cellTexts(vector, type)
  if (vector.kind === 'coded') {
    const counts = new Float64Array(vector.dictionary.length)
    for (const code of vector.codes) if (code >= 0) counts[code]!++
    return [...counts.keys()]
      .filter((code) => counts[code]! > 0)
      .sort((a, b) => counts[b]! - counts[a]! || a - b)
      .slice(0, MOST_POINTS)
      .map((code, place) => ({
        value: place,
        text: vector.dictionary[code]!,
        cells: (rows) => repeatCell({ ...vector, codes: Int32Array.of(code) }, 0, rows),
      }))
  }
  const ordered = vector.values.filter((value) => Number.isFinite(value)).sort()
  const distinct = ordered.filter((value, i) => i === 0 || value !== ordered[i - 1])
  const values =
    distinct.length <= MOST_POINTS
      ? distinct
      : new Set(
          Array.from({ length: MOST_POINTS }, (_, i) => quantileOf(ordered, 0.05 + (0.9 * i) / (MOST_POINTS - 1))),
        )
  return Array.from(values, (value) => ({
    value,
    text: cellTexts({ kind: 'numeric', values: Float64Array.of(value) }, type)(0) ?? textOf(0) ?? '',
    cells: (rows) => ({ kind: 'numeric', values: new Float64Array(rows).fill(value) }),
  }))
}
