import type { Work } from '@/core/work.ts'
import { BLOCK } from './blocks.ts'
import { type Design, rowRanges } from './design.ts'

/** The linear predictors, rows × outputs, into `out`. */
export function* multiply(design: Design, parameters: Float64Array, outputs: number, out: Float64Array): Work<void> {
  const multiplyBlock = openMultiply(design, parameters, outputs)
  for (const [start, end] of rowRanges(design.rows, design.rowWork * outputs)) {
    for (let low = start; low < end; low += BLOCK) {
      const high = Math.min(end, low + BLOCK)
      multiplyBlock(low, high, out, low * outputs)
    }
    yield
  }
}

/** Sums over the rows of each column times what `factors` (rows × outputs) has there, parameters-wise; last of `factors` alone. */
export function* multiplyTransposed(design: Design, factors: Float64Array, outputs: number): Work<Float64Array> {
  const { addBlock, sums } = openTransposed(design, outputs)
  for (const [start, end] of rowRanges(design.rows, design.rowWork * outputs)) {
    for (let low = start; low < end; low += BLOCK) {
      const high = Math.min(end, low + BLOCK)
      addBlock(low, high, factors, low * outputs)
    }
    yield
  }
  return sums()
}

/**
 * {@link multiplyTransposed} of what `change` makes of {@link multiply}, a block of rows at a time.
 * @param change Is given the linear predictors of the rows [low, high), and changes them in place.
 */
export function* multiplyThrough(
  design: Design,
  parameters: Float64Array,
  outputs: number,
  change: (predictors: Float64Array, low: number, high: number) => void,
): Work<Float64Array> {
  const { addBlock, sums } = openTransposed(design, outputs)
  const multiplyBlock = openMultiply(design, parameters, outputs)
  const predictors = new Float64Array(BLOCK * outputs)
  for (const [start, end] of rowRanges(design.rows, 2 * design.rowWork * outputs)) {
    for (let low = start; low < end; low += BLOCK) {
      const high = Math.min(end, low + BLOCK)
      multiplyBlock(low, high, predictors, 0)
      change(predictors, low, high)
      addBlock(low, high, predictors, 0)
    }
    yield
  }
  return sums()
}

/** Works on the rows [low, high), no more than a block; theirs begin at a place of `numbers`, `outputs` a row. */
type OnBlock = (low: number, high: number, numbers: Float64Array, place: number) => void

function openMultiply(design: Design, parameters: Float64Array, outputs: number): OnBlock {
  if (outputs === 1) {
    // Full columns are read as they are; what the others are shifted by is off their values already.
    let constant = parameters[design.width]!
    for (const column of design.full) constant -= design.shifts[column]! * parameters[column]!
    return (low, high, out, place) => multiplyOne(design, parameters, constant, low, high, out, place)
  }
  const { blocks, starts, places, values, sparse } = design
  blocks.take(parameters, outputs)
  return (low, high, out, place) => {
    blocks.multiply(low, high, out, place)
    for (let row = low, to = place; row < high; row++, to += outputs)
      for (let i = starts[row]!; i < starts[row + 1]!; i++)
        addScaled(out, to, values[i]!, parameters, sparse[places[i]!]! * outputs, outputs)
  }
}

function openTransposed(design: Design, outputs: number): { readonly addBlock: OnBlock; sums(): Float64Array } {
  const sums = new Float64Array((design.width + 1) * outputs)
  if (outputs === 1)
    return {
      addBlock: (low, high, factors, place) => addOne(design, low, high, factors, place, sums),
      sums: () => sums,
    }
  const { blocks, starts, places, values, sparse, full, width } = design
  blocks.begin(outputs)
  return {
    addBlock(low, high, factors, place) {
      blocks.addTransposed(low, high, factors, place)
      for (let row = low, from = place; row < high; row++, from += outputs)
        for (let i = starts[row]!; i < starts[row + 1]!; i++)
          addScaled(sums, sparse[places[i]!]! * outputs, values[i]!, factors, from, outputs)
    },
    sums() {
      for (let i = 0; i < blocks.count; i++) {
        const to = (i === blocks.count - 1 ? width : full[i]!) * outputs
        for (let k = 0; k < outputs; k++) sums[to + k] = blocks.sumAt(i, k)
      }
      return sums
    },
  }
}

/** Adds `count` numbers times a factor to others. */
function addScaled(
  sums: Float64Array,
  to: number,
  factor: number,
  what: Float64Array,
  from: number,
  count: number,
): void {
  for (let k = 0; k < count; k++) sums[to + k]! += factor * what[from + k]!
}

function multiplyOne(
  { width, x, full, sparse, starts, places, values }: Design,
  parameters: Float64Array,
  constant: number,
  low: number,
  high: number,
  out: Float64Array,
  place: number,
): void {
  for (let row = low, to = place; row < high; row++, to++) {
    const from = row * width
    let sum = constant
    for (let i = 0; i < full.length; i++) sum += x[from + full[i]!]! * parameters[full[i]!]!
    for (let i = starts[row]!; i < starts[row + 1]!; i++) sum += values[i]! * parameters[sparse[places[i]!]!]!
    out[to] = sum
  }
}

function addOne(
  { width, x, full, shifts, sparse, starts, places, values }: Design,
  low: number,
  high: number,
  factors: Float64Array,
  place: number,
  sums: Float64Array,
): void {
  for (let row = low, at = place; row < high; row++, at++) {
    const from = row * width
    const factor = factors[at]!
    sums[width]! += factor
    for (let i = 0; i < full.length; i++) sums[full[i]!]! += factor * (x[from + full[i]!]! - shifts[full[i]!]!)
    for (let i = starts[row]!; i < starts[row + 1]!; i++) sums[sparse[places[i]!]!]! += factor * values[i]!
  }
}
