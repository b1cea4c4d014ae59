import { isInfinite, parseBoolean, parseDateTime, parseNumber, trimCell } from '@/core/dataset/cell.ts'
import type { Dialect, ReadOptions } from '@/core/dataset/dataset.ts'
import { cellText, GrowingBatch, QUOTED, recordTexts } from './batch.ts'
import { MISSING_CANDIDATES } from './missing.ts'
import { type CellRules, Tokenizer } from './tokenizer.ts'

const DELIMITERS = [',', ';', '\t', '|'] as const

/** The first bytes of a file, by which its dialect is found. */
export interface Sample {
  readonly bytes: Uint8Array
  /** Whether this is the whole file; otherwise its last record may be cut, and is not looked at. */
  readonly isWhole: boolean
}

/** How a file is to be read, as far as its beginning tells. */
export interface Sniffed {
  readonly dialect: Omit<Dialect, 'missing' | 'encoding'>
  /** Records before the table: a title, a comment, a `sep=` line. */
  readonly preamble: number
  readonly width: number
  /** Cells of the first row when it names the columns. */
  readonly headerCells: readonly string[] | undefined
  /** Whether what was seen of a column are numbers. */
  readonly looksNumeric: readonly boolean[]
  /** Whether what was seen of a column are instants with the year first. */
  readonly looksInstant: readonly boolean[]
  /** Whole records that the sample has, the preamble and the header included. */
  readonly records: number
}

interface Records {
  readonly batch: GrowingBatch
  readonly counts: readonly number[]
}

/** Finds delimiter, quote, header and whatever else the person has not fixed. */
export function sniff(sample: Sample, options: ReadOptions): Sniffed {
  const start = new TextDecoder().decode(sample.bytes.subarray(0, 64))
  const said = /^"?sep=([,;\t|])"?\s*(?:[\r\n]|$)/i.exec(start)?.[1]
  const quote = options.quote ?? findQuote(new TextDecoder().decode(sample.bytes))
  const delimiter = options.delimiter ?? (said as Dialect['delimiter'] | undefined) ?? findDelimiter(sample, quote)
  const tried = tokenize(sample, { delimiter, quote, trim: true })
  const trim = options.trim ?? areSpaced(tried.batch, quote)
  const { batch, counts } = trim ? tried : tokenize(sample, { delimiter, quote, trim })

  // Not every line with a mark in it: a preamble has fewer cells than the table under it.
  const usual = commonest(counts)
  let preamble = said ? 1 : 0
  if (usual > 1) while (preamble < counts.length - 1 && counts[preamble] === 1) preamble++
  const rows: string[][] = []
  for (let r = preamble; r < batch.records; r++) rows.push(recordTexts(batch, r, quote))
  const missing = new Set(options.missing?.map(trimCell) ?? MISSING_CANDIDATES)
  const header = options.header ?? hasHeader(rows, missing)
  const first = rows[0] ?? []
  const body = header ? rows.slice(1) : rows
  const width = header ? widthUnder(first, body) : commonest(body.map((row) => row.length))
  return {
    dialect: { delimiter, quote, trim, header },
    preamble,
    width,
    headerCells: header ? first : undefined,
    looksNumeric: Array.from({ length: width }, (_, column) => looksNumeric(body, column, missing)),
    looksInstant: Array.from({ length: width }, (_, column) => looksInstant(body, column, missing)),
    records: batch.records,
  }
}

function tokenize({ bytes, isWhole }: Sample, rules: CellRules): Records {
  // One byte longer, as the tokenizer wants it.
  const padded = new Uint8Array(bytes.length + 1)
  padded.set(bytes)
  const batch = new GrowingBatch()
  new Tokenizer(rules).fill(padded, 0, bytes.length, isWhole, batch)
  const counts = Array.from({ length: batch.records }, (_, r) => batch.firstCell[r + 1]! - batch.firstCell[r]!)
  return { batch, counts }
}

