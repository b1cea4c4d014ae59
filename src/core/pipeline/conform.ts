import { parseNumber, parseNumericCell, trimCell } from '../dataset/cell.ts'
import { type ColumnType, type Frame, type FrameColumn, isNumericType, type Vector } from '../dataset/column.ts'
import { type CellIssue, ISSUES_KEPT, type IssueReport } from '../dataset/dataset.ts'
import { numericToCoded } from '../dataset/retype.ts'
import { AssayError } from '../errors.ts'
import { formatCell, formatUnits } from '../format/format.ts'
import { runAtOnce } from '../work.ts'
import type { Contract, ContractInput } from './pipeline.ts'

const UNSEEN = 'never seen in training; counted as none of the known values'

type Coded = Extract<Vector, { kind: 'coded' }>
type Tell = (column: string, row: number, raw: string, reason: string) => void

/**
 * Raw rows as a pipeline takes them: the contract's columns in its order and types, others left out. Types are converted
 * cell by cell; a cell that has no value of the type becomes missing. Each such cell, and each category that training never
 * had (where the contract lists them all), is counted as `coerced`, with its row as the line. What a row becomes depends on
 * nothing but the row.
 *
 * Numbers become text as a cell shows them. Text becomes a number by `parseNumericCell`; a date must have its year first.
 * A whole-number input takes any number: what the model makes of 2.5 is better than nothing.
 * @param firstRow Number of the frame's first row (from 1), for slices of a larger file.
 * @throws predict.missingColumns naming all that are absent
 */
export function conform(
  frame: Frame,
  contract: Contract,
  firstRow = 1,
): { readonly frame: Frame; readonly issues: IssueReport } {
  const byName = new Map(frame.columns.map((column) => [column.name, column]))
  const missing = contract.inputs.filter(({ name }) => !byName.has(name)).map(({ name }) => name)
  if (missing.length > 0) throw missingColumns(missing, [...byName.keys()])

  const samples: CellIssue[] = []
  let coerced = 0
  const tell: Tell = (column, row, raw, reason) => {
    coerced++
    if (samples.length < ISSUES_KEPT) samples.push({ kind: 'coerced', line: firstRow + row, column, raw, reason })
  }
  const columns = contract.inputs.map((input) => conformColumn(byName.get(input.name)!, input, tell))
  return { frame: { rows: frame.rows, columns }, issues: { counts: coerced > 0 ? { coerced } : {}, samples } }
}

function missingColumns(missing: readonly string[], found: readonly string[]): AssayError {
  const list = (names: readonly string[]) => names.map((name) => `“${name}”`).join(', ')
  return new AssayError(
    'predict.missingColumns',
    `${formatUnits(missing.length, 'column')} the model needs ${missing.length === 1 ? 'is' : 'are'} missing: ${list(missing)}. ` +
      `Found: ${list(found) || 'no columns'}. Rename or add the missing ones, then try again.`,
    { missing, found },
  )
}

function conformColumn(column: FrameColumn, input: ContractInput, tell: Tell): FrameColumn {
  const { name, type } = input
  const { vector } = column
  if (isNumericType(type)) {
    const values =
      vector.kind === 'coded'
        ? parseCodes(vector, input, tell)
        : convertNumbers(vector.values, column.type, input, tell)
    return { name, type, vector: { kind: 'numeric', values } }
  }
  const coded = vector.kind === 'coded' ? vector : writeNumbers(vector.values, column.type)
  tellUnseen(coded, input, tell)
  return { name, type, vector: coded }
}

function writeNumbers(values: Float64Array, type: ColumnType): Coded {
  // A vector of a plain buffer is one chunk; any other is copied into one.
  const chunk = values.buffer instanceof ArrayBuffer ? (values as Float64Array<ArrayBuffer>) : new Float64Array(values)
  const { chunks, dictionary } = runAtOnce(
    numericToCoded({ kind: 'numeric', chunks: [chunk] }, (value) => formatCell(value, type)),
  )
  return { kind: 'coded', codes: chunks[0] ?? new Int32Array(), dictionary }
}

/** What a cell's text means to an input of numbers. Undefined when it has no such meaning. */
function readText(text: string, type: ColumnType): number | undefined {
  return type === 'integer' ? parseNumber(text) : parseNumericCell(text, type)
}

function reasonFor(type: ColumnType): string {
  const what = { number: 'a number', integer: 'a number', boolean: 'true or false', datetime: 'a date (year first)' }
  return `not ${what[type as keyof typeof what]}; counted as missing`
}

function parseCodes({ codes, dictionary }: Coded, { name, type }: ContractInput, tell: Tell): Float64Array {
  // Each text is read once, when it first occurs: a slice of a long file uses little of the file's dictionary.
  const read = new Map<number, number>()
  const values = new Float64Array(codes.length)
  for (let row = 0; row < codes.length; row++) {
    const code = codes[row]!
    if (code < 0) {
      values[row] = Number.NaN
      continue
    }
    let value = read.get(code)
    if (value === undefined) {
      value = readText(dictionary[code]!, type) ?? Number.NaN
      read.set(code, value)
    }
    values[row] = value
    if (Number.isNaN(value) && trimCell(dictionary[code]!) !== '') tell(name, row, dictionary[code]!, reasonFor(type))
  }
  return values
}

function convertNumbers(
  values: Float64Array,
  from: ColumnType,
  { name, type }: ContractInput,
  tell: Tell,
): Float64Array {
  const amounts = type === 'number' || type === 'integer'
  if (from === type || (amounts && from !== 'datetime')) return values
  return values.map((value, row) => {
    if (Number.isNaN(value)) return value
    const text = formatCell(value, from)
    const converted = readText(text, type)
    if (converted === undefined) tell(name, row, text, reasonFor(type))
    return converted ?? Number.NaN
  })
}

/** Tells of values that training never had, where the contract knows them all. */
function tellUnseen({ codes, dictionary }: Coded, { name, values, distinct }: ContractInput, tell: Tell): void {
  if (!values || values.length !== distinct) return
  const known = new Set(values)
  for (let row = 0; row < codes.length; row++) {
    const text = codes[row]! < 0 ? undefined : dictionary[codes[row]!]
    if (text !== undefined && !known.has(text)) tell(name, row, text, UNSEEN)
  }
}

/**
 * Rows of cells as text (a form, a pasted table), as a frame of text columns for {@link conform}: one for every input of
 * the contract. Absent, null and empty cells are missing. Only a row's own properties count.
 */
export function frameFromText(rows: readonly Readonly<Record<string, string | null>>[], contract: Contract): Frame {
  const columns = contract.inputs.map(({ name }): FrameColumn => {
    const codeOf = new Map<string, number>()
    const codes = Int32Array.from(rows, (row) => {
      const cell = Object.hasOwn(row, name) ? row[name] : null
      if (cell === null || cell === undefined || cell === '') return -1
      const code = codeOf.get(cell) ?? codeOf.size
      codeOf.set(cell, code)
      return code
    })
    return { name, type: 'text', vector: { kind: 'coded', codes, dictionary: [...codeOf.keys()] } }
  })
  return { rows: rows.length, columns }
}
