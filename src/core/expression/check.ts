import type { ColumnType } from '../dataset/column.ts'
import { AssayError } from '../errors.ts'
import { type Expression, type ExpressionType, type Head, type NodeOf, type Problem, partsOf } from './ast.ts'
import { FUNCTIONS, type Parameter } from './functions.ts'
import { nearest } from './suggest.ts'

export type Checked =
  | { readonly ok: ExpressionType; readonly problems?: never }
  | { readonly ok?: never; readonly problems: readonly Problem[] }

/** `null` is the type of what is always missing: it goes with every other. Undefined where a problem was found. */
type Found = ExpressionType | 'null' | undefined

const TYPE_OF_COLUMN: Readonly<Record<ColumnType, ExpressionType>> = {
  number: 'number',
  integer: 'number',
  boolean: 'boolean',
  datetime: 'datetime',
  category: 'text',
  text: 'text',
  identifier: 'text',
}

const A_TYPE: Readonly<Record<ExpressionType, string>> = {
  number: 'a number',
  boolean: 'true or false',
  datetime: 'a date',
  text: 'a text',
}

/** The type that an expression sees a column as. */
export function expressionTypeOf(type: ColumnType): ExpressionType {
  return TYPE_OF_COLUMN[type]
}

/** What may be done with a value of one type that had to be another. */
function adviceFor(found: ExpressionType, wanted: ExpressionType): string {
  if (wanted === 'number' && (found === 'text' || found === 'boolean')) return ' number(…) makes it one.'
  if (wanted === 'number' && found === 'datetime') return ' daysBetween(from, to) counts days; year(…) takes the year.'
  if (wanted === 'text') return ' text(…) makes it one.'
  if (wanted === 'boolean') return ' Compare it with something, as in x > 0.'
  return found === 'text' ? " A date is written date('2020-01-31')." : ''
}

class Checker {
  readonly problems: Problem[] = []
  private readonly types: ReadonlyMap<string, ColumnType>

  constructor(heads: readonly Head[]) {
    this.types = new Map(heads.map(({ name, type }) => [name, type]))
  }

  private fault(message: string, { start, end }: Expression): undefined {
    this.problems.push({ message, start, end })
    return undefined
  }

  find(node: Expression): Found {
    switch (node.kind) {
      case 'number':
      case 'text':
      case 'boolean':
      case 'null':
        return node.kind
      case 'instant':
        return 'datetime'
      case 'column':
        return this.column(node)
      case 'unary': {
        const type = node.operator === 'not' ? 'boolean' : 'number'
        return this.want(node.operand, type, node.operator) && type
      }
      case 'binary':
        return this.binary(node)
      case 'in':
      case 'between':
        return this.alike(partsOf(node), node.kind, node.kind === 'between') && 'boolean'
      case 'missing': {
        const found = this.find(node.operand)
        return found === 'null' ? this.fault('null is always missing.', node.operand) : found && 'boolean'
      }
      case 'call':
        return this.call(node)
    }
  }

  private column(node: NodeOf<'column'>): Found {
    const type = this.types.get(node.name)
    if (type) return TYPE_OF_COLUMN[type]
    const near = nearest(node.name, this.types.keys())
    return this.fault(`There is no column ${node.name}${near === undefined ? '.' : `; did you mean ${near}?`}`, node)
  }

  /** The type, where the part is of it. */
  private want(node: Expression, wanted: ExpressionType, where: string): ExpressionType | undefined {
    const found = this.find(node)
    if (found === undefined || found === wanted) return found
    if (found === 'null') return this.fault(`null stands only within if and coalesce, not in ${where}.`, node)
    const column =
      node.kind === 'text' && this.types.has(node.value) ? ' To name the column, leave the quotes away.' : ''
    return this.fault(
      `${where} takes ${A_TYPE[wanted]}; this is ${A_TYPE[found]}.${column || adviceFor(found, wanted)}`,
      node,
    )
  }

  /** The one type of all the parts, which must be ordered (no true or false) where `ordered` says so. */
  private alike(nodes: readonly Expression[], where: string, ordered: boolean, nullable = false): Found {
    let type: Found = 'null'
    let sound = true
    for (const node of nodes) {
      if (type !== 'null' && type !== undefined && !nullable) {
        sound = this.want(node, type, `${where} after ${A_TYPE[type]}`) !== undefined && sound
        continue
      }
      const found = this.find(node)
      if (found === undefined) sound = false
      else if (found === 'null' && !nullable) {
        this.fault(`Nothing compares with null. To ask whether a value is there, write is missing.`, node)
        sound = false
      } else if (found === 'boolean' && ordered) {
        this.fault(`${where} takes numbers, dates or texts; this is true or false.`, node)
        sound = false
      } else if (type === 'null') type = found
      else if (found !== 'null' && found !== type) {
        this.fault(
          `The values of ${where} are of one type: this is ${A_TYPE[found]}, the one before ${A_TYPE[type]}.`,
          node,
        )
        sound = false
      }
    }
    return sound ? type : undefined
  }

