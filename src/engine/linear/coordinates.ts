import type { Work } from '@/core/work.ts'
import type { Answers, Slopes } from './curve.ts'
import { type Design, rowRanges, WORK_AT_ONCE } from './design.ts'
import { iterate } from './iterate.ts'
import { type Problem, partsOf, type Solver, smallDecrease } from './problem.ts'
import { shrink } from './quadratic.ts'

const MOST_ITERATIONS = 300
/** How much less sure it is than the others, since its last digits come slowly. */
const COARSER = 100
/** Sweeps over the coordinates for one parabola, and the share of the first sweep's decrease at which they end. */
const MOST_SWEEPS = 100
const SETTLED = 1e-4

/** The columns of a design, each by itself. */
interface Columns {
  /** Full ones, less their shifts, one after the other. */
  readonly full: Float64Array
  /** Where each column begins among `full`, or −1. */
  readonly fullAt: Int32Array
  /** Where each column begins among `rowOf` and `values`, and at last where the last ends. */
  readonly starts: Uint32Array
  readonly rowOf: Uint32Array
  readonly values: Float64Array
}

function* takeColumns(design: Design): Work<Columns> {
  const { rows, width, x, shifts } = design
  const full = new Float64Array(rows * design.full.length)
  const fullAt = new Int32Array(width).fill(-1)
  for (const [i, column] of design.full.entries()) {
    const shift = shifts[column]!
    fullAt[column] = i * rows
    for (let row = 0; row < rows; row++) full[i * rows + row] = x[row * width + column]! - shift
    yield
  }
  const starts = new Uint32Array(width + 1)
  for (const place of design.places) starts[design.sparse[place]! + 1]!++
  for (let column = 0; column < width; column++) starts[column + 1]! += starts[column]!
  const ends = starts.slice()
  const rowOf = new Uint32Array(design.places.length)
  const values = new Float64Array(design.places.length)
  for (const [start, end] of rowRanges(rows, design.rowWork)) {
    for (let row = start; row < end; row++)
      for (let i = design.starts[row]!; i < design.starts[row + 1]!; i++) {
        const to = ends[design.sparse[design.places[i]!]!]!++
        rowOf[to] = row
        values[to] = design.values[i]!
      }
    yield
  }
  return { full, fullAt, starts, rowOf, values }
}

/** Calls `visit` with each row of a column that is not 0, and its value; column `width` is of ones. */
function eachCell(columns: Columns, rows: number, column: number, visit: (row: number, value: number) => void): void {
  const { full, fullAt, starts, rowOf, values } = columns
  if (column === fullAt.length) for (let row = 0; row < rows; row++) visit(row, 1)
  else if (fullAt[column]! >= 0) for (let row = 0, at = fullAt[column]!; row < rows; row++, at++) visit(row, full[at]!)
  else for (let i = starts[column]!; i < starts[column + 1]!; i++) visit(rowOf[i]!, values[i]!)
}

/**
 * With L1, and too many parameters for a Hessian: the proximal Newton method of `newton.ts`, whose parabola is gone down by
 * coordinate descent with the step's linear predictors kept up to date, so that no Hessian is ever made (the "naive updates"
 * of Friedman, Hastie & Tibshirani 2010, §2.1; the classes of a multinomial together). Only coordinates that are not 0, or
 * may not stay so, are gone over; the next iteration's gradient looks at all.
 */
export const solveByCoordinates: Solver = function* (problem, standing) {
  const { l1 } = partsOf(problem.penalty)
  const { outputs } = problem.answers
  const columns = yield* takeColumns(problem.design)
  return yield* iterate(problem, standing, MOST_ITERATIONS, function* ({ slopes, gradient, objective }) {
    const { parameters } = standing
    const first = gradient.length - outputs
    const active: number[] = []
    for (let i = 0; i < gradient.length; i++)
      if (i >= first || parameters[i] !== 0 || Math.abs(gradient[i]!) > l1) active.push(i)
    const enough = COARSER * smallDecrease(problem, objective)
    const step = yield* descend(problem, columns, slopes, gradient, parameters, active, enough / active.length)
    let promised = 0
    for (const i of active) {
      promised += gradient[i]! * step[i]!
      if (i < first) promised += l1 * (Math.abs(parameters[i]! + step[i]!) - Math.abs(parameters[i]!))
    }
    return { step, promised, enough }
  })
}

