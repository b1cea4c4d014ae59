import { finiteValues, meanAndStd } from '../../centre.ts'
import { AssayError } from '../../errors.ts'
import { minimise } from '../../minimise.ts'
import { mapEach, type Work } from '../../work.ts'
import type { PowerFitted } from '../kinds/numbers.ts'
import { type ColumnStepInfo, listNames } from './info.ts'
import { changeNumbers, mapNumbers, retype, takesNumbers, usableSpread } from './numbers.ts'
import { requireNumbers } from './require.ts'
import { replaceInSql, sqlLog1p, sqlName, sqlNumber } from './sql.ts'
import { sqlBind, sqlExpm1, sqlIsNumber } from './sqlMath.ts'

type Method = PowerFitted['method']

/** (eᵘᵏ − 1) / k, which is u where k is 0: both powers are made of it. */
function bend(u: number, k: number): number {
  return Math.abs(k) < Number.EPSILON ? u : Math.expm1(k * u) / k
}

/** Box and Cox 1964, Yeo and Johnson 2000. Box–Cox has no value at or below 0. */
function power(method: Method, x: number, lambda: number): number {
  if (method === 'boxCox') return x > 0 ? bend(Math.log(x), lambda) : Number.NaN
  return x >= 0 ? bend(Math.log1p(x), lambda) : -bend(Math.log1p(-x), 2 - lambda)
}

/** Values that lambda is sought for: more move it by less than it is known. Evenly spaced rows, where there are more. */
const MOST_VALUES = 100_000
/** A variance below this, the smallest normal number, is none (scikit-learn). */
const TINY = 2 ** -1022

/**
 * The lambda for which the changed values are most likely those of a normal distribution, sought as scikit-learn's
 * PowerTransformer does (`scipy.optimize.brent`, bracket −2 to 2). 1, which changes no shape, where all are equal.
 */
function* fitLambda(method: Method, all: Float64Array): Work<number> {
  const every = Math.ceil(all.length / MOST_VALUES)
  const values = every > 1 ? all.filter((_, i) => i % every === 0) : all
  if (values.length === 0 || values.every((x) => x === values[0])) return 1
  let logs = 0
  for (const x of values) logs += method === 'boxCox' ? Math.log(x) : Math.sign(x) * Math.log1p(Math.abs(x))
  const loss = (lambda: number) => {
    const changed = values.map((x) => power(method, x, lambda))
    if (!changed.every(Number.isFinite)) return Number.POSITIVE_INFINITY
    const { std } = meanAndStd(changed)
    return std * std < TINY ? Number.POSITIVE_INFINITY : values.length * Math.log(std) - (lambda - 1) * logs
  }
  return (yield* minimise(loss, -2, 2)) + 0
}

function sqlPower(method: Method, x: string, lambda: number): string {
  const bent = (u: string, k: number) =>
    Math.abs(k) < Number.EPSILON ? u : `(${sqlExpm1(`${sqlNumber(k)} * ${u}`)} / ${sqlNumber(k)})`
  if (method === 'boxCox')
    return `(CASE WHEN ${sqlIsNumber(x)} AND ${x} > 0 THEN ${sqlBind(`ln(${x})`, 'l', (u) => bent(u, lambda))} END)`
  const log = (of: string) => sqlBind(of, 'y', (y) => sqlLog1p(y))
  return `(CASE WHEN NOT ${sqlIsNumber(x)} THEN NULL WHEN ${x} >= 0 THEN ${sqlBind(log(x), 'l', (u) => bent(u, lambda))} ELSE -1 * ${sqlBind(log(`-1 * ${x}`), 'l', (u) => bent(u, 2 - lambda))} END)`
}

/**
 * Bends each column by the power that makes its training values most like a bell curve, Box–Cox or Yeo–Johnson, as
 * scikit-learn's PowerTransformer. Missing stays missing; so does, for Box–Cox, what is not above 0.
 */
export const powerStep: ColumnStepInfo<'power'> = {
  scope: 'columns',
  group: 'Numbers',
  label: 'Power transform',
  blurb: 'Bends a skewed column into a bell curve, by a power learned from it.',
  rowLocal: true,
  ...takesNumbers,
  fields: [
    {
      key: 'method',
      field: 'choice',
      label: 'Family',
      options: [
        { value: 'yeoJohnson', label: 'Yeo–Johnson, any number' },
        { value: 'boxCox', label: 'Box–Cox, above 0 only' },
      ],
    },
    { key: 'standardise', field: 'toggle', label: 'Then scale to mean 0 and deviation 1' },
  ],
  settings: (columns) => ({ columns: columns.map(({ name }) => name), method: 'yeoJohnson', standardise: true }),
  describe: ({ columns, method, standardise }) =>
    `Bend ${listNames(columns)} by ${method === 'boxCox' ? 'Box–Cox' : 'Yeo–Johnson'}${standardise ? ', and scale' : ''}`,
  problems: () => [],
  outcome: ({ columns }, heads) => retype(heads, columns, 'number'),
  *fit({ columns, method, standardise }, frame) {
    const powers = yield* mapEach(columns, function* (column) {
      const values = finiteValues(requireNumbers(frame, column))
      const low = method === 'boxCox' ? values.filter((x) => x <= 0).length : 0
      if (low > 0)
        throw new AssayError(
          'recipe.invalid',
          `Box–Cox takes numbers above 0, and ${low} training ${low === 1 ? 'value' : 'values'} of “${column}” ${low === 1 ? 'is' : 'are'} not. Use Yeo–Johnson for it.`,
          { column },
        )
      const lambda = yield* fitLambda(method, values)
      if (!standardise) return { column, lambda, centre: 0, spread: 1 }
      const changed = yield* changeNumbers(values, (x) => power(method, x, lambda))
      const { mean, std } = meanAndStd(finiteValues(changed.values))
      return { column, lambda, centre: mean, spread: usableSpread(std) }
    })
    return { kind: 'power', method, powers }
  },
  apply: ({ method, powers }, frame) =>
    mapNumbers(
      frame,
      new Map(
        powers.map(({ column, lambda, centre, spread }) => [
          column,
          (x: number) => (power(method, x, lambda) - centre) / spread,
        ]),
      ),
    ),
  sql: ({ method, powers }, heads) =>
    replaceInSql(heads, ({ name }) => {
      const own = powers.find(({ column }) => column === name)
      if (!own) return undefined
      const bent = sqlPower(method, `p.${sqlName(name)}`, own.lambda)
      return [{ name, type: 'number', sql: `(${bent} - ${sqlNumber(own.centre)}) / ${sqlNumber(own.spread)}` }]
    }),
}
