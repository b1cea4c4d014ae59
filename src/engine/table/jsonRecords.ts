import type { CellIssueKind } from '@/core/dataset/dataset.ts'
import { AssayError } from '@/core/errors.ts'
import type { IssueLog } from './issues.ts'
import type { RecordTable } from './recordTable.ts'

export type JsonValue = string | number | boolean | null | JsonValue[] | { readonly [key: string]: JsonValue }

/**
 * Marks, from parsing on, what stands bare in the file and is no text: a whole number whose digits a double cannot hold,
 * and what is no number at all. No JSON text has the character bare.
 */
const BARE = '\0'
const BARE_NUMBER = /^\0-?\d{16,}$/
const BARE_NO_NUMBER = /^\0(?:NaN|-?Infinity)$/

/** A string, or a number as far as it goes. */
const STRING_OR_NUMBER = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/gs
/** A string, or a value that is neither JSON nor a number; not where a name should be. */
const STRING_OR_NO_NUMBER = /"(?:[^"\\]|\\.)*"|(?:-?\bInfinity|\bNaN)\b(?!\s*:)/gs

/** JSON with whole numbers beyond 2^53 as marked texts. Throws `SyntaxError`. */
function parseJson(text: string): JsonValue {
  if (!/\d{16}/.test(text)) return JSON.parse(text)
  const exact = text.replace(STRING_OR_NUMBER, (token) =>
    /^-?\d{16,}$/.test(token) && !Number.isSafeInteger(Number(token)) ? `"\\u0000${token}"` : token,
  )
  return JSON.parse(exact)
}

/** JSON in which NaN and infinities may stand, as Python writes them: these as marked texts. Throws `SyntaxError`. */
function parseLenient(text: string): JsonValue {
  try {
    return parseJson(text)
  } catch {
    return parseJson(
      text.replace(STRING_OR_NO_NUMBER, (token) => (token.startsWith('"') ? token : `"\\u0000${token}"`)),
    )
  }
}

/** Puts JSON values into a table, a record each: objects by their names, lists by a header or the place, others alone. */
export class JsonRecords {
  readonly #table: RecordTable
  /** Left out when the records are gone through a second time. */
  readonly #issues: IssueLog | undefined
  /** Whether the first list names the columns; found by its looks where nobody said. */
  #hasHeader: boolean | undefined
  readonly #file: string | undefined
  readonly #names = new Set<string>()
  /** Names of the places of lists. */
  #header: readonly string[] | undefined

  constructor(table: RecordTable, issues: IssueLog | undefined, hasHeader?: boolean, file?: string) {
    this.#table = table
    this.#issues = issues
    this.#hasHeader = hasHeader
    this.#file = file
  }

  /** The columns of the records so far. */
  get names(): readonly string[] {
    return [...this.#names]
  }

  get rows(): number {
    return this.#table.rows
  }

  /** Adds the record that a text is; one that is no JSON is left out. */
  addText(text: string, line: number): void {
    let value: JsonValue
    try {
      value = parseLenient(text)
    } catch (cause) {
      this.reject(text, line, `It is no JSON (${(cause as Error).message})`)
      return
    }
    this.add(value, line)
  }

  reject(text: string, line: number, flaw: string): void {
    this.#tell('rejected', text, line, `${flaw}, so it was left out.`)
  }

  /** Adds what a whole object holds; records are numbered in place of lines. */
  addAll({ records, notes }: ObjectRecords): void {
    for (const { kind, column, raw } of notes)
      this.#tell(
        kind,
        raw,
        1,
        kind === 'rejected'
          ? `“${column}” stands beside the records, so it was left out.`
          : `“${column}” has fewer values than other columns. The others are missing.`,
        column,
      )
    for (const [index, record] of records.entries()) this.add(record, index + 1)
  }

  add(value: JsonValue, line: number): void {
    if (Array.isArray(value)) {
      if (!this.#header && this.#startsWithHeader(value)) {
        this.#header = value.map((name, i) => (isText(name) && name.trim()) || `column ${i + 1}`)
        for (const name of this.#header) this.#declare(name)
        return
      }
      this.#addList(value, line)
    } else if (isObject(value)) this.#addObject('', value, line)
    else this.#addCell('value', value, line)
    this.#table.endRows(1, line)
  }

  #startsWithHeader(list: readonly JsonValue[]): boolean {
    this.#hasHeader ??= list.length > 0 && list.every(isText) && new Set(list).size === list.length
    const isHeader = this.#hasHeader
    this.#hasHeader = false
    return isHeader
  }

