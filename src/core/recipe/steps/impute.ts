import { countValues, finiteValues, meanAndStd, median, mode } from '../../centre.ts'
import { parseCell } from '../../dataset/cell.ts'
import { type ColumnType, type Frame, type FrameColumn, isNumericType } from '../../dataset/column.ts'
import { mapEach, type Work } from '../../work.ts'
import { type ColumnHead, type ColumnStepInfo, listNames, replaceColumns, type StepOf } from './info.ts'
import { requireColumn, wrongKind } from './require.ts'
import { replaceInSql, type SqlColumn, sqlFrom, sqlIsMissing, sqlName, sqlNumber, sqlText, sqlValue } from './sql.ts'

const METHOD_WORDS = { mean: 'the mean', median: 'the median', mode: 'the most common value' } as const

/** The name of the column that says where another was missing. */
export function indicatorName(column: string): string {
  return `${column} missing`
}

/** The value to fill with, learned from the present training cells of one column; finite numbers only. */
function* findFill(step: StepOf<'impute'>, frame: Frame, name: string): Work<number | string> {
  const { type, vector } = requireColumn(frame, name)
  if (step.method === 'constant') return parseCell(step.constant ?? '', type) ?? (isNumericType(type) ? 0 : 'missing')
  if (vector.kind === 'coded') {
    const [most] = yield* countValues(vector.codes, vector.dictionary)
    return most?.value ?? 'missing'
  }
  const present = finiteValues(vector.values)
  yield
  if (step.method === 'mean') return meanAndStd(present).mean
  return step.method === 'median' ? median(present) : yield* mode(present)
}

/** A whole number stays an integer and a truth a truth only when the fill is one. */
function filledType(type: ColumnType, fill: number): ColumnType {
  if (type === 'integer') return Number.isInteger(fill) ? 'integer' : 'number'
  if (type === 'boolean') return fill === 0 || fill === 1 ? 'boolean' : 'number'
  return type
}

function fillColumn({ name, type, vector }: FrameColumn, fill: number | string): FrameColumn {
  if (vector.kind === 'numeric') {
    if (typeof fill !== 'number') throw wrongKind(name, 'categories or text', type)
    const values = vector.values.slice()
    for (let i = 0; i < values.length; i++) if (!Number.isFinite(values[i]!)) values[i] = fill
    return { name, type: filledType(type, fill), vector: { kind: 'numeric', values } }
  }
  if (typeof fill !== 'string') throw wrongKind(name, 'numbers', type)
  const known = vector.dictionary.indexOf(fill)
  const code = known >= 0 ? known : vector.dictionary.length
  const dictionary = known >= 0 ? vector.dictionary : [...vector.dictionary, fill]
  return { name, type, vector: { kind: 'coded', codes: vector.codes.map((c) => (c < 0 ? code : c)), dictionary } }
}

/** Where a column is missing, as 0 and 1. An infinite number is as good as missing. */
export function markMissing({ name, vector }: FrameColumn): FrameColumn {
  const cells = vector.kind === 'numeric' ? vector.values : vector.codes
  const values = new Float64Array(cells.length)
  if (vector.kind === 'numeric') {
    for (let i = 0; i < values.length; i++) if (!Number.isFinite(vector.values[i]!)) values[i] = 1
  } else {
    for (let i = 0; i < values.length; i++) if (vector.codes[i]! < 0) values[i] = 1
  }
  return { name: indicatorName(name), type: 'boolean', vector: { kind: 'numeric', values } }
}

function needNumbers(chosen: readonly ColumnHead[]): string | undefined {
  return chosen.some(({ type }) => !isNumericType(type)) ? 'Only numbers have a median and a mean.' : undefined
}

/**
 * Fills missing cells with what training rows say, or with a constant. Equally common values: the smallest number, the
 * first text. A column without any value in training gets 0 or "missing", so that it still has one (as scikit-learn's
 * SimpleImputer with keep_empty_features). With `indicator` a 0/1 column `<name> missing` follows the column.
 */