  private binary({ operator, left, right }: NodeOf<'binary'>): Found {
    switch (operator) {
      case 'and':
      case 'or':
        return this.both(left, right, 'boolean', operator)
      case '||':
        return this.both(left, right, 'text', operator)
      case '=':
      case '!=':
        return this.alike([left, right], operator, false) && 'boolean'
      case '<':
      case '<=':
      case '>':
      case '>=':
        return this.alike([left, right], operator, true) && 'boolean'
      default:
        return this.both(left, right, 'number', operator)
    }
  }

  private both(left: Expression, right: Expression, type: ExpressionType, where: string): Found {
    const first = this.want(left, type, where)
    return this.want(right, type, where) && first
  }

  private call(node: NodeOf<'call'>): Found {
    const signature = FUNCTIONS.get(node.name)
    if (!signature) return this.fault(`There is no function ${node.name}.`, node)
    const { parameters, optional = 0, many, gives, usage } = signature
    const { args } = node
    if (args.length < parameters.length - optional || (!many && args.length > parameters.length))
      return this.fault(`This function is written ${usage}.`, node)
    const same: Expression[] = []
    let sound = true
    args.forEach((arg, i) => {
      const parameter = parameters[Math.min(i, parameters.length - 1)]!
      if (parameter === 'same') same.push(arg)
      else sound = this.argument(arg, parameter, node.name, i) && sound
    })
    const nullable = node.name === 'if' || node.name === 'coalesce'
    const type = same.length > 0 ? this.alike(same, node.name, !nullable, nullable) : gives
    return sound && type !== 'same' ? (gives === 'same' ? type : gives) : undefined
  }

  private argument(arg: Expression, parameter: Exclude<Parameter, 'same'>, name: string, place: number): boolean {
    if (parameter === 'whole') return this.whole(arg, name, place)
    if (parameter !== 'any') return this.want(arg, parameter, name) !== undefined
    const found = this.find(arg)
    if (found === 'null') this.fault(`null stands only within if and coalesce, not in ${name}.`, arg)
    else if (found === 'datetime' && name === 'number')
      this.fault(`number takes a text, a number or true or false.${adviceFor(found, 'number')}`, arg)
    else return found !== undefined
    return false
  }

  /** Digits of round from −15 to 15, a start from 1, a length from 0: written out, so that no row has another. */
  private whole(arg: Expression, name: string, place: number): boolean {
    const value = wholeOf(arg)
    const [low, high] = name === 'round' ? [-15, 15] : [place === 1 ? 1 : 0, 1_000_000]
    if (value !== undefined && value >= low && value <= high) return true
    this.fault(`${name} takes a whole number from ${low} to ${high.toLocaleString('en-GB')} here, written out.`, arg)
    return false
  }
}

/** The whole number that is written out; undefined where anything else is. */
export function wholeOf(node: Expression | undefined): number | undefined {
  if (node?.kind === 'unary' && node.operator === '-' && node.operand.kind === 'number') {
    return Number.isInteger(node.operand.value) ? -node.operand.value : undefined
  }
  return node?.kind === 'number' && Number.isInteger(node.value) ? node.value : undefined
}

/** The type of what an expression gives for these columns, or everything that is wrong with it, in reading order. */
export function checkExpression(expression: Expression, heads: readonly Head[]): Checked {
  const checker = new Checker(heads)
  const found = checker.find(expression)
  const { problems } = checker
  if (problems.length > 0) return { problems }
  if (found !== undefined && found !== 'null') return { ok: found }
  const { start, end } = expression
  return { problems: [{ message: 'This is missing in every row. Give a value.', start, end }] }
}

/** The type of a sound expression. @throws recipe.invalid, with the first problem. */
export function requireSound(expression: Expression, heads: readonly Head[]): ExpressionType {
  const { ok, problems } = checkExpression(expression, heads)
  if (ok) return ok
  const [first] = problems
  throw new AssayError('recipe.invalid', first?.message ?? 'The expression cannot be worked out.', { problems })
}