  #addList(list: JsonValue[], line: number): void {
    const header = this.#header
    for (const [i, cell] of list.entries()) {
      const name = header ? header[i] : `column ${i + 1}`
      if (name !== undefined) this.#addCell(name, cell, line)
      else if (cell !== null) {
        this.#tell(
          'cut',
          jsonText(list),
          line,
          `This record has ${list.length} values, the header ${header!.length} names. The others are left out.`,
        )
        return
      }
    }
    if (header && list.length < header.length)
      this.#tell(
        'padded',
        jsonText(list),
        line,
        `This record has ${list.length} of ${header.length} values. The others are missing.`,
      )
  }

  #addObject(path: string, object: { readonly [key: string]: JsonValue }, line: number): void {
    for (const key in object) {
      const value = object[key]!
      if (isObject(value)) this.#addObject(`${path}${key}.`, value, line)
      else this.#addCell(path + key, value, line)
    }
  }

  #addCell(name: string, value: JsonValue, line: number): void {
    if (this.#table.hasCell(name)) {
      this.#tell(
        'cut',
        jsonText(value),
        line,
        `“${name}” has two values in this record, and the first one counts.`,
        name,
      )
    } else if (typeof value === 'number') this.#table.addNumber(name, value)
    else if (typeof value === 'boolean') this.#table.addText(name, String(value), 'boolean')
    else if (typeof value === 'string') {
      if (BARE_NUMBER.test(value)) this.#table.addText(name, value.slice(1), 'number')
      else if (BARE_NO_NUMBER.test(value)) {
        this.#table.column(name)
        this.#tellNoNumber(name, value, line, 'missing')
      } else this.#table.addText(name, value, 'text')
    } else if (value === null) this.#table.column(name)
    else {
      const text = jsonText(value)
      // Written once more only where there may be something to mend.
      const mended = /NaN|Infinity/.test(text) ? jsonText(value, 'null') : text
      if (mended !== text) this.#tellNoNumber(name, value, line, 'null in this list')
      this.#table.addText(name, mended, 'json')
    }
    if (this.#file !== undefined) this.#names.add(name)
  }

  #declare(name: string): void {
    this.#table.column(name)
    this.#names.add(name)
  }

  /** Tells of a cell that has NaN or an infinity, in the row that is being filled. */
  #tellNoNumber(column: string, value: JsonValue, line: number, outcome: string): void {
    const reason = `NaN and Infinity are no JSON and no numbers to compute with: ${outcome}.`
    this.#tell('coerced', jsonText(value), line, reason, column, this.#table.rows)
  }

  #tell(kind: CellIssueKind, raw: string, line: number, reason: string, column = '', row?: number): void {
    this.#issues?.add(kind, () => ({
      line,
      ...(row !== undefined && { row }),
      ...(this.#file !== undefined && { file: this.#file }),
      column,
      raw,
      reason,
    }))
  }
}

function isObject(value: JsonValue | undefined): value is { readonly [key: string]: JsonValue } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Whether a value is a text in the file too. */
function isText(value: JsonValue): value is string {
  return typeof value === 'string' && !value.startsWith(BARE)
}

/** A value as JSON text, bare again what was bare; `noNumber` in place of NaN and infinities, where it is given. */
function jsonText(value: JsonValue, noNumber?: string): string {
  return JSON.stringify(value)
    .replace(/"\\u0000(-?\d+)"/g, '$1')
    .replace(/"\\u0000(NaN|-?Infinity)"/g, noNumber ?? '$1')
}

/** What a file that is one object holds, and what of it is no part of the table. */
export interface ObjectRecords {
  readonly records: readonly JsonValue[]
  readonly notes: readonly { readonly kind: 'rejected' | 'padded'; readonly column: string; readonly raw: string }[]
}

/**
 * The records of a file that is one object: of columns (lists, or objects by row name, as pandas writes them), of
 * `columns` and `data`, of one list of records among other facts, or else a single record. Throws `json.unreadable`.
 */
export function recordsOfObject(text: string): ObjectRecords {
  let root: JsonValue
  try {
    root = parseLenient(text)
  } catch (cause) {
    throw new AssayError(
      'json.unreadable',
      `This file is no JSON: ${(cause as Error).message}. Save it anew where it came from.`,
      undefined,
      { cause },
    )
  }
  if (!isObject(root)) return alone([root])
  const entries = Object.entries(root)
  const { columns, data } = root
  if (Array.isArray(columns) && Array.isArray(data)) return alone([columns, ...data])
  const lists = entries.filter((entry): entry is [string, JsonValue[]] => Array.isArray(entry[1]))
  const tables = lists.filter(([, list]) => list.length > 0 && list.every((each) => isObject(each)))
  if (tables.length > 1)
    throw new AssayError(
      'json.unreadable',
      `This file holds ${tables.length} tables: ${tables.map(([name]) => name).join(', ')}. Save the one you want as a list of records.`,
    )
  const [table] = tables
  if (table) {
    const others = entries.filter(([name]) => name !== table[0])
    return {
      records: table[1],
      notes: others.map(([column, value]) => ({ kind: 'rejected', column, raw: jsonText(value) })),
    }
  }
  if (lists.length === entries.length && lists.length > 0) {
    const rows = Math.max(...lists.map(([, list]) => list.length))
    const short = lists.filter(([, list]) => list.length < rows)
    return {
      records: transpose(lists.map(([name, list]) => [name, new Map(list.map((cell, i) => [String(i), cell]))])),
      notes: short.map(([column, list]) => ({ kind: 'padded', column, raw: jsonText(list) })),
    }
  }
  const objects = entries.flatMap(([name, value]) => (isObject(value) ? [[name, value] as const] : []))
  if (objects.length < entries.length || objects.length === 0) return alone([root])
  const isNumbered = (keys: readonly string[]) => keys.every((key) => /^\d+$/.test(key))
  // Rows by their names have names of columns within; columns by their names have those of rows.
  const isByRow = isNumbered(entries.map(([key]) => key)) && !isNumbered(Object.keys(objects[0]![1]))
  if (isByRow) return alone(objects.map(([, row]) => row))
  return alone(transpose(objects.map(([name, cells]) => [name, new Map(Object.entries(cells))])))
}

function alone(records: readonly JsonValue[]): ObjectRecords {
  return { records, notes: [] }
}

/** Columns by row name as records; a row that a column does not have is missing in it. */
function transpose(columns: readonly (readonly [string, ReadonlyMap<string, JsonValue>])[]): JsonValue[] {
  const rows = new Set(columns.flatMap(([, cells]) => [...cells.keys()]))
  return Array.from(rows, (row) => Object.fromEntries(columns.map(([name, cells]) => [name, cells.get(row) ?? null])))
}