/** `'` when cells stand in single quotes and none in double ones. */
function findQuote(text: string): Dialect['quote'] {
  if (/(?:^|[,;\t|\r\n]) *"/.test(text)) return '"'
  const opened = text.match(/(?:^|[,;\t|\r\n]) *'/g)?.length ?? 0
  const closed = text.match(/(?:^|[,;\t|\r\n]) *'(?:[^'\r\n]|'')*' *(?=[,;\t|\r\n]|$)/g)?.length ?? 0
  return opened >= 2 && closed * 10 >= opened * 9 ? "'" : '"'
}

/** The delimiter under which most records have the same number of cells, and many. */
function findDelimiter(sample: Sample, quote: Dialect['quote']): Dialect['delimiter'] {
  let best: { delimiter: Dialect['delimiter']; score: number } = { delimiter: ',', score: 0 }
  for (const delimiter of DELIMITERS) {
    const { counts } = tokenize(sample, { delimiter, quote, trim: true })
    const width = commonest(counts)
    if (width < 2) continue
    const agreeing = counts.filter((count) => count === width).length / counts.length
    const score = agreeing * (1 - 1 / width)
    if (score > best.score) best = { delimiter, score }
  }
  return best.delimiter
}

/** The number that occurs most often; the larger one of two. */
function commonest(counts: readonly number[]): number {
  const times = new Map<number, number>()
  for (const count of counts) times.set(count, (times.get(count) ?? 0) + 1)
  let best = 0
  for (const [count, often] of times) {
    const most = times.get(best) ?? 0
    if (often > most || (often === most && count > best)) best = count
  }
  return best
}

/** Whether delimiters are followed by a space as a rule, which then belongs to no cell. Spaces were dropped from these. */
function areSpaced(batch: GrowingBatch, quote: string): boolean {
  let spaced = 0
  let cells = 0
  for (let r = 0; r < batch.records; r++)
    for (let cell = batch.firstCell[r]! + 1; cell < batch.firstCell[r + 1]!; cell++) {
      if (batch.starts[cell] === batch.ends[cell] && cellText(batch, cell, quote) === '') continue
      const opens = (batch.flags[cell]! & QUOTED) !== 0 ? batch.starts[cell]! - 1 : batch.starts[cell]!
      cells++
      if (batch.bytes[opens - 1] === 32) spaced++
    }
  return spaced > cells / 2
}

/**
 * Columns of the table under a header: those it has cells for, without nameless ones at its end that rows lack; more only
 * where most rows say more (R leaves the row names unnamed).
 */
function widthUnder(header: readonly string[], body: readonly (readonly string[])[]): number {
  if (body.length === 0) return header.length
  const usual = commonest(body.map((row) => row.length))
  const longer = body.filter((row) => lastPresent(row) > header.length).length
  if (longer > body.length / 2) return Math.max(usual, header.length)
  return Math.max(lastPresent(header), Math.min(usual, header.length))
}

/** Cells up to the last that is not blank. */
function lastPresent(row: readonly string[]): number {
  return row.findLastIndex((cell) => trimCell(cell) !== '') + 1
}

type Kind = 'number' | 'date' | 'truth' | 'text'

function kindOf(text: string): Kind {
  if (parseNumber(text) !== undefined || isInfinite(text)) return 'number'
  if (parseDateTime(text) !== undefined || /^\d{1,2}[/.-]\d{1,2}[/.-]\d{4}\b/.test(text)) return 'date'
  return parseBoolean(text) === undefined || text.length === 1 ? 'text' : 'truth'
}

/**
 * Whether the first row names the columns: some column below is all numbers, dates or truths and its first cell is not.
 * Where no column is, it is a header unless one of its cells says such a value, is empty, or occurs again below or beside.
 */
function hasHeader(rows: readonly (readonly string[])[], missing: ReadonlySet<string>): boolean {
  const [first = [], ...body] = rows
  const present = (cell: string | undefined) => cell !== undefined && cell !== '' && !missing.has(cell)
  let hasValue = false
  let recurs = false
  for (let column = 0; column < first.length; column++) {
    const name = trimCell(first[column]!)
    const below = body.map((row) => trimCell(row[column] ?? '')).filter(present)
    const kinds = new Set(below.map(kindOf))
    const [kind] = kinds
    const own = present(name) ? kindOf(name) : undefined
    if (kinds.size === 1 && kind !== 'text' && (own === 'text' || (own === 'truth' && kind !== 'truth'))) return true
    if (own !== undefined && own !== 'text') hasValue = true
    if (own === undefined || below.includes(name)) recurs = true
  }
  if (hasValue) return false
  return !recurs && new Set(first).size === first.length
}

function looksNumeric(body: readonly (readonly string[])[], column: number, missing: ReadonlySet<string>): boolean {
  let numbers = 0
  for (const row of body) {
    const text = trimCell(row[column] ?? '')
    if (text === '' || missing.has(text)) continue
    if (parseNumber(text) !== undefined) numbers++
    else if (!isInfinite(text)) return false
  }
  return numbers > 0
}

function looksInstant(body: readonly (readonly string[])[], column: number, missing: ReadonlySet<string>): boolean {
  let instants = 0
  for (const row of body) {
    const text = trimCell(row[column] ?? '')
    if (text === '' || missing.has(text)) continue
    if (parseDateTime(text) === undefined) return false
    instants++
  }
  return instants > 0
}