export const impute: ColumnStepInfo<'impute'> = {
  scope: 'columns',
  group: 'Missing cells',
  label: 'Fill missing cells',
  blurb: 'Puts a sensible value where a cell is empty, and can remember that it was.',
  rowLocal: true,
  accepts: () => true,
  takes: 'any column',
  needs: 'some',
  fields: [
    {
      key: 'method',
      field: 'choice',
      label: 'Fill with',
      options: [
        { value: 'median', label: 'the median', whyNot: needNumbers },
        { value: 'mean', label: 'the mean', whyNot: needNumbers },
        { value: 'mode', label: 'the most common value' },
        { value: 'constant', label: 'a value of your own' },
      ],
    },
    { key: 'constant', field: 'text', label: 'Value', isShown: ({ method }) => method === 'constant' },
    { key: 'indicator', field: 'toggle', label: 'Remember where, in a 0/1 column beside it' },
  ],
  startsWith: (_type, { missing }) => missing > 0,
  settings: (columns) => ({
    columns: columns.map(({ name }) => name),
    method: columns.every(({ type }) => isNumericType(type) && type !== 'boolean') ? 'median' : 'mode',
    indicator: false,
  }),
  describe({ columns, method, constant, indicator }) {
    const fill = method === 'constant' ? `“${constant ?? ''}”` : METHOD_WORDS[method]
    const where = columns.length === 0 ? 'cells of no column' : listNames(columns)
    return `Fill missing ${where} with ${fill}${indicator ? ', and mark where' : ''}`
  },
  problems({ method, constant }, chosen) {
    if (method === 'mode') return []
    if (method === 'constant')
      return chosen
        .filter(({ type }) => parseCell(constant ?? '', type) === undefined)
        .map(({ name, type }) => `“${constant ?? ''}” is no value for “${name}”, which is ${type}`)
    return chosen
      .filter(({ type }) => !isNumericType(type))
      .map(({ name, type }) => `“${name}” is ${type} and has no ${method}; fill it with the most common value`)
  },
  outcome: ({ columns: named, indicator }, columns) =>
    columns.flatMap((column): ColumnHead[] =>
      indicator && named.includes(column.name)
        ? [column, { name: indicatorName(column.name), type: 'boolean' }]
        : [column],
    ),
  *fit(step, frame) {
    const fills = yield* mapEach(step.columns, function* (column) {
      return { column, value: yield* findFill(step, frame, column), indicator: step.indicator }
    })
    return { kind: 'impute', fills }
  },
  apply({ fills }, frame) {
    for (const { column } of fills) requireColumn(frame, column)
    const byName = new Map(fills.map((fill) => [fill.column, fill]))
    return replaceColumns(frame, (column) => {
      const fill = byName.get(column.name)
      if (!fill) return [column]
      const filled = fillColumn(column, fill.value)
      return fill.indicator ? [filled, markMissing(column)] : [filled]
    })
  },
  sql({ fills }, heads) {
    const byName = new Map(fills.map((fill) => [fill.column, fill]))
    return replaceInSql(heads, (head) => {
      const fill = byName.get(head.name)
      if (!fill) return undefined
      const { name } = head
      const isMissing = sqlIsMissing(head)
      const type = typeof fill.value === 'number' ? filledType(head.type, fill.value) : head.type
      const filled =
        typeof fill.value === 'string'
          ? `CASE WHEN ${isMissing} THEN ${sqlText(fill.value)} ELSE p.${sqlName(name)} END`
          : sqlFrom(`(CASE WHEN ${isMissing} THEN ${sqlNumber(fill.value)} ELSE ${sqlValue(head)} END)`, type)
      const mark: SqlColumn = { name: indicatorName(name), type: 'boolean', sql: isMissing }
      return [{ ...head, type, sql: filled }, ...(fill.indicator ? [mark] : [])]
    })
  },
}
