import type { ColumnType, Vector } from '../dataset/column.ts'
import { AssayError } from '../errors.ts'
import { formatCell, formatCount, formatUnits } from '../format/format.ts'
import type { TaskKind } from '../metrics/metric.ts'
import { PARTS, type Part, type Split, type SplitSpec } from './split.ts'
import { uniformsOf } from './uniform.ts'
import { validateSplit } from './validate.ts'

export interface AssignInput {
  readonly spec: SplitSpec
  readonly seed: number
  /** Rows of the dataset. */
  readonly rows: number
  /** Class index or value of every row; NaN where the target is missing. */
  readonly target: Float64Array
  readonly task: TaskKind
  /** The column that a group, time or column split names. */
  readonly column?: Vector | undefined
  /** Its type, by which its cells are written as text; taken from the vector's kind when left out. */
  readonly columnType?: ColumnType | undefined
  /** `file` only: the second dataset's target, as `target`. */
  readonly testTarget?: Float64Array | undefined
  /** Of a version whose rows were edited: the rows as first read. */
  readonly first?: FirstRows | undefined
}

/** What a split is dealt over in place of the version's own rows, target and column. */
export interface FirstRows {
  readonly rows: number
  /** A number for each class of the target as first read, or its value; NaN where it was missing. */
  readonly target: Float64Array
  /** As of {@link AssignInput}, as first read. */
  readonly column?: Vector | undefined
  readonly columnType?: ColumnType | undefined
  /** Which of these rows each row of the version is; row i where absent. */
  readonly ids?: Uint32Array | undefined
}

const TRAIN = 0
const VALIDATION = 1
const TEST = 2

/**
 * Puts every labelled row into one part. A row's key is its ordinal when it was first read, so a row keeps its number u
 * (see `uniformsOf`) whatever happens to the others. The parts are dealt over all rows as first read, by their target and
 * columns of then, and a version takes those of the rows it has: so no edit, of itself or of another row, moves a row from
 * one part to another. Rows without a target are dealt as a class of their own, to be in a part should they get a label.
 * In a part's words, with shares p (test) and q (validation):
 *
 * - random: u < p tests, else u < p + q validates.
 * - stratified: within a class, rows in order of u; the first round(p·n) test, the next round(q·n) validate. A class of
 *   three rows or more has at least one in each part.
 * - group: as random, with u of the group's text instead of the row's. A row without a group is a group of its own.
 * - time: rows in order of time are cut at the shares; each cut moves to the nearest change of value, so that rows of one
 *   instant stay together. Rows without a time train, since nobody can say that they came later.
 * - modulus, column, file: test rows are those named; of the others the share q validates, by class as in stratified
 *   for a question of classes, else as in random.
 *
 * Throws `split.invalid` for a column that is absent or unsuitable, `split.empty` when a part has no rows.
 */
export function assignSplit(input: AssignInput): Split {
  const { spec, rows, target } = input
  validateSplit(spec)
  const { first } = input
  const dealt = deal(first ? { ...input, ...first } : input)
  const partOf = (row: number) => PARTS[dealt[first?.ids ? first.ids[row]! : row]!]!

  const found: Record<Part, number[]> = { train: [], validation: [], test: [] }
  let unlabelled = 0
  for (let row = 0; row < rows; row++) {
    if (Number.isNaN(target[row]!)) unlabelled++
    else found[partOf(row)].push(row)
  }
  if (spec.kind === 'file') {
    if (!input.testTarget) throw new AssayError('internal', 'A split by file was given no test rows.')
    for (let row = 0; row < input.testTarget.length; row++) {
      if (Number.isNaN(input.testTarget[row]!)) unlabelled++
      else found.test.push(row)
    }
  }
  for (const part of PARTS) if (found[part].length === 0) throw emptyPart(part, spec, rows - unlabelled)
  return {
    train: Uint32Array.from(found.train),
    validation: Uint32Array.from(found.validation),
    test: Uint32Array.from(found.test),
    unlabelled,
  }
}

/** The part of every row that is dealt, as its index in PARTS. */
function deal(input: AssignInput): Uint8Array {
  const { spec, rows, target } = input
  const parts = new Uint8Array(rows)
  const uniform = uniformsOf(input.seed)
  switch (spec.kind) {
    case 'random':
      for (let row = 0; row < rows; row++) parts[row] = byChance(uniform(row), spec)
      return parts
    case 'stratified':
      if (input.task === 'regression')
        throw new AssayError('split.invalid', 'Only classes can be stratified. Choose a random split for a number.')
      dealByClass(
        rowsWhere(rows, () => true),
        target,
        uniform,
        spec,
        parts,
      )
      return parts
    case 'group': {
      const text = cellTexts(named(input, spec.column), input.columnType)
      const known = new Map<string, number>()
      for (let row = 0; row < rows; row++) {
        const group = text(row)
        const part = (group === null ? undefined : known.get(group)) ?? byChance(uniform(group ?? row), spec)
        if (group !== null) known.set(group, part)
        parts[row] = part
      }
      return parts
    }
    case 'time':
      dealByTime(named(input, spec.column), spec.column, target, spec, parts)
      return parts
    case 'modulus':
    case 'column':
    case 'file': {
      const isTest = testRule(input)
      for (let row = 0; row < rows; row++) if (isTest(row)) parts[row] = TEST
      const others = rowsWhere(rows, (row) => parts[row] !== TEST)
      const shares = { test: 0, validation: spec.validation }
      if (input.task === 'regression') for (const row of others) parts[row] = byChance(uniform(row), shares)
      else dealByClass(others, target, uniform, shares, parts)
      return parts
    }
  }
}

