import type { ColumnType, FrameColumn } from '@/core/dataset/column.ts'
import { type Condition, contains, numberTest, textTest, type View } from '@/core/dataset/view.ts'
import { formatCell } from '@/core/format/format.ts'
import { breather, type Task, throwIfAborted } from '@/core/task.ts'
import { sortBits } from './sortBits.ts'
import { sortRows } from './sortRows.ts'

type Breathe = () => Promise<void>

/** Rows (or texts) tested between two looks at the clock. */
const AT_ONCE = 1 << 14

/** How many of the columns that a view looks at were looked at. */
export interface ArrangeProgress {
  readonly done: number
  readonly total: number
}

export interface ArrangeSource {
  readonly rows: number
  /** Opens a column. Throws where there is none of that name. */
  open(name: string): Promise<FrameColumn>
  /** The columns that a search looks at. */
  readonly searched: readonly string[]
}

/**
 * The numbers of the rows that a view shows, in its order. One column is open at a time; texts are tested and ranked once
 * for each entry of their dictionary. Yields, and hears a stop.
 */
export async function arrangeRows(
  { rows, open, searched }: ArrangeSource,
  view: View,
  task: Task<ArrangeProgress>,
): Promise<Uint32Array<ArrayBuffer>> {
  const breathe = breather(task)
  const { conditions, search, sort } = view
  const total = conditions.length + (search ? searched.length : 0) + sort.length
  let done = 0
  const step = async <T>(name: string, work: (column: FrameColumn) => Promise<T>) => {
    throwIfAborted(task)
    task.report({ done: done++, total })
    return work(await open(name))
  }

  /** Within a column whose texts take long to rank. */
  const tell = (share: number) => task.report({ done: done - 1 + share, total })

  const isShown = new Uint8Array(rows).fill(1)
  for (const condition of conditions)
    await step(condition.column, (column) =>
      visitCells(column, isShown, makeTest(column, condition), breathe, (row, holds) => {
        if (!holds) isShown[row] = 0
      }),
    )
  if (search) {
    // Rows whose fate is open yet: a row that was found once need not be looked at again.
    const isOpen = isShown.slice()
    isShown.fill(0)
    for (const name of searched)
      await step(name, async (column) => {
        if (!mayContain(search, column.type)) return
        await visitCells(column, isOpen, searchTest(column, search), breathe, (row, holds) => {
          if (!holds) return
          isShown[row] = 1
          isOpen[row] = 0
        })
      })
  }
  let order = await chosenRows(isShown, breathe)
  for (const { column: name, descending } of sort.toReversed())
    order = await step(name, async ({ vector }) =>
      sortRows(order, await sortBits(vector, descending, breathe, tell), breathe),
    )
  task.report({ done: total, total })
  return order
}

/** Tests of a column by the way it is held. */
interface CellTest {
  readonly ofNumber: (value: number) => boolean
  readonly ofText: (text: string | null) => boolean
}

function makeTest({ type }: FrameColumn, condition: Condition): CellTest {
  return { ofNumber: numberTest(condition, type), ofText: textTest(condition) }
}

function searchTest({ type }: FrameColumn, search: string): CellTest {
  const ofText = contains(search)
  // Equal numbers are shown alike, and many columns hold few different ones.
  const known = new Map<number, boolean>()
  const ofNumber = (value: number) => {
    if (Number.isNaN(value)) return false
    let holds = known.get(value)
    if (holds === undefined) {
      holds = ofText(formatCell(value, type))
      if (known.size < AT_ONCE) known.set(value, holds)
    }
    return holds
  }
  return { ofNumber, ofText }
}

/** The letters that cells of a type are shown in; undefined for any. Most searches are words, which no number contains. */
const LETTERS: Partial<Record<ColumnType, RegExp>> = {
  number: /^[-+.e\d]+$/i,
  integer: /^[-+.e\d]+$/i,
  datetime: /^[-+:. \d]+$/,
  boolean: /^[a-z]+$/i,
}

function mayContain(search: string, type: ColumnType): boolean {
  return LETTERS[type]?.test(search) ?? true
}

/** Tests the cells of the rows that are marked, and tells of each. */
async function visitCells(
  { vector }: FrameColumn,
  isMarked: Uint8Array,
  { ofNumber, ofText }: CellTest,
  breathe: Breathe,
  tell: (row: number, holds: boolean) => void,
): Promise<void> {
  if (vector.kind === 'numeric') {
    const { values } = vector
    for (let at = 0; at < values.length; at += AT_ONCE) {
      const end = Math.min(values.length, at + AT_ONCE)
      for (let row = at; row < end; row++) if (isMarked[row] === 1) tell(row, ofNumber(values[row]!))
      await breathe()
    }
    return
  }
  const { codes, dictionary } = vector
  // The last one stands for the code of a missing cell.
  const holds = new Uint8Array(dictionary.length + 1)
  for (let code = 0; code < dictionary.length; code++) {
    holds[code] = ofText(dictionary[code]!) ? 1 : 0
    if (code % 1_024 === 0) await breathe()
  }
  holds[dictionary.length] = ofText(null) ? 1 : 0
  for (let at = 0; at < codes.length; at += AT_ONCE) {
    const end = Math.min(codes.length, at + AT_ONCE)
    for (let row = at; row < end; row++) {
      if (isMarked[row] !== 1) continue
      const code = codes[row]!
      tell(row, holds[code < 0 ? dictionary.length : code] === 1)
    }
    await breathe()
  }
}

async function chosenRows(isShown: Uint8Array, breathe: Breathe): Promise<Uint32Array<ArrayBuffer>> {
  const rows = new Uint32Array(isShown.length)
  let count = 0
  for (let at = 0; at < isShown.length; at += AT_ONCE) {
    const end = Math.min(isShown.length, at + AT_ONCE)
    for (let row = at; row < end; row++) if (isShown[row] === 1) rows[count++] = row
    await breathe()
  }
  return rows.slice(0, count)
}
