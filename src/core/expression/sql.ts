import type { Expression, ExpressionType, Head, NodeOf } from './ast.ts'
import { expressionTypeOf, requireSound, wholeOf } from './check.ts'
import { writeInstant } from './instant.ts'
import { WRITTEN_NUMBER_SQL } from './number.ts'

/** A piece of SQL: `raw` where it may be NaN or infinite as the sign of missing, which whoever ends a reckoning must mend. */
interface Piece {
  readonly sql: string
  readonly type: ExpressionType | 'null'
  readonly raw?: boolean
}

const SQL_TYPES: Readonly<Record<ExpressionType, string>> = {
  number: 'DOUBLE',
  boolean: 'BOOLEAN',
  datetime: 'TIMESTAMP',
  text: 'VARCHAR',
}

/** SQL longer than this is not written twice, lest each level double it. */
const SHORT = 60

const plain = (type: ExpressionType, sql: string): Piece => ({ type, sql })
const raw = (sql: string): Piece => ({ type: 'number', sql, raw: true })

function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

function quoteText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}

/** With an exponent DuckDB takes it for a DOUBLE, not for a DECIMAL that reckons otherwise. */
function writeDouble(value: number): string {
  const digits = String(value).replace('+', '')
  return digits.includes('e') ? digits : `${digits}e0`
}

const NUMBER_SQL: ReadonlyMap<string, string> = new Map([
  ['abs', 'abs'],
  ['floor', 'floor'],
  ['ceil', 'ceil'],
])

/** Functions that DuckDB refuses outside their range. */
const RANGED_SQL: ReadonlyMap<string, string> = new Map([
  ['sqrt', '>= 0'],
  ['ln', '> 0'],
  ['log10', '> 0'],
])

const TEXT_SQL: ReadonlyMap<string, string> = new Map([
  ['lower', 'lower'],
  ['upper', 'upper'],
  ['contains', 'contains'],
  ['startsWith', 'starts_with'],
  ['endsWith', 'ends_with'],
  ['replace', 'replace'],
])
const TEXT_TESTS: ReadonlySet<string> = new Set(['contains', 'startsWith', 'endsWith'])

const DATE_SQL: ReadonlyMap<string, string> = new Map([
  ['year', 'year'],
  ['month', 'month'],
  ['day', 'day'],
  ['weekday', 'dayofweek'],
  ['hour', 'hour'],
  ['minute', 'minute'],
])

class Writer {
  private readonly types: ReadonlyMap<string, ExpressionType>
  /** Begins the names of lambda parameters: no column's name begins so. */
  private readonly prefix: string
  private parameters = 0

  constructor(heads: readonly Head[]) {
    this.types = new Map(heads.map(({ name, type }) => [name, expressionTypeOf(type)]))
    let prefix = 'v'
    while (heads.some(({ name }) => name.toLowerCase().startsWith(prefix))) prefix = `_${prefix}`
    this.prefix = prefix
  }

  /** SQL that uses a value more than once: written again where it is short, else handed to a lambda. */
  private let(sql: string, use: (value: string) => string): string {
    if (sql.length <= SHORT) return use(sql)
    this.parameters++
    const name = `${this.prefix}${this.parameters}`
    return `list_transform([${sql}], lambda ${name}: ${use(name)})[1]`
  }

  /** The value where a test holds of it, else NULL. */
  private where(sql: string, test: (value: string) => string): string {
    return this.let(sql, (value) => `CASE WHEN ${test(value)} THEN ${value} END`)
  }

  private finite(sql: string): string {
    return this.where(sql, (value) => `isfinite(${value})`)
  }

  private mend({ sql, raw }: Piece): string {
    return raw ? this.finite(sql) : sql
  }

  /** The part with NULL for whatever is missing. */
  whole(node: Expression): string {
    return this.mend(this.write(node))
  }

