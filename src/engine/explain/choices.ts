import { sortedFinite } from '@/core/centre.ts'
import { type Frame, findColumn, isNumericType } from '@/core/dataset/column.ts'
import type { ContractInput } from '@/core/pipeline/pipeline.ts'
import { allowsNumber, type Limit } from '@/core/whatIf/goal.ts'
import type { Work } from '@/core/work.ts'
import type { Changes, Choice } from './changes.ts'
import { cellDistance, type GowerColumn } from './gower.ts'

/** Numbers of training rows that are tried of a column, evenly taken by rank. */
const MOST_NUMBERS = 64

interface ChoicesInput {
  readonly row: Frame
  /** Training rows, of the same columns. */
  readonly train: Frame
  readonly inputs: readonly ContractInput[]
  readonly columns: readonly GowerColumn[]
  readonly limits: readonly Limit[]
}

/**
 * What may become of the cells of a row: numbers of training rows and the ends of their limits, and texts that training rows
 * have, as far as the limits allow. Free texts and names of rows are no choice, nor is a missing cell.
 */
export function* choicesOf({ row, train, inputs, columns, limits }: ChoicesInput): Work<Choice[]> {
  const choices: Choice[] = []
  for (const [place, input] of inputs.entries()) {
    const { name, type } = input
    const { column: _, ...limit } = limits.find(({ column }) => column === name) ?? { column: name }
    if (limit.isFixed) continue
    const gower = columns[place]!
    const cell = cellOf(row, name, 0)
    const distance = (value: number | string) => cellDistance(gower, cell, value) / inputs.length
    if (isNumericType(type)) {
      const vector = findColumn(train, name)!.vector
      if (vector.kind !== 'numeric') continue
      const own = typeof cell === 'number' ? cell : Number.NaN
      const allows = (value: number) => allowsNumber(limit, own, value)
      const numbers = numbersTried(yield* sortedFinite(vector.values), [limit.min, limit.max])
      choices.push({
        column: name,
        own,
        values: numbers.filter((value) => value !== own && allows(value)),
        distance,
        range: gower.range,
        between: type === 'number' ? 'any' : type === 'integer' ? 'whole' : 'none',
        allows,
      })
    } else if (type === 'category')
      choices.push({
        column: name,
        own: null,
        values: (input.values ?? []).filter((value) => value !== cell),
        distance,
        range: 0,
        between: 'none',
        allows: () => true,
      })
    yield
  }
  return choices.filter(({ values }) => values.length > 0)
}

/** What would make a row into others as far as the choices allow; the others' rows in a frame of the same columns. */
export function changesTo(choices: readonly Choice[], frame: Frame, rows: Uint32Array): Changes[] {
  return Array.from(rows, (row) => {
    const changes = new Map<number, number | string>()
    for (const [place, { column, own, values, allows }] of choices.entries()) {
      const cell = cellOf(frame, column, row)
      const isAllowed = typeof cell === 'number' ? cell !== own && allows(cell) : cell !== null && values.includes(cell)
      if (cell !== null && isAllowed) changes.set(place, cell)
    }
    return changes
  }).filter((changes) => changes.size > 0)
}

function numbersTried(sorted: Float64Array, ends: readonly (number | undefined)[]): number[] {
  const { length } = sorted
  const count = Math.min(MOST_NUMBERS, length)
  const taken = Array.from(
    { length: count },
    (_, i) => sorted[count < 2 ? 0 : Math.round((i * (length - 1)) / (count - 1))]!,
  )
  // Beyond what training rows hold nobody knows what the model says.
  const inside = ends.filter((end) => end !== undefined && end > sorted[0]! && end < sorted[length - 1]!) as number[]
  return [...new Set([...taken, ...inside])].sort((a, b) => a - b)
}

function cellOf(frame: Frame, name: string, row: number): number | string | null {
  const { vector } = findColumn(frame, name)!
  if (vector.kind === 'coded') return vector.dictionary[vector.codes[row]!] ?? null
  return Number.isNaN(vector.values[row]!) ? null : vector.values[row]!
}
