import { denseWidth } from '@/core/encoding/dense.ts'
import type { DenseColumn, DenseEncoding } from '@/core/encoding/encoding.ts'
import type { NetworkShape } from './shape.ts'

type ScaledColumn = Extract<DenseColumn, { kind: 'scaled' }>
type ValuesColumn = Exclude<DenseColumn, ScaledColumn>

/**
 * Parameters of a network for features that were encoded anew: it says of every row what it said before. Values that are more or less
 * common now have other places; of numbers that are scaled otherwise, (x − m) / s before and (x − m′) / s′ now, a weight w of
 * the first layer becomes w s′ / s, and w (m′ − m) / s goes to its bias.
 * @returns undefined where the features themselves are others: columns, values, or whether any is missing.
 */
export function carryOver(
  parameters: Float32Array,
  shape: NetworkShape,
  before: DenseEncoding,
  now: DenseEncoding,
): Float32Array<ArrayBuffer> | undefined {
  if (before.columns.length !== now.columns.length) return undefined
  const { units, kernelAt, biasAt } = shape.layers[0]!
  const carried = Float32Array.from(parameters)
  const biases = new Float64Array(units)
  let feature = 0
  let table = 0
  for (const [index, column] of now.columns.entries()) {
    const old = before.columns[index]!
    if (old.name !== column.name) return undefined
    if (old.kind === 'scaled' && column.kind === 'scaled') {
      if (old.indicator !== column.indicator) return undefined
      carryScaled(old, column, feature)
    } else {
      const places = placesIn(old, column)
      if (!places) return undefined
      if (column.kind === 'embedded') carryRows(places, shape.tables[table]!.tableAt, shape.tables[table++]!.dims)
      else carryRows(places, kernelAt + feature * units, units)
    }
    feature += denseWidth(column)
  }
  for (let k = 0; k < units; k++) carried[biasAt + k] = parameters[biasAt + k]! + biases[k]!
  return carried

  function carryScaled(old: ScaledColumn, column: ScaledColumn, at: number): void {
    const factor = column.scale / old.scale
    const shift = (column.mean - old.mean) / old.scale
    for (let k = 0; k < units; k++) {
      const place = kernelAt + at * units + k
      const weight = parameters[place]!
      carried[place] = weight * factor
      biases[k]! += weight * shift
      // A missing number is 0 before and now, so that the bias has given it what is not its own.
      if (column.indicator) carried[place + units] = parameters[place + units]! - weight * shift
    }
  }

  function carryRows(places: readonly number[], at: number, size: number): void {
    for (const [to, from] of places.entries())
      carried.set(parameters.subarray(at + from * size, at + (from + 1) * size), at + to * size)
  }
}

/** For each value of a column, then for what has a place behind them, the place that it had before. */
function placesIn(old: DenseColumn, column: DenseColumn): readonly number[] | undefined {
  if (old.kind === 'scaled' || column.kind === 'scaled' || !isAlike(old, column)) return undefined
  const known = new Map(old.values.map((value, place) => [value, place]))
  const places = column.values.map((value) => known.get(value) ?? -1)
  return places.includes(-1) ? undefined : places
}

function isAlike(old: ValuesColumn, column: ValuesColumn): boolean {
  const dimsOf = (each: ValuesColumn) => (each.kind === 'embedded' ? each.dims : 0)
  return (
    old.kind === column.kind &&
    old.values.length === column.values.length &&
    old.missing === column.missing &&
    old.other === column.other &&
    dimsOf(old) === dimsOf(column)
  )
}