  write(node: Expression): Piece {
    const not = 'negated' in node && node.negated ? 'NOT ' : ''
    switch (node.kind) {
      case 'number':
        return plain('number', writeDouble(node.value))
      case 'text':
        return plain('text', quoteText(node.value))
      case 'boolean':
        return plain('boolean', String(node.value).toUpperCase())
      case 'instant':
        return plain('datetime', `TIMESTAMP '${writeInstant(node.value)}'`)
      case 'null':
        return { type: 'null', sql: 'NULL' }
      case 'column':
        return plain(this.types.get(node.name)!, quoteName(node.name))
      case 'unary':
        if (node.operator === 'not') return plain('boolean', `(NOT ${this.whole(node.operand)})`)
        return raw(`(-${this.write(node.operand).sql})`)
      case 'binary':
        return this.binary(node)
      case 'in':
        return plain(
          'boolean',
          `(${this.whole(node.operand)} ${not}IN (${node.options.map((option) => this.whole(option)).join(', ')}))`,
        )
      case 'between':
        return plain(
          'boolean',
          `(${this.whole(node.operand)} ${not}BETWEEN ${this.whole(node.low)} AND ${this.whole(node.high)})`,
        )
      case 'missing':
        return plain('boolean', `(${this.whole(node.operand)} IS ${not}NULL)`)
      case 'call':
        return this.call(node)
    }
  }

  /** A sum, difference, product or dividend that is not finite stays so, whatever follows: it is mended once, at the end. */
  private binary({ operator, left, right }: NodeOf<'binary'>): Piece {
    switch (operator) {
      case '+':
      case '-':
      case '*':
        return raw(`(${this.write(left).sql} ${operator} ${this.write(right).sql})`)
      case '/':
      case '%':
        return raw(`(${this.write(left).sql} ${operator} ${this.whole(right)})`)
      case '^':
        return raw(`pow(${this.whole(left)}, ${this.whole(right)})`)
      case '||':
        return plain('text', joined([this.whole(left), this.whole(right)]))
      case '!=':
        return plain('boolean', `(${this.whole(left)} <> ${this.whole(right)})`)
      default:
        return plain('boolean', `(${this.whole(left)} ${operator.toUpperCase()} ${this.whole(right)})`)
    }
  }

  private call(node: NodeOf<'call'>): Piece {
    const { name, args } = node
    const [first, second, third] = args as readonly [Expression, Expression, Expression]
    const ofNumber = NUMBER_SQL.get(name)
    if (ofNumber) return raw(`${ofNumber}(${this.write(first).sql})`)
    const range = RANGED_SQL.get(name)
    if (range) return raw(`${name}(${this.where(this.whole(first), (x) => `${x} ${range}`)})`)
    const ofDate = DATE_SQL.get(name)
    if (ofDate) return plain('number', `CAST(${ofDate}(${this.whole(first)}) AS DOUBLE)`)
    const list = (name: string) => `${name}(${args.map((arg) => this.whole(arg)).join(', ')})`
    const ofText = TEXT_SQL.get(name)
    if (ofText) return plain(TEXT_TESTS.has(name) ? 'boolean' : 'text', list(ofText))
    switch (name) {
      case 'sin':
      case 'cos':
        return raw(`${name}(${this.finite(this.write(first).sql)})`)
      case 'sign':
        return plain('number', `CAST(sign(${this.whole(first)}) AS DOUBLE)`)
      case 'exp':
        return raw(list('exp'))
      case 'pow':
        return raw(list('pow'))
      case 'log1p':
        return raw(this.log1p(this.whole(first)))
      case 'round': {
        const digits = wholeOf(second) ?? 0
        // To tens, DuckDB makes 0 of what is not finite.
        return raw(`round(${digits < 0 ? this.finite(this.write(first).sql) : this.write(first).sql}, ${digits})`)
      }
      case 'min':
        return this.alike(args, (values) => `least(${values.join(', ')})`)
      case 'max':
        return this.alike(args, (values) => `greatest(${values.join(', ')})`)
      case 'coalesce':
        return this.alike(args, (values) => `coalesce(${values.join(', ')})`)
      case 'if': {
        const condition = this.whole(first)
        return this.alike(args.slice(1), ([then, other]) => `CASE WHEN ${condition} THEN ${then} ELSE ${other} END`)
      }
      case 'clamp':
        return plain(
          'number',
          this.let(
            this.whole(first),
            (x) =>
              `CASE WHEN ${x} IS NOT NULL THEN least(greatest(${x}, ${this.whole(second)}), ${this.whole(third)}) END`,
          ),
        )
      case 'length':
        return plain('number', `CAST(length(${this.whole(first)}) AS DOUBLE)`)
      case 'trim':
        return plain('text', trimmed(this.whole(first)))
      case 'substr':
        return plain(
          'text',
          `substr(${[this.whole(first), ...[second, third].flatMap((arg) => wholeOf(arg) ?? [])].join(', ')})`,
        )
      case 'concat':
        return plain('text', joined(args.map((arg) => this.whole(arg))))
      case 'daysBetween':
        return raw(`(CAST(epoch_ms(${this.whole(second)}) - epoch_ms(${this.whole(first)}) AS DOUBLE) / 86400000e0)`)
      case 'number':
        return this.number(first)
      default:
        return plain('text', this.text(first))
    }
  }

