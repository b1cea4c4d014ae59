import { AssayError } from '../../errors.ts'
import { checkExpression } from '../../expression/check.ts'
import { evaluateExpression } from '../../expression/evaluate.ts'
import { rowsWhere } from '../../work.ts'
import { columnsOfFormula, formulaProblems, readFormula } from './formula.ts'
import type { RowStepInfo } from './info.ts'

/**
 * Learns from the training rows for which a condition is true; rows for which it is missing are left out too. Rows that
 * validate, test or are predicted all stay.
 */
export const filterRows: RowStepInfo<'filterRows'> = {
  scope: 'trainingRows',
  group: 'Training rows',
  label: 'Filter training rows',
  blurb: 'Learns from the rows that meet a condition. Rows that validate and test all stay.',
  accepts: () => false,
  takes: 'no columns',
  needs: 'none',
  settings: () => ({ columns: [], expression: '' }),
  fields: [
    {
      key: 'expression',
      field: 'expression',
      label: 'Keep where',
      help: "Such as age >= 18 and country in ('FR', 'DE'). Names with spaces go in backticks.",
    },
  ],
  describe: ({ expression }) =>
    `Learn from training rows${expression === '' ? ' by a condition' : ` where ${expression}`}`,
  problems({ expression }, _chosen, heads) {
    const problems = formulaProblems(expression, heads)
    const formula = readFormula(expression)
    const type = formula && checkExpression(formula, heads).ok
    return type && type !== 'boolean' ? [`the condition gives a ${type}, and must be true or false`] : problems
  },
  reads: ({ expression }) => columnsOfFormula(expression),
  *choose({ expression }, frame) {
    const formula = readFormula(expression)
    const { vector } = formula ? yield* evaluateExpression(formula, frame) : { vector: undefined }
    if (vector?.kind !== 'numeric')
      throw new AssayError('recipe.invalid', `“${expression}” is no condition. Write one such as age >= 18.`)
    const { values } = vector
    return { rows: yield* rowsWhere(frame.rows, (row) => values[row] === 1) }
  },
}
