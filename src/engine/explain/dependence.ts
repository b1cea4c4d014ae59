import { type IsOver, type Reached, unlimited } from '@/core/budget.ts'
import { meanAndStd } from '@/core/centre.ts'
import { type Frame, type FrameColumn, findColumn, type Vector } from '@/core/dataset/column.ts'
import { AssayError } from '@/core/errors.ts'
import type { Dependence, DependencePoint, Effects } from '@/core/explain/explain.ts'
import { Z_95 } from '@/core/metrics/interval.ts'
import { quantileOf } from '@/core/profile/quantile.ts'
import { cellTexts } from '@/core/split/cellTexts.ts'
import { type Task, throwIfAborted } from '@/core/task.ts'
import { type Answer, repeatCell, stack, withVector } from './answer.ts'
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

interface DependenceInput {
  readonly frame: Frame
  readonly column: string
  readonly answer: Answer
  /** Asked between values. */
  readonly isOver?: IsOver | undefined
}

/** Rows between two points of an ALE curve, at least. */
const BIN_ROWS = 4
/** Numbers of so few values are points themselves. */
const FEW_VALUES = 10
const MOST_BINS = 20

/**
 * Accumulated local effects of a number (Apley and Zhu 2020): how the answer changes with it among rows that are like that
 * anyway, so that no row is asked about that could not be. Points are quantiles with at least four rows between two, or the
 * values where they are at most ten. Centred so that the mean over the rows is 0, effects within a bin taken in the middle
 * (trapezoid). Empty where the column does not vary.
 */
export async function accumulatedEffects(
  { frame, column: name, answer }: { readonly frame: Frame; readonly column: string; readonly answer: Answer },
  task: Pick<Task, 'signal'>,
): Promise<Effects> {
  const { vector } = columnOf(frame, name)
  if (vector.kind !== 'numeric')
    throw new AssayError('internal', `${name} holds no numbers, so its effects cannot be accumulated.`)
  const known = Uint32Array.from([...vector.values.keys()].filter((row) => !Number.isNaN(vector.values[row]!)))
  const ordered = Float64Array.from(known, (row) => vector.values[row]!).sort()
  const edges = edgesOf(ordered)
  if (edges.length < 2) return { column: name, points: [] }
  throwIfAborted(task)
  const bins = vector.values.map((value) => binOf(edges, value))
  const at = (shift: 0 | 1): Vector => ({
    kind: 'numeric',
    values: bins.map((bin) => (Number.isNaN(bin) ? Number.NaN : edges[bin + shift]!)),
  })
  const answers = await answer(stack([withVector(frame, name, at(0)), withVector(frame, name, at(1))]))
  const sums = new Float64Array(edges.length - 1)
  const counts = new Float64Array(edges.length - 1)
  for (const row of known) {
    sums[bins[row]!]! += answers[frame.rows + row]! - answers[row]!
    counts[bins[row]!]!++
  }
  const effects = new Float64Array(edges.length)
  let centre = 0
  for (let bin = 0; bin < sums.length; bin++) {
    effects[bin + 1] = effects[bin]! + (counts[bin]! > 0 ? sums[bin]! / counts[bin]! : 0)
    centre += (counts[bin]! / known.length) * ((effects[bin]! + effects[bin + 1]!) / 2)
  }
  return {
    column: name,
    points: Array.from(edges, (value, i) => ({ value, effect: effects[i]! - centre })),
  }
}

function edgesOf(ordered: Float64Array): Float64Array {
  const distinct = ordered.filter((value, i) => i === 0 || value !== ordered[i - 1])
  if (distinct.length <= FEW_VALUES) return distinct
  const bins = Math.max(1, Math.min(MOST_BINS, Math.floor(ordered.length / BIN_ROWS)))
  const edges = Float64Array.from({ length: bins + 1 }, (_, i) => quantileOf(ordered, i / bins))
  return edges.filter((value, i) => i === 0 || value > edges[i - 1]!)
}

/** Bins hold what is above their lower edge, up to their upper one; the first holds its lower edge too. */
function binOf(edges: Float64Array, value: number): number {
  if (Number.isNaN(value)) return Number.NaN
  let bin = 0
  while (bin < edges.length - 2 && value > edges[bin + 1]!) bin++
  return bin
}

function columnOf(frame: Frame, name: string): FrameColumn {
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