/** Σ over the rows of a column's squares times the curvature of an output there. */
function curvatureOf({ design, answers }: Problem, columns: Columns, slopes: Slopes, j: number, k: number): number {
  const { second } = slopes
  const { outputs, weights } = answers
  let sum = 0
  eachCell(columns, design.rows, j, (row, value) => {
    const chance = second[row * outputs + k]!
    sum += value * value * (outputs === 1 ? chance : weights[row]! * chance * (1 - chance))
  })
  return sum
}

function* descend(
  problem: Problem,
  columns: Columns,
  slopes: Slopes,
  gradient: Float64Array,
  parameters: Float64Array,
  active: readonly number[],
  least: number,
): Work<Float64Array> {
  const { design, answers } = problem
  const { outputs } = answers
  const { l1, l2 } = partsOf(problem.penalty)
  const first = gradient.length - outputs
  const step = new Float64Array(gradient.length)
  const model = openModel(answers, columns, slopes, design.rows)
  const curvatures: number[] = []
  let work = 0
  for (const i of active) {
    curvatures.push(curvatureOf(problem, columns, slopes, Math.floor(i / outputs), i % outputs) + (i < first ? l2 : 0))
    work += design.rows
    if (work < WORK_AT_ONCE) continue
    work = 0
    yield
  }
  let greatestOfFirst = 0
  for (let sweep = 0; sweep < MOST_SWEEPS; sweep++) {
    let greatest = 0
    for (const [place, i] of active.entries()) {
      const curvature = curvatures[place]!
      if (!(curvature > 0)) continue
      const [j, k] = [Math.floor(i / outputs), i % outputs]
      const isFree = i >= first
      const value = parameters[i]! + step[i]!
      const slope = gradient[i]! + model.slope(j, k) + (isFree ? 0 : l2 * step[i]!)
      const free = curvature * value - slope
      const change = (isFree ? free : shrink(free, l1)) / curvature - value
      if (change !== 0) {
        step[i]! += change
        model.move(j, k, change)
        greatest = Math.max(greatest, change * change * curvature)
      }
      work += 4 * design.rows
      if (work < WORK_AT_ONCE) continue
      work = 0
      yield
    }
    if (sweep === 0) greatestOfFirst = greatest
    if (greatest <= Math.max(least, SETTLED * greatestOfFirst)) break
  }
  return step
}

/** The parabola of the loss: its slope in a coordinate where a step has come to, beyond the gradient at its start. */
function openModel({ outputs, weights }: Answers, columns: Columns, { second }: Slopes, rows: number) {
  const moved = new Float64Array(rows * outputs)
  if (outputs === 1)
    return {
      slope(j: number, _k: number): number {
        let sum = 0
        eachCell(columns, rows, j, (row, value) => {
          sum += value * second[row]! * moved[row]!
        })
        return sum
      },
      move(j: number, _k: number, change: number): void {
        eachCell(columns, rows, j, (row, value) => {
          moved[row]! += value * change
        })
      },
    }
  // Of each row the mean of what its outputs have moved by, as likely as they are.
  const means = new Float64Array(rows)
  return {
    slope(j: number, k: number): number {
      let sum = 0
      eachCell(columns, rows, j, (row, value) => {
        const at = row * outputs + k
        sum += value * weights[row]! * second[at]! * (moved[at]! - means[row]!)
      })
      return sum
    },
    move(j: number, k: number, change: number): void {
      eachCell(columns, rows, j, (row, value) => {
        const at = row * outputs + k
        moved[at]! += value * change
        means[row]! += second[at]! * value * change
      })
    },
  }
}
