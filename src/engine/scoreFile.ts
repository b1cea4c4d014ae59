import { toFrame } from '@/core/dataset/column.ts'
import { type CellIssue, ISSUES_KEPT, type ReadOptions } from '@/core/dataset/dataset.ts'
import { AssayError } from '@/core/errors.ts'
import { PREVIEW_ROWS, type Progress, type ScoreFileInput, type ScoreFileOutput } from '@/core/pipeline/jobs.ts'
import { type Contract, type Pipeline, type Predictions, setOfRow, spreadOfRow } from '@/core/pipeline/pipeline.ts'
import type { Task } from '@/core/task.ts'
import { type LoadedPipeline, predict } from './predict.ts'
import { recordTexts } from './table/batch.ts'
import { nameOfTable } from './table/format.ts'
import { nameColumns } from './table/header.ts'
import { readTable, type TableReading } from './table/readTable.ts'
import { type RecordTaker, scan } from './table/scan.ts'
import { writeCsv } from './table/writeCsv.ts'

/** Characters written before they are handed to a blob, which may lie on disk. */
const PART_CHARACTERS = 1 << 22

/**
 * Predicts every row of a file. It is read into typed columns as any dataset is, predicted, and, where it is text, run
 * through again to be written out with its own text, cell for cell: only the typed columns and the answers are held in
 * memory. JSON and Parquet come back as CSV. Reports rows predicted; their total is an estimate until the file is read.
 * @throws AssayError what `readTable` throws, `predict.missingColumns`, `aborted`
 */
export async function scoreFile(
  loaded: LoadedPipeline,
  { file, fileName, options = {} }: Pick<ScoreFileInput, 'file' | 'fileName' | 'options'>,
  task: Task<Progress>,
): Promise<ScoreFileOutput> {
  const { contract } = loaded.pipeline
  const reading = await readTable(
    [{ name: fileName, blob: file }],
    options,
    {
      signal: task.signal,
      report: ({ bytes, total, rows }) =>
        task.report({ done: 0, total: Math.max(rows, Math.round((rows * total) / Math.max(1, bytes))) }),
    },
    { typesWherePresent: typesOf(contract) },
  )
  const { table, issues: readIssues } = reading
  const inputs = new Set(contract.inputs.map(({ name }) => name))
  const { predictions, issues } = await predict(loaded, toFrame(table, inputs), task)
  const written = await writeScored({ reading, pipeline: loaded.pipeline, predictions, task })
  const samples = issues.samples.map((issue): CellIssue => ({ ...issue, line: written.lineOf(issue.line - 1) }))
  return {
    csv: written.csv,
    fileName: predictedName(fileName),
    rows: table.rows,
    preview: written.preview,
    issues: [...readIssues.samples, ...samples].slice(0, ISSUES_KEPT),
    issueCount: total(readIssues.counts) + total(issues.counts),
  }
}

/** What a file is called whose rows have their answers. */
export function predictedName(fileName: string): string {
  return `${nameOfTable(fileName)} predicted.csv`
}

function total(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0)
}

/**
 * The contract's types, so that a category of digits stays text. A whole number may be any: what the model makes of 2.5 is
 * better than nothing.
 */
function typesOf({ inputs }: Contract): ReadOptions['types'] & {} {
  return Object.fromEntries(inputs.map(({ name, type }) => [name, type === 'integer' ? 'number' : type]))
}

/** Between the classes of a set in a cell. */
const SET_DIVIDER = ' | '

/** How a table that has no text of its own is written. */
const WRITTEN = { delimiter: ',', quote: '"', trim: false } as const

interface Scored {
  readonly reading: TableReading
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
async function writeScored({ reading, pipeline, predictions, task }: Scored): Promise<Written> {
  const { table } = reading
  const rules = reading.dialect ?? WRITTEN
  const { delimiter } = rules
  const { source, encoding } = reading.text ?? { source: await writeCsv(table, {}, task), encoding: 'utf-8' }
  const names = table.columns.map(({ name }) => name)
  const header = nameColumns([...names, ...answerNames(pipeline)], names.length + answerNames(pipeline).length)
  const writeCell = cellWriter(delimiter)
  const writeRow = (cells: readonly string[]) => `${cells.map(writeCell).join(delimiter)}\r\n`
  const quiet = { signal: task.signal, report: () => {} }

  // What stands before the rows (a title, the header) is known by how many records there are in all.
  let records = 0
  await scan(source, { encoding, rules }, { onBatch: (batch) => (records += batch.records) }, quiet)
  let row = table.rows - records

  const parts: Blob[] = []
  const preview: (readonly string[])[] = []
  const lines = new Int32Array(table.rows)
  let text = writeRow(header)
  const onBatch: RecordTaker['onBatch'] = (batch) => {
    for (let record = 0; record < batch.records; record++, row++) {
      if (row < 0) continue
      lines[row] = batch.lines[record]!
      const own = recordTexts(batch, record, rules)
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
  await scan(source, { encoding, rules }, { onBatch }, quiet)
  if (row !== table.rows)
    throw new AssayError('csv.unreadable', 'The file was changed while it was read. Choose it again.')
  parts.push(new Blob([text]))
  return {
    csv: new Blob(parts, { type: 'text/csv' }),
    preview: { columns: header, rows: preview },
    lineOf: (index) => lines[index] ?? 0,
  }
}

function answerNames({ contract: { classes }, members, conformal }: Pipeline): string[] {
  return [
    'prediction',
    ...classes.map((label) => `probability ${label}`),
    ...(members.length > 1 ? ['spread'] : []),
    ...(conformal ? (conformal.kind === 'residual' ? ['low', 'high'] : ['set']) : []),
  ]
}

function answerCells({ classes }: Contract, predictions: Predictions, row: number): string[] {
  const { scores, width, labels, intervals } = predictions
  const spread = spreadOfRow(predictions, row)
  const set = setOfRow(predictions, row)
  const answers = labels
    ? [classes[labels[row]!]!, ...Array.from(scores.subarray(row * width, (row + 1) * width), shortest)]
    : [shortest(scores[row]!)]
  return [
    ...answers,
    ...(spread === undefined ? [] : [shortest(spread)]),
    ...(intervals ? [shortest(intervals.low[row]!), shortest(intervals.high[row]!)] : []),
    ...(set ? [set.map((j) => classes[j]!).join(SET_DIVIDER)] : []),
  ]
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
