import type { Vector } from '../dataset/column.ts'
import { breather, type Task } from '../task.ts'

/** Rows between two breaths. */
const ROWS_AT_ONCE = 32_768

/**
 * For each row the first row that has the same cells in all the columns: itself where there is none before it. Missing
 * cells are equal to each other, and 0 to −0. Rows are found by a hash of their cells (32 bits) and then compared cell by
 * cell.
 */
export async function firstEqual(
  columns: readonly Vector[],
  rows: number,
  task: Pick<Task, 'signal'>,
): Promise<Uint32Array<ArrayBuffer>> {
  const breathe = breather(task)
  const hashes = new Uint32Array(rows)
  const unique: Vector[] = []
  for (const column of columns) {
    const vector = oneCodeEach(column)
    unique.push(vector)
    for (let start = 0; start < rows; start += ROWS_AT_ONCE) {
      hashInto(hashes, vector, start, Math.min(rows, start + ROWS_AT_ONCE))
      await breathe()
    }
  }
  const isEqual = (a: number, b: number) => unique.every((vector) => isEqualCell(vector, a, b))
  const first = new Uint32Array(rows)
  const mask = 2 ** Math.ceil(Math.log2(2 * rows + 2)) - 1
  // Open addressing: the row in each place, and −1 where there is none.
  const table = new Int32Array(mask + 1).fill(-1)
  for (let row = 0; row < rows; row++) {
    if (row % ROWS_AT_ONCE === 0) await breathe()
    for (let place = hashes[row]! & mask; ; place = (place + 1) & mask) {
      const other = table[place]!
      if (other < 0) {
        table[place] = row
        first[row] = row
        break
      }
      if (hashes[other] === hashes[row] && isEqual(other, row)) {
        first[row] = other
        break
      }
    }
  }
  return first
}

/** Codes such that equal texts have one: a dictionary may hold a text twice. */
function oneCodeEach(vector: Vector): Vector {
  if (vector.kind === 'numeric') return vector
  const { dictionary } = vector
  const first = new Map<string, number>()
  const codes = dictionary.map((text, code) => {
    const known = first.get(text)
    if (known !== undefined) return known
    first.set(text, code)
    return code
  })
  if (first.size === dictionary.length) return vector
  return { ...vector, codes: vector.codes.map((code) => (code < 0 ? -1 : codes[code]!)) }
}

/** The bits of a number, low half first; of all NaN the same, and of −0 those of 0. */
const number = new Float64Array(1)
const halves = new Uint32Array(number.buffer)

function hashInto(hashes: Uint32Array, vector: Vector, start: number, end: number): void {
  for (let row = start; row < end; row++) {
    if (vector.kind === 'coded') hashes[row] = mix(hashes[row]!, vector.codes[row]!)
    else {
      const value = vector.values[row]!
      number[0] = Number.isNaN(value) ? Number.NaN : value + 0
      hashes[row] = mix(mix(hashes[row]!, halves[0]!), halves[1]!)
    }
  }
}

/** One step of MurmurHash3 (x86, 32 bits) with its finaliser, so that cells that differ little part widely. */
function mix(hash: number, word: number): number {
  let k = Math.imul(word, 0xcc9e2d51)
  k = Math.imul((k << 15) | (k >>> 17), 0x1b873593)
  let h = hash ^ k
  h = (Math.imul((h << 13) | (h >>> 19), 5) + 0xe6546b64) | 0
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}

function isEqualCell(vector: Vector, a: number, b: number): boolean {
  if (vector.kind === 'coded') return vector.codes[a] === vector.codes[b]
  const [x, y] = [vector.values[a]!, vector.values[b]!]
  return x === y || (Number.isNaN(x) && Number.isNaN(y))
}
