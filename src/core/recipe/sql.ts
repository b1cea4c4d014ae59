import type { FittedRecipe } from './recipe.ts'
import { fittedInfoOf } from './step.ts'
import type { ColumnHead } from './steps/info.ts'
import { sqlName } from './steps/sql.ts'

/** A fitted recipe as one query, or the steps that have none. */
export type RecipeSql =
  | { readonly sql: string; readonly columns: readonly ColumnHead[] }
  | { readonly refusals: readonly { readonly step: number; readonly label: string; readonly why: string }[] }

/**
 * A fitted recipe as one DuckDB query over a table that holds the raw columns under their names, and `_row`, the number of
 * each row. It gives the prepared columns in the order of `applyRecipe`, and rows in the order of `_row`.
 * Texts must be VARCHAR, numbers DOUBLE, truths BOOLEAN, instants TIMESTAMP in UTC; missing cells NULL.
 * @param heads The raw columns, without the target.
 */
export function recipeToSql(fitted: FittedRecipe, heads: readonly ColumnHead[], table: string): RecipeSql {
  const refusals: { step: number; label: string; why: string }[] = []
  const parts: string[] = []
  let before = sqlName(table)
  let current = heads
  for (const [index, step] of fitted.steps.entries()) {
    const info = fittedInfoOf(step)
    const name = `_step${index + 1}`
    const stage = info.sql(step, current, name)
    if ('why' in stage) {
      refusals.push({ step: index + 1, label: info.label, why: stage.why })
      continue
    }
    for (const learned of stage.tables ?? []) parts.push(`${learned.name} AS (\n  ${learned.sql}\n)`)
    const columns = ['p._row', ...stage.columns.map((column) => `${column.sql} AS ${sqlName(column.name)}`)]
    parts.push(`${name} AS (\n  SELECT ${columns.join(',\n    ')}\n  FROM ${before} AS p ${stage.joins ?? ''}\n)`)
    before = name
    current = stage.columns.map(({ name, type }) => ({ name, type }))
  }
  if (refusals.length > 0) return { refusals }
  const list = ['_row', ...current.map(({ name }) => sqlName(name))].join(', ')
  const ctes = parts.length > 0 ? `WITH ${parts.join(',\n')}\n` : ''
  return { sql: `${ctes}SELECT ${list}\nFROM ${before}\nORDER BY _row`, columns: current }
}
