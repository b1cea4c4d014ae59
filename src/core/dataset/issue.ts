import { formatUnits } from '../format/format.ts'
import { writeRows } from './csvCell.ts'
import type { CellIssue, CellIssueKind, ColumnMeta, IssueReport } from './dataset.ts'

/** What each kind of issue is, of one and of many. */
const WORDS: Readonly<Record<CellIssueKind, readonly [one: string, many: string]>> = {
  padded: ['short row filled up with missing cells', 'short rows filled up with missing cells'],
  cut: ['long row cut to the columns there are', 'long rows cut to the columns there are'],
  coerced: [
    'cell without a value of its column’s type, now missing',
    'cells without a value of their column’s type, now missing',
  ],
  rejected: ['row that could not be read, left out', 'rows that could not be read, left out'],
  undecoded: [
    'cell with bytes that are no UTF-8, each shown as �',
    'cells with bytes that are no UTF-8, each shown as �',
  ],
  quote: ['quote that does not pair up, kept as text', 'quotes that do not pair up, kept as text'],
}

export const ISSUE_LABELS: Readonly<Record<CellIssueKind, string>> = {
  padded: 'Filled up',
  cut: 'Cut',
  coerced: 'Made missing',
  rejected: 'Left out',
  undecoded: 'Not UTF-8',
  quote: 'Quote',
}

const ORDER: readonly CellIssueKind[] = ['rejected', 'cut', 'padded', 'undecoded', 'coerced', 'quote']

export interface IssueCount {
  readonly kind: CellIssueKind
  readonly count: number
  /** "3 short rows filled up with missing cells" */
  readonly text: string
}

/** The issues of a reading by kind, the gravest first. */
export function countIssues({ counts }: Pick<IssueReport, 'counts'>): IssueCount[] {
  return ORDER.flatMap((kind) => {
    const count = counts[kind] ?? 0
    const [one, many] = WORDS[kind]
    return count > 0 ? [{ kind, count, text: formatUnits(count, one, many) }] : []
  })
}

/** Cells without a value, and the columns that have some. */
export function countMissing(columns: readonly Pick<ColumnMeta, 'summary'>[]): { cells: number; columns: number } {
  const missing = columns.map(({ summary }) => summary.missing).filter((count) => count > 0)
  return { cells: missing.reduce((sum, count) => sum + count, 0), columns: missing.length }
}

/** Issues as a CSV file (RFC 4180), the texts of the cells so that no spreadsheet runs one as a formula. */
export function writeIssues(samples: readonly CellIssue[]): string {
  const hasFiles = samples.some(({ file }) => file !== undefined)
  const rows = samples.map(({ file = '', line, column, kind, raw, reason }) => [
    ...(hasFiles ? [file] : []),
    String(line),
    column,
    kind,
    raw,
    reason,
  ])
  const header = [...(hasFiles ? ['file'] : []), 'line', 'column', 'kind', 'raw', 'reason']
  return writeRows([header, ...rows], { neutralise: true })
}
