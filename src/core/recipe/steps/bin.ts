import { quantileOfSorted, sortedFinite } from '../../centre.ts'
import { fill, mapEach, type Work } from '../../work.ts'
import { type ColumnStepInfo, listNames, replaceColumns, type StepOf } from './info.ts'
import { changeNumbers, retype, takesNumbers } from './numbers.ts'
import { requireNumbers } from './require.ts'
import { replaceInSql, sqlName, sqlNumber, sqlText } from './sql.ts'
import { sqlIsNumber } from './sqlMath.ts'

const MOST_BINS = 100
/** Quantiles nearer to each other than this are one edge (scikit-learn). */
const LEAST_WIDTH = 1e-8

function* findEdges({ method, bins, edges = [] }: StepOf<'bin'>, values: Float64Array): Work<readonly number[]> {
  if (method === 'edges') return edges.map((edge) => edge + 0)
  const sorted = yield* sortedFinite(values)
  const [low, high] = [quantileOfSorted(sorted, 0), quantileOfSorted(sorted, 1)]
  if (low === high) return [low]
  const all = Array.from({ length: bins + 1 }, (_, i) => {
    if (method === 'quantile') return quantileOfSorted(sorted, i / bins)
    const width = Number.isFinite(high - low) ? (high - low) / bins : high / bins - low / bins
    return i === bins ? high : low + i * width + 0
  })
  const least = method === 'quantile' ? LEAST_WIDTH : 0
  const kept = all.filter((edge, i) => i === 0 || edge - all[i - 1]! > least)
  return kept.length > 0 ? kept : [low]
}

/** The edges between bins: what lies beyond the outer ones belongs to the bins at the ends. */
function innerEdges(edges: readonly number[]): readonly number[] {
  return edges.slice(1, -1)
}

/** "[1, 5)", with as few digits as tell the edges apart. */
function binLabels(edges: readonly number[]): readonly string[] {
  if (edges.length === 1) return [`[${edges[0]}]`]
  const digits = [4, 6, 9, 12].find(
    (count) => new Set(edges.map((edge) => edge.toPrecision(count))).size === edges.length,
  )
  const texts = edges.map((edge) => String(digits === undefined ? edge : Number(edge.toPrecision(digits))))
  return texts.slice(1).map((end, i) => `[${texts[i]}, ${end}${i === texts.length - 2 ? ']' : ')'}`)
}

/**
 * Puts numbers into bins: equally filled, equally wide (scikit-learn's KBinsDiscretizer, `quantile` and `uniform`), or
 * between edges of one's own. A bin holds its lower edge, the last one its upper edge too. Beyond the outer edges is the
 * bin at that end. Quantiles that fall together make fewer bins. Missing stays missing.
 */
export const bin: ColumnStepInfo<'bin'> = {
  scope: 'columns',
  group: 'Numbers',
  label: 'Put into bins',
  blurb: 'Turns a number into a few ranges, where only the range matters.',
  rowLocal: true,
  ...takesNumbers,
  fields: [
    {
      key: 'method',
      field: 'choice',
      label: 'Bins',
      options: [
        { value: 'quantile', label: 'hold as many rows each' },
        { value: 'width', label: 'are as wide as each other' },
        { value: 'edges', label: 'lie between edges of your own' },
      ],
    },
    {
      key: 'bins',
      field: 'number',
      label: 'Number of bins',
      min: 2,
      max: MOST_BINS,
      isWhole: true,
      isShown: ({ method }) => method !== 'edges',
    },
    {
      key: 'edges',
      field: 'list',
      of: 'number',
      label: 'Edges',
      help: 'One a line, from the lowest up, the outer ones too.',
      isShown: ({ method }) => method === 'edges',
    },
    {
      key: 'output',
      field: 'choice',
      label: 'They become',
      options: [
        { value: 'category', label: 'categories' },
        { value: 'number', label: 'their numbers, from 0' },
      ],
    },
  ],
  settings: (columns) => ({
    columns: columns.map(({ name }) => name),
    method: 'quantile',
    bins: 5,
    output: 'category',
  }),
  describe: ({ columns, method, bins, edges = [] }) =>
    method === 'edges'
      ? `Put ${listNames(columns)} into bins at ${listNames(edges.map(String))}`
      : `Put ${listNames(columns)} into ${bins} bins ${method === 'width' ? 'of one width' : 'that hold as many rows each'}`,
  problems({ method, bins, edges = [] }) {
    if (method !== 'edges')
      return Number.isInteger(bins) && bins >= 2 && bins <= MOST_BINS
        ? []
        : [`the number of bins must lie between 2 and ${MOST_BINS}`]
    if (edges.length < 3) return ['give at least three edges, the outer ones among them']
    if (edges.length > MOST_BINS + 1) return [`give at most ${MOST_BINS + 1} edges`]
    return edges.every((edge, i) => i === 0 || edge > edges[i - 1]!) ? [] : ['give the edges from the lowest up']
  },
  outcome: ({ columns, output }, heads) => retype(heads, columns, output === 'category' ? 'category' : 'integer'),
  *fit(step, frame) {
    const bins = yield* mapEach(step.columns, function* (column) {
      return { column, edges: yield* findEdges(step, requireNumbers(frame, column)) }
    })
    return { kind: 'bin', output: step.output, bins }
  },
  apply({ bins, output }, frame) {
    for (const { column } of bins) requireNumbers(frame, column)
    return replaceColumns(frame, function* (column) {
      const own = bins.find((bin) => bin.column === column.name)
      const { name, vector } = column
      if (!own || vector.kind !== 'numeric') return [column]
      const inner = innerEdges(own.edges)
      const place = (x: number, missing: number) => {
        if (Number.isNaN(x)) return missing
        let at = 0
        while (at < inner.length && x >= inner[at]!) at++
        return at
      }
      if (output === 'number')
        return [{ name, type: 'integer', vector: yield* changeNumbers(vector.values, (x) => place(x, Number.NaN)) }]
      const codes = yield* fill(new Int32Array(frame.rows), (row) => place(vector.values[row]!, -1))
      return [{ name, type: 'category', vector: { kind: 'coded', codes, dictionary: binLabels(own.edges) } }]
    })
  },
  sql: ({ bins, output }, heads) =>
    replaceInSql(heads, ({ name }) => {
      const own = bins.find(({ column }) => column === name)
      if (!own) return undefined
      const x = `p.${sqlName(name)}`
      const labels = binLabels(own.edges)
      const named = (at: number) => (output === 'number' ? sqlNumber(at) : sqlText(labels[at]!))
      const inner = innerEdges(own.edges)
      const cases = inner.map((edge, at) => `WHEN ${x} < ${sqlNumber(edge)} THEN ${named(at)}`)
      return [
        {
          name,
          type: output === 'number' ? 'integer' : 'category',
          sql: `CASE WHEN NOT ${sqlIsNumber(x)} THEN NULL ${cases.join(' ')} ELSE ${named(inner.length)} END`,
        },
      ]
    }),
}
