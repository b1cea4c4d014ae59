import type { NetworkShape } from './shape.ts'
import type { Examples } from './trainer.ts'

/**
 * Gives the last entry of each table, the one of what training never had, the mean of the others, each counted by the training
 * rows that name it: what is known of a value when nothing is known of it. Where no layer comes between, the answer is then
 * the mean answer of the training rows, other columns being equal. Works in place.
 */
export function fillUnknown(
  parameters: Float32Array<ArrayBuffer>,
  { width, plain, tables }: NetworkShape,
  { x, y }: Examples,
): Float32Array<ArrayBuffer> {
  tables.forEach(({ entries, dims, tableAt }, t) => {
    const mean = new Float64Array(dims)
    for (const [entry, count] of countEntries(x, width, plain + t, entries).entries()) {
      if (count === 0) continue
      const share = count / y.length
      for (let d = 0; d < dims; d++) mean[d]! += share * parameters[tableAt + entry * dims + d]!
    }
    parameters.set(mean, tableAt + (entries - 1) * dims)
  })
  return parameters
}

function countEntries(x: Float32Array, width: number, column: number, entries: number): Uint32Array {
  const counts = new Uint32Array(entries)
  for (let at = column; at < x.length; at += width) counts[x[at]!]! += 1
  return counts
}
