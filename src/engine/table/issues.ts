import { type CellIssue, type CellIssueKind, ISSUES_KEPT, type IssueReport } from '@/core/dataset/dataset.ts'

/** Characters of a raw text that are kept; a cell may be as large as a file. */
const RAW_KEPT = 200

function shorten(raw: string): string {
  return raw.length > RAW_KEPT ? `${raw.slice(0, RAW_KEPT)}…` : raw
}

/** Counts every issue and keeps the first of each kind. */
export class IssueLog {
  readonly #counts: Partial<Record<CellIssueKind, number>> = {}
  readonly #samples: CellIssue[] = []

  /** `describe` is called only for those that are kept. */
  add(kind: CellIssueKind, describe: () => Omit<CellIssue, 'kind'>): void {
    const count = (this.#counts[kind] ?? 0) + 1
    this.#counts[kind] = count
    if (count > ISSUES_KEPT) return
    const issue = describe()
    this.#samples.push({ kind, ...issue, raw: shorten(issue.raw) })
  }

  /** Adds `count` issues of which only the first are described. */
  addMany(kind: CellIssueKind, count: number, first: readonly Omit<CellIssue, 'kind'>[]): void {
    let room = ISSUES_KEPT - (this.#counts[kind] ?? 0)
    for (const issue of first) if (room-- > 0) this.#samples.push({ kind, ...issue, raw: shorten(issue.raw) })
    if (count > 0) this.#counts[kind] = (this.#counts[kind] ?? 0) + count
  }

  /** Adds what another log has of the lines after the first `lines`. */
  append({ counts, samples }: IssueReport, lines: number): void {
    const kept: Partial<Record<CellIssueKind, number>> = {}
    for (const { kind, ...issue } of samples) {
      kept[kind] = (kept[kind] ?? 0) + 1
      this.addMany(kind, 1, [{ ...issue, line: issue.line + lines }])
    }
    for (const [kind, count] of Object.entries(counts) as [CellIssueKind, number][])
      this.addMany(kind, count - (kept[kind] ?? 0), [])
  }

  /** By their lines: which is found first depends on how many records were looked at together. */
  report(): IssueReport {
    return { counts: { ...this.#counts }, samples: this.#samples.toSorted((a, b) => a.line - b.line) }
  }
}

/** Rows whose line does not simply follow that of the row before, and the line of each. */
export interface LineStarts {
  readonly rows: readonly number[]
  readonly lines: readonly number[]
}

/** The line of each row, kept only where it does not simply follow the one before. */
export class LineIndex {
  readonly #rows: number[] = []
  readonly #offsets: number[] = []

  add(row: number, line: number): void {
    if (this.#offsets.at(-1) === line - row) return
    this.#rows.push(row)
    this.#offsets.push(line - row)
  }

  /** Rows that follow each other from `line` on, but for a line more after each row of `breaks` (one for each such line). */
  addWindow(row: number, line: number, breaks: Int32Array): void {
    this.add(row, line)
    for (let i = 0; i < breaks.length; i++) {
      const broken = breaks[i]!
      if (breaks[i + 1] !== broken) this.add(row + broken + 1, line + broken + 1 + i + 1)
    }
  }

  /** Adds the rows of another index, which come after the first `rows` rows and `lines` lines. */
  append({ rows: starts, lines: theirs }: LineStarts, rows: number, lines: number): void {
    for (const [i, row] of starts.entries()) this.add(rows + row, lines + theirs[i]!)
  }

  /** What the index has, to be sent to another thread. */
  starts(): LineStarts {
    return { rows: this.#rows, lines: this.#rows.map((row, i) => row + this.#offsets[i]!) }
  }

  lineOf(row: number): number {
    let low = 0
    let high = this.#rows.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if (this.#rows[middle]! <= row) low = middle
      else high = middle - 1
    }
    return row + (this.#offsets[low] ?? 0)
  }
}
