import type { Frame } from '@/core/dataset/column.ts'
import type { Contributions } from '@/core/explain/explain.ts'
import { seededRandom, shuffle } from '@/core/random.ts'
import { type Task, throwIfAborted } from '@/core/task.ts'
import { type Answer, repeatCell, stack } from './answer.ts'

interface ShapleyInput {
  /** Rows to explain, with the columns that are to be told apart and no others. */
  readonly frame: Frame
  /** Rows of the same columns, whose cells stand for "not known". */
  readonly background: Frame
  readonly answer: Answer
  readonly seed: number
  /** Orders in which columns become known; each is gone through forwards and backwards. */
  readonly orders?: number | undefined
}

const ORDERS = 2
/** Up to so many columns all orders are gone through. */
const FEW_COLUMNS = 4
/** Rows asked about at once. */
const AT_ONCE = 65_536

/**
 * Shapley values of the columns (Štrumbelj and Kononenko 2014), the answer without a column being its mean over the cells of
 * the background (interventional). Exact up to four columns; else over random orders, each there and back (antithetic:
 * Mitchell et al. 2022), which is exact for a model whose columns act in pairs at most. They always add up.
 */
export async function shapleyValues(
  { frame, background, answer, seed, orders = ORDERS }: ShapleyInput,
  task: Task<{ readonly done: number; readonly total: number }>,
): Promise<Contributions> {
  const width = frame.columns.length
  const chosen = width <= FEW_COLUMNS ? everyOrder(width) : chosenOrders(width, orders, seed)
  const values = new Float64Array(frame.rows * width)
  const perRow = chosen.length * (width - 1) * background.rows
  const atOnce = Math.max(1, Math.floor(AT_ONCE / Math.max(1, perRow)))
  const whole = await answer(frame)
  const expected = meanOf(await answer(background), 0, background.rows)
  for (let start = 0; start < frame.rows; start += atOnce) {
    throwIfAborted(task)
    const end = Math.min(frame.rows, start + atOnce)
    const frames: Frame[] = []
    for (let row = start; row < end; row++)
      // With no column known, or every one, the answer is there already.
      for (const order of chosen)
        for (let step = 1; step < width; step++)
          frames.push(mixed(frame, row, background, new Set(order.slice(0, step))))
    const answers = frames.length > 0 ? await answer(stack(frames)) : new Float64Array()
    let at = 0
    for (let row = start; row < end; row++)
      for (const order of chosen) {
        let before = expected
        for (const [step, column] of order.entries()) {
          const after = step === width - 1 ? whole[row]! : meanOf(answers, background.rows * at++, background.rows)
          values[row * width + column]! += (after - before) / chosen.length
          before = after
        }
      }
    task.report({ done: end, total: frame.rows })
  }
  return { columns: frame.columns.map(({ name }) => name), expected, values }
}

/** The background with some columns as a row has them. */
function mixed(frame: Frame, row: number, background: Frame, known: ReadonlySet<number>): Frame {
  return {
    rows: background.rows,
    columns: background.columns.map((column, place) =>
      known.has(place) ? { ...column, vector: repeatCell(frame.columns[place]!.vector, row, background.rows) } : column,
    ),
  }
}

function meanOf(answers: Float64Array, from: number, count: number): number {
  let sum = 0
  for (let i = from; i < from + count; i++) sum += answers[i]!
  return sum / count
}

function everyOrder(count: number): number[][] {
  if (count === 0) return [[]]
  return everyOrder(count - 1).flatMap((order) =>
    Array.from({ length: count }, (_, at) => order.toSpliced(at, 0, count - 1)),
  )
}

function chosenOrders(count: number, orders: number, seed: number): number[][] {
  return Array.from({ length: orders }, (_, i) => {
    const order = Array.from(
      shuffle(
        Uint32Array.from({ length: count }, (_, j) => j),
        seededRandom('shapley', seed, i),
      ),
    )
    return [order, order.toReversed()]
  }).flat()
}
