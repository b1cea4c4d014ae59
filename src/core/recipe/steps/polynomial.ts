import type { FrameColumn } from '../../dataset/column.ts'
import { formatCount } from '../../format/format.ts'
import { fill, mapEach, type Work } from '../../work.ts'
import { type ColumnStepInfo, listNames, type StepOf } from './info.ts'
import { takesNumbers } from './numbers.ts'
import { requireNumbers } from './require.ts'
import { sqlName, sqlSame } from './sql.ts'

/** New columns of one step at most. */
const MOST_NEW = 500
const POWERS = ['', '', '²', '³']

/** "a × b", "a²", "a² × b". */
function productName(factors: readonly string[]): string {
  return [...new Set(factors)]
    .map((name) => `${name}${POWERS[factors.filter((factor) => factor === name).length]}`)
    .join(' × ')
}

/** How many products there are, without making them. */
function countProducts({ columns: { length: n }, degree, terms }: StepOf<'polynomial'>): number {
  if (terms === 'powers') return n * (degree - 1)
  const pairs = terms === 'all' ? (n * (n + 1)) / 2 : (n * (n - 1)) / 2
  const triples = terms === 'all' ? (n * (n + 1) * (n + 2)) / 6 : (n * (n - 1) * (n - 2)) / 6
  return pairs + (degree >= 3 ? triples : 0)
}

/** The products, pairs before triples, each in the order of the columns. */
function listProducts({ columns, degree, terms }: StepOf<'polynomial'>): readonly (readonly string[])[] {
  const products: string[][] = []
  const extend = (factors: readonly number[], left: number) => {
    if (left === 0) {
      products.push(factors.map((factor) => columns[factor]!))
      return
    }
    const last = factors.at(-1)
    const from = last === undefined ? 0 : terms === 'interactions' ? last + 1 : last
    const to = terms === 'powers' && last !== undefined ? last + 1 : columns.length
    for (let next = from; next < to; next++) extend([...factors, next], left - 1)
  }
  for (let size = 2; size <= degree; size++) extend([], size)
  return products
}

/** Whether there are few enough to announce; where not, `problems` says so. */
function someProducts(step: StepOf<'polynomial'>): readonly (readonly string[])[] {
  return countProducts(step) > MOST_NEW ? [] : listProducts(step)
}

/**
 * Adds products of columns and powers of them after the others, in the order of scikit-learn's PolynomialFeatures. What has
 * a missing factor is missing.
 */
export const polynomial: ColumnStepInfo<'polynomial'> = {
  scope: 'columns',
  group: 'Numbers',
  label: 'Products and powers',
  blurb: 'Adds squares and products of columns, which a linear model can not make itself.',
  rowLocal: true,
  ...takesNumbers,
  fields: [
    {
      key: 'terms',
      field: 'choice',
      label: 'Add',
      options: [
        { value: 'all', label: 'products and powers' },
        { value: 'interactions', label: 'products of different columns' },
        { value: 'powers', label: 'powers' },
      ],
    },
    { key: 'degree', field: 'number', label: 'Factors at most', min: 2, max: 3, isWhole: true },
  ],
  settings: (columns) => ({ columns: columns.map(({ name }) => name), degree: 2, terms: 'all' }),
  describe({ columns, degree, terms }) {
    const powers = degree === 2 ? 'squares' : 'squares and cubes'
    const products = degree === 2 ? 'products' : 'products of two and three'
    const what = terms === 'powers' ? powers : terms === 'interactions' ? products : `${powers}, and ${products}`
    return `Add ${what} of ${listNames(columns)}`
  },
  problems(step) {
    const count = countProducts(step)
    return [
      ...(step.degree === 2 || step.degree === 3 ? [] : ['the factors must be 2 or 3']),
      ...(count > MOST_NEW
        ? [
            `it would add ${formatCount(count)} columns, and at most ${MOST_NEW} can be; choose fewer columns or a lower degree`,
          ]
        : []),
      ...(step.terms === 'interactions' && step.columns.length === 1 ? ['choose at least two columns'] : []),
    ]
  },
  outcome: (step, heads) => [
    ...heads,
    ...someProducts(step).map((factors) => ({ name: productName(factors), type: 'number' as const })),
  ],
  fit: (step, frame) => {
    for (const name of step.columns) requireNumbers(frame, name)
    return { kind: 'polynomial', products: listProducts(step) }
  },
  *apply({ products }, frame) {
    const added = yield* mapEach(products, function* (factors): Work<FrameColumn> {
      const [first, ...others] = factors.map((name) => requireNumbers(frame, name))
      const values = first!.slice()
      for (const other of others) yield* fill(values, (row) => values[row]! * other[row]!)
      return { name: productName(factors), type: 'number', vector: { kind: 'numeric', values } }
    })
    return { rows: frame.rows, columns: [...frame.columns, ...added] }
  },
  sql: ({ products }, heads) => ({
    columns: [
      ...heads.map(sqlSame),
      ...products.map((factors) => ({
        name: productName(factors),
        type: 'number' as const,
        sql: factors.map((name) => `p.${sqlName(name)}`).join(' * '),
      })),
    ],
  }),
}
