import type { ValueFormat } from '@/core/dataset/cell.ts'
import type { Column, Table } from '@/core/dataset/column.ts'
import type { Doubt, ReadOptions } from '@/core/dataset/dataset.ts'
import { AssayError } from '@/core/errors.ts'
import { formatCount } from '@/core/format/format.ts'
import { breather, type Task, throwIfAborted } from '@/core/task.ts'
import { findDoubts } from './doubts.ts'
import type { Finishing, UndatedColumn } from './finish.ts'
import { nameColumns } from './header.ts'
import type { IssueLog, LineIndex } from './issues.ts'
import { Tokens } from './missing.ts'
import { MOST_COLUMNS } from './openFile.ts'
import { type CellKind, TypedColumn } from './typedColumn.ts'

/** What a table of records is filled with. */
export interface RecordTableOptions {
  readonly types: ReadOptions['types'] & {}
  /** Types for those of these columns that there are. */
  readonly typesWherePresent: ReadOptions['types'] & {}
  readonly missing: readonly string[]
  readonly issues: IssueLog
  readonly lines: LineIndex
}

/**
 * A table filled record by record, each with values of its own under names: columns come as they are met. Where some turn
 * out not to hold numbers after all, the records must be gone through again, with {@link RecordTable.again}.
 */
export class RecordTable {
  rows = 0
  readonly #options: RecordTableOptions
  readonly #tokens: Tokens
  readonly #columns = new Map<string, TypedColumn>()
  /** Columns kept from the first time, when the records are gone through again. */
  readonly #kept: ReadonlyMap<string, TypedColumn>
  readonly #isAgain: boolean

  constructor(options: RecordTableOptions, before?: ReadonlyMap<string, TypedColumn>) {
    this.#options = options
    this.#tokens = new Tokens(options.missing, {})
    this.#kept = before ?? new Map()
    this.#isAgain = before !== undefined
  }

  get isBroken(): boolean {
    return [...this.#columns.values()].some(({ isBroken }) => isBroken)
  }

  /** The same table, to be filled once more where columns are broken; the others stay as they are. */
  again(): RecordTable {
    return new RecordTable(this.#options, this.#columns)
  }

  /** The columns' names as the records have them. */
  get names(): readonly string[] {
    return [...this.#columns.keys()]
  }

  /** Closes the next records, of which the first started at a line and the others follow it line by line. */
  endRows(count: number, line: number): void {
    if (!this.#isAgain && count > 0) this.#options.lines.add(this.rows, line)
    this.rows += count
  }

  /** A column by name, made where there was none; undefined where the second time needs it no more. */
  column(name: string): TypedColumn | undefined {
    const known = this.#columns.get(name)
    if (known) return known
    const before = this.#kept.get(name)
    if (before && !before.isBroken) return undefined
    if (this.#columns.size === MOST_COLUMNS)
      throw new AssayError(
        'csv.tooManyColumns',
        `This file has more than ${formatCount(MOST_COLUMNS)} columns, which Assay takes at most. Leave columns out.`,
      )
    const { types, typesWherePresent } = this.#options
    const fixed = [types, typesWherePresent].find((known) => Object.hasOwn(known, name))?.[name]
    const made = new TypedColumn(name, fixed, this.#tokens, this.#isAgain)
    this.#columns.set(name, made)
    return made
  }

  /** Whether this record has a value under a name already. */
  hasCell(name: string): boolean {
    return (this.#columns.get(name)?.rows ?? 0) > this.rows
  }

  addNumber(name: string, value: number): void {
    this.#ready(name)?.addNumber(value)
  }

  addText(name: string, text: string, kind: CellKind): void {
    this.#ready(name)?.addText(text, kind)
  }

  /** The column, filled up to this record; undefined where it needs nothing. */
  #ready(name: string): TypedColumn | undefined {
    const column = this.column(name)
    column?.fillTo(this.rows)
    return column
  }

  /** The columns in their final form, in the order in which they were met. `Finishing.rows` are these rows. */
  async finish(finishing: Omit<Finishing, 'rows' | 'missing' | 'lines' | 'issues'>): Promise<Table> {
    const { types, missing, issues, lines } = this.#options
    const met = this.#isAgain ? [...this.#kept.keys()] : this.names
    for (const name of Object.keys(types))
      if (!met.includes(name))
        throw new AssayError(
          'dataset.unknownColumn',
          `There is no column “${name}” in this file, so its type cannot be set. Leave it out, or choose another file.`,
          { column: name },
        )
    const names = nameColumns(met, met.length)
    const columns: Column[] = []
    for (const [index, key] of met.entries()) {
      const column = this.#columns.get(key) ?? this.#kept.get(key)!
      column.fillTo(this.rows)
      const finished = await column.finish({
        ...finishing,
        rows: this.rows,
        missing: new Tokens(missing, {}),
        issues,
        lines,
      })
      columns.push({ ...finished, name: names[index]! })
      await finishing.breathe()
    }
    return { rows: this.rows, columns }
  }
}

export interface FilledTable<Filled> {
  readonly table: Table
  readonly doubts: readonly Doubt[]
  /** What the first filling returned. */
  readonly filled: Filled
}

/**
 * A table from records that `fill` goes through: once, and once more where columns turned out not to hold what they began
 * with. `checkRows` throws where there are no rows.
 */
export async function fillTable<Filled>(
  given: RecordTableOptions,
  format: ValueFormat,
  fill: (table: RecordTable, isAgain: boolean) => Promise<Filled>,
  checkRows: (rows: number) => void,
  task: Pick<Task, 'signal'>,
): Promise<FilledTable<Filled>> {
  const first = new RecordTable(given)
  const filled = await fill(first, false)
  checkRows(first.rows)
  const records = first.isBroken ? first.again() : first
  if (records !== first) await fill(records, true)
  const undated: UndatedColumn[] = []
  const table = await records.finish({ breathe: breather(task), format, undated })
  throwIfAborted(task)
  return { table, doubts: findDoubts(table.columns, undated), filled }
}
