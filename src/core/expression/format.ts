import type { BinaryOperator, Expression } from './ast.ts'
import { writeInstant } from './instant.ts'
import { isBareName } from './token.ts'

/** How tightly an operator binds; the higher, the tighter. Comparisons, `in`, `between` and `is` do not chain. */
const LEVELS: Readonly<Record<BinaryOperator, number>> = {
  or: 1,
  and: 2,
  '=': 4,
  '!=': 4,
  '<': 4,
  '<=': 4,
  '>': 4,
  '>=': 4,
  '||': 5,
  '+': 6,
  '-': 6,
  '*': 7,
  '/': 7,
  '%': 7,
  '^': 9,
}
const NOT = 3
const TEST = 4
const OPERAND_OF_TEST = 5
const NEGATION = 8
const PRIMARY = 10

function levelOf(node: Expression): number {
  switch (node.kind) {
    case 'binary':
      return LEVELS[node.operator]
    case 'unary':
      return node.operator === 'not' ? NOT : NEGATION
    case 'in':
    case 'between':
    case 'missing':
      return TEST
    default:
      return PRIMARY
  }
}

function formatColumn(name: string): string {
  return isBareName(name) ? name : `\`${name.replaceAll('`', '``')}\``
}

function formatAt(node: Expression, level: number): string {
  const text = formatExpression(node)
  return levelOf(node) < level ? `(${text})` : text
}

function formatBinary(operator: BinaryOperator, left: Expression, right: Expression): string {
  const level = LEVELS[operator]
  // Others group to the left; powers to the right, where a sign may stand.
  const leftLevel = operator === '^' ? PRIMARY : level === TEST ? OPERAND_OF_TEST : level
  const rightLevel = operator === '^' ? NEGATION : level + 1
  return `${formatAt(left, leftLevel)} ${operator} ${formatAt(right, rightLevel)}`
}

/** The expression as it would best be written: parsing this gives the same expression but for the positions. */
export function formatExpression(node: Expression): string {
  const not = 'negated' in node && node.negated ? 'not ' : ''
  switch (node.kind) {
    case 'number':
    case 'boolean':
      return String(node.value)
    case 'text':
      return `'${node.value.replaceAll("'", "''")}'`
    case 'instant':
      return `date('${writeInstant(node.value)}')`
    case 'null':
      return 'null'
    case 'column':
      return formatColumn(node.name)
    case 'unary':
      return node.operator === 'not' ? `not ${formatAt(node.operand, NOT)}` : `-${formatAt(node.operand, NEGATION)}`
    case 'binary':
      return formatBinary(node.operator, node.left, node.right)
    case 'in':
      return `${formatAt(node.operand, OPERAND_OF_TEST)} ${not}in (${node.options.map(formatExpression).join(', ')})`
    case 'between':
      return `${formatAt(node.operand, OPERAND_OF_TEST)} ${not}between ${formatAt(node.low, OPERAND_OF_TEST)} and ${formatAt(node.high, OPERAND_OF_TEST)}`
    case 'missing':
      return `${formatAt(node.operand, OPERAND_OF_TEST)} is ${not}missing`
    case 'call':
      return `${node.name}(${node.args.map(formatExpression).join(', ')})`
  }
}
