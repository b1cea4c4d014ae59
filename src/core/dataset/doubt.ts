import { formatCount, formatUnits } from '../format/format.ts'
import type { Dataset, DatasetSource, Dialect, Doubt } from './dataset.ts'
import { ENCODINGS } from './dialect.ts'

/** What tells one doubt of a dataset from another, to remember that it was answered. */
export function doubtKey(doubt: Doubt): string {
  if (doubt.kind === 'missing') return `missing ${doubt.token}`
  return doubt.kind === 'encoding' ? `encoding ${doubt.example}` : `dateOrder ${doubt.columns.join('\n')}`
}

/** The doubts of a reading that nobody answered yet. */
export function openDoubts({ doubts = [], settled = [] }: Pick<Dataset, 'doubts' | 'settled'>): readonly Doubt[] {
  return doubts.filter((doubt) => !settled.includes(doubtKey(doubt)))
}

/** One way to answer a doubt: a part of the dialect to read the file with again, or nothing, which leaves the cells. */
export interface DoubtAnswer {
  readonly label: string
  readonly parts?: Partial<Dialect>
}

export interface DescribedDoubt {
  /** What stands in the file, as it is written there. */
  readonly raw: string
  /** What is known of it, to follow the raw text. */
  readonly text: string
  readonly question: string
  readonly answers: readonly DoubtAnswer[]
}

/** The words that count as missing in a reading; formats without a dialect have only those that were fixed. */
export function wordsForMissing({ dialect, fixed }: Pick<DatasetSource, 'dialect' | 'fixed'>): readonly string[] {
  return dialect?.missing ?? fixed?.missing ?? []
}

/** A doubt as a person is asked about it. `missing` are the words that already count as missing. */
export function describeDoubt(doubt: Doubt, missing: readonly string[]): DescribedDoubt {
  const { cells, columns } = doubt
  if (doubt.kind === 'missing')
    return {
      raw: doubt.token,
      text: `stands ${cells === 1 ? 'once' : `${formatCount(cells)} times`} in ${
        columns.length === 1 ? columns[0] : formatUnits(columns.length, 'column')
      }, far from ${columns.length === 1 ? 'its' : 'their'} other values.`,
      question: 'Does it stand for missing?',
      answers: [
        { label: 'Read as missing', parts: { missing: [...missing, doubt.token] } },
        { label: 'It is a number' },
      ],
    }
  const [first, ...others] = columns
  const where = `in ${first}${others.length > 0 ? ` and ${formatUnits(others.length, 'more column')}` : ''}`
  if (doubt.kind === 'encoding')
    return {
      raw: doubt.example,
      text: `${where} is not UTF-8, and was read as Windows-1252.`,
      question: 'How should it read?',
      answers: [
        ...doubt.readings.map(({ encoding, text }) => ({
          label: `${text} (${ENCODINGS[encoding].replace(/ \(.*/, '')})`,
          parts: { encoding },
        })),
        { label: 'As it stands' },
      ],
    }
  return {
    raw: doubt.example,
    text: `${where}:`,
    question: 'is the day first or the month?',
    answers: [
      { label: 'Day first', parts: { dateOrder: 'dmy' } },
      { label: 'Month first', parts: { dateOrder: 'mdy' } },
      { label: 'Leave as text' },
    ],
  }
}

/** Doubts that are left once a column of dates is read in an order; it has so many `cells` that say one. */
export function settleOrder(doubts: readonly Doubt[], column: string, cells: number): Doubt[] {
  return doubts.flatMap((doubt) => {
    if (doubt.kind !== 'dateOrder' || !doubt.columns.includes(column)) return [doubt]
    const columns = doubt.columns.filter((name) => name !== column)
    return columns.length > 0 ? [{ ...doubt, columns, cells: doubt.cells - cells }] : []
  })
}