interface Chances {
  readonly test: number
  readonly validation: number
}

function byChance(u: number, { test, validation }: Chances): number {
  if (u < test) return TEST
  return u < test + validation ? VALIDATION : TRAIN
}

function rowsWhere(rows: number, holds: (row: number) => boolean): number[] {
  const chosen: number[] = []
  for (let row = 0; row < rows; row++) if (holds(row)) chosen.push(row)
  return chosen
}

/** Deals the given rows class by class, by rank of their uniform number. */
function dealByClass(
  rows: readonly number[],
  target: Float64Array,
  uniform: (key: number) => number,
  shares: Chances,
  parts: Uint8Array,
): void {
  const classes = new Map<number, { row: number; u: number }[]>()
  for (const row of rows) {
    const key = target[row]!
    const members = classes.get(key)
    if (members) members.push({ row, u: uniform(row) })
    else classes.set(key, [{ row, u: uniform(row) }])
  }
  for (const members of classes.values()) {
    members.sort((a, b) => a.u - b.u || a.row - b.row)
    const { test, validation } = sizes(members.length, shares)
    members.forEach(({ row }, rank) => {
      parts[row] = rank < test ? TEST : rank < test + validation ? VALIDATION : TRAIN
    })
  }
}

/** Rows of `n` that test and validate: the rounded shares, but at least one in every wanted part where n allows. */
function sizes(n: number, shares: Chances): { test: number; validation: number } {
  const wanted = 1 + Number(shares.test > 0) + Number(shares.validation > 0)
  const least = n >= wanted ? 1 : 0
  let test = shares.test > 0 ? Math.max(least, Math.round(n * shares.test)) : 0
  let validation = shares.validation > 0 ? Math.max(least, Math.round(n * shares.validation)) : 0
  while (n > 0 && test + validation > n - 1) {
    if (test > validation) test--
    else validation--
  }
  return { test, validation }
}

function dealByTime(column: Vector, name: string, target: Float64Array, shares: Chances, parts: Uint8Array): void {
  if (column.kind !== 'numeric')
    throw new AssayError(
      'split.invalid',
      `${name} holds text, which has no order in time. Change its type to datetime or number, or split another way.`,
    )
  const times = column.values
  const dated = rowsWhere(target.length, (row) => !Number.isNaN(target[row]!) && !Number.isNaN(times[row]!)).sort(
    (a, b) => times[a]! - times[b]! || a - b,
  )
  const edges: number[] = []
  for (let i = 1; i < dated.length; i++) if (times[dated[i]!] !== times[dated[i - 1]!]) edges.push(i)
  if (edges.length < 2)
    throw new AssayError(
      'split.empty',
      `${name} has ${formatUnits(dated.length === 0 ? 0 : edges.length + 1, 'different value')} where the target is known; three are needed to train on the oldest, validate and test on the newest. Choose another column, or split another way.`,
    )
  // The last edge may not be taken by the validation rows, nor the first by the test rows: each part keeps a value.
  const testFrom = nearest(edges.slice(1), dated.length * (1 - shares.test))
  const before = edges.filter((edge) => edge < testFrom)
  const validationFrom = nearest(before, dated.length * (1 - shares.test - shares.validation))
  const [testAt, validationAt] = [times[dated[testFrom]!]!, times[dated[validationFrom]!]!]
  for (let row = 0; row < times.length; row++)
    if (times[row]! >= validationAt) parts[row] = times[row]! < testAt ? VALIDATION : TEST
}

function nearest(sorted: readonly number[], wanted: number): number {
  return sorted.reduce((best, edge) => (Math.abs(edge - wanted) < Math.abs(best - wanted) ? edge : best))
}

function testRule(input: AssignInput): (row: number) => boolean {
  const { spec } = input
  if (spec.kind === 'modulus') return (row) => row % spec.modulus === spec.remainder
  if (spec.kind !== 'column') return () => false
  const text = cellTexts(named(input, spec.column), input.columnType)
  return (row) => text(row) === spec.testValue
}

function named({ column, rows }: AssignInput, name: string): Vector {
  if (!column)
    throw new AssayError('split.invalid', `This dataset has no column ${name} to split by. Choose another column.`)
  const length = column.kind === 'numeric' ? column.values.length : column.codes.length
  if (length !== rows) throw new AssayError('internal', `${name} has ${length} values for ${rows} rows.`)
  return column
}

/** A row's cell as text, null where it is missing. */
export function cellTexts(column: Vector, type: ColumnType | undefined): (row: number) => string | null {
  if (column.kind === 'coded') return (row) => column.dictionary[column.codes[row]!] ?? null
  const { values } = column
  return (row) => (Number.isNaN(values[row]!) ? null : formatCell(values[row]!, type ?? 'number'))
}

function emptyPart(part: Part, spec: SplitSpec, labelled: number): AssayError {
  const verb = { train: 'train on', validation: 'validate on', test: 'test on' }[part]
  const cure: Record<SplitSpec['kind'], string> = {
    random: 'Raise its share, or add rows.',
    stratified: 'Raise its share, or add rows.',
    group: 'Raise its share, or choose a column with more different values.',
    time: 'Change the shares, or choose another column.',
    modulus: 'Choose a smaller modulus or another remainder.',
    column: 'Choose a value that some rows have and others have not.',
    file: 'Choose a test file whose target column has values.',
  }
  return new AssayError(
    'split.empty',
    `No row is left to ${verb}, of ${formatCount(labelled)} with a known target. ${part === 'validation' && 'validation' in spec ? 'Raise the validation share, or add rows.' : cure[spec.kind]}`,
    { part },
  )
}
