import { AssayError } from '../../errors.ts'
import { checkExpression, requireSound } from '../../expression/check.ts'
import { evaluateExpression } from '../../expression/evaluate.ts'
import { expressionToSql } from '../../expression/sql.ts'
import { columnsOfFormula, formulaProblems, readFormula } from './formula.ts'
import type { ColumnStepInfo } from './info.ts'
import { requireColumn } from './require.ts'
import { sqlSame } from './sql.ts'

function formulaOf({ name, expression }: { readonly name: string; readonly expression: string }) {
  const formula = readFormula(expression)
  if (!formula) throw new AssayError('recipe.invalid', `The formula of “${name}” can't be read: ${expression}`)
  return formula
}

/** Adds a column that a formula makes of the others of its row. */
export const derive: ColumnStepInfo<'derive'> = {
  scope: 'columns',
  group: 'Columns',
  label: 'Derive a column',
  blurb: 'Adds a column by a formula over the others: a ratio, a difference, a condition.',
  rowLocal: true,
  accepts: () => false,
  takes: 'no columns',
  needs: 'none',
  settings: () => ({ columns: [], name: 'derived', expression: '' }),
  fields: [
    { key: 'name', field: 'text', label: 'Name' },
    {
      key: 'expression',
      field: 'expression',
      label: 'Formula',
      help: "Such as income / household, days since: daysBetween(start, end), if(age >= 65, 'old', 'young'). Names with spaces go in backticks.",
    },
  ],
  describe: ({ name, expression }) => `Derive ${name}${expression === '' ? '' : ` as ${expression}`}`,
  problems: ({ name, expression }, _chosen, heads) => [
    ...(name.trim() === '' ? ['the new column has no name'] : []),
    ...formulaProblems(expression, heads),
  ],
  reads: ({ expression }) => columnsOfFormula(expression),
  outcome({ name, expression }, heads) {
    const formula = readFormula(expression)
    const type = formula && checkExpression(formula, heads).ok
    return [...heads, { name, type: type ?? 'number' }]
  },
  fit({ name, expression }, frame) {
    requireSound(formulaOf({ name, expression }), frame.columns)
    return { kind: 'derive', name, expression }
  },
  *apply(fitted, frame) {
    const formula = formulaOf(fitted)
    for (const name of columnsOfFormula(fitted.expression)) requireColumn(frame, name)
    const { type, vector } = yield* evaluateExpression(formula, frame)
    return { rows: frame.rows, columns: [...frame.columns, { name: fitted.name, type, vector }] }
  },
  sql(fitted, heads) {
    const formula = formulaOf(fitted)
    const type = requireSound(formula, heads)
    return { columns: [...heads.map(sqlSame), { name: fitted.name, type, sql: expressionToSql(formula, heads) }] }
  },
}
