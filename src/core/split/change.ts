import type { ColumnMeta, Dataset, DatasetId } from '../dataset/dataset.ts'
import { type Role, type Roles, roleOf } from '../dataset/role.ts'
import { formatCell } from '../format/format.ts'
import type { TaskKind } from '../metrics/metric.ts'
import type { SplitKind, SplitSpec } from './split.ts'
import { DEFAULT_SHARES } from './validate.ts'

/** A way to split that a person may choose. */
export interface SplitChoice {
  readonly kind: SplitKind
  /** The columns by which it can be done; empty for kinds that need none. */
  readonly columns: readonly string[]
  /** Why it is not possible here, in a sentence. */
  readonly whyNot?: string
}

/** Different values without which train, validate and test could not each have one. */
const LEAST_VALUES = 3

/**
 * Every way to split a dataset, possible or not, in the order in which they are offered. Columns to which a person gave a
 * part come first where it fits: groups and identifiers to keep rows together by, times to order them by. An identifier
 * that is another in every row is a row's own key: by it the row is in the same part of any file that has it.
 */
export function splitChoices(dataset: Dataset, target: string, task: TaskKind, roles?: Roles): readonly SplitChoice[] {
  const others = dataset.columns.filter(({ name }) => name !== target)
  const chosen = ({ name }: ColumnMeta, ...wanted: readonly Role[]) => wanted.indexOf(roleOf(roles, name)) + 1
  const by = (kind: SplitKind, columns: readonly ColumnMeta[], whyNot: string): SplitChoice => ({
    kind,
    columns: columns.map(({ name }) => name),
    ...(columns.length === 0 && { whyNot }),
  })
  const times = others.filter(({ kind, summary }) => kind === 'numeric' && summary.distinct >= LEAST_VALUES)
  return [
    { kind: 'random', columns: [] },
    {
      kind: 'stratified',
      columns: [],
      ...(task === 'regression' && { whyNot: `${target} is asked as a number, and has no classes to keep even.` }),
    },
    by(
      'time',
      [...times].sort(
        (a, b) =>
          chosen(b, 'time') - chosen(a, 'time') || Number(b.type === 'datetime') - Number(a.type === 'datetime'),
      ),
      'No other column holds dates or numbers.',
    ),
    by(
      'group',
      others
        .filter(
          (column) =>
            repeats(column, dataset.rows) ||
            (chosen(column, 'identifier', 'group') > 0 && column.summary.distinct >= LEAST_VALUES),
        )
        .sort(
          (a, b) => chosen(b, 'identifier', 'group') - chosen(a, 'identifier', 'group') || thingness(b) - thingness(a),
        ),
      'No other column has values that repeat.',
    ),
    by(
      'column',
      others.filter((column) => column.summary.distinct > 1 && testValues(column).length > 0),
      'No other column has few enough values to name one.',
    ),
    { kind: 'modulus', columns: [] },
    { kind: 'file', columns: [] },
  ]
}

function repeats({ type, summary }: ColumnMeta, rows: number): boolean {
  if (type === 'text' || type === 'number') return false
  return summary.distinct >= LEAST_VALUES && summary.distinct < rows - summary.missing
}

/** By how much a column looks like one that names things: identifiers before others, then the more values the more. */
function thingness({ type, summary }: ColumnMeta): number {
  return summary.distinct * (type === 'identifier' ? 1e9 : type === 'category' ? 1e3 : 1)
}

/** The values of a column, of which one may name the rows that test; as cells show them. */
export function testValues({
  type,
  summary,
}: ColumnMeta): readonly { readonly value: string; readonly rows: number }[] {
  const counted = summary.kind === 'coded' ? summary.top : (summary.values ?? [])
  return counted.map(({ value, count }) => ({ value: formatCell(value, type), rows: count }))
}

const TEST_WORDS = /^(test|testing|holdout|held[ -]?out|true|1|yes)$/i

/** A split by a column's value, for the value that reads as the test; none where no value does. */
export function splitByColumn(column: ColumnMeta, validation: number): SplitSpec {
  const testValue = testValues(column).find(({ value }) => TEST_WORDS.test(value))?.value ?? ''
  return { kind: 'column', column: column.name, testValue, validation }
}

/** Another way to split, with the shares and the column of the old one where the new one has them too. */
export function changeSplitKind(
  old: SplitSpec,
  { kind, columns }: SplitChoice,
  dataset: Pick<Dataset, 'columns'>,
  testDatasetId: DatasetId | undefined,
): SplitSpec {
  const kept = 'column' in old && columns.includes(old.column) ? old.column : undefined
  // Kinds without a test share give the validation share of the rows that do not test.
  const ofRest = 'test' in old ? roundShare(old.validation / (1 - old.test)) : old.validation
  const shares = 'test' in old ? { test: old.test, validation: old.validation } : DEFAULT_SHARES
  const column = kept ?? columns[0] ?? ''
  switch (kind) {
    case 'random':
    case 'stratified':
      return { kind, ...shares }
    case 'group':
    case 'time':
      return { kind, column, ...shares }
    case 'modulus':
      return { kind, modulus: 5, remainder: 0, validation: ofRest }
    case 'column': {
      // A column with a value called "test" is there for this.
      const all = dataset.columns.filter(({ name }) => columns.includes(name))
      const meta = all.find(namesTest) ?? all.find(({ name }) => name === column)
      return meta ? splitByColumn(meta, ofRest) : { kind, column, testValue: '', validation: ofRest }
    }
    case 'file':
      return { kind, testDatasetId: testDatasetId ?? '', validation: ofRest }
  }
}

function namesTest(column: ColumnMeta): boolean {
  return testValues(column).some(({ value }) => /^(test|testing|holdout)$/i.test(value))
}

function roundShare(share: number): number {
  return Math.round(share * 1_000) / 1_000
}

/**
 * The split by a column that a person said is a group, where rows of one could be on both sides; undefined where there is
 * none, or the split keeps them together.
 */
export function splitByGroup(
  dataset: Dataset,
  target: string,
  split: SplitSpec,
  roles: Roles | undefined,
): SplitSpec | undefined {
  if (split.kind !== 'random' && split.kind !== 'stratified' && split.kind !== 'modulus') return undefined
  const choice = splitChoices(dataset, target, 'regression', roles).find(({ kind }) => kind === 'group')
  const column = choice?.columns.find((name) => roleOf(roles, name) === 'group')
  if (!choice || column === undefined) return undefined
  return changeSplitKind(split, { ...choice, columns: [column] }, dataset, undefined)
}
