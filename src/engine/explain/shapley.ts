import type { Frame, Vector } from '@/core/dataset/column.ts'
import { AssayError } from '@/core/errors.ts'
import type { Contributions } from '@/core/explain/explain.ts'
import { seededRandom, shuffle } from '@/core/random.ts'
import { type Task, throwIfAborted } from '@/core/task.ts'
import type { Answer } from './answer.ts'

interface ShapleyInput {
  /** Rows to explain, with the columns that are to be told apart and no others. */
  readonly frame: Frame
  /** Rows of the same columns, whose cells stand for "not known". */
  readonly background: Frame
  readonly answer: Answer
  /** The answers of the background, where they are known already. */
  readonly held?: Float64Array | undefined
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
 * Mitchell et al. 2022), which is exact for a model whose columns act in pairs at most. They always add up. No row is asked
 * about twice: where a cell is the background's own anyway, knowing it changes nothing.
 */
export async function shapleyValues(
  { frame: asked, background: given, answer, held, seed, orders = ORDERS }: ShapleyInput,
  task: Task<{ readonly done: number; readonly total: number }>,
): Promise<Contributions> {
  const { frame, background } = withSameTexts(asked, given)
  const width = frame.columns.length
  const chosen = width <= FEW_COLUMNS ? everyOrder(width) : chosenOrders(width, orders, seed)
  const values = new Float64Array(frame.rows * width)
  const steps = chosen.length * (width - 1)
  const atOnce = Math.max(1, Math.floor(AT_ONCE / Math.max(1, steps * background.rows)))
  const none = held ?? (await answer(background))
  const expected = none.reduce((sum, each) => sum + each, 0) / background.rows
  for (let start = 0; start < frame.rows; start += atOnce) {
    throwIfAborted(task)
    const end = Math.min(frame.rows, start + atOnce)
    const mixes = openMixes(frame, background)
    const along = Array.from({ length: end - start }, (_, i) => mixes.along(start + i, chosen))
    const answers = await answer(mixes.frame())
    for (const [i, { own, places }] of along.entries()) {
      const row = start + i
      const whole = answers[own]!
      let at = 0
      for (const order of chosen) {
        let before = expected
        for (const [step, column] of order.entries()) {
          let after = whole
          if (step < width - 1) {
            let sum = 0
            for (let other = 0; other < background.rows; other++) {
              const place = places[at++]!
              sum += place >= 0 ? answers[place]! : none[other]!
            }
            after = sum / background.rows
          }
          values[row * width + column]! += (after - before) / chosen.length
          before = after
        }
      }
    }
    task.report({ done: end, total: frame.rows })
  }
  return { columns: frame.columns.map(({ name }) => name), expected, values }
}

/** Both with codes that mean the same texts: rows that a person typed have dictionaries of their own. */
function withSameTexts(frame: Frame, background: Frame): { readonly frame: Frame; readonly background: Frame } {
  const columns = frame.columns.map((column, place) => {
    const [own, held] = [column.vector, background.columns[place]!.vector]
    if (own.kind !== 'coded' || held.kind !== 'coded' || own.dictionary === held.dictionary) return { own, held }
    const dictionary = [...own.dictionary]
    const codeOf = new Map(dictionary.map((text, code) => [text, code]))
    const codes = Int32Array.from(held.dictionary, (text) => {
      const code = codeOf.get(text) ?? dictionary.push(text) - 1
      codeOf.set(text, code)
      return code
    })
    return {
      own: { ...own, dictionary },
      held: { ...held, dictionary, codes: held.codes.map((code) => (code < 0 ? code : codes[code]!)) },
    }
  })
  const withVectors = (of: Frame, vectors: readonly Vector[]): Frame => ({
    ...of,
    columns: of.columns.map((column, place) => ({ ...column, vector: vectors[place]! })),
  })
  return {
    frame: withVectors(
      frame,
      columns.map(({ own }) => own),
    ),
    background: withVectors(
      background,
      columns.map(({ held }) => held),
    ),
  }
}

/** Stands for the place of what is no mix, a row of the background as it is. */
const BACKGROUND_ITSELF = -1

/** Rows that are explained, and rows of the background with some cells of them, each once. */
function openMixes(frame: Frame, background: Frame) {
  const width = frame.columns.length
  const bits = frame.columns.map((_, column) => 1n << BigInt(column))
  const rows: number[] = []
  const others: number[] = []
  const known: Uint8Array[] = []

  return {
    /**
     * Where the answer lies of a row itself, and where those lie while its columns become known in some orders: orders ×
     * (columns − 1) × rows of the background.
     */
    along(row: number, orders: readonly (readonly number[])[]): { readonly own: number; readonly places: Int32Array } {
      const places = new Int32Array(orders.length * Math.max(0, width - 1) * background.rows)
      const own = add(row, 0, new Uint8Array(width).fill(1))
      for (let other = 0; other < background.rows; other++) {
        const differs = frame.columns.map(({ vector }, column) =>
          isOther(vector, row, background.columns[column]!.vector, other),
        )
        const count = differs.filter(Boolean).length
        const found = new Map<bigint, number>()
        for (const [i, order] of orders.entries()) {
          const its = new Uint8Array(width)
          let [set, taken] = [0n, 0]
          let place = count === 0 ? own : BACKGROUND_ITSELF
          for (let step = 0; step < width - 1; step++) {
            const column = order[step]!
            if (differs[column]) {
              set |= bits[column]!
              its[column] = 1
              taken++
              place = taken === count ? own : (found.get(set) ?? add(row, other, its.slice()))
              found.set(set, place)
            }
            places[(i * (width - 1) + step) * background.rows + other] = place
          }
        }
      }
      return { own, places }
    },

    frame: (): Frame => ({
      rows: rows.length,
      columns: frame.columns.map((column, place) => ({
        ...column,
        vector: mixCells(column.vector, background.columns[place]!.vector, place),
      })),
    }),
  }

  function add(row: number, other: number, cells: Uint8Array): number {
    others.push(other)
    known.push(cells)
    return rows.push(row) - 1
  }

  function mixCells(own: Vector, held: Vector, column: number): Vector {
    if (own.kind === 'numeric' && held.kind === 'numeric') {
      const values = Float64Array.from(rows, (row, i) =>
        known[i]![column] === 1 ? own.values[row]! : held.values[others[i]!]!,
      )
      return { kind: 'numeric', values }
    }
    if (own.kind === 'coded' && held.kind === 'coded') {
      const codes = Int32Array.from(rows, (row, i) =>
        known[i]![column] === 1 ? own.codes[row]! : held.codes[others[i]!]!,
      )
      return { ...own, codes }
    }
    throw new AssayError('internal', 'The background of an explanation has columns of another kind than its rows.')
  }
}

/** Whether two cells of one column, whose texts have one dictionary, differ. */
function isOther(own: Vector, row: number, held: Vector, other: number): boolean {
  if (own.kind === 'numeric' && held.kind === 'numeric') return !Object.is(own.values[row], held.values[other])
  return own.kind === 'coded' && held.kind === 'coded' && own.codes[row] !== held.codes[other]
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
