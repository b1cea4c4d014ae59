import type { Frame, Vector } from '@/core/dataset/column.ts'
import { formatCell } from '@/core/format/format.ts'
import { roundInstants } from '@/core/format/timeUnit.ts'
import type { ContractInput } from '@/core/pipeline/pipeline.ts'
import type { Sensitivity } from '@/core/whatIf/jobs.ts'
import { type Answer, repeatCell, withVector } from './answer.ts'

const MOST_NUMBERS = 60
const MOST_TEXTS = 20

/**
 * The answer for one row over the values of one of its columns, all else as it is (individual conditional expectation:
 * Goldstein et al. 2015): numbers evenly from the least to the greatest of training, the row's own among them and, where it
 * lies outside, up to it; the most common texts, and the row's own.
 */
export async function sensitivityOf(row: Frame, input: ContractInput, answer: Answer): Promise<Sensitivity> {
  const { name, type } = input
  const own = row.columns.find((column) => column.name === name)!.vector
  const points: readonly (number | string)[] =
    own.kind === 'numeric' ? numberPoints(input, own.values[0]!) : textPoints(input, own)
  const cells: Vector =
    own.kind === 'numeric'
      ? { kind: 'numeric', values: Float64Array.from(points, Number) }
      : { kind: 'coded', codes: Int32Array.from(points.keys()), dictionary: points.map(String) }
  const rows = points.length
  const repeated: Frame = {
    rows,
    columns: row.columns.map((column) => ({ ...column, vector: repeatCell(column.vector, 0, rows) })),
  }
  const answers = rows > 0 ? await answer(withVector(repeated, name, cells)) : new Float64Array()
  return {
    column: name,
    isNumeric: own.kind === 'numeric' && type !== 'boolean',
    points: points.map((value, place) => ({
      value: typeof value === 'number' ? value : place,
      text: formatCell(value, type),
      answer: answers[place]!,
    })),
  }
}

function numberPoints({ min, max, type }: ContractInput, own: number): number[] {
  if (type === 'boolean') return [0, 1]
  const known = [min, max, own].filter((value): value is number => value !== undefined && Number.isFinite(value))
  if (known.length === 0) return []
  const [low, high] = [Math.min(...known), Math.max(...known)]
  const even = Array.from({ length: MOST_NUMBERS }, (_, i) => low + ((high - low) * i) / (MOST_NUMBERS - 1))
  const between = type === 'integer' ? even.map(Math.round) : type === 'datetime' ? roundInstants(even, known) : even
  return [...new Set([...between.filter((value) => value >= low && value <= high), ...known])].sort((a, b) => a - b)
}

function textPoints({ values = [] }: ContractInput, own: Extract<Vector, { kind: 'coded' }>): string[] {
  const text = own.dictionary[own.codes[0]!]
  return [...new Set([...values.slice(0, MOST_TEXTS), ...(text === undefined ? [] : [text])])]
}
