import { meanAndStd, median, quantileOfSorted, sortedFinite } from '../../centre.ts'
import { normalQuantile } from '../../normal.ts'
import { mapEach, type Work } from '../../work.ts'
import type { LinearScale, RankScale } from '../kinds/numbers.ts'
import { type ColumnStepInfo, listNames, type StepOf } from './info.ts'
import { mapNumbers, retype, takesNumbers, usableSpread } from './numbers.ts'
import { requireNumbers } from './require.ts'
import { type SqlStage, sqlName, sqlNumber, sqlSame } from './sql.ts'
import { sqlBind, sqlIsNumber, sqlNormalQuantile } from './sqlMath.ts'

/** Quantiles that a scale by rank knows at most, as scikit-learn's default. */
const MOST_QUANTILES = 1_000
/** So near to an end of what training knew a number counts as beyond it, where ranks become normal (scikit-learn). */
const NEAR_END = 1e-7
/** Where the normal quantile of 0 and 1 is cut: of 1e-7 − 2⁻⁵² and 1 minus that, as scikit-learn's clip_min and clip_max. */
const NORMAL_ENDS = [-5.199337582605575, 5.19933758270342] as const

const METHOD_WORDS = {
  standard: 'to mean 0 and deviation 1',
  robust: 'by median and quartiles',
  minMax: 'to 0 to 1',
} as const

function* fitLine(column: string, values: Float64Array, method: 'standard' | 'robust' | 'minMax'): Work<LinearScale> {
  const sorted = yield* sortedFinite(values)
  const at = (share: number) => quantileOfSorted(sorted, share)
  const line = (centre: number, spread: number): LinearScale => ({
    by: 'line',
    column,
    centre,
    spread: usableSpread(spread),
  })
  if (method === 'robust') return line(median(sorted), at(0.75) - at(0.25))
  if (method === 'minMax') return line(at(0), at(1) - at(0))
  yield
  const { mean, std } = meanAndStd(sorted)
  return line(mean, std)
}

/**
 * As many quantiles as training rows, at most {@link MOST_QUANTILES}. scikit-learn interpolates once up and once down and
 * takes the mean, since equal quantiles have several ranks: that is a line with knots.
 */
function* fitRanks(column: string, values: Float64Array, output: RankScale['output']): Work<RankScale> {
  const sorted = yield* sortedFinite(values)
  const count = Math.min(MOST_QUANTILES, values.length)
  const at: number[] = []
  const low: number[] = []
  const high: number[] = []
  for (let i = 0; i < count; i++) {
    const rank = count > 1 ? i / (count - 1) : 0
    // Rounding must not make them fall.
    const quantile = Math.max(quantileOfSorted(sorted, rank), at.at(-1) ?? Number.NEGATIVE_INFINITY)
    if (quantile === at.at(-1)) high[high.length - 1] = rank
    else {
      at.push(quantile)
      low.push(rank)
      high.push(rank)
    }
  }
  const value = at.map((_, i) => (i === 0 ? 0 : i === at.length - 1 ? 1 : (low[i]! + high[i]!) / 2))
  return { by: 'rank', column, output, at, low, value, high }
}

/** The last knot at or below `x`; −1 where all are above. */
function knotBelow(at: readonly number[], x: number): number {
  let from = 0
  let to = at.length
  while (from < to) {
    const middle = (from + to) >> 1
    if (at[middle]! <= x) from = middle + 1
    else to = middle
  }
  return from - 1
}

function rankOf({ at, low, value, high, output }: RankScale, x: number): number {
  if (Number.isNaN(x)) return Number.NaN
  const near = output === 'normal' ? NEAR_END : 0
  if (x - near < at[0]! || x <= at[0]!) return 0
  if (x + near > at.at(-1)! || x >= at.at(-1)!) return 1
  const i = knotBelow(at, x)
  if (x === at[i]) return value[i]!
  return high[i]! + (low[i + 1]! - high[i]!) * ((x - at[i]!) / (at[i + 1]! - at[i]!))
}

function toNormal(rank: number): number {
  if (rank <= 0) return NORMAL_ENDS[0]
  if (rank >= 1) return NORMAL_ENDS[1]
  return Math.max(NORMAL_ENDS[0], Math.min(NORMAL_ENDS[1], normalQuantile(rank)))
}

