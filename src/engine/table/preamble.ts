import { cellText, QUOTED, recordTexts } from './batch.ts'
import { lookOf } from './looks.ts'
import { commonest, type Records, type Sample, splitSample } from './sample.ts'
import type { CellRules } from './tokenizer.ts'

/** Lines before a table that are looked at: a page of notes. */
const MOST_LINES = 100

const COMMENTS = ['#', '%'] as const

/**
 * What lines that are comments begin with: only where no such line fits the table that the others make, so that a header
 * such as `#id,name` and cells such as `#1` stay.
 */
export function findComment(sample: Sample, rules: CellRules): string {
  const records = splitSample(sample, rules)
  const { batch, counts } = records
  for (const mark of COMMENTS) {
    const byte = mark.charCodeAt(0)
    const isMarked = counts.map((_, r) => {
      const cell = batch.firstCell[r]!
      return (batch.flags[cell]! & QUOTED) === 0 && batch.bytes[batch.starts[cell]!] === byte
    })
    if (!isMarked.includes(true)) continue
    const others = counts.filter((_, r) => !isMarked[r])
    const width = commonest(others)
    if (width === 0) continue
    if (width === 1 ? areNotes(records, isMarked) : fitNowhere(records, isMarked, width)) return mark
  }
  return ''
}

/**
 * Whether none of the marked lines has the cells of the others. Where the mark is not followed by a space, it must also be
 * the first thing in the file: a short row may begin with it by chance.
 */
function fitNowhere({ batch, counts }: Records, isMarked: readonly boolean[], width: number): boolean {
  const areApart = counts.every((count, r) => !isMarked[r] || count !== width)
  if (!areApart) return false
  const areSpaced = counts.every((_, r) => !isMarked[r] || batch.bytes[batch.starts[batch.firstCell[r]!]! + 1] === 32)
  return areSpaced || (isMarked[0]! && counts.every((count, r) => !isMarked[r] || count < width))
}

/** In a table of one column every line fits: notes are those among numbers that go on after a space. */
function areNotes({ batch, counts }: Records, isMarked: readonly boolean[]): boolean {
  const textOf = (r: number) => cellText(batch, batch.firstCell[r]!, { quote: '"' })
  const others = counts.flatMap((_, r) => (isMarked[r] ? [] : [textOf(r)]))
  return (
    isMarked.every((marked, r) => !marked || /^. /.test(textOf(r))) &&
    others.length > 1 &&
    others.slice(1).every((text) => lookOf(text) === 'number')
  )
}

/**
 * Lines before the table: those of the first records that have less than half of the usual cells, or a single text in a
 * row of blanks as spreadsheets write a title.
 */
export function findPreamble({ batch, counts }: Records, rules: CellRules): number {
  const width = commonest(counts)
  if (width < 2) return 0
  let table = 0
  while (table < Math.min(counts.length - 1, MOST_LINES) && isBefore(recordTexts(batch, table, rules), width)) table++
  // Where nothing but short records follows, they are the table.
  if (table === 0 || counts[table]! < width / 2) return 0
  return batch.lines[table]! - 1
}

function isBefore(cells: readonly string[], width: number): boolean {
  const present = cells.filter((cell) => cell.trim() !== '')
  if (cells.length < width) return cells.length < (width + 1) / 2 || present.length === 0
  if (width < 3 || present.length > 1) return false
  return present.length === 0 || lookOf(present[0]!) === 'text'
}
