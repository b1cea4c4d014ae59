import { type Table, toFrame } from '@/core/dataset/column.ts'
import { type CellIssue, type Dialect, ISSUES_KEPT, type ReadOptions } from '@/core/dataset/dataset.ts'
import { AssayError, isAborted } from '@/core/errors.ts'
import { PREVIEW_ROWS, type Progress, type ScoreFileInput, type ScoreFileOutput } from '@/core/pipeline/jobs.ts'
import type { Contract, Pipeline, Predictions } from '@/core/pipeline/pipeline.ts'
import type { Task } from '@/core/task.ts'
import { type LoadedPipeline, predict } from './predict.ts'
import { recordTexts } from './table/batch.ts'
import { nameColumns } from './table/header.ts'
import { readCsv } from './table/readCsv.ts'
import { type RecordTaker, scan } from './table/scan.ts'

/** Bytes in which the header of any sensible file lies. */
const HEAD_BYTES = 1 << 16
/** Characters written before they are handed to a blob, which may lie on disk. */
const PART_CHARACTERS = 1 << 22

/**
 * Predicts every row of a CSV file. The file is read into typed columns as any dataset is, predicted, and then run through
 * again to be written out with its own text, cell for cell: only the typed columns and the answers are held in memory.
 * Reports rows predicted; their total is an estimate until the file is read.
 * @throws AssayError `csv.*`, `predict.missingColumns`, `aborted`
 */
export async function scoreFile(
  loaded: LoadedPipeline,
  { file, fileName, options = {} }: Pick<ScoreFileInput, 'file' | 'fileName' | 'options'>,
  task: Task<Progress>,
): Promise<ScoreFileOutput> {
  const { contract } = loaded.pipeline
  const types = await typesFor(file, options, contract)
  const {
    table,
    dialect,
    issues: readIssues,
  } = await readCsv(
    file,
    { ...options, types },
    {
      signal: task.signal,
      report: ({ bytes, total, rows }) =>
        task.report({ done: 0, total: Math.max(rows, Math.round((rows * total) / Math.max(1, bytes))) }),
    },
  )
  const inputs = new Set(contract.inputs.map(({ name }) => name))
  const { predictions, issues } = await predict(loaded, toFrame(table, inputs), task)
  const written = await writeScored({ file, dialect, table, pipeline: loaded.pipeline, predictions, task })
  const samples = issues.samples.map((issue): CellIssue => ({ ...issue, line: written.lineOf(issue.line - 1) }))
  return {
    csv: written.csv,
    fileName: `${fileName.replace(/\.[^.]*$/, '')} predicted.csv`,
    rows: table.rows,
    preview: written.preview,
    issues: [...readIssues.samples, ...samples].slice(0, ISSUES_KEPT),
    issueCount: total(readIssues.counts) + total(issues.counts),
  }
}

function total(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0)
}

/**
 * The contract's types for those of its columns that the file has, so that a category of digits stays text. A whole number
 * may be any: what the model makes of 2.5 is better than nothing. Types that the caller fixed come first.
 */
async function typesFor(file: Blob, options: ReadOptions, { inputs }: Contract): Promise<ReadOptions['types'] & {}> {
  let names: ReadonlySet<string>
  try {
    const head = await readCsv(file.slice(0, HEAD_BYTES), options, {
      signal: new AbortController().signal,
      report: () => {},
    })
    names = new Set(head.table.columns.map(({ name }) => name))
  } catch (cause) {
    if (isAborted(cause)) throw cause
    // A header too long for a glance, or a file that cannot be read: the reading itself will tell.
    return options.types ?? {}
  }
  const known = inputs.filter(({ name }) => names.has(name))
  return {
    ...Object.fromEntries(known.map(({ name, type }) => [name, type === 'integer' ? 'number' : type])),
    ...options.types,
  }
}

interface Scored {
  readonly file: Blob
  readonly dialect: Dialect
  readonly table: Table
  readonly pipeline: Pipeline
  readonly predictions: Predictions
  readonly task: Pick<Task, 'signal'>
}

interface Written {
  readonly csv: Blob
  readonly preview: ScoreFileOutput['preview']
  /** Line of the file on which a row (from 0) starts. */
  lineOf(row: number): number
}

/** The file's own cells as they stand in it, and after them the answers. */
async function writeScored({ file, dialect, table, pipeline, predictions, task }: Scored): Promise<Written> {
  const { encoding, delimiter } = dialect
  const names = table.columns.map(({ name }) => name)
  const header = nameColumns(
    [...names, ...answerNames(pipeline.contract)],
    names.length + answerWidth(pipeline.contract),
  )
  const writeCell = cellWriter(delimiter)
  const writeRow = (cells: readonly string[]) => `${cells.map(writeCell).join(delimiter)}\r\n`
  const quiet = { signal: task.signal, report: () => {} }

  // What stands before the rows (a title, the header) is known by how many records there are in all.
  let records = 0
  await scan(file, { encoding, rules: dialect }, { onBatch: (batch) => (records += batch.records) }, quiet)
  let row = table.rows - records

  const parts: Blob[] = []
  const preview: (readonly string[])[] = []
  const lines = new Int32Array(table.rows)
  let text = writeRow(header)
  const onBatch: RecordTaker['onBatch'] = (batch) => {
    for (let record = 0; record < batch.records; record++, row++) {
      if (row < 0) continue
      lines[row] = batch.lines[record]!
      const own = recordTexts(batch, record, dialect)
      own.length = names.length
      const cells = [...Array.from(own, (cell) => cell ?? ''), ...answerCells(pipeline.contract, predictions, row)]
      if (row < PREVIEW_ROWS) preview.push(cells)
      text += writeRow(cells)
      if (text.length < PART_CHARACTERS) continue
      parts.push(new Blob([text]))
      text = ''
    }
    return Math.max(0, row)
  }
  await scan(file, { encoding, rules: dialect }, { onBatch }, quiet)
  if (row !== table.rows)
    throw new AssayError('csv.unreadable', 'The file was changed while it was read. Choose it again.')
  parts.push(new Blob([text]))
  return {
    csv: new Blob(parts, { type: 'text/csv' }),
    preview: { columns: header, rows: preview },
    lineOf: (index) => lines[index] ?? 0,
  }
}

function answerNames({ classes }: Contract): string[] {
  return ['prediction', ...classes.map((label) => `probability ${label}`)]
}

function answerWidth({ classes }: Contract): number {
  return 1 + classes.length
}

function answerCells({ classes }: Contract, { scores, width, labels }: Predictions, row: number): string[] {
  if (!labels) return [shortest(scores[row]!)]
  const probabilities = scores.subarray(row * width, (row + 1) * width)
  return [classes[labels[row]!]!, ...Array.from(probabilities, shortest)]
}

/** A float32 in the fewest digits that still say which it is, without the noise of its double. */
function shortest(value: number): string {
  for (let digits = 6; digits < 9; digits++) {
    const short = Number(value.toPrecision(digits))
    if (Math.fround(short) === value) return String(short)
  }
  return String(Number(value.toPrecision(9)))
}

/** Quotes a cell (RFC 4180) that holds a delimiter, a quote, a line end, or spaces at an end. */
function cellWriter(delimiter: string): (cell: string) => string {
  const special = new RegExp(`["\\r\\n${delimiter === '\t' ? '\\t' : `\\${delimiter}`}]|^\\s|\\s$`)
  return (cell) => (special.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)
}
