import { isNumericType } from '../../dataset/column.ts'
import type { ColumnHead } from './info.ts'

/** One column of a stage, by an expression over the columns of the stage before, which is called `p`. */
export interface SqlColumn extends ColumnHead {
  readonly sql: string
}

/**
 * A step as one SELECT over the rows before it. Texts are VARCHAR, numbers DOUBLE, truths BOOLEAN, instants TIMESTAMP (UTC),
 * missing cells NULL; `_row` is the number of a row and passes through.
 */
export interface SqlStage {
  readonly columns: readonly SqlColumn[]
  /** Tables of what the step learned, each a CTE of its own; their names begin with the stage's. */
  readonly tables?: readonly { readonly name: string; readonly sql: string }[]
  /** What follows `FROM … AS p`, such as `LEFT JOIN _step3_means AS m ON …`. */
  readonly joins?: string
}

/** Why a step can't be said in SQL, as a sentence. */
export interface SqlRefusal {
  readonly why: string
}

/** A name as SQL writes it. */
export function sqlName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

/** A text as SQL writes it; DuckDB has no escapes within plain quotes. */
export function sqlText(text: string): string {
  // NUL can't stand in a query.
  return text.includes('\0')
    ? text
        .split('\0')
        .map((part) => `'${part.replaceAll("'", "''")}'`)
        .join(' || chr(0) || ')
    : `'${text.replaceAll("'", "''")}'`
}

/** A number as SQL writes it, every bit kept; NULL where it is missing. */
export function sqlNumber(value: number): string {
  if (Number.isNaN(value)) return 'NULL::DOUBLE'
  if (!Number.isFinite(value)) return `'${value < 0 ? '-' : ''}infinity'::DOUBLE`
  return `${value < 0 || Object.is(value, -0) ? `(${value})` : value}::DOUBLE`
}

/** A column's values as doubles: truths are 0 and 1, instants milliseconds since 1970. */
export function sqlValue({ name, type }: ColumnHead): string {
  if (type === 'boolean') return `CAST(p.${sqlName(name)} AS DOUBLE)`
  if (type === 'datetime') return `CAST(epoch_ms(p.${sqlName(name)}) AS DOUBLE)`
  return `p.${sqlName(name)}`
}

/** A column as it is. */
export function sqlSame(head: ColumnHead): SqlColumn {
  return { ...head, sql: `p.${sqlName(head.name)}` }
}

/** The inverse of {@link sqlValue}: doubles as a column of a type. */
export function sqlFrom(value: string, type: ColumnHead['type']): string {
  if (type === 'boolean') return `(${value} <> 0)`
  if (type === 'datetime') return `make_timestamp(CAST(${value} * 1000 AS BIGINT))`
  return value
}

/** What counts as missing in a column: an infinite number too. */
export function sqlIsMissing(head: ColumnHead): string {
  const { name, type } = head
  const column = `p.${sqlName(name)}`
  if (!isNumericType(type) || type === 'boolean' || type === 'datetime') return `(${column} IS NULL)`
  return `(${column} IS NULL OR NOT isfinite(${column}))`
}

/** A stage that replaces each column by the columns that `change` gives for it. */
export function replaceInSql(
  heads: readonly ColumnHead[],
  change: (head: ColumnHead) => readonly SqlColumn[] | undefined,
): SqlStage {
  return { columns: heads.flatMap((head) => change(head) ?? [sqlSame(head)]) }
}

/**
 * log(1 + x) for x ≥ 0, which DuckDB has no function for, by Kahan's correction of what adding 1 rounds away (as in
 * Goldberg 1991, "What every computer scientist should know about floating-point arithmetic", theorem 4).
 */
export function sqlLog1p(x: string): string {
  return `(CASE WHEN 1 + ${x} = 1 THEN ${x} WHEN ${x} > 1 THEN ln(1 + ${x}) ELSE ln(1 + ${x}) * (${x} / ((1 + ${x}) - 1)) END)`
}

/** A list of texts as a condition's right side. */
export function sqlList(texts: readonly string[]): string {
  return `(${texts.map(sqlText).join(', ')})`
}