  /** Values of one type, of which one comes out. */
  private alike(args: readonly Expression[], build: (values: readonly string[]) => string): Piece {
    const pieces = args.map((arg) => this.write(arg))
    const type = pieces.find((piece) => piece.type !== 'null')?.type
    if (!type || type === 'null') return { type: 'null', sql: 'NULL' }
    // Untyped, DuckDB may take a NULL for an INTEGER and all that is made of it.
    const values = pieces.map((piece) =>
      piece.type === 'null' ? `CAST(NULL AS ${SQL_TYPES[type]})` : this.mend(piece),
    )
    return { type, sql: build(values) }
  }

  /** Exact near 0, where ln(1 + x) is not (Kahan): x ln(u) / (u − 1) with u = 1 + x rounded. */
  private log1p(sql: string): string {
    const safe = this.where(sql, (x) => `${x} > -1`)
    return this.let(
      safe,
      (x) => `CASE WHEN 1e0 + ${x} = 1 THEN ${x} ELSE ln(1e0 + ${x}) * (${x} / ((1e0 + ${x}) - 1e0)) END`,
    )
  }

  private number(node: Expression): Piece {
    const piece = this.write(node)
    const { type } = piece
    const sql = this.mend(piece)
    if (type !== 'text') return raw(`CAST(${sql} AS DOUBLE)`)
    const written = this.where(trimmed(sql), (text) => `regexp_full_match(${text}, '${WRITTEN_NUMBER_SQL}')`)
    return raw(`TRY_CAST(${written} AS DOUBLE)`)
  }

  private text(node: Expression): string {
    const { type, sql } = this.write(node)
    if (type === 'text') return sql
    if (type === 'boolean') return `CAST(${sql} AS VARCHAR)`
    if (type === 'datetime')
      return `strftime(${this.where(sql, (at) => `year(${at}) BETWEEN 1 AND 9999`)}, '%Y-%m-%d %H:%M:%S')`
    return `regexp_replace(CAST(${this.finite(sql)} + 0 AS VARCHAR), '\\.0$', '')`
  }
}

/** Texts one after the other. With a NULL that it works out beforehand DuckDB takes the whole for an INTEGER: it is told. */
function joined(texts: readonly string[]): string {
  const sql = `(${texts.join(' || ')})`
  return sql.includes('CAST(NULL AS') ? `CAST(${sql} AS VARCHAR)` : sql
}

function trimmed(sql: string): string {
  return `trim(${sql}, E' \\t\\n\\r')`
}

/**
 * The expression in DuckDB's SQL, with the same values: columns are quoted identifiers of types DOUBLE (number, integer),
 * BOOLEAN, TIMESTAMP in UTC (datetime) and VARCHAR (category, text, identifier), missing is NULL.
 * @throws recipe.invalid where the expression does not fit the columns
 */
export function expressionToSql(expression: Expression, heads: readonly Head[]): string {
  requireSound(expression, heads)
  return new Writer(heads).whole(expression)
}
