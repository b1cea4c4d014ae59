import { CHUNK_ROWS, type Column, type ColumnData } from '../dataset/column.ts'
import { textsOf } from '../dataset/texts.ts'
import { ROWS_AT_ONCE, runAtOnce, type Work } from '../work.ts'
import { type CodedSummary, type ColumnSummary, type NumericSummary, SUMMARY_BINS, TOP_VALUES } from './profile.ts'
import { sortNumbers } from './sortNumbers.ts'

/**
 * What a column holds: exact counts, moments, median and distinct values, with no estimate anywhere. Numbers are sorted
 * in a copy of the present values (8 bytes a row, given back on return); text is counted by code.
 */
export function summariseColumn(column: Column): ColumnSummary {
  return runAtOnce(summarisingColumn(column))
}

/** {@link summariseColumn} of many rows. */
export function summarisingColumn({ data }: Column): Work<ColumnSummary> {
  return data.kind === 'numeric' ? summariseNumbers(data) : summariseCodes(data)
}

function* summariseNumbers({ chunks }: Extract<ColumnData, { kind: 'numeric' }>): Work<NumericSummary> {
  const values = new Float64Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0))
  let present = 0
  let rows = 0
  let isSorted = true
  let sum = 0
  for (const chunk of chunks) {
    rows += chunk.length
    for (let i = 0; i < chunk.length; i++) {
      const value = chunk[i]!
      if (Number.isNaN(value)) continue
      if (present > 0 && value < values[present - 1]!) isSorted = false
      values[present++] = value
      sum += value
    }
    yield
  }
  const missing = rows - present
  if (present === 0)
    return {
      kind: 'numeric',
      missing,
      distinct: 0,
      min: null,
      max: null,
      mean: null,
      std: null,
      median: null,
      bins: [],
      values: [],
      sorted: true,
    }

  // Second pass about the first mean: no digits are lost where the mean is large beside the spread.
  const rough = sum / present
  let first = 0
  let second = 0
  for (let i = 0; i < present; i++) {
    if (i % CHUNK_ROWS === 0) yield
    const difference = values[i]! - rough
    first += difference
    second += difference * difference
  }
  const mean = rough + first / present
  const variance = present > 1 ? (second - (first * first) / present) / (present - 1) : Number.NaN

  const ordered = values.subarray(0, present)
  if (!isSorted) yield* sortNumbers(ordered)
  let distinct = 1
  for (let i = 1; i < present; i++) if (ordered[i] !== ordered[i - 1]) distinct++
  yield
  const [min, max] = [ordered[0]!, ordered[present - 1]!]
  const half = present >> 1
  const upper = ordered[half]!
  const median = present % 2 === 1 ? upper : ordered[half - 1]! + (upper - ordered[half - 1]!) / 2
  return {
    kind: 'numeric',
    missing,
    distinct,
    min,
    max,
    mean: finite(mean),
    std: finite(Math.sqrt(Math.max(0, variance))),
    median,
    bins: binSorted(ordered, min, max),
    ...(distinct <= TOP_VALUES && { values: countSorted(ordered) }),
    sorted: isSorted,
  }
}

function countSorted(ordered: Float64Array): { value: number; count: number }[] {
  const counts: { value: number; count: number }[] = []
  for (let i = 0; i < ordered.length; i++) {
    const last = counts.at(-1)
    if (last?.value === ordered[i]) last!.count++
    else counts.push({ value: ordered[i]!, count: 1 })
  }
  return counts
}

/** Counts of `SUMMARY_BINS` equal ranges [from, to), the last with its end; one bin when all values are equal. */
function binSorted(ordered: Float64Array, min: number, max: number): number[] {
  if (min === max) return [ordered.length]
  const bins = new Array<number>(SUMMARY_BINS).fill(0)
  // Halved, since the width of the widest columns overflows.
  const scale = SUMMARY_BINS / (max / 2 - min / 2)
  for (let i = 0; i < ordered.length; i++) {
    const bin = Math.floor(scale * (ordered[i]! / 2 - min / 2))
    bins[bin < SUMMARY_BINS ? bin : SUMMARY_BINS - 1]!++
  }
  return bins
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null
}

/** Longer texts are no categories, and would make the record of a dataset as large as its file. */
const LONGEST_TOP = 100_000

function* summariseCodes(data: Extract<ColumnData, { kind: 'coded' }>): Work<CodedSummary> {
  const { chunks } = data
  const texts = textsOf(data)
  const { size } = texts
  const counts = new Float64Array(size)
  let missing = 0
  let rows = 0
  for (const chunk of chunks) {
    rows += chunk.length
    for (let i = 0; i < chunk.length; i++) {
      const code = chunk[i]!
      if (code < 0) missing++
      else counts[code]!++
    }
    yield
  }
  let distinct = 0
  let characters = 0
  // The most common so far, most common first; equal counts in the order of their texts, so that the result is one.
  const top: number[] = []
  const precedes = (a: number, b: number) =>
    counts[a]! > counts[b]! || (counts[a] === counts[b] && texts.precedes(a, b))
  for (let code = 0; code < size; code++) {
    if (code % ROWS_AT_ONCE === 0) yield
    const count = counts[code]!
    if (count === 0) continue
    distinct++
    const length = texts.lengthOf(code)
    characters += count * length
    if (length > LONGEST_TOP) continue
    if (top.length === TOP_VALUES && !precedes(code, top[TOP_VALUES - 1]!)) continue
    let at = top.length
    while (at > 0 && precedes(code, top[at - 1]!)) at--
    top.splice(at, 0, code)
    if (top.length > TOP_VALUES) top.pop()
  }
  const present = rows - missing
  return {
    kind: 'coded',
    missing,
    distinct,
    top: top.map((code) => ({ value: texts.at(code)!, count: counts[code]! })),
    meanLength: present === 0 ? 0 : characters / present,
  }
}