function sqlRank({ at, output }: RankScale, x: string, table: string): string {
  const near = output === 'normal' ? NEAR_END : 0
  const [first, last] = [sqlNumber(at[0]!), sqlNumber(at.at(-1)!)]
  const between = `${table}.up + (${table}.down_next - ${table}.up) * ((${x} - ${table}.x) / (${table}.x_next - ${table}.x))`
  const isBelow = `${x} - ${near} < ${first} OR ${x} <= ${first}`
  const isAbove = `${x} + ${near} > ${last} OR ${x} >= ${last}`
  const inner = `CASE WHEN ${x} = ${table}.x THEN ${table}.own ELSE ${between} END`
  const cases = (below: string, above: string, rank: string) =>
    `(CASE WHEN NOT ${sqlIsNumber(x)} THEN NULL WHEN ${isBelow} THEN ${below} WHEN ${isAbove} THEN ${above} ELSE ${rank} END)`
  if (output === 'uniform') return cases('0::DOUBLE', '1::DOUBLE', inner)
  const [lowest, highest] = NORMAL_ENDS.map(sqlNumber) as [string, string]
  return cases(
    lowest,
    highest,
    // A number next to a knot far from the other one has rank 0 or 1 by rounding, of which there is no logarithm.
    sqlBind(
      `greatest(${sqlNumber(Number.EPSILON)}, least(${sqlNumber(1 - Number.EPSILON)}, ${inner}))`,
      'rank',
      (rank) => `greatest(${lowest}, least(${highest}, ${sqlNormalQuantile(rank)}))`,
    ),
  )
}

/** The knots of a scale by rank, each with where the next is. */
function sqlKnots({ at, low, value, high }: RankScale): string {
  const rows = at.map((x, i) =>
    [x, value[i]!, high[i]!, at[i + 1] ?? Number.NaN, low[i + 1] ?? Number.NaN].map(sqlNumber).join(', '),
  )
  return `SELECT * FROM (VALUES (${rows.join('), (')})) AS v(x, own, up, x_next, down_next)`
}

/**
 * Brings numbers to one scale, learned from the finite training values (scikit-learn's StandardScaler, RobustScaler,
 * MinMaxScaler, QuantileTransformer). Equal values have spread 1. Beyond what training knew, lines go on and ranks stay at
 * their ends. Missing stays missing.
 */
export const scale: ColumnStepInfo<'scale'> = {
  scope: 'columns',
  group: 'Numbers',
  label: 'Scale',
  blurb: 'Brings numbers of different sizes to one scale, so that distances mean the same in all of them.',
  rowLocal: true,
  ...takesNumbers,
  fields: [
    {
      key: 'method',
      field: 'choice',
      label: 'How',
      options: [
        { value: 'standard', label: 'mean 0, deviation 1' },
        { value: 'robust', label: 'median 0, quartiles 1 apart' },
        { value: 'minMax', label: 'lowest 0, highest 1' },
        { value: 'quantile', label: 'by rank' },
      ],
    },
    {
      key: 'output',
      field: 'choice',
      label: 'Ranks become',
      options: [
        { value: 'uniform', label: '0 to 1, evenly' },
        { value: 'normal', label: 'a bell curve' },
      ],
      isShown: ({ method }) => method === 'quantile',
    },
  ],
  settings: (columns) => ({ columns: columns.map(({ name }) => name), method: 'standard', output: 'uniform' }),
  describe: ({ columns, method, output }) =>
    `Scale ${listNames(columns)} ${method === 'quantile' ? `by rank, ${output === 'normal' ? 'to a bell curve' : '0 to 1'}` : METHOD_WORDS[method]}`,
  problems: () => [],
  outcome: ({ columns }, heads) => retype(heads, columns, 'number'),
  *fit({ columns, method, output = 'uniform' }: StepOf<'scale'>, frame) {
    const scales = yield* mapEach(columns, (name): Work<LinearScale | RankScale> => {
      const values = requireNumbers(frame, name)
      return method === 'quantile' ? fitRanks(name, values, output) : fitLine(name, values, method)
    })
    return { kind: 'scale', scales }
  },
  apply: ({ scales }, frame) =>
    mapNumbers(
      frame,
      new Map(
        scales.map((own) => [
          own.column,
          own.by === 'line'
            ? (x: number) => (x - own.centre) / own.spread
            : own.output === 'normal'
              ? (x: number) => (Number.isNaN(x) ? x : toNormal(rankOf(own, x)))
              : (x: number) => rankOf(own, x),
        ]),
      ),
    ),
  sql({ scales }, heads, stage): SqlStage {
    const tables: { name: string; sql: string }[] = []
    const joins: string[] = []
    const columns = heads.map((head) => {
      const own = scales.find(({ column }) => column === head.name)
      if (!own) return sqlSame(head)
      const x = `p.${sqlName(head.name)}`
      if (own.by === 'line')
        return {
          name: head.name,
          type: 'number' as const,
          sql: `(${x} - ${sqlNumber(own.centre)}) / ${sqlNumber(own.spread)}`,
        }
      const table = `${stage}_knots${tables.length + 1}`
      tables.push({ name: table, sql: sqlKnots(own) })
      joins.push(`ASOF LEFT JOIN ${table} ON ${x} >= ${table}.x`)
      return { name: head.name, type: 'number' as const, sql: sqlRank(own, x, table) }
    })
    return { columns, tables, joins: joins.join(' ') }
  },
}
