import { sortNumbers } from '@/core/profile/sortNumbers.ts'
import { seededRandom } from '@/core/random.ts'
import { lengthOf, type TreeColumn } from '@/core/trees/column.ts'
import { inSlices, type Work } from '@/core/work.ts'

/** What bins a column's cells fall into. Missing cells have the bin behind the last, `count`. */
export type ColumnBins =
  | {
      readonly kind: 'number'
      readonly count: number
      /** Between neighbouring bins, ascending: numbers up to the cut belong to the left one. */
      readonly cuts: Float64Array
      /** The least number that each bin was made of. */
      readonly starts: Float64Array
    }
  | {
      readonly kind: 'category'
      readonly count: number
      /** The bin of each code; `count` for those that no row had. */
      readonly binOfCode: Uint8Array
    }

/** Bins of a column but for the one of missing cells. */
export const MOST_BINS = 255
/** Numbers that cuts are learned from, at most. */
const SAMPLE = 65_536
/** Parts of a column's range, by which a number's bin is looked up. */
const PARTS = 2_048

/** Reads one row's place in the table. */
type Rows = Uint32Array | undefined

/**
 * Learns a column's bins. Numbers: one for each distinct value where there are at most 255, else of about equally many
 * rows, by a sample. Categories: one each; where more than 255 occur, the 254 most common keep theirs and all others share
 * the last.
 * @param sample Places of the rows that cuts are learned from: see {@link samplePlaces}.
 */
export function* learnBins(column: TreeColumn, rows: Rows, sample: Uint32Array): Work<ColumnBins> {
  return column.kind === 'number'
    ? numberBins(yield* sortedSample(column.values, rows, sample))
    : yield* categoryBins(column.codes, column.categories, rows)
}

/** Places of up to 65,536 rows, of so many, that cuts are learned from; the same for all columns. */
export function* samplePlaces(total: number): Work<Uint32Array> {
  const step = Math.max(1, total / SAMPLE)
  const random = seededRandom('bins')
  const sample = new Uint32Array(Math.min(total, SAMPLE))
  yield* inSlices(sample.length, (start, end) => {
    // One row of each stretch, by chance: every how-manyth row would fall in step with rows that repeat.
    for (let i = start; i < end; i++) sample[i] = step === 1 ? i : Math.floor((i + random()) * step)
  })
  return sample
}

function* sortedSample(values: Float64Array, rows: Rows, places: Uint32Array): Work<Float64Array> {
  const sample = new Float64Array(places.length)
  let count = 0
  yield* inSlices(places.length, (start, end) => {
    for (let i = start; i < end; i++) {
      const at = places[i]!
      const value = values[rows ? rows[at]! : at]!
      // NaN for what is not finite, which is not itself.
      if (value - value === 0) sample[count++] = value
    }
  })
  const finite = sample.subarray(0, count)
  yield* sortNumbers(finite)
  return finite
}

function numberBins(sorted: Float64Array): ColumnBins {
  const cuts: number[] = []
  const starts = [sorted[0] ?? 0]
  const cutBefore = (at: number) => {
    cuts.push(between(sorted[at - 1]!, sorted[at]!))
    starts.push(sorted[at]!)
  }
  const { length } = sorted
  let distinct = 1
  for (let i = 1; i < length && distinct <= MOST_BINS; i++) if (sorted[i] !== sorted[i - 1]) distinct++
  if (distinct <= MOST_BINS) {
    for (let i = 1; i < length; i++) if (sorted[i] !== sorted[i - 1]) cutBefore(i)
  } else
    for (let start = 0, left = MOST_BINS; left > 1; left--) {
      const wanted = start + Math.max(1, Math.round((length - start) / left))
      if (wanted >= length) break
      let [first, end] = [wanted, wanted]
      while (first > start && sorted[first - 1] === sorted[wanted]) first--
      while (end < length && sorted[end] === sorted[wanted]) end++
      // A number that many rows have stays in one piece: before or after it, whichever is nearer.
      start = first > start && wanted - first <= end - wanted ? first : end
      if (start >= length) break
      cutBefore(start)
    }
  return { kind: 'number', count: starts.length, cuts: Float64Array.from(cuts), starts: Float64Array.from(starts) }
}

/** A number of [low, high), in the middle where there is one. */
function between(low: number, high: number): number {
  const middle = low / 2 + high / 2
  return middle >= low && middle < high ? middle : low
}

function* categoryBins(codes: Int32Array, categories: number, rows: Rows): Work<ColumnBins> {
  const counts = new Float64Array(categories)
  yield* inSlices(rows?.length ?? codes.length, (start, end) => {
    for (let i = start; i < end; i++) {
      const code = codes[rows ? rows[i]! : i]!
      if (code >= 0 && code < categories) counts[code] = counts[code]! + 1
    }
  })
  const seen: number[] = []
  for (const [code, count] of counts.entries()) if (count > 0) seen.push(code)
  seen.sort((a, b) => counts[b]! - counts[a]! || a - b)
  const count = Math.min(seen.length, MOST_BINS)
  const binOfCode = new Uint8Array(categories).fill(count)
  for (const [place, code] of seen.entries()) binOfCode[code] = Math.min(place, count - 1)
  return { kind: 'category', count, binOfCode }
}

/** Writes the bins of a column's rows to `out`, from place 0 on. */
export function* writeBins(bins: ColumnBins, column: TreeColumn, rows: Rows, out: Uint8Array): Work<void> {
  const total = rows?.length ?? lengthOf(column)
  if (bins.kind === 'number' && column.kind === 'number') {
    const find = finderOf(bins.cuts)
    const { values } = column
    yield* inSlices(total, (start, end) => {
      for (let i = start; i < end; i++) {
        const value = values[rows ? rows[i]! : i]!
        // NaN for what is not finite, which is not itself.
        out[i] = value - value === 0 ? find(value) : bins.count
      }
    })
  } else if (bins.kind === 'category' && column.kind === 'category') {
    const { codes } = column
    yield* inSlices(total, (start, end) => {
      for (let i = start; i < end; i++) out[i] = bins.binOfCode[codes[rows ? rows[i]! : i]!] ?? bins.count
    })
  }
}

/** How many cuts lie below a number. Its place in the range of the cuts leaves few to look among. */
function finderOf(cuts: Float64Array): (value: number) => number {
  const count = cuts.length
  const origin = cuts[0] ?? 0
  const span = count > 1 ? cuts[count - 1]! - origin : 0
  const scale = span > 0 && PARTS / span < Number.POSITIVE_INFINITY ? (PARTS - 1) / span : 0
  // Never falls as the number grows, whatever is rounded: cuts of other parts than a number's lie on their side of it.
  const partOf = (value: number) => {
    const part = (value - origin) * scale
    return part > 0 ? (part < PARTS ? part | 0 : PARTS - 1) : 0
  }
  const first = new Uint8Array(PARTS + 1)
  for (const cut of cuts) first[partOf(cut) + 1]!++
  for (let part = 1; part <= PARTS; part++) first[part] = first[part]! + first[part - 1]!
  return (value) => {
    const part = partOf(value)
    let low = first[part]!
    let high = first[part + 1]!
    while (low < high) {
      const middle = (low + high) >> 1
      if (value <= cuts[middle]!) high = middle
      else low = middle + 1
    }
    return low
  }
}
