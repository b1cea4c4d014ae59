import { trimCell } from '@/core/dataset/cell.ts'
import type { Dialect, ReadOptions } from '@/core/dataset/dataset.ts'
import { cellText, QUOTED, type Quoting, STRAY } from './batch.ts'
import { looksLikeValue } from './looks.ts'
import { MISSING_CANDIDATES } from './missing.ts'
import { commonest, type Records, type Sample, splitSample } from './sample.ts'

/** How the cells of a file are told apart. */
export interface Marks {
  readonly delimiter: string
  readonly quote: Dialect['quote']
  readonly escape: NonNullable<Dialect['escape']>
  /** Whether any number of spaces is one delimiter. */
  readonly joinsSpaces: boolean
}

/** Marks that part cells as a rule, and how far each is trusted where several would do. */
const USUAL: Readonly<Record<string, number>> = { ',': 1, ';': 0.99, '\t': 0.99, '|': 0.98 }
/** Marks that stand within texts more often than between cells: taken only where they clearly part values. */
const UNUSUAL: Readonly<Record<string, number>> = {
  ' ': 0.7,
  ':': 0.7,
  '^': 0.9,
  '~': 0.9,
  '#': 0.7,
  '!': 0.7,
  '&': 0.7,
  '*': 0.7,
}
/** Control characters are in no text; whoever wrote one meant it. */
const CONTROL_TRUST = 0.95
const CONTROLS = [1, 2, 3, 4, 5, 6, 7, 8, ...Array.from({ length: 18 }, (_, i) => 14 + i)].map((code) =>
  String.fromCharCode(code),
)

/** Records whose cells are looked at. */
const RECORDS_LOOKED_AT = 300
const CELLS_LOOKED_AT = 1_500

/** Share of the records that an unusual mark must part alike. */
const UNUSUAL_AGREEMENT = 0.9

const MISSING: ReadonlySet<string> = new Set(MISSING_CANDIDATES)

