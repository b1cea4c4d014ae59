import { recipeToSql } from '../recipe/sql.ts'
import type { Pipeline } from './pipeline.ts'

/** Name of the table that the query reads. */
const TABLE = 'rows'

/**
 * The fitted preparation of a pipeline's first member as DuckDB SQL with a heading that says what it needs, or which steps
 * have no SQL and why.
 */
export function pipelineSql({
  contract,
  members,
}: Pipeline): { readonly sql: string } | { readonly refusals: readonly string[] } {
  const [member] = members
  if (!member) return { refusals: ['The pipeline has no member.'] }
  const heads = contract.inputs.map(({ name, type }) => ({ name, type }))
  const query = recipeToSql(member.recipe, heads, TABLE)
  if ('refusals' in query)
    return { refusals: query.refusals.map(({ step, label, why }) => `Step ${step}, ${label}: ${why}`) }
  const columns = heads.map(({ name, type }) => `--   ${name.replace(/[\r\n]+/g, ' ')}: ${SQL_TYPES[type]}`)
  return {
    sql: `-- What Assay does to a row before the model sees it, as it was fitted on the training rows. For DuckDB.
-- It reads a table "${TABLE}" with _row (BIGINT, the number of each row) and these columns, NULL where missing:
${columns.join('\n')}
-- Scaling and one-hot columns are the model's own last step and come after it.

${query.sql};
`,
  }
}

const SQL_TYPES = {
  number: 'DOUBLE',
  integer: 'DOUBLE',
  boolean: 'BOOLEAN',
  datetime: 'TIMESTAMP, in UTC',
  category: 'VARCHAR',
  text: 'VARCHAR',
  identifier: 'VARCHAR',
} as const
