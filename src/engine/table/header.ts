import { type NumberFormat, trimCell } from '@/core/dataset/cell.ts'
import { type Look, lookOf, looksLikeNumber } from './looks.ts'
import { commonest } from './sample.ts'

/** Characters of a name that are kept: a header may be a paragraph. */
const LONGEST_NAME = 1_000

/** Names of `width` columns: as the header has them, `column 3` where it is empty or ends, `name (2)` for a repeated one. */
export function nameColumns(header: readonly string[] | undefined, width: number): string[] {
  const wanted = Array.from(
    { length: width },
    (_, i) => trimCell((header?.[i] ?? '').slice(0, LONGEST_NAME)) || `column ${i + 1}`,
  )
  const taken = new Set(wanted)
  const seen = new Set<string>()
  return wanted.map((name) => {
    if (!seen.has(name)) {
      seen.add(name)
      return name
    }
    let count = 2
    while (taken.has(`${name} (${count})`)) count++
    const unique = `${name} (${count})`
    taken.add(unique)
    seen.add(unique)
    return unique
  })
}

/** Rows from which on one in twenty cells of a column may be another kind. */
const MANY_ROWS = 20
const ODD_SHARE = 0.05

/**
 * Whether the first row names the columns: some column below is all numbers, dates or truths and its first cell is not.
 * Where no column is, it is a header unless one of its cells says such a value, is empty, or occurs again below or beside.
 */
export function hasHeader(
  rows: readonly (readonly string[])[],
  missing: ReadonlySet<string>,
  format: NumberFormat,
): boolean {
  const [first = [], ...rest] = rows
  // Rows of another width may have their cells in other columns.
  const usual = commonest(rest.map(({ length }) => length))
  const body = rest.filter(({ length }) => length === usual)
  const present = (cell: string | undefined) => cell !== undefined && cell !== '' && !missing.has(cell)
  let hasValue = false
  let recurs = false
  for (let column = 0; column < first.length; column++) {
    const name = trimCell(first[column]!)
    const below = body.map((row) => trimCell(row[column] ?? '')).filter(present)
    const look = commonLook(below, format)
    // The first row may be the only one that shows the whole format of numbers.
    const own = present(name) ? (looksLikeNumber(name) ? 'number' : lookOf(name, format)) : undefined
    if (look !== undefined && look !== 'text' && (own === 'text' || (own === 'truth' && look !== 'truth'))) return true
    if (own !== undefined && own !== 'text') hasValue = true
    if (own === undefined || below.includes(name)) recurs = true
  }
  if (hasValue) return false
  return !recurs && new Set(first).size === first.length
}

/** What all cells look like, or nearly all of many; undefined when they do not look alike. */
function commonLook(cells: readonly string[], format: NumberFormat): Look | undefined {
  const times = new Map<Look, number>()
  for (const cell of cells) {
    const look = lookOf(cell, format)
    times.set(look, (times.get(look) ?? 0) + 1)
  }
  const odd = cells.length < MANY_ROWS ? 0 : ODD_SHARE * cells.length
  for (const [look, often] of times) if (cells.length - often <= odd) return look
  return undefined
}

/**
 * Columns of the table under a header: those it has cells for, without nameless ones at its end that rows lack; more only
 * where most rows say more (R leaves the row names unnamed).
 */
export function widthUnder(header: readonly string[], body: readonly (readonly string[])[]): number {
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