/** Finds the marks under which most records have as many cells, many of them, and cells that look like values. */
export function findMarks(sample: Sample, options: ReadOptions, said: string | undefined): Marks {
  const text = new TextDecoder().decode(sample.bytes)
  const fixed = options.delimiter ?? said
  const quotes = options.quote ? [options.quote] : hasSingleQuotes(text) ? (['"', "'"] as const) : (['"'] as const)
  const escapes = options.escape
    ? [options.escape]
    : /\\["']/.test(text)
      ? (['doubled', 'backslash'] as const)
      : (['doubled'] as const)
  let best: { marks: Marks; score: number } | undefined
  for (const quote of quotes)
    for (const escaping of escapes)
      for (const delimiter of fixed ? [fixed] : candidatesIn(text))
        for (const joinsSpaces of delimiter === ' ' ? joinings(options.trim) : [false]) {
          // No score is above the trust in its mark: it could not be taken, and need not be worked out.
          if (best && best.score >= trustOf(delimiter)) continue
          const marks = { delimiter, quote, escape: escaping, joinsSpaces }
          const score = scoreOf(sample, marks, options, fixed !== undefined)
          // Doubled before backslash, one space before many, double before single quotes: the first of equals is taken.
          if (score > (best?.score ?? 0) + 1e-9) best = { marks, score }
        }
  const single = fixed ? 0 : scoreOfLines(text)
  if (best && best.score > single) return best.marks
  return {
    delimiter: fixed ?? SINGLE.find((mark) => isSingle(sample, mark, options)) ?? ',',
    quote: best?.marks.quote ?? quotes[0],
    escape: best?.marks.escape ?? escapes[0],
    joinsSpaces: false,
  }
}

/** Delimiters that a file of one column may be said to have: the first that parts nothing. */
const SINGLE = [',', ';', '\t', '|', '\u001f']

function isSingle(
  sample: Sample,
  delimiter: string,
  { quote = '"', comment = '', preamble = 0 }: ReadOptions,
): boolean {
  return splitSample(sample, { delimiter, quote, trim: true, comment, preamble }).counts.every((count) => count === 1)
}

function joinings(trim: boolean | undefined): readonly boolean[] {
  return trim === undefined ? [false, true] : [trim]
}

function hasSingleQuotes(text: string): boolean {
  return /(?:^|[^\p{L}\p{N}]) *'/u.test(text)
}

function candidatesIn(text: string): string[] {
  return [...Object.keys(USUAL), ...CONTROLS, ...Object.keys(UNUSUAL)].filter((mark) => text.includes(mark))
}

/** From 0 (no table) to the trust in the delimiter. */
function scoreOf(sample: Sample, marks: Marks, { comment = '', preamble = 0 }: ReadOptions, isFixed: boolean): number {
  const { delimiter } = marks
  const trim = delimiter === ' ' ? marks.joinsSpaces : true
  const records = splitSample(sample, { ...marks, trim, comment, preamble })
  const { counts } = records
  const width = commonest(counts)
  if (width < 2 && !isFixed) return 0
  const agreement = counts.filter((count) => count === width).length / counts.length
  if (!isFixed && delimiter in UNUSUAL && !partsValues(records, marks, width, agreement)) return 0
  if (!isFixed && delimiter === ',' && isDecimalColumn(records, width)) return 0
  const looks = looksOf(records, marks, width)
  // Prose has commas here and there, each with a space after it.
  const isProse = looks.spaced > 0.5 && (agreement < 0.6 || (width === 2 && counts[0] === 1))
  if (!isFixed && isProse) return 0
  // Squared: marks within texts part some lines alike, never nearly all.
  return agreement ** 2 * looks.score * (1 - 1 / Math.max(width, 2)) * trustOf(delimiter)
}

function trustOf(delimiter: string): number {
  return USUAL[delimiter] ?? UNUSUAL[delimiter] ?? CONTROL_TRUST
}

interface Looks {
  /** How much the cells look like cells, from 0 to 1. */
  readonly score: number
  /** Share of cells with a space in front. */
  readonly spaced: number
}

function looksOf({ batch, counts }: Records, marks: Marks, width: number): Looks {
  const foreign = Object.keys(USUAL).filter((mark) => mark !== marks.delimiter)
  let [cells, sum, spaced, following] = [0, 0, 0, 0]
  for (let r = 0; r < Math.min(batch.records, RECORDS_LOOKED_AT) && cells < CELLS_LOOKED_AT; r++) {
    // A stray quote may have changed how many cells there are, and is looked at in any record.
    const fits = counts[r] === width
    for (let cell = batch.firstCell[r]!; cell < batch.firstCell[r + 1]!; cell++) {
      const flags = batch.flags[cell]!
      if (!fits && (flags & STRAY) === 0) continue
      cells++
      if (cell > batch.firstCell[r]! && batch.starts[cell]! < batch.ends[cell]!) {
        following++
        if (batch.bytes[batch.starts[cell]! - ((flags & QUOTED) !== 0 ? 2 : 1)] === 32 && marks.delimiter !== ' ')
          spaced++
      }
      if ((flags & STRAY) !== 0) continue
      sum += (flags & QUOTED) !== 0 ? 1 : lookScore(trimCell(cellText(batch, cell, marks)), foreign)
    }
  }
  return { score: cells === 0 ? 0 : sum / cells, spaced: following === 0 ? 0 : spaced / following }
}

function lookScore(text: string, foreign: readonly string[]): number {
  if (text === '' || looksLikeValue(text) || MISSING.has(text)) return text === '' ? 0.8 : 1
  if (foreign.some((mark) => text.includes(mark))) return foreignScore(text)
  if (/^["']|[\^~]/.test(text)) return 0.3
  if (/[^ ]:[^ /]/.test(text)) return 0.4
  return text.split(' ').length > 5 ? 0.6 : 0.8
}

/** Of a text with another delimiter in it: in prose, a space follows. */
function foreignScore(text: string): number {
  return /[,;] /.test(text) ? 0.4 : 0.1
}

/** Whether an unusual mark parts the lines into columns that are values, its own first line included. */
function partsValues({ batch, counts }: Records, quoting: Quoting, width: number, agreement: number): boolean {
  if (width < 2 || agreement < UNUSUAL_AGREEMENT || counts[0] !== width) return false
  const isValues = Array.from({ length: width }, () => true)
  let [looked, whole] = [0, 0]
  for (let r = 1; r < Math.min(batch.records, RECORDS_LOOKED_AT); r++) {
    if (counts[r] !== width) continue
    looked++
    const first = batch.firstCell[r]!
    const texts = Array.from({ length: width }, (_, c) => trimCell(cellText(batch, first + c, quoting)))
    for (const [column, text] of texts.entries())
      if (text !== '' && !MISSING.has(text) && !looksLikeValue(text)) isValues[column] = false
    const start = batch.starts[first]!
    const line = new TextDecoder().decode(batch.bytes.subarray(start, batch.ends[first + width - 1]))
    // A time, a date with a time, or a number with spaces is one value.
    if (looksLikeValue(line)) whole++
  }
  if (looked === 0 || whole > looked / 2) return false
  const values = isValues.filter(Boolean).length
  return width === 2 ? values === 2 : values >= width / 3
}

/** Whether a file of lines such as `1,5` is one column of numbers: its name has no comma. */
function isDecimalColumn({ batch, counts }: Records, width: number): boolean {
  if (width !== 2 || counts[0] !== 1 || counts.length < 3) return false
  for (let r = 1; r < counts.length; r++) {
    const first = batch.firstCell[r]!
    const line = new TextDecoder().decode(
      batch.bytes.subarray(batch.starts[first], batch.ends[batch.firstCell[r + 1]! - 1]),
    )
    if (!/^[+-]?\d+(?:,\d+)?$/.test(line)) return false
  }
  return true
}

/** What the lines score as a table of one column: little, since most files have several, but more than prose cut up. */
function scoreOfLines(text: string): number {
  const lines = text.split(/\r\n|\n|\r/, RECORDS_LOOKED_AT).filter((line) => line.trim() !== '')
  if (lines.length === 0) return 0
  const marks = Object.keys(USUAL)
  const scoreOfLine = (line: string) =>
    marks.some((mark) => line.includes(mark)) ? foreignScore(line) : lookScore(trimCell(line), marks)
  const sum = lines.reduce((total, line) => total + scoreOfLine(line), 0)
  return (0.15 * sum) / lines.length
}
